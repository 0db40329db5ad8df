"""The index of films by what a visitor chose: words of the title, a section, a country, a genre."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from screenings.models import Festival, Section
from screenings.public.former_addresses import public_slugs
from screenings.public.index_pages import IndexEntry
from screenings.public.search_index import SearchIndex
from screenings.text.cleaning import sort_key
from screenings.text.languages import country_name

NAMES = ("country", "genre", "q", "section")
MAX_VALUE_LENGTH = 200


class IndexedFilm(NamedTuple):
    """A public film by what it can be chosen by. `slug`: as the publication has it."""

    entry: IndexEntry
    slug: str
    titles: str
    section: int | None
    countries: frozenset[str]
    genres: frozenset[str]


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to choose one of; `every` is what stands there while none is."""

    name: str
    label: str
    every: str
    options: Sequence[tuple[str, str]]
    value: str


def indexed_films(festival: Festival, shown: Mapping[str, bool]) -> list[IndexedFilm]:
    """The films that the publication names, by sort title. One query, as a rule."""
    columns = ("pk", "slug", "sort_title", "title", "original_title", "section", "countries", "genres")
    rows = list(festival.films.order_by("sort_title", "pk").values_list(*columns))
    named = public_slugs("film", {row[0]: row[1] for row in rows}, shown)
    return [
        IndexedFilm(
            IndexEntry(pk, sort_title), named[pk], f"{title}\n{original}", section, _codes(countries), frozenset(genres)
        )
        for pk, _slug, sort_title, title, original, section, countries, genres in rows
        if pk in named
    ]


def _codes(countries: object) -> frozenset[str]:
    return frozenset(filter(None, str(countries or "").split(",")))


class FilmIndexFilter:
    """Of the public films. A value that none of them has finds none."""

    def __init__(self, query: QueryDict, films: Sequence[IndexedFilm], sections: Iterable[Section]) -> None:
        self._films = films
        self._sections = {section.slug: section for section in sections}
        given = {name: " ".join(query.get(name, "").split())[:MAX_VALUE_LENGTH] for name in NAMES}
        self.chosen = {name: value for name, value in given.items() if value}

    @cached_property
    def found(self) -> list[IndexEntry]:
        words = self.chosen.get("q", "")
        fitting = SearchIndex([film.titles for film in self._films]).find(words) if words else range(len(self._films))
        return [self._films[number].entry for number in sorted(fitting) if self._fits(self._films[number])]

    def _fits(self, film: IndexedFilm) -> bool:
        chosen, section = self.chosen, self._sections.get(self.chosen.get("section", ""))
        return (
            ("section" not in chosen or (section is not None and film.section == section.pk))
            and ("country" not in chosen or chosen["country"] in film.countries)
            and ("genre" not in chosen or chosen["genre"] in film.genres)
        )

    @property
    def words(self) -> str:
        return self.chosen.get("q", "")

    @property
    def query(self) -> str:
        return urlencode(self.chosen)

    @property
    def menus(self) -> list[Menu]:
        """Those in which there is something to choose."""
        used = {film.section for film in self._films}
        sections = [(slug, section.name) for slug, section in self._sections.items() if section.pk in used]
        countries = {code for film in self._films for code in film.countries}
        genres = {genre for film in self._films for genre in film.genres}
        menus = (
            self._menu("section", gettext("Section"), gettext("All sections"), sections),
            self._menu(
                "country", gettext("Country"), gettext("All countries"),
                _by_label((code, country_name(code)) for code in countries),
            ),
            self._menu(
                "genre", gettext("Genre"), gettext("All genres"), _by_label((genre, genre) for genre in genres)
            ),
        )  # fmt: skip
        return [menu for menu in menus if len(menu.options) > 1 or menu.value]

    def _menu(self, name: str, label: str, every: str, options: list[tuple[str, str]]) -> Menu:
        value = self.chosen.get(name, "")
        # Else what is at work would be seen nowhere in the form.
        unknown = [(value, value)] if value and value not in dict(options) else []
        return Menu(name, label, every, [*options, *unknown], value)


def _by_label(options: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(options, key=lambda option: (sort_key(option[1]), option[0]))
