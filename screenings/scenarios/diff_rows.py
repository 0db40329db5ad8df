"""A scenario's differences in words, by who has moved them and by day or hall."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from screenings.board.cards import ConflictBadge
from screenings.board.layout import conflict_badge
from screenings.board.target import BoardTarget
from screenings.scenarios.comparison import PlacementDiff, ScenarioComparison
from screenings.scenarios.filters import DiffGroup
from screenings.timetable.conflicts import Conflict, worst_first
from screenings.timetable.three_way_diff import ChangedSide
from screenings.timetable.what_if import Consequences

MAX_CONFLICTS_PER_MOVE = 3  # conflicts told of one move
MOVER_HEADINGS = {
    ChangedSide.THEIRS: "Moved in the scenario",
    ChangedSide.BOTH: "Moved in both",
    ChangedSide.OURS: "Moved in the working timetable since",
}
MOVER_NOTES = {
    ChangedSide.THEIRS: "",
    ChangedSide.BOTH: (
        "Since the copy was made, somebody has moved these in the working timetable too. "
        "Tick those that are to go where the scenario has them all the same."
    ),
    ChangedSide.OURS: "The scenario still has the older place. Tick those that are to go back there.",
}


@dataclass(frozen=True, slots=True)
class MoveEffect:
    """What a change breaks and mends, the worst first and no more than somebody reads."""

    brings: tuple[ConflictBadge, ...]
    mends: tuple[ConflictBadge, ...]
    number_brought: int
    number_mended: int

    @property
    def more_brought(self) -> int:
        return self.number_brought - len(self.brings)

    @property
    def more_mended(self) -> int:
        return self.number_mended - len(self.mends)


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A difference in words. `effect` is None where it cannot be taken over, or is not asked for."""

    difference: PlacementDiff
    address: str
    board: str
    base: str
    here: str
    there: str
    effect: MoveEffect | None
    ticked: bool


@dataclass(frozen=True, slots=True)
class DiffGroupView:
    """Those of one day or hall. `number` and `ticked` count all of them; `rows` are those on this page."""

    key: str
    name: str
    number: int
    ticked: int
    rows: tuple[DiffRow, ...]
    is_open: bool

    @property
    def is_whole(self) -> bool:
        return self.number == len(self.rows)


@dataclass(frozen=True, slots=True)
class MoverSection:
    """`number` is how many there are on all pages."""

    mover: ChangedSide
    heading: str
    note: str
    number: int
    heaps: tuple[DiffGroupView, ...]

    @property
    def rows(self) -> tuple[DiffRow, ...]:
        return tuple(row for heap in self.heaps for row in heap.rows)

    @property
    def is_whole(self) -> bool:
        return self.number == len(self.rows)


@dataclass(frozen=True, slots=True)
class ComparisonPageState:
    """What of it all is on the page, and how much is said of each. `opened` is the button that was pressed."""

    on_page: Collection[PlacementDiff]
    ticked: Collection[int]
    has_effects: bool
    is_open: bool
    opened: str = ""


def mover_sections(
    comparison: ScenarioComparison, diff_groups: Iterable[DiffGroup], state: ComparisonPageState
) -> Iterable[MoverSection]:
    diff_groups = list(diff_groups)
    shown = {each.card.pk for each in state.on_page}
    for mover in ChangedSide:
        of_mover = [bunch for bunch in diff_groups if bunch.mover is mover]
        heaps = tuple(heap for bunch in of_mover if (heap := _group_view(comparison, bunch, state, shown)).rows)
        if heaps:
            number = sum(len(bunch.differences) for bunch in of_mover)
            yield MoverSection(mover, MOVER_HEADINGS[mover], MOVER_NOTES[mover], number, heaps)


def _group_view(
    comparison: ScenarioComparison, group: DiffGroup, state: ComparisonPageState, shown: Collection[int]
) -> DiffGroupView:
    return DiffGroupView(
        key=f"{group.mover}:{group.key}",
        name=group.name,
        number=len(group.differences),
        ticked=sum(each.card.pk in state.ticked for each in group.differences),
        rows=tuple(_diff_row(comparison, each, state) for each in group.differences if each.card.pk in shown),
        is_open=state.is_open or state.opened == f"{group.mover}:{group.key}",
    )


def _diff_row(comparison: ScenarioComparison, difference: PlacementDiff, state: ComparisonPageState) -> DiffRow:
    return DiffRow(
        difference=difference,
        address=reverse("admin:screenings_screening_change", args=[difference.card.pk]),
        board=_board_address(comparison, difference),
        base=comparison.place_text(difference.drift.base),
        here=comparison.place_text(difference.drift.ours),
        there=comparison.place_text(difference.drift.theirs),
        effect=move_effect(comparison.consequences_alone(difference), MAX_CONFLICTS_PER_MOVE)
        if state.has_effects and not difference.in_the_way
        else None,
        ticked=difference.card.pk in state.ticked,
    )


def _board_address(comparison: ScenarioComparison, difference: PlacementDiff) -> str:
    """Where it is on the scenario's board; what lies in the tray there, on the day it has now."""
    ground = BoardTarget(comparison.scenario.festival, comparison.scenario)
    programme = comparison.programme
    for place in (difference.drift.theirs, difference.drift.ours):
        hall = programme.context.halls.get(place.hall or 0)
        if hall and place.starts_at:
            day = programme.calendar.day_of(place.starts_at, hall.zone)
            return f"{ground.day_address(day)}?open={difference.card.pk}"
    return f"{ground.address}?open={difference.card.pk}"


def move_effect(consequences: Consequences, limit: int) -> MoveEffect:
    return MoveEffect(
        _worst(consequences.added, limit),
        _worst(consequences.removed, limit),
        len(consequences.added),
        len(consequences.removed),
    )


def _worst(conflicts: Iterable[Conflict], most: int) -> tuple[ConflictBadge, ...]:
    return tuple(map(conflict_badge, worst_first(conflicts)[:most]))
