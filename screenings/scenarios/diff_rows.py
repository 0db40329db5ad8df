"""A scenario's differences in words, by who has moved them and by day or hall."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse

from screenings.board.cards import ConflictBadge
from screenings.board.layout import conflict_badge
from screenings.board.target import BoardTarget
from screenings.scenarios.comparison import PlacementDiff, ScenarioComparison
from screenings.timetable.conflicts import worst_first
from screenings.timetable.three_way_diff import ChangedSide
from screenings.timetable.what_if import Consequences

MAX_CONFLICTS_PER_MOVE = 3  # conflicts listed of one move
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
    """What a change breaks and resolves, the worst first and no more than somebody reads."""

    new_conflicts: tuple[ConflictBadge, ...]
    resolved_conflicts: tuple[ConflictBadge, ...]
    number_new: int
    number_resolved: int

    @property
    def more_new(self) -> int:
        return self.number_new - len(self.new_conflicts)

    @property
    def more_resolved(self) -> int:
        return self.number_resolved - len(self.resolved_conflicts)


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A difference in words. `effect` is None where it cannot be taken over, or is not asked for."""

    difference: PlacementDiff
    address: str
    board: str
    base: str
    ours: str
    theirs: str
    effect: MoveEffect | None
    ticked: bool


@dataclass(frozen=True, slots=True)
class DiffGroup:
    """Differences of one mover that are shown together: of one day, or of one hall. `key` names it in a form.

    `rows` are those on this page; `ticked` counts all of them that are ticked.
    """

    mover: ChangedSide
    key: str
    name: str
    differences: tuple[PlacementDiff, ...]
    rows: tuple[DiffRow, ...] = ()
    ticked: int = 0
    is_open: bool = False

    @property
    def number(self) -> int:
        return len(self.differences)

    @property
    def is_whole(self) -> bool:
        return self.number == len(self.rows)

    def is_selected_by(self, pressed: str) -> bool:
        """By the button of its own, or of all that one has moved."""
        return pressed in (self.mover, self.key)


@dataclass(frozen=True, slots=True)
class MoverSection:
    """`number` is how many there are on all pages."""

    mover: ChangedSide
    heading: str
    note: str
    number: int
    groups: tuple[DiffGroup, ...]

    @property
    def rows(self) -> tuple[DiffRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def is_whole(self) -> bool:
        return self.number == len(self.rows)


@dataclass(frozen=True, slots=True)
class ComparisonPageState:
    """Which screenings are on the page and ticked, by primary key, and how much is said of each.

    `opened` is the button that was pressed.
    """

    on_page: Collection[int]
    ticked: Collection[int]
    has_effects: bool
    is_open: bool
    opened: str = ""


def mover_sections(
    comparison: ScenarioComparison, diff_groups: Iterable[DiffGroup], state: ComparisonPageState
) -> Iterable[MoverSection]:
    diff_groups = list(diff_groups)
    for mover in ChangedSide:
        of_mover = [group for group in diff_groups if group.mover is mover]
        on_page = tuple(filled for group in of_mover if (filled := _with_rows(comparison, group, state)).rows)
        if on_page:
            number = sum(group.number for group in of_mover)
            yield MoverSection(mover, MOVER_HEADINGS[mover], MOVER_NOTES[mover], number, on_page)


def _with_rows(comparison: ScenarioComparison, group: DiffGroup, state: ComparisonPageState) -> DiffGroup:
    return replace(
        group,
        ticked=sum(difference.showing.pk in state.ticked for difference in group.differences),
        rows=tuple(
            _diff_row(comparison, difference, state)
            for difference in group.differences
            if difference.showing.pk in state.on_page
        ),
        is_open=state.is_open or state.opened == group.key,
    )


def _diff_row(comparison: ScenarioComparison, difference: PlacementDiff, state: ComparisonPageState) -> DiffRow:
    return DiffRow(
        difference=difference,
        address=reverse("admin:screenings_screening_change", args=[difference.showing.pk]),
        board=_board_address(comparison, difference),
        base=comparison.place_text(difference.diff.base),
        ours=comparison.place_text(difference.diff.ours),
        theirs=comparison.place_text(difference.diff.theirs),
        effect=move_effect(comparison.consequences_alone(difference), MAX_CONFLICTS_PER_MOVE, difference.move.uid)
        if state.has_effects and not difference.obstacle
        else None,
        ticked=difference.showing.pk in state.ticked,
    )


def _board_address(comparison: ScenarioComparison, difference: PlacementDiff) -> str:
    """Where it is on the scenario's board; what lies in the tray there, on the day it has now."""
    target = BoardTarget(comparison.scenario.festival, comparison.scenario)
    programme = comparison.programme
    for place in (difference.diff.theirs, difference.diff.ours):
        hall = programme.context.halls.get(place.hall or 0)
        if hall and place.starts_at:
            day = programme.calendar.day_of(place.starts_at, hall.zone)
            return f"{target.day_address(day)}?open={difference.showing.pk}"
    return f"{target.address}?open={difference.showing.pk}"


def move_effect(consequences: Consequences, limit: int, to: UUID | None = None) -> MoveEffect:
    """`to`: what was moved, where it is one."""
    return MoveEffect(
        tuple(conflict_badge(conflict, to) for conflict in worst_first(consequences.added)[:limit]),
        tuple(conflict_badge(conflict, to) for conflict in worst_first(consequences.removed)[:limit]),
        len(consequences.added),
        len(consequences.removed),
    )
