"""Better hours after the search, which packs a hall's day tightly.

Breaks leave room for a Q&A, shows start on the quarter hour, and two halls do not fill one foyer in one minute; among
equals the festival's starts are spread.

The order in each hall stays, and so does the part of the day, by which the search chose. Within them the starts of a
hall's day are the best there are (dynamic programming over its shows and quarter hours), one hall after the other.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from screenings.solver.improve.hall_days import unconstrained, with_better_hall_days
from screenings.solver.model.costs import comfortable_break
from screenings.solver.model.time_grid import TimeGrid, usable_hours
from screenings.solver.objective import (
    idle_half_hours,
    is_off_quarter,
    short_break,
    shows_by_hall_day,
    starts_a_minute,
)
from screenings.solver.preferences import Preferences
from screenings.timetable.days import daypart
from screenings.timetable.placement import Placement
from screenings.timetable.shape import QUARTER
from screenings.timetable.values import PlacedShowing, Programme
from screenings.timetable.what_if import Move

STEP, MINUTE, NO_TIME = timedelta(minutes=QUARTER), timedelta(minutes=1), timedelta(0)
MAX_RAGGED_DAYS = 16  # halls' days looked at once more, each with two whole checks of the rules or four
TERMS = ("waits", "short-break", "off-quarter", "at-once", "same-minute")
POINT = 10_000  # more shows than start in one minute: a point outweighs how many do
# How many shows start in a minute in each venue, and in all of them (None); what a show may start at.
StartsTaken = Counter[tuple[int | None, datetime]]
Ways = dict[datetime, tuple[int, tuple[datetime, ...]]]
Candidates = Callable[[PlacedShowing], list[datetime]]


def retime(programme: Programme, movable: Collection[UUID], preferences: Preferences) -> Programme:
    """Move movable shows within their part of the day to better hours; never for more points.

    Showings whose hour a slot constraint or a precedence is about stay. Linear in the shows; for two that follow each
    other, the quarter hours of their parts of the day are compared two by two.
    """
    if not any(map(preferences.weight, TERMS)):
        return programme
    free = unconstrained(programme, movable, preferences)
    candidates = _candidates(programme, free, preferences)
    points = HallDayPoints(programme, preferences, _starts_taken(programme))
    moves = [list(_moves(shows, candidates, points)) for shows in shows_by_hall_day(programme)]
    return with_better_hall_days(programme, [of_a_day for of_a_day in moves if of_a_day], preferences)


def onto_quarters(programme: Programme, movable: Collection[UUID], preferences: Preferences) -> Programme:
    """Where a part of the day has no quarter hour left for one of its shows, hall's day by hall's day, let that start
    in the very minute in which the next part begins: at twelve, say, and not at 11:50. Where that does not help, its
    first show starts in the quarter hour before: at 16:45, and not at five. Never for more points.
    """
    if not preferences.weight("off-quarter"):
        return programme
    free = unconstrained(programme, movable, preferences)
    ways = [_candidates(programme, free, preferences, into_next=into_next) for into_next in (True, False)]
    for hall_day in list(_ragged_days(programme, free))[:MAX_RAGGED_DAYS]:
        for candidates in ways:
            if shows := _ragged_days(programme, free).get(hall_day):
                points = HallDayPoints(programme, preferences, _starts_taken(programme))
                moves = list(_moves(shows, candidates, points))
                programme = with_better_hall_days(programme, [moves] if moves else [], preferences)
    return programme


def _ragged_days(programme: Programme, free: Collection[UUID]) -> dict[tuple[int, date], list[PlacedShowing]]:
    """The shows of each hall's day on which a free one starts off the quarter hour."""
    days = {(shows[0].hall.id, shows[0].day): shows for shows in shows_by_hall_day(programme)}
    return {
        hall_day: shows
        for hall_day, shows in days.items()
        if any(show.uid in free and is_off_quarter(show, show.start) for show in shows)
    }


def _starts_taken(programme: Programme) -> StartsTaken:
    taken = StartsTaken()
    for show in programme.scheduled:
        taken.update(_counted_as(show, show.start))
    return taken


