"""When a hall can be used, on a grid of five minutes that begins with the festival's first day."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import chain
from math import ceil, floor
from uuid import UUID

from screenings.solver.model.problem import UNIT
from screenings.solver.preferences import Preferences
from screenings.timetable.context import HallFacts
from screenings.timetable.days import day_bounds
from screenings.timetable.rules.halls import opening_hours
from screenings.timetable.values import Calendar, Programme

# The parts of a day end when these hours strike, as days.daypart() has it; the last with the festival day.
PARTS = ("morning", "afternoon", "evening", "night")
PART_ENDS = (time(12), time(17), time(22))
EVENING = PARTS.index("evening")
STEP = timedelta(minutes=UNIT)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A free stretch of a hall's festival day, in units. `strict`: the hall is needed again when it closes.

    `without`: the one showing that would have to leave for it to be free.
    """

    hall: int
    day: int
    opens: int
    closes: int
    strict: bool
    without: UUID | None = None


@dataclass(frozen=True)
class Grid:
    """Units of five minutes, counted in elapsed time, so that nights on which the clock changes are right."""

    calendar: Calendar

    @cached_property
    def begins(self) -> datetime:
        return day_bounds(self.calendar.starts_on, self.calendar.zone, self.calendar.day_starts_at)[0]

    @cached_property
    def days(self) -> tuple[date, ...]:
        count = (self.calendar.ends_on - self.calendar.starts_on).days + 1
        return tuple(self.calendar.starts_on + timedelta(days=number) for number in range(count))

    def down(self, moment: datetime) -> int:
        return floor((moment - self.begins) / STEP)

    def up(self, moment: datetime) -> int:
        return ceil((moment - self.begins) / STEP)

    def moment(self, unit: int) -> datetime:
        """In UTC."""
        return self.begins + unit * STEP

    def parts(self, hall: HallFacts, day: date, clocks: Collection[time] = ()) -> tuple[tuple[int, int], ...]:
        """Until when it is which part of a day by the hall's clock, parted further where `clocks` strike."""
        _, ends = day_bounds(day, hall.zone, self.calendar.day_starts_at)
        bounds = [self.up(self.struck(hall, day, clock)) for clock in PART_ENDS] + [self.up(ends)]
        further = [self.up(self.struck(hall, day, clock)) for clock in clocks]
        return tuple((until, bisect_left(bounds, until)) for until in sorted({*bounds, *further}))

    def struck(self, hall: HallFacts, day: date, clock: time) -> datetime:
        """When the hall's clock shows that on a festival day; before the day's start it is the night after."""
        if clock < self.calendar.day_starts_at:
            day += timedelta(days=1)
        return datetime.combine(day, clock, hall.zone).astimezone(UTC)


def open_from(calendar: Calendar, at: datetime) -> datetime | None:
    """For Preferences.not_before: what has passed is no place, but a festival that is over may still be tidied."""
    return at if calendar.day_of(at) <= calendar.ends_on else None


