"""Where more is to be shown than there is room for, in hours: of all that can only go into some halls on some days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from screenings.timetable.solving.costs import concerns, units_of
from screenings.timetable.solving.hours import Grid, Stretch, free_stretches, pause_of
from screenings.timetable.solving.preferences import Preferences
from screenings.timetable.solving.task import FORBIDDEN, UNIT
from screenings.timetable.solving.verdicts import Verdicts
from screenings.timetable.values import Programme, Showing

LOOKED_AT: Final = 400  # sets of halls and days


@dataclass(frozen=True, slots=True)
class Shortage:
    """Of `uids`, which can only go into these halls, `short` at least have no room.

    Minutes with changeovers: what they need, and what is free. `days`: how many there is anything free on. `format`
    where all are shown in one and that is what keeps them out of other halls.
    """

    uids: tuple[UUID, ...]
    short: int
    needed: int
    free: int
    halls: tuple[int, ...]
    days: int
    format: str = ""


def shortages(
    kept: Programme, free: list[Showing], preferences: Preferences, *, strict: bool = False
) -> Iterator[Shortage]:
    """Beside what is kept. Smaller sets of halls first; a larger one only where it is short of more than they are."""
    if free:
        yield from _Rooms(kept, free, preferences, strict=strict).short()


class _Rooms:
    def __init__(self, kept: Programme, free: list[Showing], preferences: Preferences, *, strict: bool) -> None:
        self.programme, self.preferences, self.grid = kept, preferences, Grid(kept.calendar)
        self.verdicts = Verdicts(kept, preferences, strict=strict)
        self.halls = list(kept.house.halls.values())
        self.cells: defaultdict[tuple[int, int], list[Stretch]] = defaultdict(list)
        for stretch in free_stretches(kept, self.grid, preferences):
            self.cells[stretch.hall, stretch.day].append(stretch)
        self.order = list(self.cells)
        self.by_mask: defaultdict[int, list[Showing]] = defaultdict(list)
        for showing in free:
            self.by_mask[self._mask(showing)].append(showing)

    def _mask(self, showing: Showing) -> int:
        """The halls' days it may go to, one bit each; rather one too many than one too few."""
        in_hall = {hall.id: self.verdicts.in_hall(showing, hall.id) != FORBIDDEN for hall in self.halls}
        on_day = [self.verdicts.on_day(showing, self.halls[0].id, day) != FORBIDDEN for day in self.grid.days]
        musts = [wish for wish in self.preferences.wishes if wish.points is None and not wish.avoid]
        musts = [wish for wish in musts if concerns(self.programme, wish, showing)]
        mask = 0
        for bit, (hall, day) in enumerate(self.order):
            asked = all(
                (not wish.halls or hall in wish.halls) and (not wish.days or self.grid.days[day] in wish.days)
                for wish in musts
            )
            if asked and in_hall[hall] and on_day[day]:
                mask |= 1 << bit
        return mask

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
        rooms = [self._room(stretch) for cell in cells for stretch in self.cells[cell]]
        room = sum(rooms)
        pause = min(halls.values())
        sizes = sorted(units_of(showing) + pause for showing in showings)
        fitting, used = 0, 0
        for size in sizes:
            if used + size > room:
                break
            fitting, used = fitting + 1, used + size
        fitting = min(fitting, sum(each // sizes[0] for each in rooms))
        if fitting == len(sizes):
            return None
        return Shortage(
            uids=tuple(showing.uid for showing in showings),
            short=len(sizes) - fitting,
            needed=sum(sizes) * UNIT,
            free=room * UNIT,
            halls=tuple(sorted(halls)),
            days=len({day for _, day in cells}),
            format=self._format(showings, halls),
        )

    def _room(self, stretch: Stretch) -> int:
        """With the last changeover, which nothing waits for unless the hall is needed again."""
        pause = pause_of(self.programme.house.halls[stretch.hall])
        return stretch.closes - stretch.opens + (0 if stretch.strict else pause)

    def _format(self, showings: list[Showing], halls: Iterable[int]) -> str:
        formats = {showing.format for showing in showings}
        others = [hall for hall in self.halls if hall.id not in halls]
        wanted = formats.pop() if len(formats) == 1 else ""
        return wanted if others and all(hall.formats and wanted not in hall.formats for hall in others) else ""
