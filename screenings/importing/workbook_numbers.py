"""What a workbook's number means by its format: a number, a day, a time of day, or both."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import Enum

from screenings.importing.workbook_parts import PartHandler, WorkbookParts

_EPOCH, _EPOCH_OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no zones
_LEAP_DAY_THAT_NEVER_WAS = 60  # 29 February 1900, in Excel's count
_LONGEST_FORMAT = 255  # characters, in Excel
# Formats that are known by number alone. Those from 27 on are days in East Asian editions of Excel.
_KNOWN_FORMATS = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    46: "[h]:mm:ss",
}
# Texts, colours and currencies, escapes, fillers: in them a letter is no part of a date.
_NO_PLACE_HOLDER = re.compile(r'"[^"]*"|\[[^]\[]*\]|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")


class NumberKind(Enum):
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    DAY_AND_TIME = "day and time"
    ELAPSED = "elapsed"


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
    """The kind of each cell format, in their order."""

    def __init__(self) -> None:
        self.kinds: list[NumberKind] = []
        self._codes: dict[str, NumberKind] = {
            str(number): kind_of_format(code) for number, code in _KNOWN_FORMATS.items()
        }
        self._is_within = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            self._codes[attributes["numFmtId"]] = kind_of_format(attributes["formatCode"])
        elif tag == "cellXfs":
            self._is_within = True
        elif tag == "xf" and self._is_within:
            self.kinds.append(self._codes.get(attributes.get("numFmtId", "0"), NumberKind.NUMBER))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._is_within = False


def number_kinds(parts: WorkbookParts, part: str) -> list[NumberKind]:
    styles = _Styles()
    parts.read(part, styles, is_metadata=True)
    return styles.kinds


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
