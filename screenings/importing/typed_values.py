"""What a workbook's cell held, made again of its text, so that it goes back into a workbook as the same."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from screenings.importing.sheets import TypedCell
from screenings.importing.workbook_numbers import NumberKind
from screenings.text.spreadsheet import safe_cell


@dataclass(frozen=True, slots=True)
class FormattedNumber:
    """A number, and the format in which the workbook showed it: 007, 3.10."""

    value: float
    code: str


CellValue = str | int | float | bool | datetime | date | time | timedelta | FormattedNumber


def typed_value(text: str, typed: TypedCell) -> CellValue:
    """The text itself where it is no longer what the cell held."""
    with suppress(ValueError):
        match typed.kind:
            case NumberKind.NUMBER:
                number = float(text)
                is_plain = typed.shown in ("", text) or not re.fullmatch(r"\d+(\.\d+)?", typed.shown)
                value = int(number) if number.is_integer() else number
                return value if is_plain else FormattedNumber(value, re.sub(r"\d+", _zeros, typed.shown))
            case NumberKind.DAY:
                return date.fromisoformat(text)
            case NumberKind.DAY_AND_TIME:
                return datetime.fromisoformat(text)
            case NumberKind.TIME:
                return time.fromisoformat(text)
            case NumberKind.ELAPSED:
                hours, minutes, seconds = map(int, text.split(":"))
                return timedelta(hours=hours, minutes=minutes, seconds=seconds)
            case NumberKind.TRUTH:
                return text.casefold() in ("true", "1", "yes")
    return safe_cell(text)


def _zeros(digits: re.Match[str]) -> str:
    return "0" * len(digits[0])
