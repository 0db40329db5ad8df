"""The verbs of the working timetable: place, move, swap, cancel, repeat. Publishing is left to the caller."""

from screenings.scheduling.actions import cancel, move, move_by, move_to_day, move_to_hall, reinstate, swap, unplace
from screenings.scheduling.apply_moves import apply_proposal
from screenings.scheduling.changes import (
    MAX_SHIFT_MINUTES,
    plan_cancel,
    plan_move,
    plan_move_by,
    plan_move_to_day,
    plan_move_to_hall,
    plan_reinstate,
    plan_swap,
)
from screenings.scheduling.editions import build_edition, duplicate_edition
from screenings.scheduling.films import duplicate_film, title_of_copy
from screenings.scheduling.preview import preview_conflicts
from screenings.scheduling.repeats import MAX_REPEATS, repeat
from screenings.scheduling.restore_publication import (
    RESTORE_REASON,
    RestorePlan,
    plan_restore_publication,
    plan_undo_restore,
)
from screenings.scheduling.scenarios import copy_timetable, free_scenario_name, rename_scenario
from screenings.scheduling.screening_change import (
    AmbiguousTime,
    ChangeRefused,
    ScreeningChange,
    Snapshot,
    StaleChange,
    apply_changes,
    undo_changes,
)

__all__ = [
    "MAX_REPEATS",
    "MAX_SHIFT_MINUTES",
    "RESTORE_REASON",
    "AmbiguousTime",
    "ChangeRefused",
    "RestorePlan",
    "ScreeningChange",
    "Snapshot",
    "StaleChange",
    "apply_changes",
    "apply_proposal",
    "build_edition",
    "cancel",
    "copy_timetable",
    "duplicate_edition",
    "duplicate_film",
    "free_scenario_name",
    "move",
    "move_by",
    "move_to_day",
    "move_to_hall",
    "plan_cancel",
    "plan_move",
    "plan_move_by",
    "plan_move_to_day",
    "plan_move_to_hall",
    "plan_reinstate",
    "plan_restore_publication",
    "plan_swap",
    "plan_undo_restore",
    "preview_conflicts",
    "reinstate",
    "rename_scenario",
    "repeat",
    "swap",
    "title_of_copy",
    "undo_changes",
    "unplace",
]  # fmt: skip
