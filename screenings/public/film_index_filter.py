"""The index of films by what a visitor chose: words of the title, sections, countries, genres."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
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

MENU_NAMES = ("country", "genre", "section")
NAMES = ("country", "genre", "q", "section")
MAX_VALUES = 60  # of one menu
MAX_VALUE_LENGTH = 200


class IndexedFilm(NamedTuple):
    """A public film by what it can be chosen by. `slug`: as the publication has it."""

    entry: IndexEntry
    slug: str
    titles: str
    section: int | None
    countries: frozenset[str]
    genres: frozenset[str]


class MenuOption(NamedTuple):
    """`number`: of the films that fit all that is chosen elsewhere."""

    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to tick several of: a film needs one of them."""

    name: str
    label: str
    options: Sequence[MenuOption]

    @property
    def chosen(self) -> Sequence[MenuOption]:
        return [option for option in self.options if option.is_chosen]


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
        given = {name: tuple(dict.fromkeys(map(_tidy, query.getlist(name)))) for name in NAMES}
        kept = {name: tuple(filter(None, values))[:MAX_VALUES] for name, values in given.items()}
        self.chosen = {name: values[-1:] if name == "q" else values for name, values in kept.items() if values}

    @cached_property
    def found(self) -> list[IndexEntry]:
        return [film.entry for film in self._fitting()]

    def _fitting(self, *, but: str = "") -> list[IndexedFilm]:
        """By all that is chosen, or all of it but in one menu."""
        wanted = [(name, frozenset(self.chosen[name])) for name in MENU_NAMES if name in self.chosen and name != but]
        return [
            film
            for film in self._of_these_words
            if all(not wanted_values.isdisjoint(self._values(film, name)) for name, wanted_values in wanted)
        ]

    @cached_property
    def _of_these_words(self) -> Sequence[IndexedFilm]:
        if not self.words:
            return self._films
        found = SearchIndex([film.titles for film in self._films]).find(self.words)
        return [self._films[number] for number in sorted(found)]

    def _values(self, film: IndexedFilm, name: str) -> Collection[str]:
        if name == "section":
            return self._slugs.get(film.section, ())
        return film.countries if name == "country" else film.genres

    @cached_property
    def _slugs(self) -> Mapping[int | None, tuple[str]]:
        return {section.pk: (slug,) for slug, section in self._sections.items()}

    @property
    def words(self) -> str:
        return "".join(self.chosen.get("q", ()))

    @property
    def query(self) -> str:
        return urlencode(self.chosen, doseq=True)

    @cached_property
    def menus(self) -> list[Menu]:
        """Those in which there is something to choose."""
        genres = {genre: genre for film in self._films for genre in film.genres}
        countries = {code: country_name(code) for film in self._films for code in film.countries}
        used = {film.section for film in self._films}
        sections = {slug: section.name for slug, section in self._sections.items() if section.pk in used}
        menus = (
            self._menu("section", gettext("Section"), sections),
            self._menu("country", gettext("Country"), _by_label(countries)),
            self._menu("genre", gettext("Genre"), _by_label(genres)),
        )
        return [menu for menu in menus if len(menu.options) > 1 or menu.chosen]

    def _menu(self, name: str, label: str, labels: Mapping[str, str]) -> Menu:
        chosen = self.chosen.get(name, ())
        numbers = Counter(value for film in self._fitting(but=name) for value in self._values(film, name))
        # What no film has is shown as well, else what is at work would be seen nowhere in the form.
        labels = {**labels, **{value: value for value in chosen if value not in labels}}
        return Menu(
            name, label, [MenuOption(value, said, numbers[value], value in chosen) for value, said in labels.items()]
        )

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """Label and value of all that is chosen, and the query without it."""
        chosen = [("q", gettext("Title"), self.words, self.words)] if self.words else []
        for menu in self.menus:
            chosen += [(menu.name, menu.label, option.label, option.value) for option in menu.chosen]
        return [(label, words, self._without(name, value)) for name, label, words, value in chosen]

    def _without(self, name: str, value: str) -> str:
        rest = {each: tuple(one for one in self.chosen[each] if (each, one) != (name, value)) for each in self.chosen}
        return urlencode(rest, doseq=True)


def _tidy(value: str) -> str:
    return " ".join(value.split())[:MAX_VALUE_LENGTH]


def _by_label(labels: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(labels.items(), key=lambda item: (sort_key(item[1]), item[0])))
