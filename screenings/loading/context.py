"""What the rules know of a festival besides its screenings: guests, prints, films, halls and three small tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, FilteredRelation, IntegerField, Q, Value

from screenings.models import (
    Acknowledgement,
    Festival,
    Film,
    Guest,
    Hall,
    Print,
    Role,
    RuleSetting,
    TravelTime,
)
from screenings.text.ratings import age_of_rating
from screenings.text.search_words import search_text
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleContext, RuleFilm, RuleGuest, RuleHall, RuleLimits, RulePrint
from screenings.timetable.travel import Travel
from screenings.timetable.values import RunningTime, running_time

TRAVEL_TIME, RULE_SETTING, ACKNOWLEDGEMENT = "travel", "rule", "acknowledgement"


class SectionTag(NamedTuple):
    """A film's section on its card; empty where it has none."""

    slug: str = ""
    name: str = ""


class LoadedFilm(NamedTuple):
    """A film as the rules see it, and what else its screenings are made of. A search looks in `search_text`."""

    rule_film: RuleFilm
    running: RunningTime
    section_tag: SectionTag
    search_text: str


@dataclass(frozen=True, slots=True)
class LoadedContext:
    """`films` and `halls` by id, halls in the order of the board, each with its venue and festival; `invited` are the
    guests' ids by the screening's, in the order of their names.
    """

    context: RuleContext
    films: dict[int, LoadedFilm]
    halls: dict[int, Hall]
    invited: dict[int, list[int]]
    acknowledged_fingerprints: frozenset[str]


def load_context(festival: Festival) -> LoadedContext:
    """Five queries, whatever the festival's size."""
    guests, invited = _load_guests(festival)
    prints = _load_prints(festival)
    films, people, sections = _load_films(festival, prints)
    halls, rule_halls = _load_halls(festival)
    tables = _load_rule_tables(festival)
    context = RuleContext(
        halls=rule_halls,
        films={pk: film.rule_film for pk, film in films.items()},
        prints=prints,
        guests=guests,
        people=people,
        sections=sections,
        travel=Travel(_points(halls.values()), tables.travel_times),
        severities=tables.severities,
        limits=RuleLimits(festival.repeats, tuple(festival.clashes), festival.children_until),
    )
    return LoadedContext(context, films, halls, invited, tables.acknowledged_fingerprints)


def _load_guests(festival: Festival) -> tuple[dict[int, RuleGuest], dict[int, list[int]]]:
    """Who is here, and whom each screening has invited, in one query."""
    rows = Guest.objects.filter(festival=festival).order_by("person__sort_key", "pk")
    columns = ("pk", "person_id", "person__name", "arrives_at", "departs_at", "screenings__pk")
    guests: dict[int, RuleGuest] = {}
    invited: dict[int, list[int]] = {}
    for *facts, screening in rows.values_list(*columns):
        guest = RuleGuest(*facts)
        guests[guest.id] = guest
        if screening is not None:
            invited.setdefault(screening, []).append(guest.id)
    return guests, invited


def _load_prints(festival: Festival) -> dict[int, RulePrint]:
    """Each named by its film, format and label."""
    rows = Print.objects.filter(film__festival=festival).order_by("pk")
    columns = ("pk", "film_id", "film__title", "format", "label", "available_from", "available_until")
    return {
        pk: RulePrint(pk, film, " ".join(filter(None, (title, shown_as, label))), shown_as, first, last)
        for pk, film, title, shown_as, label, first, last in rows.values_list(*columns)
    }


def _load_films(
    festival: Festival, prints: dict[int, RulePrint]
) -> tuple[dict[int, LoadedFilm], dict[int, str], dict[int, str]]:
    """Films with directors and parts in one query, and the names of their directors and sections."""
    rows: Iterable[Any] = (
        Film.objects.of(festival)
        .annotate(directing=FilteredRelation("credits", condition=Q(credits__role=Role.DIRECTOR)))
        .order_by("pk", "directing__order", "directing__pk", "film_parts__order", "film_parts__pk")
        .values(
            "pk", "title", "original_title", "runtime", "gap", "countries", "rating", "minimum_age", "premiere",
            "embargo_until", "expected_audience", "section_id", "section__name", "section__slug",
            director=F("directing__person_id"), director_name=F("directing__person__name"),
            part=F("film_parts__part_id"), link=F("film_parts__pk"),
        )
    )  # fmt: skip
    first: dict[int, dict[str, Any]] = {}
    directors: dict[int, dict[int, str]] = {}
    parts: dict[int, dict[int, int]] = {}
    people: dict[int, str] = {}
    sections: dict[int, str] = {}
    for row in rows:
        pk = row["pk"]
        first.setdefault(pk, row)
        if row["director"] is not None:
            directors.setdefault(pk, {})[row["director"]] = row["director_name"]
            people[row["director"]] = row["director_name"]
        if row["part"] is not None:
            parts.setdefault(pk, {})[row["link"]] = row["part"]
        if row["section_id"] is not None:
            sections[row["section_id"]] = row["section__name"]
    runtimes = {pk: row["runtime"] for pk, row in first.items()}
    prints_by_film: dict[int, list[int]] = {}
    for print_ in prints.values():
        prints_by_film.setdefault(print_.film, []).append(print_.id)
    films = {}
    for pk, row in first.items():
        part_ids = tuple(parts.get(pk, {}).values())
        running = running_time(
            row["runtime"],
            parts=tuple(runtimes.get(part) for part in part_ids),
            gap=row["gap"],
            default=festival.default_runtime,
        )
        names = directors.get(pk, {})
        rule_film = _rule_film(row, part_ids, tuple(names), running, tuple(prints_by_film.get(pk, ())))
        tag = SectionTag(row["section__slug"] or "", row["section__name"] or "")
        searched = search_text(" ".join((row["title"], row["original_title"], tag.name, *names.values())))
        films[pk] = LoadedFilm(rule_film, running, tag, searched)
    return films, people, sections


