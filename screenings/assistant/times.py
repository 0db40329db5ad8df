"""Times of day and running times as spreadsheets hold them and as they stand within a text."""

import re
from dataclasses import dataclass

from screenings.assistant.dates import written_day
from screenings.assistant.patterns import lazy_pattern
from screenings.assistant.source_cells import SourceCell
from screenings.importing.workbook_numbers import NumberKind
from screenings.text.cleaning import fold
from screenings.text.clock import clock_minutes

# Within a text: a mark of the clock is needed, so that a number of something else is none.
_MARKED = "|".join(
    (
        r"\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?",
        r"\d{1,2}\.\d{2}(?:\s?[ap]\.?m\.?|\s?uhr|\s?uur)?",
        r"\d{1,2}\s?[ap]\.?m\.?",
        r"\d{1,2}\s?(?:h|uhr|uur)\b",
    )
)
_RANGE = lazy_pattern(
    rf"(?<![\d.:])({_MARKED})(?:\s*(?:-|to|bis|tot|à|a|>|~)\s*({_MARKED}))?(?![\d:]|\.(?:\s|$|\d))", re.IGNORECASE
)
_POINTED = lazy_pattern(r"\d{1,2}\.\d{2}$")
_FRACTION = lazy_pattern(r"0?[.,]\d+|0|1")
_HOURS = lazy_pattern(
    r"(\d{1,2})\s*(?:h|hrs?|hours?|std\.?|u|tim|t|heures?|horas?|ore|ora|godz\.?|:)\s*(?:(\d{1,2})\s*(?:m|mins?|min\.|minutes?|'|’|′)?)?(?::\d{2})?"
)
_MINUTES = lazy_pattern(
    r"(?:ca\.?|approx\.?|~|about)?\s*(\d{1,4})(?:[.,]0{1,2})?\s*(?:m|mins?|min\.|minutes?|minuten|minuti|minutos|'|’|′)?\.?"
)
_DAY = 24 * 60
_WORDS = {
    **dict.fromkeys(("noon", "midday", "mittag", "mittags", "midi", "mediodia", "mezzogiorno"), 12 * 60),
    **dict.fromkeys(("midnight", "mitternacht", "middernacht", "minuit", "medianoche", "mezzanotte"), 0),
}
_FIRST_DAYS = ("1899-12-", "1900-01-", "1904-01-")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Minutes from midnight of the day; 24:30 is 1470. `end` is None where only a start is written."""

    start: int
    end: int | None
    text: str


def is_bare_day(cell: SourceCell) -> bool:
    """A day alone, also where a spreadsheet holds it with a midnight that nobody wrote."""
    is_midnight = cell.kind is NumberKind.DAY_AND_TIME and cell.text.endswith("T00:00")
    return cell.kind is NumberKind.DAY or (is_midnight and not is_bare_time(cell))


def is_bare_time(cell: SourceCell) -> bool:
    """A time that a spreadsheet shows with the first day it counts from."""
    return cell.kind is NumberKind.DAY_AND_TIME and cell.text[:8] in _FIRST_DAYS


def cell_minutes(cell: SourceCell) -> int | None:
    """The time a cell of a column of times says, in minutes from midnight. None where it says none."""
    text = cell.text.strip()
    if cell.kind is NumberKind.NUMBER and _FRACTION.fullmatch(text):
        return _of_fraction(text)
    if cell.kind is NumberKind.NUMBER and cell.shown:
        text = cell.shown
    if cell.kind in (NumberKind.DAY_AND_TIME, NumberKind.DAY) and "T" in text:
        text = text.partition("T")[2]
    return minutes_of_text(text)


def minutes_of_text(text: str) -> int | None:
    """The same of a text, which may be a spreadsheet's share of the day."""
    folded = fold(text).rstrip(". ")
    if folded in _WORDS:
        return _WORDS[folded]
    if re.fullmatch(r"0?[.,]\d{3,}", folded):
        return _of_fraction(folded)
    return clock_minutes(text, bare_hour=True)


def _of_fraction(text: str) -> int:
    """A spreadsheet's share of the day: 0.8333 is 20:00, to the minute, or to five where few digits are left."""
    minutes = float(text.replace(",", ".")) * _DAY
    rounded = round(minutes)
    nearest = round(minutes / 5) * 5
    return nearest if abs(nearest - minutes) < 1 else rounded


def time_span(text: str) -> TimeSpan | None:
    """The time within a text, with its end where a second follows it: `20:00-21:25`.

    Of several the first; `4.10. 20.00` begins with a day, and a time with a colon counts before one with a point.
    """
    folded = text.replace("–", "-").replace("—", "-").replace("−", "-").replace("～", "~")
    matches = [match for match in _RANGE.finditer(folded) if minutes_of_text(match[1]) is not None]
    sure = [match for match in matches if not _POINTED.match(match[0])]
    if not matches:
        return None
    match = sure[0] if sure else matches[-1] if written_day(matches[0][0]) else matches[0]
    start = minutes_of_text(match[1])
    assert start is not None
    return TimeSpan(start, minutes_of_text(match[2]) if match[2] else None, match[0])


def length_minutes(cell: SourceCell) -> int | None:
    """A running time in minutes: 105, 105', 1h45, 01:45:00. None where the text is none, or could be two."""
    text = fold(cell.text).strip()
    if cell.kind in (NumberKind.TIME, NumberKind.ELAPSED) or re.fullmatch(r"\d{1,2}:\d{2}:\d{2}", text):
        hours, minutes, *seconds = (int(part) for part in text.split(":"))
        return hours * 60 + minutes + (1 if seconds and seconds[0] >= 30 else 0)
    if match := _MINUTES.fullmatch(text):
        return int(match[1])
    if match := _HOURS.fullmatch(text):
        return int(match[1]) * 60 + int(match[2] or 0)
    return None


def clock_text(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
