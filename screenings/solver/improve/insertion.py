"""Insertion positions of one showing, or of a block: free places, cheapest first, with all others where they are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
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
    """A place and its cost in points: by itself, beside the film's other showings, and for precedences.

    `displaced`: the showing that has to leave for it. `follower_moves`: the moves of what runs back to back after it.
    """

    cost: int
    move: Move
    displaced: UUID | None = None
    follower_moves: tuple[Move, ...] = ()

    @property
    def moves(self) -> tuple[Move, ...]:
        return (self.move, *self.follower_moves)


class InsertionSearch:
    """Finds a programme's free places; O(n log n) to make. `strict`: places with a warning are left out."""

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
        """Positions by cost, the present place and what it leaves free among them. A block runs back to back."""
        uids = {showing.uid for showing in block}
        return self.positions_in(block, free_intervals(self.programme, self.grid, self.preferences, excluding=uids))

    def positions_displacing(self, *block: Showing, displaceable: Collection[UUID]) -> list[InsertionPosition]:
        """Positions by cost that would be free if one of the displaceable showings left."""
        return self.positions_in(
            block, intervals_freed_by_removal(self.programme, self.grid, self.preferences, displaceable)
        )

    def positions_in(self, block: BackToBackBlock, intervals: Iterable[FreeInterval]) -> list[InsertionPosition]:
        """Positions in these intervals: at either end, and where a part of the day or anything that matters begins."""
        if not self.halls:
            return []
        bin_builders, slots = [BinBuilder() for _ in block], []
        precedence_costs = PrecedenceCosts(self.programme, self.preferences, block)
        breakpoints = [self._breakpoints(showing, precedence_costs) for showing in block]
        for interval in intervals:
            hall = self.programme.context.halls[interval.hall]
            offsets, duration = start_offsets(block, changeover_units(hall))
            latest_start = interval.closes - duration - (changeover_units(hall) if interval.changeover_must_fit else 0)
            daypart_ends = self.grid.daypart_ends(hall, self.grid.days[interval.day], self.clock_times)
            starts = {unit - offset for offset, units in zip(offsets, breakpoints, strict=True) for unit in units}
            starts |= {self._latest_start_for_children(showing, hall, interval.day) for showing in block}
            for start in self._starts(
                block[0], interval, latest_start, starts.union(until for until, _ in daypart_ends)
            ):
                for showing, offset, bin_builder in zip(block, offsets, bin_builders, strict=True):
                    self._add(bin_builder, showing, interval, start + offset, daypart_ends)
                slots.append((hall.id, [start + offset for offset in offsets], interval.displaced))
        return self._costed(block, precedence_costs, bin_builders, slots)

    def _add(
        self,
        bin_builder: BinBuilder,
        showing: Showing,
        interval: FreeInterval,
        start: int,
        daypart_ends: Sequence[tuple[int, int]],
    ) -> None:
        current = next((number for until, number in daypart_ends if start < until), daypart_ends[-1][1])
        hall = self.halls.index(interval.hall)
        end = start + length_in_units(showing)
        bin_builder.add(hall, interval.day, start, end, changeover_must_fit=False, dayparts=((start + 1, current),))

    def _costed(
        self,
        block: BackToBackBlock,
        precedence_costs: PrecedenceCosts,
        bin_builders: list[BinBuilder],
        slots: list[tuple[int, list[int], UUID | None]],
    ) -> list[InsertionPosition]:
        siblings = [self._siblings(showing) for showing in block]
        costs = [
            self.unary_costs.by_bin(showing, bin_builder, is_first=not other_shows)
            for showing, bin_builder, other_shows in zip(block, bin_builders, siblings, strict=True)
        ]
        positions = []
        for number, (hall, starts, displaced) in enumerate(slots):
            unary = [cost[number] for cost in costs]
            if FORBIDDEN in unary:
                continue
            shows = [self._placed(showing, hall, start) for showing, start in zip(block, starts, strict=True)]
            precedence_cost = precedence_costs.cost(shows)
            if precedence_cost == FORBIDDEN:
                continue
            siblings_cost = sum(
                self._pair_cost(show, other)
                for show, other_shows in zip(shows, siblings, strict=True)
                for other in other_shows
            )
            moves = [Move(show.uid, Placement(hall, show.start)) for show in shows]
            positions.append(
                InsertionPosition(sum(unary) + siblings_cost + precedence_cost, moves[0], displaced, tuple(moves[1:]))
            )
        return sorted(positions, key=lambda position: (position.cost, position.move.starts_at, position.move.hall))

    def _starts(
        self, showing: Showing, interval: FreeInterval, latest_start: int, breakpoints: Collection[int]
    ) -> list[int]:
        starts = {interval.opens, latest_start, *breakpoints}
        if showing.starts_at is not None:
            current_start = self.grid.unit_ceil(showing.starts_at)
            days = round((interval.opens - current_start) / UNITS_PER_DAY)
            starts.add(current_start + days * UNITS_PER_DAY)
            starts.add(current_start)
        return sorted(start for start in starts if interval.opens <= start <= latest_start)

    def _breakpoints(self, showing: Showing, precedence_costs: PrecedenceCosts) -> set[int]:
        """Starts, in units, between which no cost changes: guests come or go, a precedence begins or ceases to hold."""
        film, duration = self.programme.context.films[showing.film], length_in_units(showing)
        guests = [self.programme.context.guests[guest] for guest in showing.guests] or film_guests(self.programme, film)
        arrivals = [guest.arrives_at for guest in guests if guest.arrives_at]
        departures = [guest.departs_at for guest in guests if guest.departs_at]
        begins = {self.grid.unit_ceil(moment) for moment in arrivals}
        return (
            begins
            | {self.grid.unit_floor(moment) - duration for moment in departures}
            | {*precedence_costs.breakpoints(showing, self.grid)}
        )

    def _latest_start_for_children(self, showing: Showing, hall: RuleHall, day: int) -> int:
        """The latest start, in units, from which a film for children ends in time."""
        until = self.programme.context.limits.children_until
        return self.grid.unit_floor(self.grid.clock_moment(hall, self.grid.days[day], until)) - length_in_units(showing)

    def _siblings(self, showing: Showing) -> list[PlacedShowing]:
        return [
            show
            for show in self.programme.scheduled
            if show.film.id == showing.film and show.uid != showing.uid and show.showing.audience == showing.audience
        ]

    def _placed(self, showing: Showing, hall: int, start: int) -> PlacedShowing:
        show = self.programme.placed_showing(showing.at(Placement(hall, self.grid.moment(start))))
        assert show is not None
        return show

    def _pair_cost(self, show: PlacedShowing, other: PlacedShowing) -> int:
        days = abs((show.day - other.day).days)
        day_starts_at = self.programme.calendar.day_starts_at
        same_part = daypart(show.start, show.hall.zone, day_starts_at) == daypart(
            other.start, other.hall.zone, day_starts_at
        )
        terms = repeat_terms(days, same_part=same_part, same_hall=show.hall.id == other.hall.id)
        return sum(map(self.preferences.weight, terms))
