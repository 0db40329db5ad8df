"""When a hall can be used, in units of five minutes from the begin of the festival's first day."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import chain
from math import ceil, floor
from uuid import UUID

from screenings.solver.model.problem import UNIT_MINUTES
from screenings.solver.preferences import Preferences
from screenings.timetable.context import RuleHall
from screenings.timetable.days import day_bounds
from screenings.timetable.rules.halls import opening_hours
from screenings.timetable.values import FestivalCalendar, Programme

# The DAYPARTS end when these hours strike, as days.daypart() has it; the last with the festival day.
DAYPART_ENDS = (time(12), time(17), time(22))
GRID_STEP = timedelta(minutes=UNIT_MINUTES)


@dataclass(frozen=True, slots=True)
class FreeInterval:
    """A free stretch of a hall's festival day, in units; with `changeover_must_fit` the hall is needed then.

    `displaced`: the showing that would have to leave for it to be free.
    """

    hall: int
    day: int
    opens: int
    closes: int
    changeover_must_fit: bool
    displaced: UUID | None = None


@dataclass(frozen=True)
class TimeGrid:
    """Instants as units of five minutes of elapsed time, so that nights on which the clock changes are right."""

    calendar: FestivalCalendar

    @cached_property
    def origin(self) -> datetime:
        return day_bounds(self.calendar.starts_on, self.calendar.zone, self.calendar.day_starts_at)[0]

    @cached_property
    def days(self) -> tuple[date, ...]:
        count = (self.calendar.ends_on - self.calendar.starts_on).days + 1
        return tuple(self.calendar.starts_on + timedelta(days=number) for number in range(count))

    def unit_floor(self, moment: datetime) -> int:
        return floor((moment - self.origin) / GRID_STEP)

    def unit_ceil(self, moment: datetime) -> int:
        return ceil((moment - self.origin) / GRID_STEP)

    def moment(self, unit: int) -> datetime:
        """The instant, in UTC."""
        return self.origin + unit * GRID_STEP

    def daypart_ends(self, hall: RuleHall, day: date, clocks: Collection[time] = ()) -> tuple[tuple[int, int], ...]:
        """When each part of a day ends by the hall's clock, in units, and its number; cut further at `clocks`."""
        _, ends = day_bounds(day, hall.zone, self.calendar.day_starts_at)
        bounds = [self.unit_ceil(self.clock_moment(hall, day, clock)) for clock in DAYPART_ENDS] + [
            self.unit_ceil(ends)
        ]
        further = [self.unit_ceil(self.clock_moment(hall, day, clock)) for clock in clocks]
        return tuple((until, bisect_left(bounds, until)) for until in sorted({*bounds, *further}))

    def clock_moment(self, hall: RuleHall, day: date, clock: time) -> datetime:
        """When the hall's clock shows that on a festival day; a time before its start is in the night after."""
        if clock < self.calendar.day_starts_at:
            day += timedelta(days=1)
        return datetime.combine(day, clock, hall.zone).astimezone(UTC)


def earliest_start(calendar: FestivalCalendar, at: datetime) -> datetime | None:
    """The value for Preferences.not_before: nothing is placed in the past, unless the festival is over already."""
    return at if calendar.day_of(at) <= calendar.ends_on else None