def _candidates(
    programme: Programme, free: Collection[UUID], preferences: Preferences, *, into_next: bool | None = None
) -> Candidates:
    """Where a show may start: where it does, and if it is free at the quarter hours of the same part of the day.

    `into_next`: also in the minute in which the next part begins, where it is off the quarter hour now; False: also in
    the last quarter hour of the part before.
    """
    grid, hours = TimeGrid(programme.calendar), defaultdict[tuple[int, date], list[tuple[datetime, datetime]]](list)
    for hall in programme.context.halls.values():
        for day, opens, closes in usable_hours(hall, grid, preferences):
            hours[hall.id, grid.days[day]].append((grid.moment(opens), grid.moment(closes)))

    def part_of(show: PlacedShowing, start: datetime) -> str:
        return daypart(start, show.hall.zone, programme.calendar.day_starts_at)

    def candidates(show: PlacedShowing) -> list[datetime]:
        found, own_part = [show.start], part_of(show, show.start)
        late_by = MINUTE if into_next and is_off_quarter(show, show.start) else -STEP if into_next is False else NO_TIME
        if show.uid in free:
            for opens, closes in hours[show.hall.id, show.day]:
                # The offsets of all zones are whole quarters of an hour.
                start = opens + (-timedelta(minutes=opens.minute, seconds=opens.second) % STEP)
                while start + (show.end - show.start) <= closes:
                    if start != show.start and own_part in (part_of(show, start), part_of(show, start - late_by)):
                        found.append(start)
                    start += STEP
        return found

    return candidates


def _counted_as(show: PlacedShowing, start: datetime) -> tuple[tuple[int | None, datetime], ...]:
    return (show.hall.venue, start), (None, start)


@dataclass(frozen=True, slots=True)
class HallDayPoints:
    """What the starts of a hall's day cost, in parts of a POINT."""

    programme: Programme
    preferences: Preferences
    taken: StartsTaken

    def of_start(self, show: PlacedShowing, start: datetime) -> int:
        weight, (in_venue, in_all) = self.preferences.weight, _counted_as(show, start)
        points = weight("at-once") * (self.taken[in_venue] > 0) + weight("off-quarter") * is_off_quarter(show, start)
        points += weight("same-minute") * (self.taken[in_all] >= starts_a_minute(self.programme))
        return POINT * points + self.taken[in_all]

    def of_rest(self, comfortable: timedelta, rest: timedelta) -> int:
        weight = self.preferences.weight
        waits = weight("waits") * idle_half_hours(rest, comfortable)
        return POINT * (waits + weight("short-break") * short_break(rest, comfortable))

    def comfortable(self, show: PlacedShowing) -> timedelta:
        return comfortable_break(self.programme, show.showing, self.preferences)


def _moves(shows: list[PlacedShowing], candidates: Candidates, points: HallDayPoints) -> Iterator[Move]:
    """The moves of a hall's day; the starts taken know of them afterwards."""
    for show in shows:
        points.taken.subtract(_counted_as(show, show.start))
    starts = _best_starts(shows, candidates, points)
    for show, start in zip(shows, starts, strict=True):
        points.taken.update(_counted_as(show, start))
        if start != show.start:
            yield Move(show.uid, Placement(show.hall.id, start))


def _best_starts(shows: list[PlacedShowing], candidates: Candidates, points: HallDayPoints) -> list[datetime]:
    """The starts of a hall's day with the fewest points, those there are among equals; as they are if they overlap."""
    # By the start of the last show looked at: the fewest points so far, and the starts that lead there.
    known: Ways = {start: (points.of_start(shows[0], start), (start,)) for start in candidates(shows[0])}
    for before, show in pairwise(shows):
        ready, comfortable = (
            before.end - before.start + timedelta(minutes=before.hall.changeover),
            points.comfortable(before),
        )
        following: Ways = {}
        for start in candidates(show):
            ways = (
                (so_far + points.of_rest(comfortable, start - earlier - ready), path)
                for earlier, (so_far, path) in known.items()
                if earlier + ready <= start
            )
            if best := min(ways, key=lambda way: way[0], default=None):
                following[start] = best[0] + points.of_start(show, start), (*best[1], start)
        known = following
    return list(min(known.values(), key=lambda way: way[0])[1]) if known else [show.start for show in shows]
