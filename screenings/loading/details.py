"""What the public and the sheets read of films and prints besides what the rules do, by the same ids."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, CharField, OuterRef, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat
from django.db.models.sql.compiler import SQLCompiler

from screenings.models import Credit, Festival, Film, FilmImage, Print, Role


class FilmDetails(NamedTuple):
    """`image` is the file of its first still; empty where it has none. `people` made it, but did not direct it."""

    slug: str
    original_title: str
    year: int | None
    languages: tuple[str, ...]
    subtitles: tuple[str, ...]
    section: str
    section_slug: str
    section_colour: str
    genres: tuple[str, ...]
    image: str
    people: tuple[str, ...] = ()


class PrintDetails(NamedTuple):
    format: str
    label: str
    notes: str

    @property
    def name(self) -> str:
        """`35 mm, festival copy`."""
        return ", ".join(filter(None, (self.format, self.label)))


@dataclass(frozen=True, slots=True)
class TimetableDetails:
    """By the ids of films and prints."""

    films: dict[int, FilmDetails]
    prints: dict[int, PrintDetails]

    def languages(self, films: Iterable[int]) -> tuple[str, ...]:
        """Of a film and its parts, each once, in order."""
        return together(self.films[film].languages for film in films)

    def subtitles(self, films: Iterable[int]) -> tuple[str, ...]:
        return together(self.films[film].subtitles for film in films)


def together(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """A film's own and its parts', each once, in order."""
    return tuple(dict.fromkeys(item for items in lists for item in items))


class _JsonList(Subquery):
    """The one column `said` of an ordered query, as the text of a JSON list: what belongs to a row comes with it."""

    template = "(SELECT json_group_array(said) FROM (%(subquery)s) AS in_order)"
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        of_rows = "(SELECT json_agg(said) FROM (%(subquery)s) AS in_order)::text"
        return self.as_sql(compiler, connection, template=of_rows)


def load_details(festival: Festival, *, with_prints: bool = True, with_people: bool = False) -> TimetableDetails:
    """Two queries, one without the prints, of which the public is told nothing. `with_people` adds who made the films.

    To be asked after the timetable: a film that was deleted in between, with its screenings, is then missing here.
    """
    stills = FilmImage.objects.filter(film=OuterRef("pk")).leading()
    columns: list[str | Combinable] = [
        *("pk", "slug", "original_title", "year", "languages", "subtitles"),
        *(Coalesce(f"section__{column}", Value("")) for column in ("name", "slug", "colour")),
        "genres",
        Coalesce(Subquery(stills.values("file")[:1], output_field=CharField()), Value("")),
        _people() if with_people else Value("[]"),
    ]
    films = Film.objects.of(festival).order_by()
    prints = Print.objects.filter(film__festival=festival).order_by()
    return TimetableDetails(
        {
            pk: FilmDetails._make((*row, tuple(json.loads(people or "[]"))))
            for pk, *row, people in films.values_list(*columns)
        },
        {pk: PrintDetails(*row) for pk, *row in prints.values_list("pk", *PrintDetails._fields)} if with_prints else {},
    )


def _people() -> _JsonList:
    """Of a film, with the part each has: "Corinne Marchand (Cléo)"."""
    with_part = Concat("person__name", Value(" ("), "character", Value(")"), output_field=TextField())
    said = Case(When(character="", then="person__name"), default=with_part, output_field=TextField())
    credits_in_order = Credit.objects.filter(film=OuterRef("pk")).exclude(role=Role.DIRECTOR).order_by("order", "pk")
    return _JsonList(credits_in_order.values(said=said))
