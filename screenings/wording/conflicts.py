"""A sentence for every conflict: which screenings, when and where, what is wrong by how much, and the way out."""

from uuid import UUID

from screenings.timetable.conflicts import Conflict
from screenings.wording.conflict_screenings import foreign_zone_note
from screenings.wording.rules import RULE_WORDS


def conflict_sentence(conflict: Conflict, to: UUID | None = None) -> str:
    """A broken rule, the screenings, the times by the venue's clock, and the minutes missing.

    A clock is named where it is not the festival's, or where two screenings have two. `to`: of a conflict of more than
    two, what it is to this one, if it is one of them.
    """
    words, clock = RULE_WORDS[conflict.code], foreign_zone_note(conflict)
    if words.to_one and len(conflict.uids) > 2 and to in conflict.uids and to is not None:
        sentence = words.to_one(conflict, to)
    else:
        sentence = words.sentence(conflict)
    return f"{sentence} All times by the {clock}." if clock else sentence
