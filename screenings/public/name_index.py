"""What a publication names: films, people, sections, cinemas and genres, to be suggested while one types."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from screenings.public.search_index import SearchIndex
from screenings.text.search_words import searchable
from screenings.timetable.values import PublicScreening

MAX_SUGGESTED = 8
Kind = Literal["film", "person", "section", "venue", "genre"]


class Name(NamedTuple):
    """`key`: the slug of what has a page, else what to look for."""

    kind: Kind
    label: str
    key: str


class NameIndex:
    """Made once for a publication."""

    def __init__(self, rows: Iterable[PublicScreening]) -> None:
        self.names = tuple(dict.fromkeys(name for row in rows for name in _names(row)))
        self._search = SearchIndex([name.label for name in self.names])

    def suggest(self, query: str) -> list[Name]:
        """The few that fit best: what begins with the words, then what has a word that does, then what else fits."""
        typed = searchable(query)

        def place(number: int) -> tuple[bool, bool, int, str]:
            label = searchable(self.names[number].label)
            return not label.startswith(typed), f" {typed}" not in f" {label}", len(label), label

        fitting = sorted(self._search.find(query), key=place) if query.strip() else []
        return [self.names[number] for number in fitting[:MAX_SUGGESTED]]


def _names(row: PublicScreening) -> Iterable[Name]:
    if row.film_slug:
        yield Name("film", row.title, row.film_slug)
    yield from (Name("film", title, slug) for title, slug in zip(row.parts, row.part_slugs, strict=False))
    yield from (Name("person", name, name) for name in (*row.directors, *row.guests))
    # "Corinne Marchand (Cléo)": the part tells who it is, and is looked for, too.
    yield from (Name("person", name, name) for name in row.people)
    if row.section:
        yield Name("section", row.section, row.section_slug)
    yield Name("venue", row.venue, row.venue_slug)
    yield from (Name("genre", genre, genre) for genre in row.genres)
