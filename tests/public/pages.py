"""What the tests of the public pages share: a reader that knows nothing of our templates, and rows by the thousand."""

import uuid
from datetime import datetime, timedelta
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

from screenings.models import Festival, Publication, PublishedScreening
from screenings.text.cleaning import fold, sort_key
from tests.world import SPRING, at

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "path", "rect"}
BLOCKS = {
    "br",
    "p",
    "li",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "dt",
    "dd",
    "option",
    "label",
    "figcaption",
    "address",
    "a",
    "title",
}


class Page(HTMLParser):
    """The elements of a page in order, with the names of their attributes, its links, its text and its data."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.canonical = ""
        self.rows: list[str] = []
        self.kinds: list[str] = []  # of its scripts, where they have one
        self.data: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._row: list[str] | None = None
        self._open: list[str] = []
        self.feed(response.content.decode())
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.links += [value or "" for name, value in attrs if name == "href" and tag == "a"]
        if tag not in VOID:
            self._open.append(tag)
        if tag == "tr" or (tag == "li" and "showing" in (dict(attrs).get("class") or "")):
            self._row = []
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given.get("href") or ""
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.meta.append((name, given.get("content") or ""))
        if tag == "script" and (kind := given.get("type")):
            self.kinds.append(kind)
        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag
        if tag in ("tr", "li") and self._row is not None:
            self.rows.append(" ".join("".join(self._row).split()))
            self._row = None

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.data.append(data)
            return
        self._words.append(data)
        if self._row is not None:
            self._row.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())


def films_page(client: Client, path: str) -> Page:
    """The list of films, or below it the page of one."""
    response = client.get(f"/harbour/films/{path}")
    assert response.status_code == 200
    return Page(response)


def publish_many(festival: Festival, number: int) -> Publication:
    """A publication of that many rows, written at once: ten venues of three halls, fifty to a day."""
    publication = Publication.objects.create(
        festival=festival, number=1, published_at=SPRING, festival_name=festival.name, timezone=festival.timezone
    )
    first = at("2026-10-09 09:00")
    PublishedScreening.objects.bulk_create(
        (
            _row(festival, index, first + timedelta(days=index // 50, minutes=15 * (index % 50)))
            for index in range(number)
        ),
        batch_size=500,
    )
    return publication


def _row(festival: Festival, index: int, starts_at: datetime) -> PublishedScreening:
    title, venue = f"Film {index:05}", index % 10
    return PublishedScreening(
        festival=festival, since=1, uid=uuid.UUID(int=index), status="confirmed", title=title, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=100), timezone=festival.timezone,
        day=festival.calendar.day_of(starts_at), venue=f"Cinema {venue}", venue_slug=f"cinema-{venue}",
        hall=f"Hall {index % 3}", hall_slug=f"cinema-{venue}.hall-{index % 3}", film_slug=f"film-{index:05}",
        section=f"Section {index % 7}", section_slug=f"section-{index % 7}", countries=("FR", "DE")[: 1 + index % 2],
        languages=("fr",), subtitles=("en",), access=("captions",) if index % 5 == 0 else (), audience="public",
        sort_title=sort_key(title), search_text=fold(title), revised_at=SPRING, vevent="",
    )  # fmt: skip
