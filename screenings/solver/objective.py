"""The objective: what each term contributes to a programme's score, counted on the programme, not by the search."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, pairwise
from typing import Final

from screenings.solver.model.costs import (
    OVERSIZED_RATIO,
    PRIME_TIME_UNIT,
    TURNED_AWAY_UNIT,
    comfortable_break,
    fair_shares,
    film_guests,
    guest_is_present,
    idle_evening_units,
    may_open_late,
    press_comes_first,
    repeat_terms,
)
from screenings.solver.model.demand import Demand
from screenings.solver.model.problem import DAYPARTS
from screenings.solver.model.time_grid import GRID_STEP, TimeGrid, open_hours
from screenings.solver.preference_violations import preference_violations
from screenings.solver.preferences import DEFAULT_WEIGHTS, OBJECTIVE_TERMS, ObjectiveTerm, Preferences
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import PRESS, PUBLIC
from screenings.timetable.days import HOUR, daypart
from screenings.timetable.rules.clashes import count_clashing_pairs
from screenings.timetable.rules.guests import required_guests
from screenings.timetable.shape import LATE_START, QUARTER, is_large_hall, late_sections, wall_minutes
from screenings.timetable.values import PlacedShowing, Programme

Conflicts = Sequence[Conflict]
EVENING_DAYPART, NIGHT_DAYPART, HALF_HOUR = "evening", "night", timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class TermContribution:
    """The number of units of a term, and the points that each of them costs."""

    term: ObjectiveTerm
    amount: int
    weight: int

    @property
    def points(self) -> int:
        return self.amount * self.weight


def term_contributions(
    programme: Programme, conflicts: Iterable[Conflict], preferences: Preferences
) -> tuple[TermContribution, ...]:
    """One for each of OBJECTIVE_TERMS, in their order. `conflicts` are all that the rules find in the programme."""
    conflicts, count = tuple(conflicts), Counter[str]()
    for counter in COUNTERS.values():
        count.update(counter(programme, conflicts, preferences))
    return tuple(TermContribution(term, count[term.name], preferences.weight(term.name)) for term in OBJECTIVE_TERMS)


def score(contributions: Iterable[TermContribution]) -> int:
    """Points in all; fewer are better."""
    return sum(contribution.points for contribution in contributions)


def _unplaced(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    showings = (showing for showing in programme.showings if not showing.cancelled)
    return Counter(unplaced=sum(programme.placed_showing(showing) is None for showing in showings))


def _conflicts(programme: Programme, conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    """Conflicts by severity. Repeats have terms of their own, and so have audience clashes while they are notices.

    Clashes count by pairs, however they are told.
    """
    count: Counter[str] = Counter()
    for conflict in conflicts:
        if conflict.code != "audience-clash":
            if conflict.severity is not Severity.NOTICE:
                count["warnings"] += 1
            elif conflict.code != "repeat-too-close":
                count["notices"] += 1
    if clash := next((conflict for conflict in conflicts if conflict.code == "audience-clash"), None):
        count["clashes" if clash.severity is Severity.NOTICE else "warnings"] += count_clashing_pairs(programme)
    return count


def _repeats(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    count: Counter[str] = Counter()
    daypart_of, best = _part_of(programme), _best_daypart(programme)
    for shows in _by_film(programme):
        is_premiere = shows[0].showing.audience == PUBLIC
        count["premiere-hour"] += is_premiere and daypart_of(shows[0]) != best(shows[0])
        count["premiere-hall"] += is_premiere and not is_large_hall(programme.context, shows[0].hall)
        for first, following in pairwise(shows):
            days = (following.day - first.day).days
            count.update(
                repeat_terms(
                    days,
                    same_part=daypart_of(first) == daypart_of(following),
                    same_hall=first.hall.id == following.hall.id,
                )
            )
    return count


def _by_film(programme: Programme) -> Iterable[list[PlacedShowing]]:
    films: defaultdict[tuple[int, str], list[PlacedShowing]] = defaultdict(list)
    for show in programme.scheduled:
        films[show.film.id, show.showing.audience].append(show)
    return films.values()


def _best_daypart(programme: Programme) -> Callable[[PlacedShowing], str]:
    """The part of the day in which most people come: the evening, or for a midnight title the night."""
    late = late_sections(programme.context)
    return lambda show: NIGHT_DAYPART if show.film.section in late else EVENING_DAYPART


def _part_of(programme: Programme) -> Callable[[PlacedShowing], str]:
    return lambda show: daypart(show.start, show.hall.zone, programme.calendar.day_starts_at)


def _seats(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    count: Counter[str] = Counter()
    demand = Demand(programme.context)
    for show in programme.scheduled:
        expected, seats = demand.of(show.showing), show.hall.capacity
        if expected is not None and seats is not None:
            count["turned-away"] += -(-max(0, expected - seats) // TURNED_AWAY_UNIT)
            count["too-large"] += seats > OVERSIZED_RATIO * expected
    return count


def _idle_evenings(programme: Programme, _conflicts: Conflicts, preferences: Preferences) -> Counter[str]:
    daypart_of, grid = _part_of(programme), TimeGrid(programme.calendar)
    busy = {(show.hall.id, show.day) for show in programme.scheduled if daypart_of(show) == EVENING_DAYPART}
    idle = sum(
        idle_evening_units(programme, hall)
        for hall in programme.context.halls.values()
        for day in grid.days
        if (hall.id, day) not in busy and open_hours(hall, day, grid, preferences)
    )
    return Counter({"idle-evening": idle})


def _late_openings(programme: Programme, _conflicts: Conflicts, preferences: Preferences) -> Counter[str]:
    grid, evening = TimeGrid(programme.calendar), LATE_START.hour * HOUR
    firsts = (shows[0] for shows in shows_by_hall_day(programme))
    late = [show for show in firsts if wall_minutes(show) >= evening and show.day in grid.days]
    return Counter({"late-opening": sum(not may_open_late(s.hall, s.day, grid, preferences) for s in late)})


def _crowding(programme: Programme, _conflicts: Conflicts, preferences: Preferences) -> Counter[str]:
    grid, days = TimeGrid(programme.calendar), Counter(show.day for show in programme.scheduled)
    showings = sum(not showing.cancelled for showing in programme.showings)
    shares = fair_shares(programme, grid, preferences, showings)
    return Counter({"crowded-day": sum(max(0, days[day] - shares[number]) for number, day in enumerate(grid.days))})


def _outside_prime_time(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    daypart_of, best, demand = _part_of(programme), _best_daypart(programme), Demand(programme.context)
    elsewhere = (show for show in programme.scheduled if daypart_of(show) != best(show))
    people = sum((demand.of(show.showing) or 0) // PRIME_TIME_UNIT for show in elsewhere)
    return Counter({"prime-time": people})


def _press_and_late_hours(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    daypart_of, late = _part_of(programme), late_sections(programme.context)
    count: Counter[str] = Counter()
    for show in programme.scheduled:
        count["after-five"] += daypart_of(show) in (EVENING_DAYPART, NIGHT_DAYPART)
        if show.showing.audience == PRESS:
            count["press-hour"] += DAYPARTS.index(daypart_of(show))
        is_night = daypart_of(show) == NIGHT_DAYPART
        if show.film.section in late:
            count["late-title"] += not is_night
        else:
            count["late-hour"] += is_night
    firsts = {(shows[0].film.id, shows[0].showing.audience): shows[0] for shows in _by_film(programme)}
    for (film, audience), show in firsts.items():
        public = firsts.get((film, PUBLIC))
        if audience == PRESS and public and press_comes_first(programme, show.film):
            count["press-first"] += public.start <= show.start
    return count


def shows_by_hall_day(programme: Programme) -> Collection[list[PlacedShowing]]:
    """The shows of each hall's day, by start. Shared halls are left out, as they never wait."""
    days: defaultdict[tuple[int, date], list[PlacedShowing]] = defaultdict(list)
    for show in programme.scheduled:
        if not show.hall.shared:
            days[show.hall.id, show.day].append(show)
    return days.values()


