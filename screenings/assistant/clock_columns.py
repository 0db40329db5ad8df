"""An hour and its minutes in two columns: `Hour, Minute`, `HH, MM`, or one heading over both."""

import re
from collections.abc import Mapping, Sequence

from screenings.assistant.headings import TIME, field_of_heading, heading_key
from screenings.assistant.source_cells import SourceCell

_HOURS = frozenset(
    ("hour", "hours", "hr", "hrs", "hh", "h", "std", "stunde", "stunden", "uur", "uren", "timme", "godz")
)
# They are headings of whole times, too.
_HOURS_OR_TIMES = frozenset(("heure", "heures", "hora", "horas", "ora", "ore", "time"))
_MINUTES = frozenset((
    "minute", "minutes", "min", "mins", "mm", "m", "minuten", "minuut", "minuto", "minutos", "minuti", "minut",
    "minuter",
))  # fmt: skip
_LAST_HOUR = 29  # of a night that goes on past midnight


def hours_with_minutes(headings: Mapping[int, str], values: Mapping[int, Sequence[SourceCell]]) -> dict[int, str]:
    """By the column of hours the field that it is with the minutes beside it: when a screening starts, or ends.

    Numbers beside a column of whole times may be running times: then a full hour among them says that they are minutes,
    since no film runs for none.
    """
    found: dict[int, str] = {}
    for index in sorted(headings):
        hours, minutes = values.get(index, ()), values.get(index + 1, ())
        if index - 1 in found or not _are_below(hours, _LAST_HOUR + 1) or not _are_below(minutes, 60):
            continue
        words, beside = heading_key(headings[index]).split(), heading_key(headings.get(index + 1, ""))
        says_hours = words[-1:] and words[-1] in _HOURS | _HOURS_OR_TIMES
        field = field_of_heading(" ".join(words[:-1] if says_hours else words))
        if not says_hours and field not in (TIME, "end"):
            continue
        says_minutes = beside.split()[-1:] and beside.split()[-1] in _MINUTES
        if not says_minutes and beside not in ("", " ".join(words)):
            continue
        is_certain = says_minutes and words[-1] in _HOURS
        if is_certain or any(not int(cell.text) for cell in minutes):
            found[index] = "end" if field == "end" or TIME in found.values() else TIME
    return found


def _are_below(cells: Sequence[SourceCell], limit: int) -> bool:
    texts = [cell.text.strip() for cell in cells]
    return bool(texts) and all(re.fullmatch(r"[0-9]{1,2}", text) and int(text) < limit for text in texts)
