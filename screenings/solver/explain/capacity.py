"""Where more is to be shown than there is room for, in hours: of all that can only go into some halls on some days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import concerns, units_of
from screenings.solver.model.problem import FORBIDDEN, UNIT
from screenings.solver.model.rule_costs import Verdicts
from screenings.solver.model.time_grid import Grid, Stretch, free_stretches, is_open_on, pause_of
from screenings.solver.preferences import Preferences
from screenings.timetable.formats import can_show, formats_needed
from screenings.timetable.values import Programme, Showing

LOOKED_AT: Final = 400  # sets of halls and days


@dataclass(frozen=True, slots=True)
class Shortage:
    """Of `uids`, which can only go into these halls, `short` at least have no room.

    Minutes with changeovers: what they need, what is free, and the longest of it at a stretch. `days`: how many there
    is anything free on. `format` where all are shown in one and that is what keeps them out of other halls. `unstated`:
    of the halls those without hours of their own, of which only those that a proposal uses are counted.
    """

    uids: tuple[UUID, ...]
    short: int
    needed: int
    free: int
    longest: int
    halls: tuple[int, ...]
    days: int
    format: str = ""
    unstated: tuple[int, ...] = ()


def shortages(kept: Programme, free: list[Showing], preferences: Preferences, verdicts: Verdicts) -> Iterator[Shortage]:
    """Beside what is kept. Smaller sets of halls first; a larger one only where it is short of more than they are."""
    if free:
        yield from _Rooms(kept, free, preferences, verdicts).short()


def _union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


class _Rooms:
    def __init__(self, kept: Programme, free: list[Showing], preferences: Preferences, verdicts: Verdicts) -> None:
        self.programme, self.preferences, self.grid = kept, preferences, Grid(kept.calendar)
        self.verdicts = verdicts
        self.halls = list(kept.house.halls.values())
        self.cells: defaultdict[tuple[int, int], list[Stretch]] = defaultdict(list)
        for stretch in free_stretches(kept, self.grid, preferences):
            self.cells[stretch.hall, stretch.day].append(stretch)
        self.order = list(self.cells)
        self.of_hall: defaultdict[int, int] = defaultdict(int)
        self.of_day: defaultdict[date, int] = defaultdict(int)
        for bit, (hall, day) in enumerate(self.order):
            self.of_hall[hall] |= 1 << bit
            self.of_day[self.grid.days[day]] |= 1 << bit
        self.musts = [wish for wish in preferences.wishes if wish.points is None and not wish.avoid]
        self.by_mask: defaultdict[int, list[Showing]] = defaultdict(list)
        for showing in free:
            self.by_mask[self._mask(showing)].append(showing)

    def _mask(self, showing: Showing) -> int:
        """The halls' days it may go to, one bit each; rather one too many than one too few."""
        halls = {hall for hall, points in self.verdicts.in_halls(showing).items() if points != FORBIDDEN}
        days = {day for day, points in self.verdicts.on_days(showing).items() if points != FORBIDDEN}
        for wish in self.musts:
            if concerns(self.programme, wish, showing):
                halls &= wish.halls or halls
                days &= wish.days or days
        return _union(self.of_hall[hall] for hall in halls) & _union(self.of_day[day] for day in days)

    def short(self) -> Iterator[Shortage]:
        found: list[tuple[int, int]] = []
        for mask in sorted(self.by_mask, key=lambda mask: (mask.bit_count(), mask))[:LOOKED_AT]:
            inside = [s for each, showings in self.by_mask.items() if each | mask == mask for s in showings]
            shortage = self._shortage(mask, inside) if mask else None
            if shortage and shortage.short > sum(short for each, short in found if each | mask == mask):
                found.append((mask, shortage.short))
                yield shortage

    def _shortage(self, mask: int, showings: list[Showing]) -> Shortage | None:
        """The shortest ones first, in the halls with the shortest changeover: so many fit at most.

        And no more in one stretch than of the shortest.
        """
        cells = [cell for bit, cell in enumerate(self.order) if mask >> bit & 1]
        halls = {hall: pause_of(self.programme.house.halls[hall]) for hall, _ in cells}
        if any(self.programme.house.halls[hall].shared for hall in halls):
            return None
        longest = max(units_of(showing) for showing in showings)
        rooms = [self._room(stretch, longest) for cell in cells for stretch in self.cells[cell]]
        room = sum(rooms)
        pause = min(halls.values())
        sizes = sorted(units_of(showing) + pause for showing in showings)
        fitting, used = 0, 0
        for size in sizes:
            if used + size > room:
                break
            fitting, used = fitting + 1, used + size
        fitting = min(fitting, sum(each // max(1, sizes[0]) for each in rooms))
        if fitting == len(sizes):
            return None
        return Shortage(
            uids=tuple(showing.uid for showing in showings),
            short=len(sizes) - fitting,
            needed=sum(sizes) * UNIT,
            free=room * UNIT,
            longest=max(rooms) * UNIT,
            halls=tuple(sorted(halls)),
            days=len({day for _, day in cells}),
            format=self._format(showings, halls),
            unstated=tuple(sorted(hall for hall in halls if not self.programme.house.halls[hall].openings)),
        )

    def _room(self, stretch: Stretch, longest: int) -> int:
        """With the last changeover, which nothing waits for unless the hall is needed again.

        Where a hall's hours go on after the festival day, so may the last show, although no proposal has it so.
        """
        hall = self.programme.house.halls[stretch.hall]
        room = stretch.closes - stretch.opens + (0 if stretch.strict else pause_of(hall))
        goes_on = not stretch.strict and is_open_on(hall, self.grid.days[stretch.day], self.grid, stretch.closes)
        return room + longest if goes_on else room

    def _format(self, showings: list[Showing], halls: Iterable[int]) -> str:
        """What all of them need and no other hall shows."""
        needed = [formats_needed(self.programme.house, showing) for showing in showings]
        others = [hall for hall in self.halls if hall.id not in halls]
        shared = [formats for formats in needed[0] if all(formats in each for each in needed)] if others else []
        rare = (formats for formats in shared if not any(can_show(hall, formats) for hall in others))
        return " or ".join(next(rare, ()))
