"""What a workbook's number means by its format: a number, a day, a time of day, or both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum

from screenings.importing.workbook_marks import Marks, StyleMarks, ThemeColours
from screenings.importing.workbook_parts import PartHandler, WorkbookParts

_EPOCH, _EPOCH_OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no zones
_LEAP_DAY_THAT_NEVER_WAS = 60  # 29 February 1900, in Excel's count
_LONGEST_FORMAT = 255  # characters, in Excel
# Formats that are known by number alone. Those from 27 on are days in East Asian editions of Excel.
_KNOWN_FORMATS = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "h:mm:ss"),
    1: "0",
    2: "0.00",
    22: "yyyy-mm-dd h:mm",
    46: "[h]:mm:ss",
}
# Texts, colours and currencies, escapes, fillers: in them a letter is no part of a date.
_NO_PLACE_HOLDER = re.compile(r'"[^"]*"|\[[^]\[]*\]|\\.|_.|\*.')
# 0, 000, 0.00: formats that say how many digits are shown, and nothing else.
_PLACES = re.compile(r"(0+)(?:\.(0+))?")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")


class NumberKind(Enum):
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    DAY_AND_TIME = "day and time"
    ELAPSED = "elapsed"
    TRUTH = "true or false"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """`digits` and `decimals`: how many a number shows before its point and behind it; None: those that it has."""

    kind: NumberKind
    decimals: int | None = None
    digits: int = 1


GENERAL = NumberFormat(NumberKind.NUMBER)


def number_format(code: str) -> NumberFormat:
    kind = kind_of_format(code)
    if kind == NumberKind.NUMBER and (match := _PLACES.fullmatch(code[:_LONGEST_FORMAT].partition(";")[0])):
        return NumberFormat(kind, len(match[2] or ""), max(1, len(match[1])))
    return NumberFormat(kind)


def kind_of_format(code: str) -> NumberKind:
    """By the first of its sections, for positive numbers."""
    code = code[:_LONGEST_FORMAT].lower()
    is_elapsed = bool(_ELAPSED.search(code))
    letters = set(_NO_PLACE_HOLDER.sub("", code).partition(";")[0].replace("general", "").replace("am/pm", "h"))
    if is_elapsed:
        return NumberKind.ELAPSED
    has_time = bool(letters & {"h", "s"})
    has_day = bool(letters & {"y", "d"}) or ("m" in letters and not has_time)
    if has_day:
        return NumberKind.DAY_AND_TIME if has_time else NumberKind.DAY
    return NumberKind.TIME if has_time else NumberKind.NUMBER


class _Styles(PartHandler):
    """What each cell format makes of a number, in their order."""

    def __init__(self, accents: Sequence[str]) -> None:
        self.formats: list[NumberFormat] = []
        self.marks = StyleMarks(accents)
        self._codes: dict[str, NumberFormat] = {
            str(number): number_format(code) for number, code in _KNOWN_FORMATS.items()
        }
        self._is_within = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.marks.start(tag, attributes)
        if tag == "numFmt":
            self._codes[attributes["numFmtId"]] = number_format(attributes["formatCode"])
        elif tag == "cellXfs":
            self._is_within = True
        elif tag == "xf" and self._is_within:
            self.formats.append(self._codes.get(attributes.get("numFmtId", "0"), GENERAL))

    def end(self, tag: str) -> None:
        self.marks.end(tag)
        if tag == "cellXfs":
            self._is_within = False


def cell_styles(parts: WorkbookParts, part: str, theme: str | None) -> tuple[list[NumberFormat], list[Marks]]:
    """What each cell format makes of a number, and what people may mean by how it looks."""
    colours = ThemeColours()
    if theme:
        parts.read(theme, colours, is_metadata=True)
    styles = _Styles(colours.accents)
    parts.read(part, styles, is_metadata=True)
    return styles.formats, styles.marks.formats


def shown_number(text: str, form: NumberFormat) -> str:
    """As the spreadsheet shows it: 3.1 in a format of two decimals is 3.10, and 7 in one of three digits 007."""
    value = float(text)
    if form.decimals is None or abs(value) >= 1e15:
        return number_text(text, NumberKind.NUMBER, counts_from_1904=False)
    width = form.digits + (form.decimals + 1 if form.decimals else 0) + (value < 0)
    return f"{value:0{width}.{form.decimals}f}"


def number_text(text: str, kind: NumberKind, *, counts_from_1904: bool) -> str:
    """A number as it would stand in the CSV file: 105.0 is 105, a day and time is 2024-10-09T19:30.

    Raises ValueError or OverflowError where it is none, or no day that there is.
    """
    value = float(text)
    if kind == NumberKind.NUMBER:
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if kind == NumberKind.ELAPSED:
        minutes, seconds = divmod(round(value * 86_400), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if kind == NumberKind.TIME and 0 <= value < 1:
        return _shown_time(_moment(value, counts_from_1904=False).time())
    moment = _moment(value, counts_from_1904=counts_from_1904)
    # A format without hours shows a day alone; where the number has hours as well, they count.
    if kind == NumberKind.DAY and moment.time() == time(0):
        return moment.date().isoformat()
    return f"{moment.date().isoformat()}T{_shown_time(moment.time())}"


def _moment(value: float, *, counts_from_1904: bool) -> datetime:
    """To the second: Excel counts in fractions of a day, and 19:30 comes as 19:29:59.999."""
    if counts_from_1904:
        start = _EPOCH_OF_1904
    else:
        start = _EPOCH + timedelta(days=1 if 1 <= value < _LEAP_DAY_THAT_NEVER_WAS else 0)
    return (start + timedelta(days=value, milliseconds=500)).replace(microsecond=0)


def _shown_time(clock: time) -> str:
    return clock.isoformat("seconds").removesuffix(":00")
