"""Days as people write them. A column is read as a whole against the festival's dates; what fits twice is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from screenings.assistant.calendar_words import month_numbers, weekday_numbers
from screenings.assistant.patterns import lazy_pattern
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.source_cells import SourceCell
from screenings.models.fields import EARLIEST, LATEST
from screenings.text.cleaning import fold, slug_of
from screenings.text.dates import full_date, short_weekday, weekday

_ISO = lazy_pattern(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_CJK = lazy_pattern(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_NUMBERS = lazy_pattern(r"(?<![\d.:])(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{4}|\d{2})(?!\d))?\.?(?![\d:])")
_WORD_LAST = lazy_pattern(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?\s*(?:of |de |d')?\s*([^\W\d_]{3,})\.?,?(?:\s*(?:de\s)?(\d{4}))?"
)
_WORD_FIRST = lazy_pattern(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d|[.:]\d),?(?:\s*(\d{4}))?")
_WORDS = lazy_pattern(r"(?<![^\W_])[^\W\d_]+")  # the "th" of "4th" is no Thursday
_WEEKDAY_ALONE = lazy_pattern(r"([^\W\d_]{2,})\.?,?(?:\s+(\d{1,2})(?:st|nd|rd|th|er|e|\.|º|°)?)?")
# Days since the last of 1899, from 1954 to 2173.
_COUNTED = lazy_pattern(r"[2-9]\d{4}(?:\.\d+)?")
_RANGE = lazy_pattern(
    r"(?<![\d.:/-])\d{1,2}(?:st|nd|rd|th)?\.?\s?(?:-|–|—|to|bis|tot|au|al)\s?\d{1,2}(?:st|nd|rd|th)?"
    r"(?:\.\s?\d{1,2}\.|\.?\s(?:de\s)?(?P<month>[^\W\d_]{3,}))"
    r"|\d{1,2}\.\s?\d{1,2}\.?\s?(?:-|–|—|to|bis|tot|au|al)\s?\d{1,2}\.\s?\d{1,2}\."
)
_COUNTED_DAY = lazy_pattern(r"(?:day|tag|dag|jour|dia|giorno|dzien) ?(\d{1,2})")
_EPOCH = date(1899, 12, 30)
_NEARBY = timedelta(days=1)
_LONGEST = 1_000  # characters: a text in which nobody looks for a day, and the patterns would for minutes


class DayOrder(Enum):
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """What a text says of a day. Where it is not certain, `month` and `day` may be the other way round.

    A weekday, alone or with the day of the month, has no `month`: "Friday", "Sat 12".
    """

    text: str
    year: int | None
    month: int | None
    day: int | None
    is_certain: bool
    weekdays: frozenset[int]
    matched: str  # the part that is the day, folded

    def as_date(self, order: DayOrder, year: int) -> date | None:
        """None where there is no such day, or the month is not said. The text's own year counts before `year`."""
        if self.month is None or self.day is None:
            return None
        month, day = self.month, self.day
        if not self.is_certain and order is DayOrder.DAY_FIRST:
            month, day = day, month
        try:
            return date(self.year or year, month, day)
        except ValueError:
            return None


