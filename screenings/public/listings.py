"""What the public pages read: the current publication's rows, and the live text of what they name."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django_countries import countries

from screenings.models import (
    Access,
    Audience,
    Credit,
    Festival,
    Film,
    Person,
    PublishedScreening,
    Role,
    Section,
    Venue,
)
from screenings.models.films import FilmQuerySet
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.text.cleaning import natural_sort_key, sort_key
from screenings.text.languages import language_name

# Google takes no calendar above 1 MB; an entry is some 700 bytes.
GOOGLE_MAX_ENTRIES = 1400
QUERY_NAMES = (
    "access", "audience", "country", "day", "from", "hall", "language", "q", "section", "subtitles", "until", "venue",
)  # fmt: skip


def canonical_query(data: Mapping[str, str]) -> str:
    """The known names of a query in one order, without empty ones: the same choice always reads the same.

    Listing, feed and cache key agree through it. Of a name given twice the last counts.
    """
    chosen = {name: " ".join(str(data.get(name) or "").split()) for name in QUERY_NAMES}
    return urlencode({name: value for name, value in chosen.items() if value})


def current_festival(at: datetime) -> Festival | None:
    """The one that runs at that moment by its own clock, else the next, else the latest. One query."""
    festivals = list(Festival.objects.order_by("starts_on", "pk"))
    phases = [(phase(festival, at), festival) for festival in festivals]
    if running := [festival for when, festival in phases if when == "during"]:
        return running[-1]
    if coming := [festival for when, festival in phases if when == "before"]:
        return coming[0]
    return max(festivals, key=lambda festival: (festival.ends_on, festival.pk), default=None)


def public_rows(festival: Festival) -> PublishedScreeningQuerySet:
    """The current publication's rows, without their long texts."""
    return PublishedScreening.objects.current(festival).defer("vevent", "search_text")


def in_time_order(rows: PublishedScreeningQuerySet) -> PublishedScreeningQuerySet:
    """By festival day, then by instant: two venues in two zones do not tear a day apart."""
    return rows.order_by("day", "starts_at", "sort_title", "uid")


def public_films(festival: Festival) -> dict[str, bool]:
    """Films the current publication names, and the parts of its programmes, by address; a secret film is neither.

    And of each whether an end rests on its unknown length. One query.
    """
    rows = PublishedScreening.objects.current(festival).exclude(film_slug="").order_by()
    return _with_estimated_ends(rows.values_list("film_slug", "part_slugs", "end_is_estimated").distinct())


def films_shown(rows: Iterable[PublishedScreening]) -> dict[str, bool]:
    """The same of these rows."""
    return _with_estimated_ends((row.film_slug, row.part_slugs, row.end_is_estimated) for row in rows)


