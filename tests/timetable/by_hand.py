"""What the oracles know of time and place, worked out the slow way: minutes in sets, clocks read minute by minute.

Nothing here calls the engine; it reads the plain values only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import combinations
from math import acos, ceil, cos, radians, sin
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import RuleContext, RuleFilm, RuleHall
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from tests.timetable.random_festivals import festivals

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)
RANKS = ("off", "notice", "warning", "error")


# The screenings' numbers, the severity, whether it may be acknowledged, and the facts.
Found = tuple[tuple[int, ...], str, bool, frozenset[tuple[str, str | int]]]
Facts = dict[str, str | int]
Oracle = Callable[[Programme], Iterable[tuple[tuple[int, ...], Facts, str]]]


def minute(moment: datetime) -> int:
    """Minutes since the year began, in UTC."""
    return round((moment - EPOCH).total_seconds() / 60)


def iso(minutes: int) -> str:
    return (EPOCH + timedelta(minutes=minutes)).isoformat()


@lru_cache(maxsize=200_000)
def wall(minutes: int, zone: ZoneInfo) -> datetime:
    """What the clock shows in that minute."""
    return (EPOCH + timedelta(minutes=minutes)).astimezone(zone).replace(tzinfo=None, fold=0)


@lru_cache(maxsize=10_000)
def minutes_showing(shown: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """Every minute in which the clock shows this: one, two in autumn. In spring, when it shows none, that many
    minutes after the last minute it showed."""
    guess = minute(shown.replace(tzinfo=UTC))
    around = range(guess - 15 * 60, guess + 15 * 60)
    found = tuple(each for each in around if wall(each, zone) == shown)
    if found:
        return found
    last = max((each for each in around if wall(each, zone) < shown), key=lambda each: (wall(each, zone), each))
    return (last + round((shown - wall(last, zone)).total_seconds() / 60),)


def day_of(minutes: int, zone: ZoneInfo, starts_at: time) -> date:
    shown = wall(minutes, zone)
    return shown.date() if shown.time() >= starts_at else shown.date() - ONE_DAY


@dataclass(frozen=True)
class Show:
    """One that takes place, in minutes since the year began."""

    number: int
    start: int
    end: int
    day: date
    showing: Showing
    hall: RuleHall
    film: RuleFilm

    @property
    def minutes(self) -> set[int]:
        return set(range(self.start, self.end))


def shows_of(programme: Programme) -> list[Show]:
    """Neither unplaced nor cancelled, in no order that matters."""
    found = []
    for showing in programme.showings:
        if showing.cancelled or showing.hall is None or showing.starts_at is None:
            continue
        hall = programme.context.halls[showing.hall]
        start = minute(showing.starts_at)
        day = day_of(start, hall.zone, programme.calendar.day_starts_at)
        film = programme.context.films[showing.film]
        found.append(Show(showing.uid.int, start, start + showing.length, day, showing, hall, film))
    return found


def pairs_of(programme: Programme) -> Iterator[tuple[Show, Show]]:
    """Every two, the one that starts first first."""
    for one, other in combinations(shows_of(programme), 2):
        if (one.start, one.number) < (other.start, other.number):
            yield one, other
        else:
            yield other, one


def together(first: Show, second: Show) -> bool:
    """Whether they are for the same people at all."""
    return first.showing.audience == second.showing.audience != "private"


def works_of(house: RuleContext, film: RuleFilm) -> list[RuleFilm]:
    return [film, *(house.films[part] for part in film.parts)]


def copies_for(house: RuleContext, show: Show) -> list[set[int]]:
    """For each thing on the screen, the prints one of which has to do."""
    if show.showing.print is None:
        chosen, of = [], None
    else:
        chosen, of = [{show.showing.print}], house.prints[show.showing.print].film
    if of == show.film.id:
        return chosen
    own = {each.id for each in house.prints.values() if each.film == show.film.id}
    if own:
        return [*chosen, own]
    parts = [{each.id for each in house.prints.values() if each.film == part != of} for part in show.film.parts]
    return [*chosen, *(prints for prints in parts if prints)]


def way(house: RuleContext, one: int, other: int) -> tuple[int, bool]:
    """Minutes between two venues, and whether they are an estimate: walking at 4.5 km/h or ten minutes and then
    18 km/h, over 1.3 times the straight line."""
    if one == other:
        return 0, False
    for both in ((one, other), (other, one)):
        if both in house.travel.stated:
            return house.travel.stated[both][0], False
    if one not in house.travel.points or other not in house.travel.points:
        return 0, False
    if house.travel.points[one] == house.travel.points[other]:
        return 0, True
    (lat1, lon1), (lat2, lon2) = ([radians(part) for part in house.travel.points[venue]] for venue in (one, other))
    angle = acos(sin(lat1) * sin(lat2) + cos(lat1) * cos(lat2) * cos(lon1 - lon2))
    street = 6371 * angle * 1.3
    return min(ceil(street / 4.5 * 60), ceil(10 + street / 18 * 60)), True


def apart(house: RuleContext, first: Show, second: Show, *, certain: bool) -> tuple[Facts, str] | None:
    """What is said of somebody or something that has to be at both, and how sure that is; None where it can be."""
    if first.hall.id == second.hall.id and not first.hall.shared:
        return None
    minutes, is_estimate = way(house, first.hall.venue, second.hall.venue)
    if not set(range(first.start, first.end + minutes)) & second.minutes:
        return None
    overlap = bool(first.minutes & second.minutes)
    sure = certain and first.showing.length_is_known and (overlap or not is_estimate)
    facts: Facts = {
        "halls": f"{first.hall.id} {second.hall.id}",
        "first_ends": iso(first.end),
        "second_starts": iso(second.start),
        "way": minutes,
        "overlap": max(0, first.end - second.start),
        "missing": first.end + minutes - second.start,
        "assumed": 0 if sure else 1,
    }
    return facts, "error" if sure else "warning"


def expected(programme: Programme, oracles: Mapping[str, tuple[str, Oracle]]) -> dict[str, set[Found]]:
    """What the engine has to say: each case as severe as it is by itself or as the festival holds it, the milder."""
    answers: dict[str, set[Found]] = {code: set() for code in oracles}
    for code, (usual, oracle) in oracles.items():
        held = str(programme.context.severities.get(code, usual))
        for numbers, facts, by_itself in oracle(programme):
            is_overlap = code == "hall-busy" and not facts["assumed"]
            severity = "error" if is_overlap else min(by_itself, held, key=RANKS.index)
            if severity != "off":
                answers[code].add((numbers, severity, not is_overlap, frozenset(facts.items())))
    return answers


def said(programme: Programme, oracles: Mapping[str, tuple[str, Oracle]]) -> dict[str, set[Found]]:
    """What the engine says of these rules, two by two, nothing twice."""
    answers: dict[str, set[Found]] = {code: set() for code in oracles}
    for conflict in find_conflicts(programme, pairwise=True):
        if conflict.code in answers:
            found = as_found(conflict)
            assert found not in answers[conflict.code]
            answers[conflict.code].add(found)
    return answers


def can_break(code: str, oracle: tuple[str, Oracle]) -> bool:
    """Whether the random festivals hold what the oracle looks for: else agreeing with it would mean nothing."""
    hits = settings(database=None, phases=[Phase.generate], max_examples=1000, suppress_health_check=list(HealthCheck))
    try:
        find(festivals(), lambda programme: bool(expected(programme, {code: oracle})[code]), settings=hits)
    except NoSuchExample:
        return False
    return True


def as_found(conflict: Conflict) -> Found:
    numbers = tuple(uid.int for uid in conflict.uids)
    return numbers, str(conflict.severity), conflict.acknowledgeable, frozenset(conflict.facts.items())


def first_and_last(calendar: FestivalCalendar) -> set[date]:
    """Every day of the festival."""
    return {calendar.starts_on + n * ONE_DAY for n in range((calendar.ends_on - calendar.starts_on).days + 1)}
