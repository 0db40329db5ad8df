"""Capacity: which showings need more hall hours than are free in the halls and on the days that they can use."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import applies_to, length_in_units
from screenings.solver.model.problem import FORBIDDEN, UNIT_MINUTES
from screenings.solver.model.rule_costs import RuleCosts
from screenings.solver.model.time_grid import FreeInterval, TimeGrid, changeover_units, free_intervals, stays_open_past
from screenings.solver.preferences import Preferences
from screenings.timetable.formats import can_show, formats_needed
from screenings.timetable.values import Programme, Showing

MAX_SUBSETS: Final = 400  # sets of halls and days


@dataclass(frozen=True, slots=True)
class CapacityShortage:
    """At least `unplaceable` of `uids` cannot be placed, as all of them can only go into `halls`.

    All times are minutes and include changeovers: what the showings need, what is free, and the longest free interval.
    `free_days`: on how many days anything is free. `format`: the format that keeps them out of other halls, where all
    need the same. `halls_without_hours`: those of the halls that state no hours, where only the preferred hours are
    counted.
    """

    uids: tuple[UUID, ...]
    unplaceable: int
    needed_minutes: int
    free_minutes: int
    longest_free_minutes: int
    halls: tuple[int, ...]
    free_days: int
    format: str = ""
    halls_without_hours: tuple[int, ...] = ()


def capacity_shortages(
    fixed: Programme, movable: list[Showing], preferences: Preferences, rule_costs: RuleCosts
) -> Iterator[CapacityShortage]:
    """Find the shortages that what is fixed leaves, for smaller sets of halls first.

    A larger set is reported only where it lacks more than the smaller ones within it. A bound, not a packing: what is
    not reported may still be infeasible.
    """
    if movable:
        yield from _CapacityCheck(fixed, movable, preferences, rule_costs).shortages()


def _union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


class _CapacityCheck:
    def __init__(
        self, fixed: Programme, movable: list[Showing], preferences: Preferences, rule_costs: RuleCosts
    ) -> None:
        self.programme, self.preferences, self.grid = fixed, preferences, TimeGrid(fixed.calendar)
        self.rule_costs = rule_costs
        self.halls = list(fixed.context.halls.values())
        self.intervals_by_cell: defaultdict[tuple[int, int], list[FreeInterval]] = defaultdict(list)
        for interval in free_intervals(fixed, self.grid, preferences):
            self.intervals_by_cell[interval.hall, interval.day].append(interval)
        self.cells = list(self.intervals_by_cell)
        self.hall_mask: defaultdict[int, int] = defaultdict(int)
        self.day_mask: defaultdict[date, int] = defaultdict(int)
        for bit, (hall, day) in enumerate(self.cells):
            self.hall_mask[hall] |= 1 << bit
            self.day_mask[self.grid.days[day]] |= 1 << bit
        self.hard_constraints = [
            constraint
            for constraint in preferences.slot_constraints
            if constraint.penalty is None and not constraint.avoid
        ]
        self.by_mask: defaultdict[int, list[Showing]] = defaultdict(list)
        for showing in movable:
            self.by_mask[self._mask(showing)].append(showing)

    def _mask(self, showing: Showing) -> int:
        """The cells (hall and day) that may take the showing, one bit each; too many rather than too few."""
        halls = {hall for hall, points in self.rule_costs.hall_costs(showing).items() if points != FORBIDDEN}
        days = {day for day, points in self.rule_costs.day_costs(showing).items() if points != FORBIDDEN}
        for constraint in self.hard_constraints:
            if applies_to(self.programme, constraint, showing):
                halls &= constraint.halls or halls
                days &= constraint.days or days
        return _union(self.hall_mask[hall] for hall in halls) & _union(self.day_mask[day] for day in days)

    def shortages(self) -> Iterator[CapacityShortage]:
        reported: list[tuple[int, int]] = []
        for mask in sorted(self.by_mask, key=lambda mask: (mask.bit_count(), mask))[:MAX_SUBSETS]:
            confined = [s for smaller, showings in self.by_mask.items() if smaller | mask == mask for s in showings]
            shortage = self._shortage(mask, confined) if mask else None
            if shortage and shortage.unplaceable > sum(short for smaller, short in reported if smaller | mask == mask):
                reported.append((mask, shortage.unplaceable))
                yield shortage

    def _shortage(self, mask: int, showings: list[Showing]) -> CapacityShortage | None:
        """Count how many fit at most: the shortest ones, each with the shortest changeover of these halls.

        An interval holds no more of them than it would hold of the shortest.
        """
        cells = [cell for bit, cell in enumerate(self.cells) if mask >> bit & 1]
        halls = {hall: changeover_units(self.programme.context.halls[hall]) for hall, _ in cells}
        if any(self.programme.context.halls[hall].shared for hall in halls):
            return None
        longest = max(length_in_units(showing) for showing in showings)
        capacities = [
            self._interval_capacity(interval, longest) for cell in cells for interval in self.intervals_by_cell[cell]
        ]
        capacity = sum(capacities)
        changeover = min(halls.values())
        sizes = sorted(length_in_units(showing) + changeover for showing in showings)
        fitting, used = 0, 0
        for size in sizes:
            if used + size > capacity:
                break
            fitting, used = fitting + 1, used + size
        fitting = min(fitting, sum(interval_capacity // max(1, sizes[0]) for interval_capacity in capacities))
        if fitting == len(sizes):
            return None
        return CapacityShortage(
            uids=tuple(showing.uid for showing in showings),
            unplaceable=len(sizes) - fitting,
            needed_minutes=sum(sizes) * UNIT_MINUTES,
            free_minutes=capacity * UNIT_MINUTES,
            longest_free_minutes=max(capacities) * UNIT_MINUTES,
            halls=tuple(sorted(halls)),
            free_days=len({day for _, day in cells}),
            format=self._binding_format(showings, halls),
            halls_without_hours=tuple(
                sorted(hall for hall in halls if not self.programme.context.halls[hall].openings)
            ),
        )

    def _interval_capacity(self, interval: FreeInterval, longest: int) -> int:
        """Units free, with room for the last changeover, which matters only where the hall is needed again.

        Where a hall's hours go on after the festival day, the last show may, too, although no proposal makes use of it.
        """
        hall = self.programme.context.halls[interval.hall]
        capacity = interval.closes - interval.opens + (0 if interval.changeover_must_fit else changeover_units(hall))
        goes_on = not interval.changeover_must_fit and stays_open_past(
            hall, self.grid.days[interval.day], self.grid, interval.closes
        )
        return capacity + longest if goes_on else capacity

    def _binding_format(self, showings: list[Showing], halls: Iterable[int]) -> str:
        """The format that all of them need and no other hall can show; empty where there is none."""
        needed = [formats_needed(self.programme.context, showing) for showing in showings]
        other_halls = [hall for hall in self.halls if hall.id not in halls]
        shared = (
            [formats for formats in needed[0] if all(formats in alternatives for alternatives in needed)]
            if other_halls
            else []
        )
        rare = (formats for formats in shared if not any(can_show(hall, formats) for hall in other_halls))
        return " or ".join(next(rare, ()))
