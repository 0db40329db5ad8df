"""The verbs of the working timetable: place, move, swap, cancel, repeat. Publishing is left to the caller."""

from screenings.scheduling.actions import cancel, move, move_by, move_to_day, move_to_hall, restore, swap, unplace
from screenings.scheduling.apply_moves import take_back, take_over
from screenings.scheduling.changes import (
    FARTHEST,
    by_minutes,
    cancelling,
    exchange,
    placing,
    restoring,
    to_day,
    to_hall,
)
from screenings.scheduling.editions import duplicate_edition, shown_edition
from screenings.scheduling.films import duplicate_film, title_of_copy
from screenings.scheduling.preview import foreseen
from screenings.scheduling.repeats import MOST_REPEATS, repeat
from screenings.scheduling.restore_publication import RETURNED, Return, returning_to, taking_back
from screenings.scheduling.scenarios import copy_timetable, free_name, rename
from screenings.scheduling.screening_change import Refused, Stale, State, Step, Twice, carry_out

__all__ = [
    "FARTHEST", "MOST_REPEATS", "RETURNED", "Refused", "Return", "Stale", "State", "Step", "Twice", "by_minutes",
    "cancel", "cancelling", "carry_out", "copy_timetable", "duplicate_edition", "duplicate_film", "exchange",
    "foreseen", "free_name", "move", "move_by", "move_to_day", "move_to_hall", "placing", "rename", "repeat",
    "restore", "restoring", "returning_to", "shown_edition", "swap", "take_back", "take_over", "taking_back",
    "title_of_copy", "to_day", "to_hall", "unplace",
]  # fmt: skip
