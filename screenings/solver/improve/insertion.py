"""Where one showing could still go: places in what is free, cheapest first."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from screenings.solver.model.costs import Costs, guests_of, units_of, wished_clocks
from screenings.solver.model.precedences import Block, Sequels, offsets_of
from screenings.solver.model.problem import FORBIDDEN, UNIT, Stretches
from screenings.solver.model.rule_costs import Verdicts
from screenings.solver.model.time_grid import Grid, Stretch, free_stretches, pause_of, rooms
from screenings.solver.preferences import Preferences
from screenings.timetable.context import HallFacts
from screenings.timetable.days import daypart
from screenings.timetable.values import Placed, Programme, Showing
from screenings.timetable.what_if import Move


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place and its points by itself, beside the film's other showings and after or before what it has to be.

    `instead`: the showing that has to leave for it. `along`: the moves of what runs at once after it.
    """

    points: int
    move: Move
    instead: UUID | None = None
    along: tuple[Move, ...] = ()

    @property
    def moves(self) -> tuple[Move, ...]:
        return (self.move, *self.along)


class Candidates:
    """A programme's free places. Making it costs O(n log n). `strict`: none at which there is a warning."""

    def __init__(
        self, programme: Programme, preferences: Preferences, *, costs: Costs | None = None, strict: bool = False
    ) -> None:
        self.programme, self.preferences = programme, preferences
        self.grid = Grid(programme.calendar)
        self.halls = list(programme.house.halls)
        self.costs = costs or Costs(
            programme, self.grid, preferences, self.halls, verdicts=Verdicts(programme, preferences, strict=strict)
        )
        self.clocks = wished_clocks(preferences)

    def of(self, *block: Showing) -> list[Candidate]:
        """By points; what they have already, and what they leave free, is among them. Several run as one."""
        uids = {showing.uid for showing in block}
        return self.among(block, free_stretches(self.programme, self.grid, self.preferences, without=uids))

    def instead(self, *block: Showing, others: Collection[UUID]) -> list[Candidate]:
        """Their places if one of these others left; by points."""
        return self.among(block, rooms(self.programme, self.grid, self.preferences, others))

    def among(self, block: Block, free: Iterable[Stretch]) -> list[Candidate]:
        """Places in these stretches: at either end, where a part of the day or anything that matters begins."""
        if not self.halls:
            return []
        places, at = [Stretches() for _ in block], []
        orders = Sequels(self.programme, self.preferences, block)
        bounds = [self._bounds(showing, orders) for showing in block]
        for stretch in free:
            hall = self.programme.house.halls[stretch.hall]
            offsets, units = offsets_of(block, pause_of(hall))
            last = stretch.closes - units - (pause_of(hall) if stretch.strict else 0)
            parts = self.grid.parts(hall, self.grid.days[stretch.day], self.clocks)
            wanted = {bound - offset for offset, found in zip(offsets, bounds, strict=True) for bound in found}
            wanted |= {self._over_for_children(showing, hall, stretch.day) for showing in block}
            for start in self._starts(block[0], stretch, last, wanted.union(until for until, _ in parts)):
                for showing, offset, found in zip(block, offsets, places, strict=True):
                    self._add(found, showing, stretch, start + offset, parts)
                at.append((hall.id, [start + offset for offset in offsets], stretch.without))
        return self._priced(block, orders, places, at)

    def _add(
        self, places: Stretches, showing: Showing, stretch: Stretch, start: int, parts: Sequence[tuple[int, int]]
    ) -> None:
        part = next((part for until, part in parts if start < until), parts[-1][1])
        hall = self.halls.index(stretch.hall)
        over = start + units_of(showing)
        places.add(hall, stretch.day, start, over, strict=False, parts=((start + 1, part),))

    def _priced(
        self, block: Block, orders: Sequels, places: list[Stretches], at: list[tuple[int, list[int], UUID | None]]
    ) -> list[Candidate]:
        siblings = [self._siblings(showing) for showing in block]
        costs = [
            self.costs.by_bucket(showing, found, is_first=not others)
            for showing, found, others in zip(block, places, siblings, strict=True)
        ]
        found = []
        for number, (hall, starts, instead) in enumerate(at):
            own = [cost[number] for cost in costs]
            if FORBIDDEN in own:
                continue
            shows = [self._placed(showing, hall, start) for showing, start in zip(block, starts, strict=True)]
            ordered = orders.points(shows)
            if ordered == FORBIDDEN:
                continue
            beside = sum(
                self._pair(show, other) for show, others in zip(shows, siblings, strict=True) for other in others
            )
            moves = [Move(show.uid, hall, show.start) for show in shows]
            found.append(Candidate(sum(own) + beside + ordered, moves[0], instead, tuple(moves[1:])))
        return sorted(found, key=lambda one: (one.points, one.move.starts_at, one.move.hall))

    def _starts(self, first: Showing, stretch: Stretch, last: int, bounds: Collection[int]) -> list[int]:
        wanted = {stretch.opens, last, *bounds}
        if first.starts_at is not None:
            now = self.grid.up(first.starts_at)
            day = round(timedelta(days=1) / timedelta(minutes=UNIT))
            wanted.add(now + day * round((stretch.opens - now) / day))
            wanted.add(now)
        return sorted(start for start in wanted if stretch.opens <= start <= last)

    def _bounds(self, showing: Showing, orders: Sequels) -> set[int]:
        """Starts between which nothing changes: when its guests come and go, and what it has to come after ends."""
        film, units = self.programme.house.films[showing.film], units_of(showing)
        guests = [self.programme.house.guests[each] for each in showing.guests] or guests_of(self.programme, film)
        comes = [guest.arrives_at for guest in guests if guest.arrives_at]
        goes = [guest.departs_at for guest in guests if guest.departs_at]
        begins = {self.grid.up(moment) for moment in comes}
        return begins | {self.grid.down(moment) - units for moment in goes} | {*orders.bounds(showing, self.grid)}

    def _over_for_children(self, showing: Showing, hall: HallFacts, day: int) -> int:
        """The latest start from which a film for children is over in time."""
        until = self.programme.house.limits.children_until
        return self.grid.down(self.grid.struck(hall, self.grid.days[day], until)) - units_of(showing)

    def _siblings(self, showing: Showing) -> list[Placed]:
        return [
            show
            for show in self.programme.live
            if show.film.id == showing.film and show.uid != showing.uid and show.showing.audience == showing.audience
        ]

    def _placed(self, showing: Showing, hall: int, start: int) -> Placed:
        place = self.programme.place(replace(showing, hall=hall, starts_at=self.grid.moment(start)))
        assert place is not None
        return place

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
