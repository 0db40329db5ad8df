"""What each place costs a showing by itself, in points: what the rules say there, its seats, its hour, the wishes."""

from collections.abc import Iterator
from datetime import time

from screenings.timetable.house import PUBLIC
from screenings.timetable.solving.hours import EVENING, PARTS, Grid
from screenings.timetable.solving.preferences import Preferences, Wish
from screenings.timetable.solving.task import FORBIDDEN, UNIT, Bucket, Stretches
from screenings.timetable.solving.verdicts import Verdicts
from screenings.timetable.values import Programme, Showing

TENS, SPACIOUS = 10, 4  # people turned away a point; seats for each one expected above which a hall is too large


def expected_at(programme: Programme, showing: Showing) -> int | None:
    """How many people are expected: at this showing, else for a public one at the film's."""
    if showing.expected_audience is not None or showing.audience != PUBLIC:
        return showing.expected_audience
    return programme.house.films[showing.film].expected_audience


def units_of(showing: Showing) -> int:
    return -(-showing.length // UNIT)


def wished_clocks(preferences: Preferences) -> set[time]:
    """The hours at which a wish begins or ends to be met."""
    return {clock for wish in preferences.wishes for clock in (wish.begins, wish.until) if clock is not None}


class Costs:
    """`halls` are the ids behind the buckets' hall numbers."""

    def __init__(self, programme: Programme, grid: Grid, preferences: Preferences, halls: list[int]) -> None:
        self.programme, self.grid, self.preferences, self.halls = programme, grid, preferences, halls
        self.verdicts = Verdicts(programme, preferences)

    def by_bucket(self, showing: Showing, stretches: Stretches, *, is_first: bool) -> list[int]:
        """FORBIDDEN where it does not fit, breaks a rule held as an error or a wish that is a must."""
        units, by_part = units_of(showing), [0] * len(PARTS)
        if is_first:
            by_part = [self.preferences.weight("premiere-hour") * (part != EVENING) for part in range(len(PARTS))]
        in_hall = [self._in_hall(showing, hall) for hall in self.halls]
        on_day = [self.verdicts.on_day(showing, self.halls[0], day) for day in self.grid.days]
        costs = [
            FORBIDDEN
            if room < units or in_hall[hall] < 0 or on_day[day] < 0
            else in_hall[hall] + on_day[day] + by_part[part]
            for room, hall, day, part in stretches.rooms
        ]
        wishes = [wish for wish in self.preferences.wishes if self._concerns(wish, showing)]
        if wishes or self.verdicts.minds_hours(showing):
            for number, bucket in enumerate(stretches.buckets):
                if costs[number] != FORBIDDEN:
                    costs[number] = self._at_its_hours(showing, bucket, stretches, costs[number], wishes)
        return costs

    def _at_its_hours(
        self, showing: Showing, bucket: Bucket, stretches: Stretches, points: int, wishes: list[Wish]
    ) -> int:
        segment = stretches.segments[bucket.segment]
        last = min(bucket.until - 1, segment.closes - units_of(showing) - (segment.pause if segment.strict else 0))
        found = [points, self._at_hours(showing, bucket, last), *(self._unmet(wish, bucket, last) for wish in wishes)]
        return FORBIDDEN if FORBIDDEN in found else sum(found)

    def _in_hall(self, showing: Showing, hall: int) -> int:
        points = self.verdicts.in_hall(showing, hall)
        expected, seats = expected_at(self.programme, showing), self.programme.house.halls[hall].capacity
        if points != FORBIDDEN and expected is not None and seats is not None:
            points += self.preferences.weight("turned-away") * -(-max(0, expected - seats) // TENS)
            points += self.preferences.weight("too-large") * (seats > SPACIOUS * expected)
        return points

    def _at_hours(self, showing: Showing, bucket: Bucket, last: int) -> int:
        """The worse of its earliest and its latest start there: where in the bucket it will lie is open."""
        hall = self.halls[bucket.hall]
        found = [self.verdicts.at_hour(showing, hall, self.grid.moment(unit)) for unit in (bucket.begins, last)]
        return FORBIDDEN if FORBIDDEN in found else max(found)

    def _concerns(self, wish: Wish, showing: Showing) -> bool:
        section = self.programme.house.films[showing.film].section
        return showing.uid in wish.uids or showing.film in wish.films or section in wish.sections

    def _unmet(self, wish: Wish, bucket: Bucket, last: int) -> int:
        """A bucket never reaches across an hour at which a wish begins or ends."""
        is_there = all(self._inside(wish, bucket, last))
        if is_there != wish.avoid:
            return 0
        return FORBIDDEN if wish.points is None else self.preferences.weight("wishes") * wish.points

    def _inside(self, wish: Wish, bucket: Bucket, last: int) -> Iterator[bool]:
        hall, day = self.programme.house.halls[self.halls[bucket.hall]], self.grid.days[bucket.day]
        yield not wish.halls or hall.id in wish.halls
        yield not wish.days or day in wish.days
        yield wish.begins is None or self.grid.up(self.grid.struck(hall, day, wish.begins)) <= bucket.begins
        yield wish.until is None or last < self.grid.up(self.grid.struck(hall, day, wish.until))
