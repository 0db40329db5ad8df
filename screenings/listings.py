"""What the public pages read: the current publication's rows, and the live text of what they name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, QuerySet, TextField
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
from screenings.timetable.languages import language_name
from screenings.timetable.text import sort_key

# Google takes no calendar above 1 MB; an entry is some 700 bytes.
TOO_MANY_FOR_GOOGLE = 1400
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


def public_slugs(festival: Festival) -> set[str]:
    """Films the current publication names, and the parts of its programmes. A secret film is neither. One query."""
    rows = PublishedScreening.objects.current(festival).exclude(film_slug="").order_by()
    pairs = list(rows.values_list("film_slug", "part_slugs").distinct())
    return {slug for slug, _ in pairs} | {slug for _, parts in pairs for slug in parts}


def film_index(festival: Festival) -> FilmQuerySet:
    """Every public film with its directors, by sort title. Five queries, one of them at once."""
    found = Film.objects.of(festival).filter(slug__in=public_slugs(festival))
    return found.select_related("section").with_parts().prefetch_related(_directors()).order_by("sort_title", "pk")


def whole_film(festival: Festival, slug: str) -> Film | None:
    """All that a film page shows; None unless the film is public. Seven queries at most."""
    found = Film.objects.of(festival).filter(slug=slug).select_related("section").with_parts()
    people = Credit.objects.select_related("person").order_by("order", "pk")
    return found.prefetch_related(Prefetch("credits", people), "quotes", "links", "images").first()


def public_parts(film: Film, rows: Iterable[PublishedScreening]) -> list[Film]:
    """The films of a programme that its published rows name, in order. Reads what `whole_film` has loaded."""
    named = {slug for row in rows for slug in row.part_slugs}
    return [link.part for link in film.film_parts.all() if link.part.slug in named]


def credits_by_role(film: Film) -> list[tuple[str, list[Credit]]]:
    """The credits under their roles, in the roles' order. Reads what `whole_film` has loaded."""
    found = list(film.credits.all())
    groups = ((str(role.label), [credit for credit in found if credit.role == role]) for role in Role)
    return [group for group in groups if group[1]]


def films_of(person: Person, festival: Festival) -> list[tuple[Film, list[Credit]]]:
    """The public films a person has a credit in, by sort title, and what they did. Two queries."""
    theirs = Credit.objects.filter(person=person, film__festival=festival, film__slug__in=public_slugs(festival))
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
    """Each festival day and how many screenings take place on it. One query."""
    rows = PublishedScreening.objects.current(festival).going_ahead().order_by()
    return list(rows.values_list("day").annotate(Count("pk")).order_by("day"))


def counts_by(festival: Festival, name: str) -> dict[str, int]:
    """How many screenings take place for each value of a column. One query."""
    rows = PublishedScreening.objects.current(festival).going_ahead().order_by()
    return dict(rows.values_list(name).annotate(Count("pk")))


def phase(festival: Festival, at: datetime) -> str:
    """ "before", "during" or "after" the run, by the festival's own clock and day."""
    today = festival.calendar.day_of(at)
    if today < festival.starts_on:
        return "before"
    return "during" if today <= festival.ends_on else "after"


@dataclass(frozen=True, slots=True)
class Option:
    """A value a filter can take, in words. `group` gathers halls under their venue."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the current publication can be filtered by, by query name; nothing in it is secret."""

    options: Mapping[str, tuple[Option, ...]]

    def label(self, name: str, value: str) -> str:
        """In words; the value itself where the publication does not know it."""
        return next((option.label for option in self.options.get(name, ()) if option.value == value), value)


_COLUMNS = ("day", "venue", "venue_slug", "hall", "hall_slug", "section", "section_slug", "audience")
_LISTS = ("countries", "languages", "subtitles", "access")


def choices(festival: Festival) -> Choices:
    """Every filter's options. One query of distinct columns, whatever their number."""
    # As raw text: the items are taken apart once for each different list, not once for each row.
    raw = {f"raw_{name}": Cast(name, TextField()) for name in _LISTS}
    rows = PublishedScreening.objects.current(festival).order_by().annotate(**raw)
    found = set(rows.values_list(*_COLUMNS, *raw).distinct())
    columns: list[tuple] = list(zip(*found, strict=True)) or [()] * (len(_COLUMNS) + len(_LISTS))
    day, venue, venue_slug, hall, hall_slug, section, section_slug, audience, *lists = columns
    codes = dict(zip(_LISTS, map(_items, lists), strict=True))
    return Choices(
        {
            "day": tuple(Option(each.isoformat(), long_day(each)) for each in sorted(set(day))),
            "venue": _sorted(Option(*pair) for pair in set(zip(venue_slug, venue, strict=True))),
            "hall": _sorted(Option(*three) for three in set(zip(hall_slug, hall, venue, strict=True))),
            "section": _sorted(Option(*pair) for pair in set(zip(section_slug, section, strict=True)) if pair[0]),
            "country": _sorted(Option(code, countries.name(code) or code) for code in codes["countries"]),
            "language": _sorted(Option(code, language_name(code)) for code in codes["languages"]),
            "subtitles": _sorted(Option(code, language_name(code)) for code in codes["subtitles"]),
            "access": tuple(Option(code, str(label)) for code, label in Access.choices if code in codes["access"]),
            "audience": tuple(Option(code, str(label)) for code, label in Audience.choices if code in set(audience)),
        }
    )


def long_day(day: date) -> str:
    """Saturday 12 October 2024."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _items(lists: Iterable[str]) -> set[str]:
    return {item for text in set(lists) for item in text.splitlines() if item}


def _sorted(options: Iterable[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda option: (sort_key(option.group), sort_key(option.label), option.value)))
