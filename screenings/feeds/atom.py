"""What changed, as an Atom feed (RFC 4287): an entry for each publication, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET  # only writes: nothing that came from outside is parsed here

from screenings.feeds.content_lines import clean_line, web_address, xml_text
from screenings.feeds.ical import FeedMetadata
from screenings.text.translation import gettext, ngettext

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """One publication. `token` is its name for ever, 32 hexadecimal digits; `lines` are titles and sentences."""

    token: str
    address: str
    published_at: datetime
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    more_count: int = 0
    note: str = ""


def atom_feed(entries: Iterable[AtomEntry], *, metadata: FeedMetadata) -> bytes:
    """The feed; its id follows from its address, an entry's from its publication, so both stay what they are."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _put(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, metadata.feed_url)}")
    _put(feed, "title", gettext("{festival}: what changed").format(festival=metadata.name))
    _put(feed, "updated", _moment(metadata.last_modified))
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _put(author, "name", metadata.name)
    _link(feed, "self", metadata.feed_url, "application/atom+xml")
    _link(feed, "alternate", metadata.page_url, "text/html")
    for entry in entries:
        _put_entry(feed, entry)
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _put_entry(feed: ET.Element, entry: AtomEntry) -> None:
    element = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _put(element, "id", f"urn:uuid:{UUID(hex=entry.token)}")
    _put(element, "title", entry.title)
    _put(element, "published", _moment(entry.published_at))
    _put(element, "updated", _moment(entry.published_at))
    _link(element, "alternate", entry.address, "text/html")
    content = ET.SubElement(element, f"{{{ATOM}}}content", type="html")
    content.text = xml_text(_html(entry))


def _html(entry: AtomEntry) -> str:
    parts = [f"<p>{escape(paragraph)}</p>" for paragraph in entry.note.splitlines() if paragraph.strip()]
    if entry.lines:
        items = (f"<li><b>{escape(title)}</b>: {escape(sentence)}</li>" for title, sentence in entry.lines)
        parts.append(f"<ul>{''.join(items)}</ul>")
    if entry.more_count:
        more = ngettext("And {number} more.", "And {number} more.", entry.more_count).format(number=entry.more_count)
        parts.append(f"<p>{escape(more)}</p>")
    return "".join(parts) or f"<p>{escape(entry.title)}</p>"


def _put(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = xml_text(clean_line(text))


def _link(parent: ET.Element, rel: str, address: str, kind: str) -> None:
    if address := web_address(address):
        ET.SubElement(parent, f"{{{ATOM}}}link", rel=rel, type=kind, href=xml_text(address))


def _moment(moment: datetime) -> str:
    """RFC 3339, whole seconds in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
