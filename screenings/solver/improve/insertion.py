"""Where one showing could still go: places in what is free, cheapest first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from screenings.solver.model.costs import UnaryCosts, constraint_clock_times, film_guests, length_in_units, repeat_terms
from screenings.solver.model.precedences import BackToBackBlock, PrecedenceCosts, start_offsets
from screenings.solver.model.problem import FORBIDDEN, UNITS_PER_DAY, BinBuilder
from screenings.solver.model.rule_costs import RuleCosts
from screenings.solver.model.time_grid import (
    FreeInterval,
    TimeGrid,
    changeover_units,
    free_intervals,
    intervals_freed_by_removal,
)
from screenings.solver.preferences import Preferences
from screenings.timetable.context import RuleHall
from screenings.timetable.days import daypart
from screenings.timetable.placement import Placement
from screenings.timetable.values import PlacedShowing, Programme, Showing
from screenings.timetable.what_if import Move


@dataclass(frozen=True, slots=True)
class InsertionPosition:
    """A place and its points by itself, beside the film's other showings and after or before what it has to be.

    `displaced`: the showing that has to leave for it. `follower_moves`: those of what runs at once after it.
    """

    cost: int
    move: Move
    displaced: UUID | None = None
    follower_moves: tuple[Move, ...] = ()

    @property
    def moves(self) -> tuple[Move, ...]:
        return (self.move, *self.follower_moves)


class InsertionSearch:
    """A programme's free places. Making it costs O(n log n). `strict`: none at which there is a warning."""

    def __init__(
        self,
        programme: Programme,
        preferences: Preferences,
        *,
        unary_costs: UnaryCosts | None = None,
        strict: bool = False,
    ) -> None:
        self.programme, self.preferences = programme, preferences
        self.grid = TimeGrid(programme.calendar)
        self.halls = list(programme.context.halls)
        self.unary_costs = unary_costs or UnaryCosts(
            programme, self.grid, preferences, self.halls, rule_costs=RuleCosts(programme, preferences, strict=strict)
        )
        self.clock_times = constraint_clock_times(preferences)

    def positions(self, *block: Showing) -> list[InsertionPosition]:
        """By points; what they have already, and what they leave free, is among them. Several run as one."""
        uids = {showing.uid for showing in block}
        return self.positions_in(block, free_intervals(self.programme, self.grid, self.preferences, excluding=uids))

    def positions_displacing(self, *block: Showing, displaceable: Collection[UUID]) -> list[InsertionPosition]:
        """Their places if one of these others left; by points."""
        return self.positions_in(
            block, intervals_freed_by_removal(self.programme, self.grid, self.preferences, displaceable)
        )

    def positions_in(self, block: BackToBackBlock, intervals: Iterable[FreeInterval]) -> list[InsertionPosition]:
        """Places in these stretches: at either end, where a part of the day or anything that matters begins."""
        if not self.halls:
            return []
        places, at = [BinBuilder() for _ in block], []
        precedence_costs = PrecedenceCosts(self.programme, self.preferences, block)
        bounds = [self._breakpoints(showing, precedence_costs) for showing in block]
        for interval in intervals:
            hall = self.programme.context.halls[interval.hall]
            offsets, units = start_offsets(block, changeover_units(hall))
            last = interval.closes - units - (changeover_units(hall) if interval.changeover_must_fit else 0)
            parts = self.grid.daypart_ends(hall, self.grid.days[interval.day], self.clock_times)
            wanted = {bound - offset for offset, found in zip(offsets, bounds, strict=True) for bound in found}
            wanted |= {self._latest_start_for_children(showing, hall, interval.day) for showing in block}
            for start in self._starts(block[0], interval, last, wanted.union(until for until, _ in parts)):
                for showing, offset, found in zip(block, offsets, places, strict=True):
                    self._add(found, showing, interval, start + offset, parts)
                at.append((hall.id, [start + offset for offset in offsets], interval.displaced))
        return self._costed(block, precedence_costs, places, at)

    def _add(
        self, places: BinBuilder, showing: Showing, interval: FreeInterval, start: int, parts: Sequence[tuple[int, int]]
    ) -> None:
        part = next((part for until, part in parts if start < until), parts[-1][1])
        hall = self.halls.index(interval.hall)
        over = start + length_in_units(showing)
        places.add(hall, interval.day, start, over, changeover_must_fit=False, dayparts=((start + 1, part),))

    def _costed(
        self,
        block: BackToBackBlock,
        precedence_costs: PrecedenceCosts,
        places: list[BinBuilder],
        at: list[tuple[int, list[int], UUID | None]],
    ) -> list[InsertionPosition]:
        siblings = [self._siblings(showing) for showing in block]
        costs = [
            self.unary_costs.by_bin(showing, found, is_first=not others)
            for showing, found, others in zip(block, places, siblings, strict=True)
        ]
        found = []
        for number, (hall, starts, displaced) in enumerate(at):
            own = [cost[number] for cost in costs]
            if FORBIDDEN in own:
                continue
            shows = [self._placed(showing, hall, start) for showing, start in zip(block, starts, strict=True)]
            precedence_cost = precedence_costs.cost(shows)
            if precedence_cost == FORBIDDEN:
                continue
            siblings_cost = sum(
                self._pair_cost(show, other) for show, others in zip(shows, siblings, strict=True) for other in others
            )
            moves = [Move(show.uid, Placement(hall, show.start)) for show in shows]
            found.append(
                InsertionPosition(sum(own) + siblings_cost + precedence_cost, moves[0], displaced, tuple(moves[1:]))
            )
        return sorted(found, key=lambda one: (one.cost, one.move.starts_at, one.move.hall))

    def _starts(self, first: Showing, interval: FreeInterval, last: int, bounds: Collection[int]) -> list[int]:
        wanted = {interval.opens, last, *bounds}
        if first.starts_at is not None:
            now = self.grid.unit_ceil(first.starts_at)
            day = UNITS_PER_DAY
            wanted.add(now + day * round((interval.opens - now) / day))
            wanted.add(now)
        return sorted(start for start in wanted if interval.opens <= start <= last)

    def _breakpoints(self, showing: Showing, precedence_costs: PrecedenceCosts) -> set[int]:
        """Starts between which nothing changes: when its guests come and go, and what it has to come after ends."""
        film, units = self.programme.context.films[showing.film], length_in_units(showing)
        guests = [self.programme.context.guests[each] for each in showing.guests] or film_guests(self.programme, film)
        comes = [guest.arrives_at for guest in guests if guest.arrives_at]
        goes = [guest.departs_at for guest in guests if guest.departs_at]
        begins = {self.grid.unit_ceil(moment) for moment in comes}
        return (
            begins
            | {self.grid.unit_floor(moment) - units for moment in goes}
            | {*precedence_costs.breakpoints(showing, self.grid)}
        )

    def _latest_start_for_children(self, showing: Showing, hall: RuleHall, day: int) -> int:
        """The latest start from which a film for children is over in time."""
        until = self.programme.context.limits.children_until
        return self.grid.unit_floor(self.grid.clock_moment(hall, self.grid.days[day], until)) - length_in_units(showing)

    def _siblings(self, showing: Showing) -> list[PlacedShowing]:
        return [
            show
            for show in self.programme.scheduled
            if show.film.id == showing.film and show.uid != showing.uid and show.showing.audience == showing.audience
        ]

    def _placed(self, showing: Showing, hall: int, start: int) -> PlacedShowing:
        place = self.programme.placed_showing(replace(showing, hall=hall, starts_at=self.grid.moment(start)))
        assert place is not None
        return place

    def _pair_cost(self, place: PlacedShowing, other: PlacedShowing) -> int:
        days = abs((place.day - other.day).days)
        day_starts_at = self.programme.calendar.day_starts_at
        same_part = daypart(place.start, place.hall.zone, day_starts_at) == daypart(
            other.start, other.hall.zone, day_starts_at
        )
        terms = repeat_terms(days, same_part=same_part, same_hall=place.hall.id == other.hall.id)
        return sum(map(self.preferences.weight, terms))
