"""The working timetable for the board, in six queries: what the rules see, and what a card shows besides.

`load_programme` gives the same Programme in twice as many; a test holds the two against each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from screenings.loading.programme import load_prints
from screenings.loading.rule_tables import load_rule_tables
from screenings.models import (
    Festival,
    Film,
    Guest,
    Hall,
    Role,
    Screening,
    Status,
    Venue,
)
from screenings.text.cleaning import fold, natural_sort_key
from screenings.text.ratings import age_of_rating
from screenings.timetable.context import Opening, RuleContext, RuleFilm, RuleGuest, RuleHall, RuleLimits, RulePrint
from screenings.timetable.three_way_diff import ChangedSide, ThreeWayDiff
from screenings.timetable.travel import Travel
from screenings.timetable.values import Programme, RunningTime, Showing, running_time, show_length


class SectionTag(NamedTuple):
    """A film's section on its card; empty where it has none."""

    slug: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ScreeningCard:
    """A screening as it lies on the board. `billing` is what the public is told of it; a search looks in `folded`."""

    pk: int
    showing: Showing
    pinned: bool
    section_tag: SectionTag
    search_text: str
    billing: str


@dataclass(frozen=True, slots=True)
class WorkingTimetable:
    """`cards` by uid; `known` are the fingerprints of the conflicts that somebody has acknowledged.

    `version` names these very screenings: with any move, and any change that a card shows, it is another.
    `drifts` are, on a scenario's board, of those that it has elsewhere than the working timetable.
    """

    programme: Programme
    cards: dict[UUID, ScreeningCard]
    acknowledged_fingerprints: frozenset[str]
    version: str
    diffs: Mapping[UUID, ThreeWayDiff] = field(default_factory=dict)

    @property
    def behind_count(self) -> int:
        """How many the scenario has at an older place, as only the working timetable has moved them since."""
        return sum(drift.changed_side is ChangedSide.OURS for drift in self.diffs.values())


class _Film(NamedTuple):
    facts: RuleFilm
    running: RunningTime
    section_tag: SectionTag
    search_text: str


def load_board(festival: Festival) -> WorkingTimetable:
    """Screenings first: what one of them refers to is then there to be found, though others add rows meanwhile."""
    rows = list(_screenings(festival.pk))
    guests, invited = _guests(festival)
    prints = {each.id: each for each in load_prints(festival)}
    people: dict[int, str] = {}
    sections: dict[int, str] = {}
    films = _films(festival, prints, people, sections)
    halls, points = _halls(festival)
    odds = load_rule_tables(festival)
    house = RuleContext(
        halls=halls,
        films={pk: film.facts for pk, film in films.items()},
        prints=prints,
        guests=guests,
        people=people,
        sections=sections,
        travel=Travel(points, odds.travel_times),
        severities=odds.severities,
        limits=RuleLimits(festival.repeats, tuple(festival.clashes), festival.children_until),
    )
    cards = [_card(row, films[row["film_id"]], tuple(invited.get(row["pk"], ()))) for row in rows]
    programme = Programme(festival.calendar, tuple(card.showing for card in cards), house)
    return WorkingTimetable(
        programme, {card.showing.uid: card for card in cards}, odds.acknowledged_fingerprints, _digest(rows)
    )


def board_version(festival_id: int) -> str:
    """The version `load_board` would have now. One query, so that it can be asked every few seconds."""
    return _digest(_screenings(festival_id))


def _digest(rows: Iterable[dict[str, Any]]) -> str:
    return sha256(repr([tuple(row.values()) for row in rows]).encode()).hexdigest()[:16]


def _screenings(festival_id: int) -> Iterable[dict[str, Any]]:
    columns = (
        "pk", "uid", "film_id", "hall_id", "starts_at", "intro", "qa", "stated_length", "print_id", "print__format",
        "format", "audience", "expected_audience", "status", "pinned", "billing",
        "film__title", "film__runtime", "film__section_id",
    )  # fmt: skip
    return Screening.objects.filter(festival=festival_id).order_by("pk").values(*columns)