def pause_of(hall: HallFacts) -> int:
    """Its changeover in units."""
    return -(-hall.changeover // UNIT)


Hours = list[tuple[datetime, datetime]]


def open_hours(hall: HallFacts, day: date, grid: Grid, preferences: Preferences) -> Hours:
    """When shows may run in a hall on a festival day, in UTC: its opening hours, else those preferred."""
    if any(first <= day <= last for first, last in hall.closures):
        return []
    begins, ends = day_bounds(day, hall.zone, grid.calendar.day_starts_at)
    if not hall.openings:
        opens, closes = (grid.struck(hall, day, clock) for clock in (preferences.opens, preferences.closes))
        return [(opens, min(closes if opens < closes else ends, ends))]
    hours = _merged(hall, day)
    return [(max(opens, begins), min(closes, ends)) for opens, closes in hours if opens < ends and begins < closes]


def _merged(hall: HallFacts, day: date) -> Hours:
    """The hours of a day, the one before and two after it, as far as they meet."""
    hours: Hours = []
    around = (opening_hours(hall, day + timedelta(days=number)) for number in (-1, 0, 1, 2))
    for opens, closes in sorted(chain.from_iterable(around)):
        if hours and opens <= hours[-1][1]:
            hours[-1] = hours[-1][0], max(hours[-1][1], closes)
        else:
            hours.append((opens, closes))
    return hours


def empty_stretches(
    programme: Programme, grid: Grid, units: int, *, not_before: datetime | None = None
) -> Iterator[Stretch]:
    """Where something of that length may begin with nothing else on, also if it ends on the next festival day.

    A hall that states no hours is always open.
    """
    first = grid.up(not_before) if not_before else 0
    for hall in programme.house.halls.values():
        shut = [day_bounds(first, hall.zone, grid.calendar.day_starts_at)[0] for first, _ in hall.closures]
        for number, day in enumerate(grid.days):
            if any(shuts <= day <= until for shuts, until in hall.closures):
                continue
            begins, ends = day_bounds(day, hall.zone, grid.calendar.day_starts_at)
            until = min((each for each in shut if each >= ends), default=ends + timedelta(days=2))
            for opens, closes in _merged(hall, day) if hall.openings else [(begins, until)]:
                last = min(grid.down(min(closes, until)), grid.up(ends) - 1 + units)
                if opens < ends and begins < closes:
                    yield Stretch(hall.id, number, max(first, grid.up(max(opens, begins))), last, strict=False)


def is_open_on(hall: HallFacts, day: date, grid: Grid, closes: int) -> bool:
    """Whether its own hours, there, go on when a stretch closes with the festival day: a show may reach into them."""
    moment, ends = grid.moment(closes), day_bounds(day, hall.zone, grid.calendar.day_starts_at)[1]
    hours = _merged(hall, day) if hall.openings else []
    return any(opens <= moment and moment + STEP < until and ends < until for opens, until in hours)


Taken = tuple[int, int, UUID]


def free_stretches(
    programme: Programme, grid: Grid, preferences: Preferences, *, without: Collection[UUID] = ()
) -> Iterator[Stretch]:
    """What is left of every hall's hours beside the showings that have a place, but for some of them."""
    taken = _taken(programme, grid, without)
    for hall in programme.house.halls.values():
        for day, opens, closes in _all_hours(hall, grid, preferences):
            yield from _between(taken.get(hall.id, []), hall, day, opens, closes)


def rooms(programme: Programme, grid: Grid, preferences: Preferences, others: Collection[UUID]) -> Iterator[Stretch]:
    """What each of these showings would leave free if it went, with what is free already on either side of it."""
    taken = _taken(programme, grid)
    for hall in programme.house.halls.values():
        shows = taken.get(hall.id, [])
        for day, opens, closes in _all_hours(hall, grid, preferences):
            for place, (begins, over, uid) in enumerate(shows):
                if uid in others and begins < closes and over > opens:
                    around = _between(shows[:place] + shows[place + 1 :], hall, day, opens, closes)
                    yield from (
                        replace(free, without=uid) for free in around if free.opens < over and begins < free.closes
                    )


def _taken(programme: Programme, grid: Grid, without: Collection[UUID] = ()) -> dict[int, list[Taken]]:
    """By hall and start, until when each show needs its hall; a shared hall is never taken."""
    taken: dict[int, list[Taken]] = {}
    for show in programme.live:
        if not show.hall.shared and show.uid not in without:
            over = show.end + timedelta(minutes=show.hall.changeover)
            taken.setdefault(show.hall.id, []).append((grid.down(show.start), grid.up(over), show.uid))
    return taken


def _all_hours(hall: HallFacts, grid: Grid, preferences: Preferences) -> Iterator[tuple[int, int, int]]:
    """By day, in units. No day's last changeover reaches into the next day, and nothing lies in the past."""
    first = grid.up(preferences.not_before) if preferences.not_before else 0
    for number, day in enumerate(grid.days):
        ends = day_bounds(day, hall.zone, grid.calendar.day_starts_at)[1] - timedelta(minutes=hall.changeover)
        for opens, closes in open_hours(hall, day, grid, preferences):
            yield number, max(first, grid.up(opens)), grid.down(min(closes, ends))


def _between(taken: list[Taken], hall: HallFacts, day: int, opens: int, closes: int) -> Iterator[Stretch]:
    """`taken` by start. A show after closing time, too, wants its changeover before it."""
    free, pause = opens, pause_of(hall)
    for begins, over, _ in taken:
        if begins - pause >= closes:
            break
        if over > free:
            if free < begins:
                yield Stretch(hall.id, day, free, min(begins, closes + pause), strict=True)
            free = max(free, over)
    if free < closes:
        yield Stretch(hall.id, day, free, closes, strict=False)
