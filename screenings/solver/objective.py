"""What each term contributes to a programme's score, counted on the programme itself and not by the search."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from screenings.solver.model.costs import (
    OVERSIZED_RATIO,
    PRIME_TIME_UNIT,
    TURNED_AWAY_UNIT,
    attendance_at,
    film_guests,
    guest_is_present,
)
from screenings.solver.model.time_grid import TimeGrid, open_hours
from screenings.solver.preference_violations import preference_violations
from screenings.solver.preferences import OBJECTIVE_TERMS, ObjectiveTerm, Preferences
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import PUBLIC
from screenings.timetable.days import daypart
from screenings.timetable.rules.guests import required_guests
from screenings.timetable.values import PlacedShowing, Programme

EVENING_DAYPART, HALF_HOUR = "evening", timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class TermContribution:
    """So many units of a term at its weight."""

    term: ObjectiveTerm
    amount: int
    weight: int

    @property
    def points(self) -> int:
        return self.amount * self.weight


def term_contributions(
    programme: Programme, conflicts: Iterable[Conflict], preferences: Preferences
) -> tuple[TermContribution, ...]:
    """One for each of TERMS, in their order. `conflicts` are all that the rules find in the programme."""
    count = Counter({"unplaced": _unplaced(programme)})
    count.update(_of_rules(conflicts))
    count.update(_repeats(programme))
    count.update(_seats(programme))
    count.update(_guests(programme))
    count["prime-time"] = _outside_prime_time(programme)
    count["waits"] = sum(
        idle_half_hours(shows, [show.start for show in shows]) for shows in shows_by_hall_day(programme)
    )
    count.update({"idle-evening": _idle_evenings(programme, preferences), "crowded-day": _crowd(programme)})
    count["wishes"] = sum(
        one.count * (one.constraint.penalty or 0) for one in preference_violations(programme, preferences)
    )
    return tuple(TermContribution(term, count[term.name], preferences.weight(term.name)) for term in OBJECTIVE_TERMS)


def score(contributions: Iterable[TermContribution]) -> int:
    """Points in all; fewer are better."""
    return sum(one.points for one in contributions)


def _unplaced(programme: Programme) -> int:
    return sum(not showing.cancelled and programme.placed_showing(showing) is None for showing in programme.showings)


def _of_rules(conflicts: Iterable[Conflict]) -> Counter[str]:
    """A repeat counts under its own terms, and a clash under its own while it is a notice."""
    count: Counter[str] = Counter()
    for conflict in conflicts:
        if conflict.severity is not Severity.NOTICE:
            count["warnings"] += 1
        elif conflict.code == "audience-clash":
            count["clashes"] += 1
        elif conflict.code != "repeat-too-close":
            count["notices"] += 1
    return count


def _repeats(programme: Programme) -> Counter[str]:
    count: Counter[str] = Counter()
    part = _part_of(programme)
    for shows in _by_film(programme):
        count["premiere-hour"] += part(shows[0]) != EVENING_DAYPART
        for first, then in pairwise(shows):
            days = (then.day - first.day).days
            count["same-day"] += days == 0
            count["next-day"] += days == 1
            count["same-part"] += part(first) == part(then)
            count["same-hall"] += first.hall.id == then.hall.id
    return count


def _by_film(programme: Programme) -> Iterable[list[PlacedShowing]]:
    films: defaultdict[tuple[int, str], list[PlacedShowing]] = defaultdict(list)
    for show in programme.scheduled:
        films[show.film.id, show.showing.audience].append(show)
    return films.values()


def _part_of(programme: Programme) -> Callable[[PlacedShowing], str]:
    return lambda show: daypart(show.start, show.hall.zone, programme.calendar.day_starts_at)


def _seats(programme: Programme) -> Counter[str]:
    count: Counter[str] = Counter()
    for show in programme.scheduled:
        expected, seats = attendance_at(programme, show.showing), show.hall.capacity
        if expected is not None and seats is not None:
            count["turned-away"] += -(-max(0, expected - seats) // TURNED_AWAY_UNIT)
            count["too-large"] += seats > OVERSIZED_RATIO * expected
    return count


def _idle_evenings(programme: Programme, preferences: Preferences) -> int:
    part, grid = _part_of(programme), TimeGrid(programme.calendar)
    busy = {(show.hall.id, show.day) for show in programme.scheduled if part(show) == EVENING_DAYPART}
    return sum(
        (hall.id, day) not in busy and bool(open_hours(hall, day, grid, preferences))
        for hall in programme.context.halls.values()
        for day in grid.days
    )


def fair_share(showings: int, days: int) -> int:
    """How many showings a day may hold before it counts as crowded: a fifth above the mean."""
    return int(1.2 * showings / max(1, days)) + 1


def _crowd(programme: Programme) -> int:
    days = Counter(show.day for show in programme.scheduled)
    run = (programme.calendar.ends_on - programme.calendar.starts_on).days + 1
    share = fair_share(sum(not showing.cancelled for showing in programme.showings), run)
    return sum(max(0, count - share) for count in days.values())


def _outside_prime_time(programme: Programme) -> int:
    part = _part_of(programme)
    late = (show for show in programme.scheduled if part(show) != EVENING_DAYPART)
    return sum((attendance_at(programme, show.showing) or 0) // PRIME_TIME_UNIT for show in late)


def shows_by_hall_day(programme: Programme) -> Collection[list[PlacedShowing]]:
    """What runs in a hall on a day, by start; a shared hall waits for nobody and is left out."""
    days: defaultdict[tuple[int, date], list[PlacedShowing]] = defaultdict(list)
    for show in programme.scheduled:
        if not show.hall.shared:
            days[show.hall.id, show.day].append(show)
    return days.values()


def idle_half_hours(shows: Sequence[PlacedShowing], starts: Sequence[datetime]) -> int:
    """Whole half hours between shows of one hall's day, if they began then."""
    waits, over = 0, starts[0]
    for show, start in zip(shows, starts, strict=True):
        waits += max(0, (start - over) // HALF_HOUR)
        over = max(over, start + (show.end - show.start) + timedelta(minutes=show.hall.changeover))
    return waits


def _guests(programme: Programme) -> Counter[str]:
    """Of a film's public screenings; where guests are named for some of them, the first should be one of these."""
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
