"""What is said of where things stand: since when nothing goes public, and how much waits."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from screenings.wording.bidi import bidi_isolated
from screenings.wording.moments import moment_text


def pause_text(since: datetime, by: str, zone: ZoneInfo) -> str:
    """`Publishing has been paused since Wed 1 Apr 14:00, when ada moved something on the board.`

    `by` is empty where the account has been deleted since.
    """
    values = {"since": moment_text(since, zone), "by": bidi_isolated(by)}
    if by:
        return gettext("Publishing has been paused since %(since)s, when %(by)s moved something on the board.") % values
    return gettext("Publishing has been paused since %(since)s, when something was moved on the board.") % values


def not_public_text(number: int, *, is_everything_public: bool) -> str:
    """`4 changes not public`; where nothing but names or colours differs, that."""
    if is_everything_public:
        return gettext("Everything is public")
    if not number:
        return gettext("Names or settings not public")
    return ngettext("%(number)s change not public", "%(number)s changes not public", number) % {"number": number}