def _card(row: dict[str, Any], film: _Film, guests: tuple[int, ...]) -> ScreeningCard:
    stated = row["stated_length"]
    length = show_length(film.running, intro=row["intro"], qa=row["qa"], stated=stated)
    showing = Showing(
        uid=row["uid"],
        film=row["film_id"],
        title=film.facts.title,
        length=length.minutes,
        starts_at=row["starts_at"].astimezone(UTC) if row["starts_at"] else None,
        hall=row["hall_id"],
        cancelled=row["status"] == Status.CANCELLED,
        audience=row["audience"],
        intro=row["intro"],
        qa=row["qa"],
        stated_length=stated,
        length_is_known=length.is_known,
        format=row["format"],
        print=row["print_id"],
        guests=guests,
        expected_audience=row["expected_audience"],
    )
    return ScreeningCard(row["pk"], showing, row["pinned"], film.section_tag, film.search_text, row["billing"])


def _guests(festival: Festival) -> tuple[dict[int, RuleGuest], dict[int, list[int]]]:
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


def _films(
    festival: Festival, prints: dict[int, RulePrint], people: dict[int, str], sections: dict[int, str]
) -> dict[int, _Film]:
    """Films with directors and parts in one query; fills `people` and `sections` with names."""
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
    of_film: dict[int, list[int]] = {}
    for each in prints.values():
        of_film.setdefault(each.film, []).append(each.id)
    made = {}
    for pk, row in first.items():
        links = tuple(parts.get(pk, {}).values())
        running = running_time(
            row["runtime"],
            parts=tuple(runtimes.get(part) for part in links),
            gap=row["gap"],
            default=festival.default_runtime,
        )
        names = directors.get(pk, {})
        facts = _rule_film(row, links, tuple(names), running, tuple(of_film.get(pk, ())))
        strand = SectionTag(row["section__slug"] or "", row["section__name"] or "")
        folded = fold(" ".join((row["title"], row["original_title"], strand.name, *names.values())))
        made[pk] = _Film(facts, running, strand, folded)
    return made


def _rule_film(
    row: dict[str, Any],
    parts: tuple[int, ...],
    directors: tuple[int, ...],
    running: RunningTime,
    prints: tuple[int, ...],
) -> RuleFilm:
    whole = running.minutes if running.is_known else None
    return RuleFilm(
        id=row["pk"],
        title=row["title"],
        parts=parts,
        section=row["section_id"],
        directors=directors,
        countries=tuple(filter(None, (row["countries"] or "").split(","))),
        runtime=whole if parts else row["runtime"],
        minimum_age=age_of_rating(row["rating"]) if row["minimum_age"] is None else row["minimum_age"],
        premiere=row["premiere"],
        embargo_until=row["embargo_until"],
        expected_audience=row["expected_audience"],
        prints=prints,
    )


def _halls(festival: Festival) -> tuple[dict[int, RuleHall], dict[int, tuple[float, float]]]:
    """Halls with their hours and closures in one query, in the order of the board; and where their venues are."""
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
    points: dict[int, tuple[float, float]] = {}
    for row in rows:
        first.setdefault(row.pk, row)
        if row.opens is not None:
            hours.setdefault(row.pk, {})[Opening(row.weekday, row.opens, row.closes)] = None
        if row.closure is not None:
            closures.setdefault(row.pk, {})[row.closure] = (row.first_day, row.last_day)
    for row in first.values():
        row.venue.festival = festival
        venue: Venue = row.venue
        if venue.latitude is not None and venue.longitude is not None:
            points[venue.pk] = (float(venue.latitude), float(venue.longitude))
    halls = {
        pk: RuleHall(
            id=pk, name=row.full_name, venue=row.venue_id, zone=row.venue.zone, changeover=row.changeover_minutes,
            capacity=row.capacity, formats=tuple(row.formats), shared=row.shared, openings=tuple(hours.get(pk, ())),
            closures=tuple(closures.get(pk, {}).values()),
        )
        for pk, row in sorted(first.items(), key=lambda entry: entry[1].natural_order_key)
    }  # fmt: skip
    return halls, points


def unplaced_cards(working: WorkingTimetable) -> Iterator[ScreeningCard]:
    """What has no place yet, by title, which is how one looks for it."""
    lying = (card for card in working.cards.values() if card.showing.hall is None and not card.showing.cancelled)
    return iter(sorted(lying, key=lambda card: (natural_sort_key(card.search_text), card.pk)))
