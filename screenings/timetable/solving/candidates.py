"""Where one showing could still go: places in what is free, cheapest first."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from screenings.timetable.consequences import Move
from screenings.timetable.days import daypart
from screenings.timetable.solving.costs import Costs, units_of
from screenings.timetable.solving.hours import Grid, Stretch, free_stretches, rooms
from screenings.timetable.solving.preferences import Preferences
from screenings.timetable.solving.task import FORBIDDEN, UNIT, Stretches
from screenings.timetable.values import Placed, Programme, Showing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place and its points by itself and beside the film's other showings; other showings are not asked about.

    `instead`: the showing that has to leave for it.
    """

    points: int
    move: Move
    instead: UUID | None = None


class Candidates:
    """A programme's free places. Making it costs O(n log n)."""

    def __init__(self, programme: Programme, preferences: Preferences, *, costs: Costs | None = None) -> None:
        self.programme, self.preferences = programme, preferences
        self.grid = Grid(programme.calendar)
        self.halls = list(programme.house.halls)
        self.costs = costs or Costs(programme, self.grid, preferences, self.halls)

    def of(self, showing: Showing) -> list[Candidate]:
        """By points; where the showing has a place already, that and what it leaves free are among them."""
        return self.among(showing, free_stretches(self.programme, self.grid, self.preferences, without=showing.uid))

    def instead(self, showing: Showing, others: Collection[UUID]) -> list[Candidate]:
        """Its places if one of these others left; by points."""
        return self.among(showing, rooms(self.programme, self.grid, self.preferences, others))

    def among(self, showing: Showing, free: Iterable[Stretch]) -> list[Candidate]:
        """Its places in these stretches: at either end, where a part of the day begins, and at its present hour."""
        units, places, at = units_of(showing), Stretches(), []
        for stretch in free:
            hall = self.programme.house.halls[stretch.hall]
            pause = -(-hall.changeover // UNIT)
            last = stretch.closes - units - (pause if stretch.strict else 0)
            parts = self.grid.parts(hall, self.grid.days[stretch.day])
            for start in self._starts(showing, stretch, last, parts):
                part = next((part for until, part in parts if start < until), parts[-1][1])
                places.add(
                    self.halls.index(hall.id),
                    stretch.day,
                    start,
                    start + units,
                    strict=False,
                    parts=((start + 1, part),),
                )
                at.append((hall.id, start, stretch.without))
        siblings = self._siblings(showing)
        points = self.costs.by_bucket(showing, places, is_first=not siblings)
        found = [
            Candidate(
                cost + self._beside(showing, siblings, hall, start),
                Move(showing.uid, hall, self.grid.moment(start)),
                instead,
            )
            for cost, (hall, start, instead) in zip(points, at, strict=True)
            if cost != FORBIDDEN
        ]
        return sorted(found, key=lambda one: (one.points, one.move.starts_at, one.move.hall))

    def _starts(self, showing: Showing, stretch: Stretch, last: int, parts: Iterable[tuple[int, int]]) -> list[int]:
        wanted = {stretch.opens, last, *(until for until, _ in parts)}
        if showing.starts_at is not None:
            now = self.grid.up(showing.starts_at)
            day = round(timedelta(days=1) / timedelta(minutes=UNIT))
            wanted.add(now + day * round((stretch.opens - now) / day))
            wanted.add(now)
        return sorted(start for start in wanted if stretch.opens <= start <= last)

    def _siblings(self, showing: Showing) -> list[Placed]:
        return [
            show
            for show in self.programme.live
            if show.film.id == showing.film and show.uid != showing.uid and show.showing.audience == showing.audience
        ]

    def _beside(self, showing: Showing, siblings: list[Placed], hall: int, start: int) -> int:
        place = self.programme.place(replace(showing, hall=hall, starts_at=self.grid.moment(start)))
        assert place is not None
        return sum(self._pair(place, other) for other in siblings)

    def _pair(self, place: Placed, other: Placed) -> int:
        days = abs((place.day - other.day).days)
        day_starts_at = self.programme.calendar.day_starts_at
        same_part = daypart(place.start, place.hall.zone, day_starts_at) == daypart(
            other.start, other.hall.zone, day_starts_at
        )
        return sum(self._paid(days, same_part, same_hall=place.hall.id == other.hall.id))

    def _paid(self, days: int, same_part: bool, *, same_hall: bool) -> Iterator[int]:
        weight = self.preferences.weight
        if days == 0:
            yield weight("same-day")
        if days == 1:
            yield weight("next-day")
        if same_part:
            yield weight("same-part")
        if same_hall:
            yield weight("same-hall")
