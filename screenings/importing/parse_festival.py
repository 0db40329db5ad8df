"""The festival's row, and the time around its run in which every start of the programme must lie."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from screenings.importing import cells
from screenings.importing.columns import columns_of
from screenings.importing.festival_keys import FestivalKeys
from screenings.importing.problems import ImportProblem, InvalidValue
from screenings.importing.records import ParseContext
from screenings.importing.rows import FestivalRow
from screenings.models.festivals import MAX_RUN_DAYS, SPECIALS_WITHIN


@dataclass(frozen=True, slots=True)
class StartWindow:
    """A clock, the first day a screening may start on by it, and when it is too late.

    `until` is a wall time: the last possible festival day goes on until its morning.
    """

    zone: ZoneInfo
    first_day: date
    until: datetime


def parse_festival(keys: FestivalKeys, problems: list[ImportProblem]) -> FestivalRow:
    stated = frozenset(key for key, value in keys.values.items() if value.strip())
    values: dict[str, Any] = {}
    for key, column in columns_of(FestivalRow).items():
        if key in stated and column.read:
            text = keys.values[key]
            try:
                # Prose may begin with an indent.
                values[key] = column.read(text if column.read is cells.prose else text.strip())
            except InvalidValue as error:
                problems.append(ImportProblem(keys.file, keys.lines.get(key, 0), key, str(error)))
    row = FestivalRow(**values, file=keys.file, line=min(keys.lines.values(), default=0), stated_columns=stated)
    if row.starts_on and row.ends_on and not 0 <= (row.ends_on - row.starts_on).days < MAX_RUN_DAYS:
        message = f"the last day is not {row.starts_on} or one of the {MAX_RUN_DAYS - 1} days after it. Correct one."
        problems.append(ImportProblem(keys.file, keys.lines.get("ends_on", 0), "ends_on", message))
    return row


def start_window(festival: FestivalRow | None, context: ParseContext) -> StartWindow | None:
    """None while zone or days are unknown or wrong: then that is the problem, and not each time."""
    row = festival or FestivalRow()
    zone = ZoneInfo(row.timezone) if row.timezone else context.zone
    starts_on, ends_on = row.starts_on or context.starts_on, row.ends_on or context.ends_on
    if zone is None or starts_on is None or ends_on is None or ends_on < starts_on:
        return None
    morning = row.day_starts_at or context.day_starts_at
    until = datetime.combine(ends_on + SPECIALS_WITHIN + timedelta(days=1), morning)
    return StartWindow(zone, starts_on - SPECIALS_WITHIN, until)
