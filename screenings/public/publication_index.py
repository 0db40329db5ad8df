"""A publication in memory: what each of its screenings can be filtered by, and what it is searched by.

Made once for each publication and process. What it finds depends on the publication alone, so that it is the same on
every database, on the page and in the feed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from screenings.loading.published import PublishedRow, public_screenings_from_rows, published_rows
from screenings.loading.versions import VersionedValues
from screenings.models import Access, Audience, Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.name_index import NameIndex
from screenings.public.search_index import SearchIndex
from screenings.text.cleaning import natural_sort_key, sort_key
from screenings.text.dates import long_day
from screenings.text.languages import country_name, language_name
from screenings.text.translation import active_language, gettext, gettext_noop
from screenings.timetable.values import PublicScreening

MAX_KEPT = 20_000  # rows of all festivals


@dataclass(frozen=True, slots=True)
class FilterOption:
    """A value a filter can take, in words. `group` gathers halls under their venue.

    `count` is how many screenings it gives beside the other chosen filters; None where nobody counted.
    """

    value: str
    label: str
    group: str = ""
    count: int | None = None


TALKS = {"qa": gettext_noop("Q&A after the film"), "guest": gettext_noop("A guest comes along")}
TICKETS = {"left": gettext_noop("Not sold out"), "standby": gettext_noop("Standby at the door")}
TIMES = {
    "morning": gettext_noop("Morning, until 12"),
    "afternoon": gettext_noop("Afternoon, 12 to 17"),
    "evening": gettext_noop("Evening, 17 to 22"),
    "night": gettext_noop("Night, from 22"),
}
AUDIENCES: dict[str, str] = {
    Audience.PUBLIC: gettext_noop("Public"),
    Audience.PRESS: gettext_noop("Press & industry"),
    Audience.PRIVATE: gettext_noop("Private"),
}
ACCESS: dict[str, str] = {
    Access.CAPTIONS: gettext_noop("Open captions"),
    Access.DESCRIPTION: gettext_noop("Audio description"),
    Access.SIGN: gettext_noop("Sign language"),
    Access.RELAXED: gettext_noop("Relaxed screening"),
}
LAST = {"showing": gettext_noop("The film’s last showing")}


def _time_of_day(row: PublicScreening, _ages: Iterable[int]) -> Iterable[str]:
    local = row.starts_at.astimezone(row.zone)
    if local.date() > row.day or local.hour >= 22:
        return ("night",)
    return ("morning",) if local.hour < 12 else ("afternoon",) if local.hour < 17 else ("evening",)


def _talks(row: PublicScreening, _ages: Iterable[int]) -> Iterable[str]:
    return (code for code, holds in (("qa", row.qa), ("guest", row.guests)) if holds and not row.is_cancelled)


def _tickets(row: PublicScreening, _ages: Iterable[int]) -> Iterable[str]:
    offered = (("left", not row.sold_out), ("standby", row.standby))
    return (code for code, holds in offered if holds and not row.is_cancelled)


def _ages_let_in(row: PublicScreening, ages: Iterable[int]) -> Iterable[str]:
    """A child of ten may see what is from six on."""
    return (str(age) for age in ages if row.minimum_age is not None and row.minimum_age <= age)


# What a screening has of each filter, in the order of the form. That of the last showings depends on the others.
FACETS: dict[str, Callable[[PublicScreening, Iterable[int]], Iterable[str]]] = {
    "day": lambda row, _: (row.day.isoformat(),),
    "time": _time_of_day,
    "section": lambda row, _: (row.section_slug,),
    "genre": lambda row, _: row.genres,
    "venue": lambda row, _: (row.venue_slug,),
    "hall": lambda row, _: (row.hall_slug,),
    "with": _talks,
    "tickets": _tickets,
    "last": lambda _row, _ages: (),
    "age": _ages_let_in,
    "country": lambda row, _: row.countries,
    "language": lambda row, _: row.languages,
    "subtitles": lambda row, _: row.subtitles,
    "access": lambda row, _: row.access,
    "audience": lambda row, _: (row.audience,),
}
_LAST = list(FACETS).index("last")
_CODES: dict[str, Mapping[str, str]] = {
    "time": TIMES,
    "with": TALKS,
    "tickets": TICKETS,
    "last": LAST,
    "access": ACCESS,
    "audience": AUDIENCES,
}


@dataclass(frozen=True, slots=True)
class IndexedScreening:
    """`facets`: the values it has of each of FACETS."""

    pk: int
    starts_at: datetime
    facets: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class PublicationIndex:
    rows: tuple[IndexedScreening, ...]
    values: tuple[PublicScreening, ...]

    @classmethod
    def of(cls, published: Iterable[PublishedRow]) -> "PublicationIndex":
        in_order = sorted(published, key=lambda row: (row.value.starts_at, row.pk))
        values = tuple(row.value for row in in_order)
        ages = sorted({row.minimum_age for row in values if row.minimum_age is not None})
        # The last of each film that everybody can see; what is in order of start overwrites what is before it.
        is_open = [bool(row.film_slug) and not row.is_cancelled and row.audience != Audience.PRESS for row in values]
        last = {row.film_slug: row.uid for row, can in zip(values, is_open, strict=True) if can}
        rows = []
        for row in in_order:
            facets = [frozenset(filter(None, facet(row.value, ages))) for facet in FACETS.values()]
            if last.get(row.value.film_slug) == row.value.uid:
                facets[_LAST] = frozenset(LAST)
            rows.append(IndexedScreening(row.pk, row.value.starts_at, tuple(facets)))
        return cls(tuple(rows), values)

    def values_of(self, rows: PublishedScreeningQuerySet) -> list[PublicScreening]:
        """Those rows in their order. One query, for their keys alone; two where a newer publication has them by now."""
        keys = list(rows.values_list("pk", flat=True))
        if all(pk in self._by_key for pk in keys):
            return [self._by_key[pk] for pk in keys]
        return public_screenings_from_rows(rows)

    @cached_property
    def _by_key(self) -> dict[int, PublicScreening]:
        return {row.pk: value for row, value in zip(self.rows, self.values, strict=True)}

    @cached_property
    def in_time_order(self) -> tuple[PublicScreening, ...]:
        """By festival day, then by instant, as `listings.in_time_order` has them."""
        return tuple(sorted(self.values, key=lambda row: (row.day, row.starts_at, sort_key(row.title), row.uid)))

    def of_film(self, slug: str) -> tuple[PublicScreening, ...]:
        """The showings of that film and of the programmes it is a part of, in time order."""
        return tuple(self._by_film.get(slug, ()))

    @cached_property
    def _by_film(self) -> dict[str, list[PublicScreening]]:
        found: dict[str, list[PublicScreening]] = defaultdict(list)
        for row in self.in_time_order:
            for slug in dict.fromkeys((row.film_slug, *row.part_slugs)):
                if slug:
                    found[slug].append(row)
        return dict(found)

    def of_guest(self, person: int) -> tuple[PublicScreening, ...]:
        """To which this very person was announced, whoever else bears the name, in time order."""
        return tuple(self._by_guest.get(person, ()))

    @property
    def guests(self) -> Set[int]:
        """The keys of the people who come along."""
        return self._by_guest.keys()

    @cached_property
    def _by_guest(self) -> dict[int, list[PublicScreening]]:
        found: dict[int, list[PublicScreening]] = defaultdict(list)
        for row in self.in_time_order:
            for key in row.guest_keys:
                found[int(key)].append(row)
        return dict(found)

    @cached_property
    def films(self) -> dict[str, bool]:
        """Films the publication names, and the parts of its programmes, by address; a secret film is neither. And of
        each whether an end rests on its unknown length.
        """
        return films_shown(row for row in self.values if row.film_slug)

    def counts(self, name: str) -> Counter[Any]:
        """How many screenings there are for each value of a field, such as `day`.

        A screening counts where it is listed, so also a cancelled one: every number leads to as many rows, and a feed
        of the same choice has as many entries.
        """
        if name not in self._counts:
            self._counts[name] = Counter(map(attrgetter(name), self.values))
        return self._counts[name]

    @cached_property
    def _counts(self) -> dict[str, Counter[Any]]:
        return {}

    @property
    def options(self) -> dict[str, tuple[FilterOption, ...]]:
        """What can be chosen, in the words of the language that is spoken, and not counted."""
        spoken = active_language()
        if spoken not in self._options:
            values = {
                name: {value for row in self.rows for value in row.facets[place]} for place, name in enumerate(FACETS)
            }
            self._options[spoken] = {name: _options(name, values[name], self._labels) for name in FACETS}
        return self._options[spoken]

    @cached_property
    def _options(self) -> dict[str, dict[str, tuple[FilterOption, ...]]]:
        """By language."""
        return {}

    @cached_property
    def _labels(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Label and group of what the screenings name themselves."""
        labels = {}
        for row in self.values:
            labels["venue", row.venue_slug] = (row.venue, "")
            labels["hall", row.hall_slug] = (row.hall, row.venue)
            labels["section", row.section_slug] = (row.section, "")
        return labels

    @cached_property
    def _search(self) -> SearchIndex:
        return SearchIndex([_text(row) for row in self.values])

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(self.values)

    def matching(self, query: str) -> frozenset[int]:
        """The keys of the rows that a search finds."""
        return frozenset(self.rows[number].pk for number in self._search.find(query))


