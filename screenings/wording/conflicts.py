"""A sentence for every conflict: which screenings, when and where, what is wrong by how much, and the way out."""

from screenings.timetable.conflicts import Conflict
from screenings.wording.conflict_screenings import foreign_zone_note
from screenings.wording.rules import RULE_WORDS


def conflict_sentence(conflict: Conflict) -> str:
    """A broken rule, the screenings, the times by the venue's clock, and the minutes missing.

    A clock is named where it is not the festival's, or where two screenings have two.
    """
    sentence, clock = RULE_WORDS[conflict.code].sentence(conflict), foreign_zone_note(conflict)
    return f"{sentence} All times by the {clock}." if clock else sentence
