"""What the listing and its feeds can be filtered by: every option in words, counted for the page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache

from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast
from django_countries import countries

from screenings.models import Access, Audience, Festival, PublishedScreening
from screenings.text.cleaning import natural_sort_key, sort_key
from screenings.text.dates import long_day
from screenings.text.languages import language_name


@dataclass(frozen=True, slots=True)
class FilterOption:
    """A value a filter can take, in words. `group` gathers halls under their venue.

    `count` is how many screenings it gives beside the other chosen filters; None where nobody counted.
    """

    value: str
    label: str
    group: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the current publication can be filtered by, by query name; nothing in it is secret.

    `without` is how many screenings there would be without one of the chosen filters, by its name.
    """

    options: Mapping[str, tuple[FilterOption, ...]]
    total: int = 0
    totals_without: Mapping[str, int] = field(default_factory=dict)

    def label(self, name: str, value: str) -> str:
        """In words; the value itself where the publication does not know it."""
        return next((option.label for option in self.options.get(name, ()) if option.value == value), value)


_FACETS = ("day", "venue", "hall", "section", "country", "language", "subtitles", "access", "audience")
_CODES = {"access": Access.choices, "audience": Audience.choices}
_COLUMNS = ("day", "venue", "venue_slug", "hall", "hall_slug", "section", "section_slug", "audience")
_LISTS = ("countries", "languages", "subtitles", "access")


def filter_choices(
    festival: Festival, facets: Mapping[str, str] | None = None, other_conditions: Mapping[str, Q] | None = None
) -> FilterChoices:
    """Every filter's options, counted under what is chosen: `facets` by value, the others by condition.

    One query of distinct columns, whatever their number.
    """
    other_conditions = other_conditions or {}
    # As raw text: the items are taken apart once for each different list, not once for each row.
    raw = {f"raw_{name}": Cast(name, TextField()) for name in _LISTS}
    conditions = {
        "number": other_conditions,
        **{f"without_{name}": _all_except(other_conditions, name) for name in other_conditions},
    }
    numbers = {name: Count("pk", filter=Q(*kept.values()) or None) for name, kept in conditions.items()}
    rows = PublishedScreening.objects.current(festival).order_by().annotate(**raw)
    counted = _FacetCounter(facets or {})
    labels: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in _FACETS}
    for row in rows.values_list(*_COLUMNS, *raw).annotate(**numbers):
        day, venue, venue_slug, hall, hall_slug, section, section_slug, audience, *lists = row[: -len(numbers)]
        number, *without = row[-len(numbers) :]
        labels["venue"][venue_slug] = (venue,)
        labels["hall"][hall_slug] = (hall, venue)
        labels["section"][section_slug] = (section,)
        counted.add(
            (day, venue_slug, hall_slug, section_slug, *lists, audience),
            number,
            dict(zip(other_conditions, without, strict=True)),
        )
    return FilterChoices(
        {name: _options(name, counts, labels[name]) for name, counts in counted.options.items()},
        counted.total,
        counted.totals_without,
    )


def chosen_options(festival: Festival, facets: Mapping[str, str]) -> FilterChoices:
    """Only what is chosen, in words and not counted; without what no screening has. A small query for each."""
    options: dict[str, tuple[FilterOption, ...]] = {}
    for name, value in facets.items():
        # By the index of the starts: the first row that has the value ends the search.
        rows = PublishedScreening.objects.current(festival).filter(**{_CONDITIONS[name]: value})
        if name == "day":
            rows = rows.filter(starts_at__range=_around(date.fromisoformat(value)))
        for venue, hall, section in rows.order_by("-starts_at").values_list("venue", "hall", "section")[:1]:
            words = {"venue": (venue,), "hall": (hall, venue), "section": (section,)}
            labels = {value: words[name]} if name in words else {}
            options[name] = _options(name, {value: None}, labels)
    return FilterChoices(options)


def _around(day: date) -> tuple[datetime, datetime]:
    """What begins on a festival day, on whatever clock, begins between these, in UTC."""
    first, last = (min(max(day.toordinal() + days, 1), date.max.toordinal()) for days in (-1, 3))
    return (
        datetime.combine(date.fromordinal(first), time.min, UTC),
        datetime.combine(date.fromordinal(last), time.min, UTC),
    )


_CONDITIONS = {
    "day": "day", "venue": "venue_slug", "hall": "hall_slug", "section": "section_slug", "country": "countries__has",
    "language": "languages__has", "subtitles": "subtitles__has", "access": "access__has", "audience": "audience",
}  # fmt: skip


class _FacetCounter:
    """Counts of every option under the other chosen ones, from groups of rows that are alike."""

    def __init__(self, facets: Mapping[str, str]) -> None:
        self.facets = [(_FACETS.index(name), name, value) for name, value in facets.items()]
        self.totals_without: Counter[str] = Counter()
        self.total = 0
        self._counts: list[dict[date | str, int]] = [{} for _ in _FACETS]

    def add(self, values: tuple[date | str, ...], number: int, without: Mapping[str, int]) -> None:
        """A group with these values of the facets: a day, a slug, or a list as it is stored."""
        missed = [place for place, _, value in self.facets if value not in _items(values[place])]
        for place, (counts, value) in enumerate(zip(self._counts, values, strict=True)):
            counts[value] = counts.get(value, 0) + (number if not missed or missed == [place] else 0)
        if not missed:
            self.total += number
            if self.facets or without:
                self.totals_without.update(dict.fromkeys((name for _, name, _ in self.facets), number), **without)
        elif len(missed) == 1:
            self.totals_without[_FACETS[missed[0]]] += number

    @property
    def options(self) -> dict[str, dict[str, int]]:
        """How many screenings each option gives, by the filter's name."""
        found: dict[str, dict[str, int]] = {name: {} for name in _FACETS}
        for counts, options in zip(self._counts, found.values(), strict=True):
            for value, number in counts.items():
                for item in _items(value):
                    options[item] = options.get(item, 0) + number
        return found


@lru_cache(maxsize=4096)
def _items(value: date | str) -> frozenset[str]:
    """What can be chosen of a column's value; an empty one offers nothing."""
    return frozenset((value.isoformat(),) if isinstance(value, date) else value.splitlines()) - {""}


def _all_except(conditions: Mapping[str, Q], name: str) -> dict[str, Q]:
    return {other: condition for other, condition in conditions.items() if other != name}


def _options(
    name: str, counts: Mapping[str, int | None], labels: Mapping[str, tuple[str, ...]]
) -> tuple[FilterOption, ...]:
    """In the order people look for them: days and codes in their own, names by the alphabet, "2" before "10"."""
    if name == "day":
        return tuple(FilterOption(day, long_day(date.fromisoformat(day)), "", counts[day]) for day in sorted(counts))
    if name in _CODES:
        return tuple(FilterOption(code, str(label), "", counts[code]) for code, label in _CODES[name] if code in counts)
    worded = [(value, *_words(name, value, labels), number) for value, number in counts.items()]
    options = [FilterOption(value, label, group, number) for value, label, group, number in worded]

    def place(option: FilterOption) -> tuple[object, ...]:
        return sort_key(option.group), natural_sort_key(sort_key(option.label)), option.value

    return tuple(sorted(options, key=place))


def _words(name: str, value: str, labels: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """Label and group."""
    if name == "country":
        return countries.name(value) or value, ""
    label, group = (*labels.get(value, (language_name(value),)), "")[:2]
    return label, group
