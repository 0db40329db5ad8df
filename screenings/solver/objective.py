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
    attendance_at,
    fair_share,
    film_guests,
    guest_is_present,
    repeat_terms,
)
from screenings.solver.model.time_grid import TimeGrid, open_hours
from screenings.solver.preference_violations import preference_violations
from screenings.solver.preferences import DEFAULT_WEIGHTS, OBJECTIVE_TERMS, ObjectiveTerm, Preferences
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import PUBLIC
from screenings.timetable.days import daypart
from screenings.timetable.rules.clashes import count_clashing_pairs
from screenings.timetable.rules.guests import required_guests
from screenings.timetable.values import PlacedShowing, Programme

Conflicts = Sequence[Conflict]
EVENING_DAYPART, HALF_HOUR = "evening", timedelta(minutes=30)


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
    daypart_of = _part_of(programme)
    for shows in _by_film(programme):
        count["premiere-hour"] += daypart_of(shows[0]) != EVENING_DAYPART
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


def _part_of(programme: Programme) -> Callable[[PlacedShowing], str]:
    return lambda show: daypart(show.start, show.hall.zone, programme.calendar.day_starts_at)


def _seats(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    count: Counter[str] = Counter()
    for show in programme.scheduled:
        expected, seats = attendance_at(programme, show.showing), show.hall.capacity
        if expected is not None and seats is not None:
            count["turned-away"] += -(-max(0, expected - seats) // TURNED_AWAY_UNIT)
            count["too-large"] += seats > OVERSIZED_RATIO * expected
    return count


def _idle_evenings(programme: Programme, _conflicts: Conflicts, preferences: Preferences) -> Counter[str]:
    daypart_of, grid = _part_of(programme), TimeGrid(programme.calendar)
    busy = {(show.hall.id, show.day) for show in programme.scheduled if daypart_of(show) == EVENING_DAYPART}
    idle = sum(
        (hall.id, day) not in busy and bool(open_hours(hall, day, grid, preferences))
        for hall in programme.context.halls.values()
        for day in grid.days
    )
    return Counter({"idle-evening": idle})


def _crowding(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    days = Counter(show.day for show in programme.scheduled)
    day_count = (programme.calendar.ends_on - programme.calendar.starts_on).days + 1
    share = fair_share(sum(not showing.cancelled for showing in programme.showings), day_count)
    return Counter({"crowded-day": sum(max(0, count - share) for count in days.values())})


def _outside_prime_time(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    daypart_of = _part_of(programme)
    outside_evening = (show for show in programme.scheduled if daypart_of(show) != EVENING_DAYPART)
    people = sum((attendance_at(programme, show.showing) or 0) // PRIME_TIME_UNIT for show in outside_evening)
    return Counter({"prime-time": people})


def shows_by_hall_day(programme: Programme) -> Collection[list[PlacedShowing]]:
    """The shows of each hall's day, by start. Shared halls are left out, as they never wait."""
    days: defaultdict[tuple[int, date], list[PlacedShowing]] = defaultdict(list)
    for show in programme.scheduled:
        if not show.hall.shared:
            days[show.hall.id, show.day].append(show)
    return days.values()


def idle_half_hours(shows: Sequence[PlacedShowing], starts: Sequence[datetime]) -> int:
    """Whole half hours in which one hall's day idles between these shows, if they began at `starts`."""
    waits, over = 0, starts[0]
    for show, start in zip(shows, starts, strict=True):
        waits += max(0, (start - over) // HALF_HOUR)
        over = max(over, start + (show.end - show.start) + timedelta(minutes=show.hall.changeover))
    return waits


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


def _waits(programme: Programme, _conflicts: Conflicts, _preferences: Preferences) -> Counter[str]:
    hall_days = shows_by_hall_day(programme)
    return Counter(waits=sum(idle_half_hours(shows, [show.start for show in shows]) for shows in hall_days))


def _unmet_wishes(programme: Programme, _conflicts: Conflicts, preferences: Preferences) -> Counter[str]:
    violations = preference_violations(programme, preferences)
    return Counter(wishes=sum(violation.count * (violation.constraint.penalty or 0) for violation in violations))


# Who counts which terms. The search prices the same terms ahead of time, see screenings/solver/model/.
COUNTERS: Final[Mapping[tuple[str, ...], Callable[[Programme, Conflicts, Preferences], Counter[str]]]] = {
    ("unplaced",): _unplaced,
    ("warnings", "notices", "clashes"): _conflicts,
    ("premiere-hour", "same-day", "next-day", "same-part", "same-hall"): _repeats,
    ("turned-away", "too-large"): _seats,
    ("prime-time",): _outside_prime_time,
    ("guest-first", "guest-missed"): _guests,
    ("idle-evening",): _idle_evenings,
    ("waits",): _waits,
    ("crowded-day",): _crowding,
    ("wishes",): _unmet_wishes,
}
if uncounted := DEFAULT_WEIGHTS.keys() ^ set(chain.from_iterable(COUNTERS)):
    raise ValueError(
        f"Objective terms without a counter, or counted without being declared: {', '.join(sorted(uncounted))}. "
        "Declare a term in OBJECTIVE_TERMS (screenings/solver/preferences.py) and count it in COUNTERS "
        "(screenings/solver/objective.py)."
    )
