"""When a screening starts and ends, from a day and a time that stand in one cell or in several."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from screenings.assistant.columns import beside_day
from screenings.assistant.dates import DayReader, is_far, names_several_days
from screenings.assistant.entries import Entry
from screenings.assistant.headings import DAY, DURATION, TIME
from screenings.assistant.known import KnownProgramme
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.times import TimeSpan, cell_minutes, clock_text, length_minutes, minutes_of_text, time_span
from screenings.importing.workbook_numbers import NumberKind
from screenings.text.cleaning import slug_of
from screenings.text.dates import day_and_month, short_weekday
from screenings.timetable.days import offset_text, utc_offsets
from screenings.wording.moments import day_text

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?")
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A start as the importer reads it, on the hall's clock, and a length in minutes where an end is stated.

    `is_open`: a question is to be answered first. `problem` says what cannot be read.
    """

    start: str = ""
    end: str = ""
    is_open: bool = False
    problem: str = ""
    remark: str = ""


class MomentReader:
    """Reads the days of all entries in one way, and asks once what a time after midnight means."""

    def __init__(self, entries: Iterable[Entry], known: KnownProgramme, answers: Answers) -> None:
        self._known, self._answers = known, answers
        entries = list(entries)
        cells = [cell for entry in entries for name in (DAY, "start") if (cell := entry.cells.get(name))]
        plain = [cell for cell in cells if not _ISO.match(cell.text.strip())]
        self._days = DayReader(plain, starts_on=known.starts_on, ends_on=known.ends_on, answers=answers)
        self._night = self._night_belongs_to_evening(entries)

    def read(self, entry: Entry, zone: ZoneInfo) -> Moment:
        start_cell = entry.cells.get("start")
        if start_cell and not start_cell.text.strip():
            return Moment()
        if start_cell and (match := _ISO.match(start_cell.text.strip())):
            return self._iso(entry, start_cell, match, zone)
        day_cell = start_cell or entry.cells.get(DAY)
        span, time_cell = _span(entry)
        if span is None and time_cell is None:
            return Moment(problem="this is a day without a time. Write both, or leave both empty.")
        day = self._days.read(day_cell) if day_cell else self._asked_day(entry)
        if day is None:
            if day_cell is None:
                return Moment(is_open=True)
            is_open = self._days.is_open(day_cell)
            return Moment(is_open=is_open, problem="" if is_open else _no_day_text(day_cell.text.strip()))
        if span is None:
            assert time_cell is not None
            return Moment(problem=f'"{time_cell.text.strip()}" is no time of day. Write 20:00.')
        if self._is_night(span.start):
            if self._night is None:
                return Moment(is_open=True)
            if self._night:
                day += timedelta(days=1)
        return self._placed(entry, day, span, zone)

    def _asked_day(self, entry: Entry) -> date | None:
        """The day of a sheet that says none anywhere; None while it is open."""
        sheet = entry.place.partition(",")[0]
        days = range((self._known.ends_on - self._known.starts_on).days + 1)
        dates = [self._known.starts_on + timedelta(days=number) for number in days]
        choices = tuple(Choice(day.isoformat(), f"{short_weekday(day)} {day_and_month(day)}") for day in dates)
        text = "There is a time here and no day, neither in the cells nor in a name. Which day is it?"
        key = f"day:{slug_of(sheet, fallback='sheet')}"
        answer = self._answers.ask(Question(key, entry.place, text, choices))
        return date.fromisoformat(answer) if answer else None

    def _placed(self, entry: Entry, day: date, span: TimeSpan, zone: ZoneInfo) -> Moment:
        start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=span.start)
        remark = ""
        end_minutes = span.end if span.end is not None else _end_of(entry)
        if end_minutes is not None:
            length = (end_minutes - span.start) % _DAY_MINUTES
            if length == 0:
                remark = "it ends when it starts, which counts as an end that is not known."
        elif DURATION in entry.cells:
            length = length_minutes(entry.cells[DURATION]) or 0
        else:
            length = 0
        return self._in_zone(entry, start, length, zone, remark)

    def _in_zone(self, entry: Entry, start: datetime, length: int, zone: ZoneInfo, remark: str = "") -> Moment:
        """A time that the clock shows twice is asked about; one that it never shows is the importer's to refuse."""
        offsets = utc_offsets(start, zone)
        mark = ""
        if len(offsets) > 1:
            answer = self._which_hour(entry, start)
            if not answer:
                return Moment(is_open=True)
            mark = offset_text(max(offsets) if answer == "first" else min(offsets))
        end = f"{start + timedelta(minutes=length):%Y-%m-%dT%H:%M}" if length else ""
        if mark and length:
            own = max(offsets) if mark == offset_text(max(offsets)) else min(offsets)
            end = _wall_of_instant(start - own + timedelta(minutes=length), zone)
        return Moment(f"{start:%Y-%m-%dT%H:%M}{mark}", end, remark=remark)

    def _which_hour(self, entry: Entry, start: datetime) -> str:
        """Which of the two is meant: asked once for a night, and of each start where they differ. Empty while open."""
        both = (
            Choice("first", "the first time round, in summer time"),
            Choice("second", "the second time, in winter time"),
        )
        night = Question(
            f"hour:{start:%Y-%m-%d}",
            entry.place,
            f"In the night to {day_text(start.date())} the clock is set back, and a time such as {start:%H:%M} comes "
            "twice. Which is meant?",
            (*both, Choice("each", "not always the same: ask about each start")),
        )
        answer = self._answers.ask(night)
        if answer != "each":
            return answer
        text = f"{start:%H:%M} on {day_text(start.date())} comes twice. Which is meant?"
        return self._answers.ask(Question(f"hour:{start:%Y-%m-%dT%H:%M}", entry.place, text, both))

    def _iso(self, entry: Entry, cell: SourceCell, match: re.Match[str], zone: ZoneInfo) -> Moment:
        """A start with a day and, it may be, an offset, which another zone's file contradicts: then it is asked."""
        try:
            start = datetime.fromisoformat(f"{match[1]}T{match[2]}:{match[3]}")
        except ValueError:
            return Moment(problem=f'"{cell.text.strip()}" is no day of the calendar.')
        end_match = _ISO.match(entry.text("end"))
        for said in (match, end_match):
            if said and is_far(int(said[1][:4])):
                return Moment(problem=_no_day_text(said[1]))
        length = length_minutes(entry.cells[DURATION]) or 0 if DURATION in entry.cells else 0
        if end_match and not length:
            length = _length_between(match, end_match)
        elif (minutes := _end_of(entry)) is not None and not length:
            length = (minutes - start.hour * 60 - start.minute) % _DAY_MINUTES
        if not match[4]:
            return self._in_zone(entry, start, length, zone)
        offsets, utc = utc_offsets(start, zone), start - _offset(match[4])
        if _offset(match[4]) not in offsets and not cell.is_instant:
            shown = _wall_of_instant(utc, zone)[11:16]
            question = Question(
                "zone",
                cell.place,
                f"{cell.text.strip()} is not on the festival's clock, {zone.key}. What is meant?",
                (
                    Choice("clock", f"what it shows: {start:%H:%M} at the festival"),
                    Choice("instant", f"that moment: {shown} at the festival"),
                ),
            )
            answer = self._answers.ask(question)
            if not answer:
                return Moment(is_open=True)
            if answer == "clock":
                return self._in_zone(entry, start, length, zone)
        end = _wall_of_instant(utc + timedelta(minutes=length), zone) if length else ""
        return Moment(_wall_of_instant(utc, zone), end)

    def _is_night(self, minutes: int) -> bool:
        return minutes < self._known.day_starts_at.hour * 60 + self._known.day_starts_at.minute

    def _night_belongs_to_evening(self, entries: list[Entry]) -> bool | None:
        """Whether 00:30 is written under the day before. The order of the rows may say so; else it is asked.

        True where there is no such time. None while the question is open.
        """
        nights: list[tuple[Entry, bool | None, bool]] = []
        before: dict[tuple[str, str], int] = {}
        for entry in entries:
            if DAY not in entry.cells or (span := _span(entry)[0]) is None:
                continue
            group = (entry.text(DAY), entry.text("place") or entry.text("hall"))
            if self._is_night(span.start) and span.start < _DAY_MINUTES:
                last = before.get(group, before.get((group[0], "")))
                verdict = None if last is None else last > span.start and not self._is_night(last)
                nights.append((entry, verdict, last is None and bool(before)))
            else:
                before[group] = before[group[0], ""] = span.start
        if not nights:
            return True
        verdicts = {verdict for _entry, verdict, _opens in nights}
        if verdicts == {True}:
            return True
        entry = nights[0][0]
        text = clock_text((_span(entry)[0] or TimeSpan(0, None, "")).start)
        question = Question(
            "after-midnight",
            entry.place,
            f'"{text}" on {_day_text(entry)}: is that the night after this day, or the night before it?',
            (
                Choice("night-after", "the night after: the programme's day goes on past midnight"),
                Choice("calendar", "the calendar's day: the night before"),
            ),
            suggested="calendar" if all(opens for _entry, _verdict, opens in nights) else "",
        )
        answer = self._answers.ask(question)
        return answer == "night-after" if answer else None