def films_shown(rows: Iterable[PublicScreening]) -> dict[str, bool]:
    """The films that these rows show and their parts, by address, and of each whether an end rests on its unknown
    length.
    """
    found: dict[str, bool] = {}
    for row in rows:
        for slug in (row.film_slug, *row.part_slugs):
            found[slug] = found.get(slug, False) or row.end_is_estimated
    return found


_INDEXES: VersionedValues[PublicationIndex] = VersionedValues(MAX_KEPT, lambda index: len(index.rows))


def publication_index(publication: Publication | None) -> PublicationIndex:
    """That of a festival's newest publication; an empty one before the first. One query, none where it is known."""
    if publication is None:
        return PublicationIndex((), ())
    return _INDEXES.get_or_make(
        publication.festival_id,
        lambda: publication.token,
        lambda: PublicationIndex.of(published_rows(publication).values()),
        named=publication.token,
    )


def _text(row: PublicScreening) -> str:
    """All that it is searched by."""
    return "\n".join(
        (
            row.title, row.original_title, *row.directors, *row.people, *row.parts, *row.guests, *row.genres,
            row.section, row.venue, row.hall, row.note,
        )
    )  # fmt: skip


def _options(
    name: str, values: Iterable[str], labels: Mapping[tuple[str, str], tuple[str, str]]
) -> tuple[FilterOption, ...]:
    """In the order people look for them: days and codes in their own, names by the alphabet, "2" before "10"."""
    if name == "day":
        return tuple(FilterOption(day, long_day(date.fromisoformat(day))) for day in sorted(values))
    if name == "age":
        return tuple(FilterOption(age, _age_label(int(age))) for age in sorted(values, key=int))
    if name in _CODES:
        return tuple(FilterOption(code, gettext(label)) for code, label in _CODES[name].items() if code in values)
    options = [FilterOption(value, *labels.get((name, value), (_word(name, value), ""))) for value in values]

    def place(option: FilterOption) -> tuple[object, ...]:
        return sort_key(option.group), natural_sort_key(sort_key(option.label)), option.value

    return tuple(sorted(options, key=place))


def _word(name: str, value: str) -> str:
    if name == "country":
        return country_name(value)
    return language_name(value) if name in ("language", "subtitles") else value


def _age_label(age: int) -> str:
    return gettext("Suitable at age {number}").format(number=age) if age else gettext("Suitable at any age")
