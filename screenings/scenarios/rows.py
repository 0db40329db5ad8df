"""A scenario's differences in words, by who has moved them and by day or hall."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from screenings.board.cards import Word
from screenings.board.layout import word_of
from screenings.board.target import BoardGround
from screenings.scenarios.comparison import Comparison, Difference
from screenings.scenarios.filters import Bunch
from screenings.timetable.conflicts import Conflict
from screenings.timetable.three_way_diff import Mover
from screenings.timetable.what_if import Consequences

ALONE = 3  # conflicts told of one move
HEADINGS = {
    Mover.COPY: "Moved in the scenario",
    Mover.BOTH: "Moved in both",
    Mover.ORIGINAL: "Moved in the working timetable since",
}
NOTES = {
    Mover.COPY: "",
    Mover.BOTH: (
        "Since the copy was made, somebody has moved these in the working timetable too. "
        "Tick those that are to go where the scenario has them all the same."
    ),
    Mover.ORIGINAL: "The scenario still has the older place. Tick those that are to go back there.",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change breaks and mends, the worst first and no more than somebody reads."""

    brings: tuple[Word, ...]
    mends: tuple[Word, ...]
    number_brought: int
    number_mended: int

    @property
    def more_brought(self) -> int:
        return self.number_brought - len(self.brings)

    @property
    def more_mended(self) -> int:
        return self.number_mended - len(self.mends)


@dataclass(frozen=True, slots=True)
class Row:
    """A difference in words. `effect` is None where it cannot be taken over, or is not asked for."""

    difference: Difference
    address: str
    board: str
    base: str
    here: str
    there: str
    effect: Effect | None
    ticked: bool


@dataclass(frozen=True, slots=True)
class Heap:
    """Those of one day or hall. `number` and `ticked` count all of them; `rows` are those on this page."""

    key: str
    name: str
    number: int
    ticked: int
    rows: tuple[Row, ...]
    is_open: bool

    @property
    def is_whole(self) -> bool:
        return self.number == len(self.rows)


@dataclass(frozen=True, slots=True)
class Group:
    """`number` is how many there are on all pages."""

    mover: Mover
    heading: str
    note: str
    number: int
    heaps: tuple[Heap, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for heap in self.heaps for row in heap.rows)

    @property
    def is_whole(self) -> bool:
        return self.number == len(self.rows)


@dataclass(frozen=True, slots=True)
class Layout:
    """What of it all is on the page, and how much is said of each. `opened` is the button that was pressed."""

    on_page: Collection[Difference]
    ticked: Collection[int]
    has_effects: bool
    is_open: bool
    opened: str = ""


def groups_of(seen: Comparison, bunches: Iterable[Bunch], layout: Layout) -> Iterable[Group]:
    bunches = list(bunches)
    shown = {each.card.pk for each in layout.on_page}
    for mover in Mover:
        of_mover = [bunch for bunch in bunches if bunch.mover is mover]
        heaps = tuple(heap for bunch in of_mover if (heap := _heap(seen, bunch, layout, shown)).rows)
        if heaps:
            number = sum(len(bunch.differences) for bunch in of_mover)
            yield Group(mover, HEADINGS[mover], NOTES[mover], number, heaps)


def _heap(seen: Comparison, bunch: Bunch, layout: Layout, shown: Collection[int]) -> Heap:
    return Heap(
        key=f"{bunch.mover}:{bunch.key}",
        name=bunch.name,
        number=len(bunch.differences),
        ticked=sum(each.card.pk in layout.ticked for each in bunch.differences),
        rows=tuple(_row(seen, each, layout) for each in bunch.differences if each.card.pk in shown),
        is_open=layout.is_open or layout.opened == f"{bunch.mover}:{bunch.key}",
    )


def _row(seen: Comparison, each: Difference, layout: Layout) -> Row:
    return Row(
        difference=each,
        address=reverse("admin:screenings_screening_change", args=[each.card.pk]),
        board=_on_board(seen, each),
        base=seen.words(each.drift.base),
        here=seen.words(each.drift.here),
        there=seen.words(each.drift.there),
        effect=effect_of(seen.alone(each), ALONE) if layout.has_effects and not each.in_the_way else None,
        ticked=each.card.pk in layout.ticked,
    )


def _on_board(seen: Comparison, each: Difference) -> str:
    """Where it is on the scenario's board; what lies in the tray there, on the day it has now."""
    ground = BoardGround(seen.scenario.festival, seen.scenario)
    programme = seen.programme
    for place in (each.drift.there, each.drift.here):
        hall = programme.house.halls.get(place.hall or 0)
        if hall and place.starts_at:
            day = programme.calendar.day_of(place.starts_at, hall.zone)
            return f"{ground.address_of(day)}?open={each.card.pk}"
    return f"{ground.address}?open={each.card.pk}"


def effect_of(meant: Consequences, most: int) -> Effect:
    return Effect(_worst(meant.added, most), _worst(meant.removed, most), len(meant.added), len(meant.removed))


def _worst(conflicts: Iterable[Conflict], most: int) -> tuple[Word, ...]:
    worst = sorted(conflicts, key=lambda each: -each.severity.rank)[:most]
    return tuple(map(word_of, worst))