def _with_estimated_ends(shown: Iterable[tuple[str, Iterable[str], bool]]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for slug, parts, is_estimated in shown:
        for each in (slug, *parts):
            found[each] = found.get(each, False) or is_estimated
    return found


def film_index(festival: Festival, shown: Collection[str]) -> FilmQuerySet:
    """The films at these addresses with their directors, by sort title. Four queries."""
    found = Film.objects.of(festival).filter(slug__in=shown)
    return found.select_related("section").with_parts().prefetch_related(_directors()).order_by("sort_title", "pk")


def film_with_details(festival: Festival, slug: str) -> Film | None:
    """All that a film page shows; None unless the film is public. Seven queries at most."""
    found = Film.objects.of(festival).filter(slug=slug).select_related("section").with_parts()
    people = Credit.objects.select_related("person").order_by("order", "pk")
    return found.prefetch_related(Prefetch("credits", people), "quotes", "links", "images").first()


def public_parts(film: Film, rows: Iterable[PublishedScreening]) -> list[Film]:
    """The films of a programme that its published rows name, in order. Reads what `film_with_details` has loaded."""
    named = {slug for row in rows for slug in row.part_slugs}
    return [link.part for link in film.film_parts.all() if link.part.slug in named]


def credits_by_role(film: Film) -> list[tuple[str, list[Credit]]]:
    """The credits under their roles, in the roles' order. Reads what `film_with_details` has loaded."""
    found = list(film.credits.all())
    groups = ([credit for credit in found if credit.role == role] for role in Role)
    return [(group[0].public_role, group) for group in groups if group]


def public_films_of(person: Person, festival: Festival) -> list[tuple[Film, list[Credit]]]:
    """The public films a person has a credit in, by sort title, and what they did. Two queries."""
    theirs = Credit.objects.filter(person=person, film__festival=festival, film__slug__in=public_films(festival))
    found: dict[Film, list[Credit]] = {}
    for credit in theirs.select_related("film").order_by("film__sort_title", "film__pk", "order", "pk"):
        found.setdefault(credit.film, []).append(credit)
    return list(found.items())


def _directors() -> Prefetch:
    directors = Credit.objects.of_directors().select_related("person").order_by("order", "pk")
    return Prefetch("credits", directors, to_attr="directing")


def public_venues(festival: Festival) -> QuerySet[Venue]:
    """Venues with a published screening."""
    slugs = PublishedScreening.objects.current(festival).values("venue_slug")
    return Venue.objects.filter(festival=festival, slug__in=slugs)


def public_sections(festival: Festival) -> QuerySet[Section]:
    """Sections with a published screening, in the festival's order."""
    slugs = PublishedScreening.objects.current(festival).exclude(section_slug="").values("section_slug")
    return Section.objects.filter(festival=festival, slug__in=slugs)


def days_with_counts(festival: Festival) -> list[tuple[date, int]]:
    """Each festival day and how many screenings are listed on it. One query."""
    return sorted(counts_by(festival, "day").items())


def counts_by(festival: Festival, name: str) -> dict[Any, int]:
    """How many screenings there are for each value of a column. One query.

    A screening counts where it is listed, so also a cancelled one: every number leads to as many rows, and a feed of
    the same choice has as many entries.
    """
    rows = PublishedScreening.objects.current(festival).order_by()
    return dict(rows.values_list(name).annotate(Count("pk")))


def phase(festival: Festival, at: datetime) -> str:
    """ "before", "during" or "after" the run, by the festival's own clock and day."""
    today = festival.calendar.day_of(at)
    if today < festival.starts_on:
        return "before"
    return "during" if today <= festival.ends_on else "after"


def past_cutoff(festival: Festival, at: datetime) -> datetime | None:
    """The moment by which screenings are marked as over: only while the festival runs, else all or none of them are."""
    return at if phase(festival, at) == "during" else None


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


_COLUMNS = ("day", "venue", "venue_slug", "hall", "hall_slug", "section", "section_slug", "audience")
_LISTS = ("countries", "languages", "subtitles", "access")


def filter_choices(
    festival: Festival, facets: Mapping[str, str] | None = None, other_conditions: Mapping[str, Q] | None = None
) -> FilterChoices:
    """Every filter's options, counted under what is chosen: `facets` by value, `loose` by condition.

    One query of distinct columns, whatever their number.
    """
    facets, other_conditions = facets or {}, other_conditions or {}
    # As raw text: the items are taken apart once for each different list, not once for each row.
    raw = {f"raw_{name}": Cast(name, TextField()) for name in _LISTS}
    conditions = {
        "number": other_conditions,
        **{f"without_{name}": _all_except(other_conditions, name) for name in other_conditions},
    }
    numbers = {name: Count("pk", filter=Q(*kept.values()) or None) for name, kept in conditions.items()}
    rows = PublishedScreening.objects.current(festival).order_by().annotate(**raw)
    found = list(rows.values_list(*_COLUMNS, *raw).annotate(**numbers))
    width = len(_COLUMNS)
    items = {text: frozenset(text.splitlines()) - {""} for row in found for text in row[width : width + len(_LISTS)]}
    counted = _FacetCounter(facets)
    labels: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in _FACETS}
    for day, venue, venue_slug, hall, hall_slug, section, section_slug, audience, *rest in found:
        lists, (number, *without) = [items[text] for text in rest[: len(_LISTS)]], rest[len(_LISTS) :]
        values = ((day.isoformat(),), (venue_slug,), (hall_slug,), (section_slug,) if section_slug else (),
                  *lists, (audience,))  # fmt: skip
        labels["venue"][venue_slug] = (venue,)
        labels["hall"][hall_slug] = (hall, venue)
        labels["section"][section_slug] = (section,)
        counted.add(dict(zip(_FACETS, values, strict=True)), number, dict(zip(other_conditions, without, strict=True)))
    return FilterChoices(
        {name: _options(name, counted.options[name], labels[name]) for name in _FACETS},
        counted.total,
        counted.totals_without,
    )


_FACETS = ("day", "venue", "hall", "section", "country", "language", "subtitles", "access", "audience")
_CODES = {"access": Access.choices, "audience": Audience.choices}


class _FacetCounter:
    """Counts of every option under the other chosen ones, from groups of rows that are alike."""

    def __init__(self, facets: Mapping[str, str]) -> None:
        self.facets = facets
        self.options: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
        self.totals_without: Counter[str] = Counter()
        self.total = 0

    def add(self, values: Mapping[str, Collection[str]], number: int, without: Mapping[str, int]) -> None:
        missed = [name for name, value in self.facets.items() if value not in values[name]]
        for name, options in self.options.items():
            counts = not missed or missed == [name]
            options.update(dict.fromkeys(values[name], number if counts else 0))
        if not missed:
            self.total += number
            self.totals_without.update(dict.fromkeys(self.facets, number) | dict(without))
        elif len(missed) == 1:
            self.totals_without[missed[0]] += number


def _all_except(conditions: Mapping[str, Q], name: str) -> dict[str, Q]:
    return {other: condition for other, condition in conditions.items() if other != name}


def _options(name: str, counts: Mapping[str, int], labels: Mapping[str, tuple[str, ...]]) -> tuple[FilterOption, ...]:
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


def long_day(day: date) -> str:
    """Saturday 12 October 2024."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"
