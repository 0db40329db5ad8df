"""The pages of the site, for search engines (sitemaps.org)."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from screenings.feeds.content_lines import web_address
from screenings.timetable.days import to_utc

MAX_ENTRIES = 50_000  # entries of one sitemap, by its protocol


def sitemap_xml(pages: Iterable[tuple[str, datetime]]) -> bytes:
    """Absolute addresses and when each last changed. What goes beyond the protocol's limit is left out."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for address, changed in list(pages)[:MAX_ENTRIES]:
        stamp = to_utc(changed).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines.append(f"<url><loc>{escape(web_address(address))}</loc><lastmod>{stamp}</lastmod></url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()
