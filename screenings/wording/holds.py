"""What is said of a screening on hold: since when, by whom and why, and what the public has of it meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from screenings.wording.bidi import bidi_isolated
from screenings.wording.lists import joined_with_and
from screenings.wording.moments import moment_text
from screenings.wording.sentences import as_sentence

MAX_NAMED = 5  # titles in a sentence


def hold_text(reason: str, by: str, since: datetime, zone: ZoneInfo) -> str:
    """`On hold since Wed 1 Apr 14:00 by ada: A rights question.`; `by` is empty where nobody signed it."""
    values = {"since": moment_text(since, zone), "by": by, "reason": reason}
    if by:
        return gettext("On hold since %(since)s by %(by)s: %(reason)s") % values
    return gettext("On hold since %(since)s: %(reason)s") % values


def released_meanwhile_text() -> str:
    """To somebody who saves what was on hold when they opened it."""
    return gettext(
        "This was on hold when you opened it and has been released since: what you save is for the public now. "
        "Nothing was saved yet. Save again if it may be known, or put it on hold first."
    )


def kept_back_text(titles: Sequence[str]) -> str:
    """What is on hold and another in the timetable than in public, each title once; nothing where nothing is."""
    if not titles:
        return ""
    titles = list(dict.fromkeys(titles))
    shown, more = list(map(bidi_isolated, titles[:MAX_NAMED])), len(titles) - MAX_NAMED
    if more > 0:
        shown.append(gettext("%(number)s more") % {"number": more})
    return gettext("Kept back, as on hold: %(titles)s.") % {"titles": joined_with_and(shown)}


def kept_text(announced: str) -> str:
    """What the public has meanwhile; `announced` is the place it was told, empty where it was told of none."""
    if not announced:
        return gettext("The public does not see it yet.")
    return gettext("The public keeps: %(announced)s") % {"announced": as_sentence(announced)}


def kept_here_text() -> str:
    """The same where it was told the place that the timetable has."""
    return gettext("The public keeps this time and place.")


def later_text(reason: str) -> str:
    """Of a film or a section: what becomes of screenings that it gets; on hold for the reason, where there is one."""
    if not reason:
        return gettext("Screenings added later are not on hold.")
    return gettext("Screenings added later are on hold from the start: %(reason)s") % {"reason": as_sentence(reason)}
