"""Pages of an index by the alphabet, and what they are shown with."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404

from screenings.models import Audience
from screenings.public.publication_index import PublicationIndex
from screenings.timetable.values import PublicScreening

PER_PAGE = 60
MAX_INITIALS = 40  # an alphabet with its accents


class IndexEntry(NamedTuple):
    """A film or a person by key, and what their order goes by."""

    pk: int
    sort_key: str


def index_page(entries: Sequence[IndexEntry], number: str) -> "Page[IndexEntry]":
    """404 where there is no such page."""
    try:
        return Paginator(entries, PER_PAGE).page(number)
    except InvalidPage:
        raise Http404("There is no such page.") from None


def initials(entries: Sequence[IndexEntry]) -> list[tuple[str, int]]:
    """Every letter that a name begins with, and the page of the first; none where all stand on one page, or in a
    script that has too many.
    """
    pages: dict[str, int] = {}
    for number, entry in enumerate(entries):
        if entry.sort_key[:1].isalpha():
            pages.setdefault(entry.sort_key[0], number // PER_PAGE + 1)
    return list(pages.items()) if len(entries) > PER_PAGE and len(pages) <= MAX_INITIALS else []


def next_showings(
    index: PublicationIndex, at: datetime, names: Callable[[PublicScreening], Iterable[str]]
) -> dict[str, PublicScreening]:
    """The first that everybody can still see of each name that the screenings have, such as their film's."""
    found: dict[str, PublicScreening] = {}
    for row in index.values:
        if row.ends_at > at and not row.is_cancelled and row.audience != Audience.PRESS:
            for name in names(row):
                found.setdefault(name, row)
    return found


def film_names(row: PublicScreening) -> tuple[str, ...]:
    """The film it shows, and the films of a programme; nothing of what is secret."""
    return (row.film_slug, *row.part_slugs) if row.film_slug else ()
