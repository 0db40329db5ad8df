"""The paths of the site that an answer of it names: a page, a style sheet, a script, the sitemap."""

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)""")
_IN_SCRIPT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
_IN_DATA = re.compile(r"""https?://[^\s"'<>\\]+""")
_NAMED = frozenset({"href", "src", "poster"})


def links_in(path: str, body: bytes, content_type: str, sites: Collection[str]) -> tuple[str, ...]:
    """Without what needs a query, and what lies on other sites; `sites` are the addresses of this one."""
    text = body.decode("utf-8", "replace")
    if content_type.startswith("text/html"):
        found = _Page(text).links
    elif content_type.startswith("text/css"):
        found = _IN_STYLE.findall(text)
    elif "javascript" in content_type:
        found = _IN_SCRIPT.findall(text)
    else:
        return ()
    return tuple(dict.fromkeys(_paths(path, found, sites)))


def _paths(path: str, links: list[str], sites: Collection[str]) -> Iterator[str]:
    for link in links:
        try:
            parts = urlsplit(urljoin(path, link.strip()))
        except ValueError:
            continue
        own = not parts.scheme and not parts.netloc
        if (own or f"{parts.scheme}://{parts.netloc}" in sites) and not parts.query and parts.path.startswith("/"):
            yield parts.path


class _Page(HTMLParser):
    """Links, pictures in all their sizes, what is shared of a page, and what its structured data names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.in_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value for name, value in attrs if value}
        self.in_data = tag == "script" and values.get("type") == "application/ld+json"
        self.links += [value for name, value in values.items() if name in _NAMED]
        if sizes := values.get("srcset"):
            self.links += [size.split()[0] for size in sizes.split(",") if size.strip()]
        if tag == "meta" and values.get("property", "").startswith("og:"):
            self.links += _IN_DATA.findall(values.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        self.in_data = False

    def handle_data(self, data: str) -> None:
        if self.in_data:
            self.links += _IN_DATA.findall(data)