def written_day(text: str) -> WrittenDay | None:
    """The day that a text names, with or without a year and a weekday; None where it names none."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    if match := _ISO.search(folded):
        return WrittenDay(text, int(match[1]), int(match[2]), int(match[3]), True, _weekdays(folded), match[0])
    if match := _CJK.search(text):
        rest = fold(text.replace(match[0], " "))
        return WrittenDay(text, _year(match[1]), int(match[2]), int(match[3]), True, _weekdays(rest), match[0])
    if by_word := _by_month_name(folded):
        year, month, day, matched = by_word
        return WrittenDay(text, year, month, day, True, _weekdays(folded), matched)
    if match := _NUMBERS.search(folded):
        first, second = int(match[1]), int(match[2])
        if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
            return None
        return WrittenDay(text, _year(match[3]), first, second, False, _weekdays(folded), match[0])
    if (match := _WEEKDAY_ALONE.fullmatch(folded)) and (weekdays := weekday_numbers().get(match[1], frozenset())):
        number = int(match[2]) if match[2] else None
        return None if number == 0 else WrittenDay(text, None, None, number, True, weekdays, match[0])
    return None


def _by_month_name(folded: str) -> tuple[int | None, int, int, str] | None:
    months = month_numbers()
    for match in _WORD_LAST.finditer(folded):
        if match[2] in months:
            return _year(match[3]), months[match[2]], int(match[1]), match[0]
    for match in _WORD_FIRST.finditer(folded):
        if match[1] in months:
            return _year(match[3]), months[match[1]], int(match[2]), match[0]
    return None


def _year(digits: str | None) -> int | None:
    return None if not digits else int(digits) + (2000 if len(digits) == 2 else 0)


def _weekdays(folded: str) -> frozenset[int]:
    numbers = weekday_numbers()
    for word in _WORDS.findall(folded):
        if word in numbers:
            return numbers[word]
    return frozenset()


def with_counted_day(cell: SourceCell) -> SourceCell:
    """A day that a spreadsheet shows as its number, because the cell lost its format: 45569 is 4 October 2024."""
    text = cell.text.strip()
    if not _COUNTED.fullmatch(text):
        return cell
    days, seconds = divmod(round(float(text) * 86_400), 86_400)
    day = (_EPOCH + timedelta(days=days)).isoformat()
    minutes = round(seconds / 60)
    return cell.with_text(f"{day}T{minutes // 60:02}:{minutes % 60:02}" if minutes else day)


class DayReader:
    """Reads all of a file's days in one way. `starts_on` and `ends_on` are the festival's.

    A day without a year is in the year that puts it within the festival. While a question is open no day is read.
    """

    def __init__(self, cells: Iterable[SourceCell], *, starts_on: date, ends_on: date, answers: Answers) -> None:
        self._first, self._last = starts_on - _NEARBY, ends_on + _NEARBY
        self._run = [starts_on + timedelta(days=number) for number in range((ends_on - starts_on).days + 1)]
        self._answers = answers
        written = [(cell, day) for cell in cells if (day := written_day(cell.text)) and day.month is not None]
        self._years = self._chosen_years([(cell, day) for cell, day in written if day.year is None])
        self._orders = self._chosen_orders([(cell, day) for cell, day in written if not day.is_certain])

    def read(self, cell: SourceCell) -> date | None:
        """None where the text names no day, and while a question about it or its column is open."""
        day = written_day(cell.text)
        if names_several_days(cell.text):
            return None
        if day is None or day.month is None:
            return self._of_the_run(cell, day)
        if not self._years or not self._orders:
            return None
        dates = [each for order in self._orders for each in self._dates(day, order)]
        found = next((each for each in dates if self._is_within(each)), dates[0] if dates else None)
        contradicts = found and day.year and day.weekdays and found.weekday() not in day.weekdays
        return self._as_meant(cell, day, found) if found and contradicts else found

    def _as_meant(self, cell: SourceCell, day: WrittenDay, found: date) -> date | None:
        """Of a day that is written with its year and a weekday that it is not; None while that is open."""
        near = (found + timedelta(days=number) for number in (-3, -2, -1, 1, 2, 3))
        choices = [found, *(each for each in near if each.weekday() in day.weekdays)]
        question = Question(
            _day_key(cell),
            cell.place,
            f'"{cell.text.strip()}" is a {weekday(found)}. Which day is meant?',
            tuple(Choice(each.isoformat(), _named(each)) for each in choices),
        )
        answer = self._answers.ask(question)
        return date.fromisoformat(answer) if answer else None

    def is_open(self, cell: SourceCell) -> bool:
        """Whether a question is to be answered before the cell can be read."""
        return not {"year", "date-order", _day_key(cell)}.isdisjoint(self._answers.open)

    def _of_the_run(self, cell: SourceCell, day: WrittenDay | None) -> date | None:
        """The festival's day that a weekday, a day of the month, both, or "Day 2" can only be; asked where two fit."""
        if day is not None:
            fitting = [each for each in self._run if each.weekday() in day.weekdays and day.day in (None, each.day)]
        elif counted := _COUNTED_DAY.fullmatch(fold(cell.text)):
            fitting = self._run[int(counted[1]) - 1 : int(counted[1])] if int(counted[1]) else []
        elif (text := cell.text.strip().rstrip(".")).isdecimal() and len(text) < 3:
            fitting = [each for each in self._run if each.day == int(text)]
        else:
            return None
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        text = f'"{cell.text.strip()}" is more than one day of the festival. Which is meant?'
        choices = tuple(Choice(each.isoformat(), _named(each)) for each in fitting)
        answer = self._answers.ask(Question(_day_key(cell), cell.place, text, choices))
        return date.fromisoformat(answer) if answer else None

    def _is_within(self, day: date) -> bool:
        return self._first <= day <= self._last

    def _dates(self, day: WrittenDay, order: DayOrder) -> list[date]:
        """In each of the years it may be in, those of its weekday first."""
        dates = [each for year in self._years if (each := day.as_date(order, year)) and not is_far(each.year)]
        return sorted(dates, key=lambda each: bool(day.weekdays) and each.weekday() not in day.weekdays)

    def _chosen_years(self, days: Sequence[tuple[SourceCell, WrittenDay]]) -> Sequence[int]:
        """The festival's, unless a weekday that is written beside a day contradicts it: then it is asked."""
        years = range(self._first.year, self._last.year + 1)
        contradicted = next(
            ((cell, day) for cell, day in days if not any(self._has_weekday(day, year) for year in years)), None
        )
        if contradicted is None:
            return years
        cell, day = contradicted
        likely = {year for year in range(years[0] - 6, years[0] + 7) if self._has_weekday(day, year)}
        text = f'The days bear no year, and "{day.text}" is no day of {years[0]}. Which year are they in?'
        choices = tuple(Choice(str(year), str(year)) for year in sorted({*years, *likely}))
        answer = self._answers.ask(Question("year", cell.place, text, choices))
        return (int(answer),) if answer else ()

    def _has_weekday(self, day: WrittenDay, year: int) -> bool:
        """Of the readings that are days of the festival, where there are any."""
        years = range(self._first.year, self._last.year + 1)
        orders = [
            order for order in DayOrder
            if any((each := day.as_date(order, own)) and self._is_within(each) for own in years)
        ]  # fmt: skip
        dates = [each for order in orders or DayOrder if (each := day.as_date(order, year))]
        return not day.weekdays or not dates or any(each.weekday() in day.weekdays for each in dates)

    def _chosen_orders(self, days: Sequence[tuple[SourceCell, WrittenDay]]) -> Sequence[DayOrder]:
        """The one order in which every day of the column exists, lies within the festival and is its weekday.

        Both, where each cell by itself can only be one day of the festival. Asked where two orders fit all cells.
        """
        if not days or not self._years:
            return tuple(DayOrder)
        possible = [order for order in DayOrder if all(self._dates(day, order) for _cell, day in days)]
        for fits in (self._lies_within, self._is_its_weekday):
            fitting = [order for order in possible if all(fits(day, order) for _cell, day in days)]
            possible = fitting or possible
        if len(possible) == 1:
            return possible
        if not possible or all(len({*self._within(day)}) == 1 for _cell, day in days):
            return tuple(DayOrder)
        first, second = possible[:2]
        told = [pair for pair in days if self._dates(pair[1], first)[0] != self._dates(pair[1], second)[0]]
        if not told:  # as 4.4. and 11.11. are the same in both
            return (first,)
        cell, day = told[0]
        text = f'"{day.text}" can be read in two ways, and both fit the whole column. Which day is it?'
        choices = tuple(Choice(order.value, _named(self._dates(day, order)[0])) for order in possible)
        answer = self._answers.ask(Question("date-order", cell.place, text, choices))
        return (DayOrder(answer),) if answer else ()

    def _within(self, day: WrittenDay) -> Iterable[date]:
        return (each for order in DayOrder for each in self._dates(day, order) if self._is_within(each))

    def _lies_within(self, day: WrittenDay, order: DayOrder) -> bool:
        return any(self._is_within(each) for each in self._dates(day, order))

    def _is_its_weekday(self, day: WrittenDay, order: DayOrder) -> bool:
        return not day.weekdays or any(each.weekday() in day.weekdays for each in self._dates(day, order))


def is_far(year: int) -> bool:
    """No festival is then, and no clock can be asked about the first and the last days that there are."""
    return not EARLIEST.year <= year <= LATEST.year


def names_several_days(text: str) -> bool:
    """`4.-6.10.`, `4-6 Oct`, `4.10. bis 6.10.`: a run of days, and not the day of a screening."""
    folded = fold(text)
    if _ISO.search(folded):
        return False
    return any(not match["month"] or match["month"] in month_numbers() for match in _RANGE.finditer(folded))


def is_counted_day(text: str) -> bool:
    """`Day 2`, of the festival's run."""
    return _COUNTED_DAY.fullmatch(fold(text)) is not None


def _day_key(cell: SourceCell) -> str:
    return f"day-of-run:{slug_of(cell.text, fallback='day')}"


def _named(day: date) -> str:
    return f"{short_weekday(day)} {full_date(day)}"