def _no_day_text(text: str) -> str:
    if names_several_days(text):
        return f'"{text}" names several days. Write a row for each screening, with its own day.'
    return f'"{text}" is no day. Write 2026-10-09.'


def _day_text(entry: Entry) -> str:
    cell = entry.cells[DAY]
    is_date = cell.kind in (NumberKind.DAY, NumberKind.DAY_AND_TIME)
    return day_text(date.fromisoformat(cell.text[:10])) if is_date else cell.text.strip()


def _span(entry: Entry) -> tuple[TimeSpan | None, SourceCell | None]:
    """The entry's time, and the cell it is in: beside its day, or in a column of its own."""
    cell = entry.cells.get(TIME)
    if cell is None:
        start = entry.cells.get("start")
        return (time_span(beside_day(start.text)), start) if start else (None, None)
    span = time_span(cell.text)
    if span and span.end is not None:
        return span, cell
    minutes = cell_minutes(cell)
    if minutes is not None:
        return TimeSpan(minutes, None, cell.text), cell
    return span, cell


def _end_of(entry: Entry) -> int | None:
    cell = entry.cells.get("end")
    if cell is None:
        return None
    minutes = cell_minutes(cell)
    if minutes is None and (span := time_span(beside_day(cell.text))):
        minutes = span.start
    return minutes_of_text(cell.text) if minutes is None else minutes


def _offset(text: str) -> timedelta:
    if text == "Z":
        return timedelta(0)
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if text[0] == "-" else offset


def _wall_of_instant(utc: datetime, zone: ZoneInfo) -> str:
    """What the clock shows at an instant that is given as UTC without saying so."""
    local = utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
    wall = local.replace(tzinfo=None)
    offset = local.utcoffset()
    mark = offset_text(offset) if offset is not None and len(utc_offsets(wall, zone)) > 1 else ""
    return f"{wall:%Y-%m-%dT%H:%M}{mark}"


def _length_between(start: re.Match[str], end: re.Match[str]) -> int:
    """Minutes; the offsets count where both bear one. 0 where the end is not after the start."""
    try:
        walls = [datetime.fromisoformat(f"{match[1]}T{match[2]}:{match[3]}") for match in (start, end)]
    except ValueError:
        return 0
    if start[4] and end[4]:
        walls = [wall - _offset(match[4]) for wall, match in zip(walls, (start, end), strict=True)]
    return max(0, round((walls[1] - walls[0]).total_seconds() / 60))