def idle_half_hours(rest: timedelta, comfortable: timedelta) -> int:
    """Whole half hours that a hall waits, if it rests so long between two shows, its changeover aside."""
    return max(0, (rest - comfortable) // HALF_HOUR)


def short_break(rest: timedelta, comfortable: timedelta) -> int:
    """How many times five minutes a rest between two shows in a hall, its changeover aside, is short of comfortable."""
    return min(max(0, -(-(comfortable - rest) // GRID_STEP)), -(-comfortable // GRID_STEP))


def _guests(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    """Of public screenings. Where guests are named for some, the first screening should be one of these."""
    count: Counter[str] = Counter()
    for shows in _by_film(programme):
        if shows[0].showing.audience != PUBLIC:
            continue
        guests = film_guests(programme, shows[0].film)
        hosted = [show for show in shows if required_guests(programme.context, show)[0]]
        attended = [show for show in shows if any(guest_is_present(guest, show.start, show.end) for guest in guests)]
        if hosted or guests:
            count["guest-first"] += shows[0] not in (hosted or attended)
        count["guest-missed"] += bool(guests) and not attended
    return count


def starts_a_minute(programme: Programme) -> int:
    """How many shows may start in one minute without anybody minding: a third of the halls, two at least."""
    return max(2, -(-len(programme.context.halls) // 3))


def is_off_quarter(show: PlacedShowing, start: datetime) -> bool:
    """Whether the venue's clock shows no full quarter of an hour."""
    return start.astimezone(show.hall.zone).minute % QUARTER != 0


def _breaks_and_starts(programme: Programme, _conflicts: Conflicts, preferences: Preferences) -> Counter[str]:
    count = Counter({"off-quarter": sum(is_off_quarter(show, show.start) for show in programme.scheduled)})
    for shows in shows_by_hall_day(programme):
        latest = shows[0]
        for show in shows[1:]:
            rest = show.start - latest.end - timedelta(minutes=show.hall.changeover)
            comfortable = comfortable_break(programme, latest.showing, preferences)
            count["waits"] += idle_half_hours(rest, comfortable)
            count["short-break"] += short_break(rest, comfortable)
            latest = max(latest, show, key=lambda each: each.end)
    starts = Counter((show.hall.venue, show.start) for show in programme.scheduled)
    count["at-once"] = sum(starts.values()) - len(starts)
    minutes = Counter(show.start for show in programme.scheduled)
    count["same-minute"] = sum(max(0, together - starts_a_minute(programme)) for together in minutes.values())
    return count


def _unmet_wishes(programme: Programme, _conflicts: Conflicts, preferences: Preferences) -> Counter[str]:
    violations = preference_violations(programme, preferences)
    return Counter(wishes=sum(violation.count * (violation.constraint.penalty or 0) for violation in violations))


# Who counts which terms. The search prices them ahead of time, see screenings/solver/model/; those of breaks and starts
# are settled after it, see screenings/solver/improve/retime.py.
COUNTERS: Final[Mapping[tuple[str, ...], Callable[[Programme, Conflicts, Preferences], Counter[str]]]] = {
    ("unplaced",): _unplaced,
    ("warnings", "notices", "clashes"): _conflicts,
    ("premiere-hour", "premiere-hall", "same-day", "next-day", "same-part", "same-hall"): _repeats,
    ("turned-away", "too-large"): _seats,
    ("prime-time",): _outside_prime_time,
    ("press-hour", "late-title", "late-hour", "press-first", "after-five"): _press_and_late_hours,
    ("guest-first", "guest-missed"): _guests,
    ("idle-evening",): _idle_evenings,
    ("late-opening",): _late_openings,
    ("waits", "short-break", "off-quarter", "at-once", "same-minute"): _breaks_and_starts,
    ("crowded-day",): _crowding,
    ("wishes",): _unmet_wishes,
}
if uncounted := DEFAULT_WEIGHTS.keys() ^ set(chain.from_iterable(COUNTERS)):
    raise ValueError(
        f"Objective terms without a counter, or counted without being declared: {', '.join(sorted(uncounted))}. "
        "Declare a term in OBJECTIVE_TERMS (screenings/solver/preferences.py) and count it in COUNTERS "
        "(screenings/solver/objective.py)."
    )
