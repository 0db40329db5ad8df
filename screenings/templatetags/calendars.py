"""Add to calendar: every way a calendar program takes a feed."""

from collections.abc import Collection
from functools import lru_cache
from urllib.parse import quote, urlsplit

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from screenings.loading import site_address
from screenings.models import Festival
from screenings.public.filter_choices import FilterChoices
from screenings.public.listings import GOOGLE_MAX_ENTRIES

register = template.Library()
GOOGLE = "https://calendar.google.com/calendar/render?cid="
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?url={url}&name={name}"
OFFICE = "https://outlook.office.com/calendar/0/addfromweb?url={url}&name={name}"


def webcal_url(address: str) -> str:
    """The address as calendar programs register it: a click subscribes instead of downloading."""
    return f"webcal://{address.partition('://')[2]}"


@lru_cache(maxsize=512)
def qr_code(text: str) -> SafeString:
    """An inline SVG; presentation attributes only, which a strict content security policy lets through."""
    code = segno.make(text, micro=False, error="m")
    svg = code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, light="#fff", dark="#000")
    return mark_safe(svg)  # noqa: S308  # segno draws modules; no character of the text is in it


register.simple_tag(qr_code, name="qr")


@register.simple_tag
def absolute(festival: Festival, path: str) -> str:
    """The path at the festival's own address, never at the one a request came to."""
    return site_address(festival) + path


@register.inclusion_tag("screenings/_calendar_panel.html")
def calendar_panel(
    festival: Festival,
    path: str,
    title: str,
    *,
    query: str = "",
    rows: int = 0,
    choices: FilterChoices | None = None,
    summary: str = "",
) -> dict[str, object]:
    """The panel for the feed at `path`, called `title`, with `rows` entries.

    Above what Google takes it offers the smaller feeds of `choices` first.
    """
    address = site_address(festival) + path + (f"?{query}" if query else "")
    quoted, name = quote(address, safe=""), quote(title, safe="")
    return {
        "festival": festival,
        "title": title,
        "summary": summary or gettext("Add to calendar"),
        "address": address,
        "webcal": webcal_url(address),
        "google": GOOGLE + quote(webcal_url(address), safe=""),
        "outlook": OUTLOOK.format(url=quoted, name=name),
        "office": OFFICE.format(url=quoted, name=name),
        "qr": qr_code(webcal_url(address)),
        "rows": rows,
        "too_many": rows > GOOGLE_MAX_ENTRIES,
        "smaller": _smaller_feeds(choices) if choices and rows > GOOGLE_MAX_ENTRIES else (),
        "is_local": is_local_url(address),
    }


def is_local_url(address: str) -> bool:
    """Whether only this machine can reach it: web calendars then cannot."""
    return (urlsplit(address).hostname or "") in {"localhost", "127.0.0.1", "::1"}


def _smaller_feeds(choices: FilterChoices) -> Collection[tuple[str, str, str]]:
    """Days, sections and venues: each a feed of its own."""
    return [
        (name, option.value, option.label) for name in ("day", "section", "venue") for option in choices.options[name]
    ]
