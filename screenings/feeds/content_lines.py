"""The text of feeds: cleaned, as a web address, as XML, and escaped and folded as content lines of RFC 5545 §3.1."""

import re
from urllib.parse import quote, urlsplit

from screenings.text.cleaning import many_lines, one_line

WIDTH = 75  # octets, without the line end
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACE = ord(" ")
# XML 1.0 §2.2 has no place for these, however they are written.
_INVALID_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def clean_line(text: str) -> str:
    """One line that UTF-8 can hold, free of control characters: what a reader of the feed gets to see."""
    return one_line(_SURROGATES.sub("\ufffd", text))


def clean_lines(text: str) -> list[str]:
    """Each line clean as a line of its own; blank ones stay where they part paragraphs."""
    return [clean_line(line) for line in many_lines(_SURROGATES.sub("\ufffd", text)).split("\n")]


def xml_text(text: str) -> str:
    """Without the characters that no XML document may hold."""
    return _INVALID_XML.sub("", text)


def escape_text(text: str) -> str:
    r"""A TEXT value (RFC 5545 §3.3.11).

    icalendar's own escaping reads a backslash before a capital N as a line break, so AC\NC would become two lines.
    """
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def web_address(text: str) -> str:
    """An http(s) address as RFC 3986 wants it, ready for a URI value; empty where it is none."""
    address = _STRAY_PERCENT.sub("%25", quote(clean_line(text).encode(), safe="!#$%&'()*+,/:;=?@[]~"))
    try:
        parts = urlsplit(address)
        port = parts.port  # raises where it is no number
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc or port == 0:
        return ""
    # Brackets are for hosts, and there is one fragment.
    rest = address.partition("//")[2].removeprefix(parts.netloc).replace("[", "%5B").replace("]", "%5D")
    path, mark, fragment = rest.partition("#")
    return f"{parts.scheme}://{parts.netloc}{path}{mark}{fragment.replace('#', '%23')}"


def fold_line(line: str) -> str:
    """A content line cut to 75 octets and ended by CRLF.

    Never cut inside a UTF-8 character. Nor, where it can be helped, inside an escape or beside a space: some readers
    trim the physical lines before they join them.
    """
    octets = line.encode()
    if len(octets) <= WIDTH:
        return line + "\r\n"
    pieces = []
    start, room = 0, WIDTH
    while len(octets) - start > room:
        cut = _cut(octets, start, start + room)
        pieces.append(octets[start:cut].decode())
        start, room = cut, WIDTH - 1
    pieces.append(octets[start:].decode())
    return "\r\n ".join(pieces) + "\r\n"


def _cut(octets: bytes, start: int, end: int) -> int:
    """Where to cut in (start, end]: at `end`, or as little before it as the text allows."""
    cut = plain = _character_start(octets, end)
    while _SPACE in octets[cut - 1 : cut + 1]:
        cut = _character_start(octets, cut - 1)
        if cut <= start:
            cut = plain
            break
    tail = octets[start:cut]
    backslashes = len(tail) - len(tail.rstrip(b"\\"))
    return cut - 1 if backslashes % 2 and backslashes < len(tail) else cut


def _character_start(octets: bytes, at: int) -> int:
    """The first octet of the character that the octet at `at` belongs to."""
    while octets[at] & 0xC0 == 0x80:
        at -= 1
    return at
