"""The festival's row, and the run that every time of the programme must lie in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from screenings.importing import cells
from screenings.importing.festival_keys import FestivalKeys
from screenings.importing.problems import Problem, Unreadable, quoted
from screenings.importing.records import Entry, Known, Place
from screenings.importing.rows import FestivalRow
from screenings.models.festivals import LONGEST_RUN
from screenings.models.fields import EARLIEST, LATEST

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """A clock, the first day a screening may start on by it, and when it is too late.

    `until` is a wall time: the festival day after the last one goes on until its morning.
    """

    zone: ZoneInfo
    first: date
    until: datetime


def read_festival(keys: FestivalKeys, problems: list[Problem]) -> Entry[FestivalRow]:
    def get(key: str, read: Callable[[str], T]) -> T | None:
        text = keys.values.get(key, "").strip()
        try:
            return read(text) if text else None
        except Unreadable as error:
            problems.append(Problem(keys.file, keys.lines.get(key, 0), key, str(error)))
            return None

    row = FestivalRow(
        name=get("name", cells.visible_line) or "",
        slug=get("slug", cells.line_of_text) or "",
        timezone=get("timezone", lambda text: cells.zone(text).key) or "",
        starts_on=get("starts_on", _day),
        ends_on=get("ends_on", _day),
        day_starts_at=get("day_starts_at", cells.clock),
    )
    if row.starts_on and row.ends_on and not 0 <= (row.ends_on - row.starts_on).days < LONGEST_RUN:
        message = f"the last day is not {row.starts_on} or one of the {LONGEST_RUN - 1} days after it. Correct one."
        problems.append(Problem(keys.file, keys.lines.get("ends_on", 0), "ends_on", message))
    stated = frozenset(key for key, value in keys.values.items() if value.strip())
    return Entry(row, Place(keys.file, min(keys.lines.values(), default=0)), stated)


def run_of(festival: Entry[FestivalRow] | None, known: Known) -> Run | None:
    """None while zone or days are unknown or wrong: then that is the problem, and not each time."""
    row = festival.row if festival else FestivalRow()
    zone = ZoneInfo(row.timezone) if row.timezone else known.zone
    starts_on, ends_on = row.starts_on or known.starts_on, row.ends_on or known.ends_on
    if zone is None or starts_on is None or ends_on is None or ends_on < starts_on:
        return None
    morning = row.day_starts_at or known.day_starts_at
    return Run(zone, starts_on - timedelta(days=1), datetime.combine(ends_on + timedelta(days=2), morning))


def _day(text: str) -> date:
    found = cells.day(text)
    if not EARLIEST < found < LATEST:
        raise Unreadable(f"{quoted(text)} is out of bounds. Write a day between {EARLIEST} and {LATEST}.")
    return found
