"""The festival's row, and the run that every time of the programme must lie in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from screenings.importing import cells
from screenings.importing.festival_keys import FestivalKeys
from screenings.importing.problems import ImportProblem, InvalidValue, quoted
from screenings.importing.records import ImportRecord, ParseContext, SourceLocation
from screenings.importing.rows import FestivalRow
from screenings.models.festivals import MAX_RUN_DAYS
from screenings.models.fields import EARLIEST, LATEST

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StartWindow:
    """A clock, the first day a screening may start on by it, and when it is too late.

    `until` is a wall time: the festival day after the last one goes on until its morning.
    """

    zone: ZoneInfo
    first_day: date
    until: datetime


def parse_festival(keys: FestivalKeys, problems: list[ImportProblem]) -> ImportRecord[FestivalRow]:
    def get(key: str, read: Callable[[str], T]) -> T | None:
        text = keys.values.get(key, "").strip()
        try:
            return read(text) if text else None
        except InvalidValue as error:
            problems.append(ImportProblem(keys.file, keys.lines.get(key, 0), key, str(error)))
            return None

    row = FestivalRow(
        name=get("name", cells.visible_line) or "",
        slug=get("slug", cells.line_of_text) or "",
        timezone=get("timezone", lambda text: cells.zone(text).key) or "",
        starts_on=get("starts_on", _day),
        ends_on=get("ends_on", _day),
        day_starts_at=get("day_starts_at", cells.time_of_day),
    )
    if row.starts_on and row.ends_on and not 0 <= (row.ends_on - row.starts_on).days < MAX_RUN_DAYS:
        message = f"the last day is not {row.starts_on} or one of the {MAX_RUN_DAYS - 1} days after it. Correct one."
        problems.append(ImportProblem(keys.file, keys.lines.get("ends_on", 0), "ends_on", message))
    stated = frozenset(key for key, value in keys.values.items() if value.strip())
    return ImportRecord(row, SourceLocation(keys.file, min(keys.lines.values(), default=0)), stated)


def start_window(festival: ImportRecord[FestivalRow] | None, context: ParseContext) -> StartWindow | None:
    """None while zone or days are unknown or wrong: then that is the problem, and not each time."""
    row = festival.row if festival else FestivalRow()
    zone = ZoneInfo(row.timezone) if row.timezone else context.zone
    starts_on, ends_on = row.starts_on or context.starts_on, row.ends_on or context.ends_on
    if zone is None or starts_on is None or ends_on is None or ends_on < starts_on:
        return None
    morning = row.day_starts_at or context.day_starts_at
    return StartWindow(zone, starts_on - timedelta(days=1), datetime.combine(ends_on + timedelta(days=2), morning))


def _day(text: str) -> date:
    found = cells.day(text)
    if not EARLIEST < found < LATEST:
        raise InvalidValue(f"{quoted(text)} is out of bounds. Write a day between {EARLIEST} and {LATEST}.")
    return found
