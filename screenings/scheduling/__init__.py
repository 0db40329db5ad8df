"""What is done to the working timetable: planned as changes, shown, then written. Publishing is left to the caller."""

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
    RestorePlan,
    plan_restore_publication,
    restore_publication,
)
from screenings.scheduling.scenarios import copy_timetable, free_scenario_name, rename_scenario
from screenings.scheduling.screening_change import (
    AmbiguousTime,
    ChangeRefused,
    ScreeningChange,
    Snapshot,
    StaleChange,
    apply_changes,
)

__all__ = [
    "MAX_REPEATS",
    "MAX_SHIFT_MINUTES",
    "AmbiguousTime",
    "ChangeRefused",
    "RestorePlan",
    "ScreeningChange",
    "Snapshot",
    "StaleChange",
    "apply_changes",
    "apply_proposal",
    "build_edition",
    "copy_timetable",
    "duplicate_edition",
    "duplicate_film",
    "free_scenario_name",
    "plan_cancel",
    "plan_move",
    "plan_move_by",
    "plan_move_to_day",
    "plan_move_to_hall",
    "plan_reinstate",
    "plan_restore_publication",
    "plan_swap",
    "preview_conflicts",
    "rename_scenario",
    "repeat",
    "restore_publication",
    "title_of_copy",
]  # fmt: skip