def _rule_film(
    row: dict[str, Any],
    parts: tuple[int, ...],
    directors: tuple[int, ...],
    running: RunningTime,
    prints: tuple[int, ...],
) -> RuleFilm:
    """Where no age is stated, that of the rating counts."""
    return RuleFilm(
        id=row["pk"],
        title=row["title"],
        parts=parts,
        section=row["section_id"],
        directors=directors,
        countries=tuple(filter(None, (row["countries"] or "").split(","))),
        runtime=running.minutes if running.is_known else None,
        minimum_age=age_of_rating(row["rating"]) if row["minimum_age"] is None else row["minimum_age"],
        premiere=row["premiere"],
        embargo_until=row["embargo_until"],
        expected_audience=row["expected_audience"],
        prints=prints,
    )


def _load_halls(festival: Festival) -> tuple[dict[int, Hall], dict[int, RuleHall]]:
    """Halls with their venues, hours and closures in one query, in the board's order: as rows, and for the rules."""
    rows = (
        Hall.objects.filter(venue__festival=festival)
        .select_related("venue")
        .annotate(
            weekday=F("opening_hours__weekday"), opens=F("opening_hours__opens"), closes=F("opening_hours__closes"),
            closure=F("closures__pk"), first_day=F("closures__first_day"), last_day=F("closures__last_day"),
        )
        .order_by("pk", "weekday", "opens", "first_day", "closure")
    )  # fmt: skip
    first: dict[int, Any] = {}
    hours: dict[int, dict[Opening, None]] = {}
    closures: dict[int, dict[int, tuple[Any, Any]]] = {}
    for row in rows:
        first.setdefault(row.pk, row)
        if row.opens is not None:
            hours.setdefault(row.pk, {})[Opening(row.weekday, row.opens, row.closes)] = None
        if row.closure is not None:
            closures.setdefault(row.pk, {})[row.closure] = (row.first_day, row.last_day)
    for row in first.values():
        row.venue.festival = festival
    halls = dict(sorted(first.items(), key=lambda entry: entry[1].natural_order_key))
    rule_halls = {
        pk: RuleHall(
            id=pk, name=row.full_name, venue=row.venue_id, zone=row.venue.zone, changeover=row.changeover_minutes,
            capacity=row.capacity, formats=tuple(row.formats), shared=row.shared, openings=tuple(hours.get(pk, ())),
            closures=tuple(closures.get(pk, {}).values()),
        )
        for pk, row in halls.items()
    }  # fmt: skip
    return halls, rule_halls


def _points(halls: Iterable[Hall]) -> dict[int, tuple[float, float]]:
    """Latitude and longitude by venue, where both are known."""
    points = {hall.venue_id: hall.venue.coordinates for hall in halls}
    return {venue: point for venue, point in points.items() if point is not None}


class _RuleTables(NamedTuple):
    travel_times: dict[tuple[int, int], tuple[int, str]]
    severities: dict[str, Severity]
    acknowledged_fingerprints: frozenset[str]


def _load_rule_tables(festival: Festival) -> _RuleTables:
    """Stated travel times, severities and acknowledgements: three small tables in one query."""
    travel_times = TravelTime.objects.of(festival).order_by()
    settings = RuleSetting.objects.filter(festival=festival).order_by()
    acknowledgements = Acknowledgement.objects.filter(festival=festival).order_by()
    zero = Value(0, output_field=IntegerField())
    rows = travel_times.values_list(
        _text(TRAVEL_TIME), "origin_id", "destination_id", "minutes", "by", _text("")
    ).union(
        settings.values_list(_text(RULE_SETTING), zero, zero, zero, "code", "severity"),
        acknowledgements.values_list(_text(ACKNOWLEDGEMENT), zero, zero, zero, "fingerprint", _text("")),
        all=True,
    )
    stated, severities, fingerprints = {}, {}, set()
    for kind, origin, destination, minutes, text, severity in rows:
        if kind == TRAVEL_TIME:
            stated[origin, destination] = (minutes, text)
        elif kind == RULE_SETTING:
            severities[text] = Severity(severity)
        else:
            fingerprints.add(text)
    return _RuleTables(stated, severities, frozenset(fingerprints))


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
