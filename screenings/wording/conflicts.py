"""A sentence for every conflict: which screenings, when and where, what is wrong by how much, and the way out."""

from uuid import UUID

from django.utils.translation import gettext

from screenings.timetable.conflicts import Conflict
from screenings.wording.bidi import bidi_isolated
from screenings.wording.conflict_screenings import FIRST, ONLY, SECOND, foreign_zone_note
from screenings.wording.lists import joined_with_and
from screenings.wording.rules import RULE_WORDS


def conflict_sentence(conflict: Conflict, to: UUID | None = None) -> str:
    """A broken rule, the screenings, the times by the venue's clock, and the minutes missing.

    A clock is named where it is not the festival's, or where two screenings have two; and which of them is there only
    because it is on hold. `to`: of a conflict of more than two, what it is to this one, if it is one of them.
    """
    words, clock = RULE_WORDS[conflict.code], foreign_zone_note(conflict)
    if words.to_one and len(conflict.uids) > 2 and to in conflict.uids and to is not None:
        sentence = words.to_one(conflict, to)
    else:
        sentence = words.sentence(conflict)
    sentence = f"{sentence} All times by the {clock}." if clock else sentence
    return f"{sentence} {advice}" if (advice := _hold_advice(conflict)) else sentence


def _hold_advice(conflict: Conflict) -> str:
    """What to release or move where a screening stands where it was last announced; nothing where none does."""
    names = conflict.names
    prefixes = (FIRST, SECOND) if "first_film" in names else (ONLY,)
    films = [film for prefix in prefixes for film in names.get(f"{prefix}film", "").split("\n")]
    marks = [mark for prefix in prefixes for mark in names.get(f"{prefix}held", "").split("\n")]
    if not any(marks):
        return ""
    held, free = (
        [bidi_isolated(film) for film, mark in zip(films, marks, strict=True) if bool(mark) is wanted]
        for wanted in (True, False)
    )
    if len(films) == 1:
        return gettext("It is on hold and was announced for then. Release it, if it is elsewhere by now.")
    if not free:
        return gettext("All of them are on hold and were announced for then. Release one that is elsewhere by now.")
    if len(held) == 1 and len(free) == 1:
        message = gettext("%(held)s is on hold and was announced for then. Release it, or move %(other)s.")
        return message % {"held": held[0], "other": free[0]}
    message = gettext("On hold and announced for then: %(held)s. Release them, or move the others.")
    return message % {"held": joined_with_and(held)}