def units_ceil(minutes: int) -> int:
    """The fewest units that hold these minutes."""
    return -(-minutes // UNIT_MINUTES)


def changeover_units(hall: RuleHall) -> int:
    """The hall's changeover in units."""
    return units_ceil(hall.changeover)


OpenPeriods = list[tuple[datetime, datetime]]


def open_hours(hall: RuleHall, day: date, grid: TimeGrid, preferences: Preferences) -> OpenPeriods:
    """When shows may run in a hall on a festival day, in UTC: its opening hours, else those learned or preferred."""
    if any(first <= day <= last for first, last in hall.closures):
        return []
    begins, ends = day_bounds(day, hall.zone, grid.calendar.day_starts_at)
    if not hall.openings and hall.id in preferences.learned_hours:
        hall = replace(hall, openings=preferences.learned_hours[hall.id])
    if not hall.openings:
        opens, closes = (grid.clock_moment(hall, day, clock) for clock in (preferences.opens, preferences.closes))
        return [(opens, min(closes if opens < closes else ends, ends))]
    hours = _merged_opening_hours(hall, day)
    return [(max(opens, begins), min(closes, ends)) for opens, closes in hours if opens < ends and begins < closes]


def _merged_opening_hours(hall: RuleHall, day: date) -> OpenPeriods:
    """The opening hours of a day, the one before and two after it, merged where they meet."""
    hours: OpenPeriods = []
    nearby_hours = (opening_hours(hall, day + timedelta(days=number)) for number in (-1, 0, 1, 2))
    for opens, closes in sorted(chain.from_iterable(nearby_hours)):
        if hours and opens <= hours[-1][1]:
            hours[-1] = hours[-1][0], max(hours[-1][1], closes)
        else:
            hours.append((opens, closes))
    return hours


def empty_hall_intervals(
    programme: Programme, grid: TimeGrid, length: int, *, not_before: datetime | None = None
) -> Iterator[FreeInterval]:
    """Where a showing of so many units may begin in empty halls, also if it ends on the next festival day.

    A hall that states no hours is always open.
    """
    earliest = grid.unit_ceil(not_before) if not_before else 0
    for hall in programme.context.halls.values():
        closures = [day_bounds(first, hall.zone, grid.calendar.day_starts_at)[0] for first, _ in hall.closures]
        for number, day in enumerate(grid.days):
            if any(first <= day <= last for first, last in hall.closures):
                continue
            begins, ends = day_bounds(day, hall.zone, grid.calendar.day_starts_at)
            until = min((closure for closure in closures if closure >= ends), default=ends + timedelta(days=2))
            for opens, closes in _merged_opening_hours(hall, day) if hall.openings else [(begins, until)]:
                last = min(grid.unit_floor(min(closes, until)), grid.unit_ceil(ends) - 1 + length)
                if opens < ends and begins < closes:
                    start = max(earliest, grid.unit_ceil(max(opens, begins)))
                    yield FreeInterval(hall.id, number, start, last, changeover_must_fit=False)


def stays_open_past(hall: RuleHall, day: date, grid: TimeGrid, closes: int) -> bool:
    """Whether the hall's own hours go on after an interval that closes with the festival day."""
    moment, ends = grid.moment(closes), day_bounds(day, hall.zone, grid.calendar.day_starts_at)[1]
    hours = _merged_opening_hours(hall, day) if hall.openings else []
    return any(opens <= moment and moment + GRID_STEP < until and ends < until for opens, until in hours)


OccupiedSpan = tuple[int, int, UUID]


def free_intervals(
    programme: Programme, grid: TimeGrid, preferences: Preferences, *, excluding: Collection[UUID] = ()
) -> Iterator[FreeInterval]:
    """What the showings with a place, except those `excluding`, leave free of every hall's hours."""
    occupied = _occupied(programme, grid, excluding)
    for hall in programme.context.halls.values():
        for day, opens, closes in usable_hours(hall, grid, preferences):
            yield from _gaps_between(occupied.get(hall.id, []), hall, day, opens, closes)


def intervals_freed_by_removal(
    programme: Programme, grid: TimeGrid, preferences: Preferences, removable: Collection[UUID]
) -> Iterator[FreeInterval]:
    """What each of the removable showings would leave free, joined with what is free on either side of it."""
    occupied = _occupied(programme, grid)
    for hall in programme.context.halls.values():
        shows = occupied.get(hall.id, [])
        for day, opens, closes in usable_hours(hall, grid, preferences):
            for position, (start, end, uid) in enumerate(shows):
                if uid in removable and start < closes and end > opens:
                    gaps = _gaps_between(shows[:position] + shows[position + 1 :], hall, day, opens, closes)
                    yield from (replace(gap, displaced=uid) for gap in gaps if gap.opens < end and start < gap.closes)


def _occupied(programme: Programme, grid: TimeGrid, excluding: Collection[UUID] = ()) -> dict[int, list[OccupiedSpan]]:
    """By hall and start, from when to when each show needs its hall; a shared hall is never occupied."""
    occupied: dict[int, list[OccupiedSpan]] = {}
    for show in programme.scheduled:
        if not show.hall.shared and show.uid not in excluding:
            end = show.end + timedelta(minutes=show.hall.changeover)
            occupied.setdefault(show.hall.id, []).append((grid.unit_floor(show.start), grid.unit_ceil(end), show.uid))
    return occupied


def usable_hours(hall: RuleHall, grid: TimeGrid, preferences: Preferences) -> Iterator[tuple[int, int, int]]:
    """Hours by day, in units. No changeover reaches into the next day, and nothing begins in the past."""
    earliest = grid.unit_ceil(preferences.not_before) if preferences.not_before else 0
    for number, day in enumerate(grid.days):
        ends = day_bounds(day, hall.zone, grid.calendar.day_starts_at)[1] - timedelta(minutes=hall.changeover)
        for opens, closes in open_hours(hall, day, grid, preferences):
            yield number, max(earliest, grid.unit_ceil(opens)), grid.unit_floor(min(closes, ends))


def _gaps_between(
    occupied: list[OccupiedSpan], hall: RuleHall, day: int, opens: int, closes: int
) -> Iterator[FreeInterval]:
    """Free intervals between `occupied` spans, by start. A show after closing time needs its changeover, too."""
    free_from, changeover = opens, changeover_units(hall)
    for start, end, _ in occupied:
        if start - changeover >= closes:
            break
        if end > free_from:
            if free_from < start:
                yield FreeInterval(hall.id, day, free_from, min(start, closes + changeover), changeover_must_fit=True)
            free_from = max(free_from, end)
    if free_from < closes:
        yield FreeInterval(hall.id, day, free_from, closes, changeover_must_fit=False)
