"""A day as a grid: halls by time, in steps of some minutes, so that a row of cells is as long as what it shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from screenings.timetable.days import Span

STEP_MINUTES = 5  # minutes
HOUR = timedelta(hours=1)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class GridCell(Generic[Item]):
    """`steps` wide, at least one; empty where nothing is on."""

    steps: int
    item: Item | None = None


def time_axis(spans: Iterable[Span], zone: ZoneInfo) -> Span:
    """From the full hour before the first start to the full hour after the last end, on the clock of `zone`.

    Raises ValueError where there is no span.
    """
    found = list(spans)
    first = min(span.start for span in found)
    last = max(span.end for span in found)
    over = _past_the_hour(last, zone)
    return Span(first - _past_the_hour(first, zone), last + (HOUR - over if over else timedelta()))


def hour_marks(axis: Span) -> list[datetime]:
    """The instants at which an hour of the axis begins."""
    return [axis.start + HOUR * number for number in range(round(axis.minutes / 60))]


def grid_rows(items: Sequence[tuple[Span, Item]], axis: Span) -> list[list[GridCell[Item]]]:
    """Rows of cells, each as wide as the axis; more than one where a hall holds several screenings at once.

    Starts and ends are rounded down to a step, so what follows each other in a hall shares a row.
    """
    rows: list[list[GridCell[Item]]] = []
    filled: list[int] = []
    for span, item in sorted(items, key=lambda pair: (pair[0].start, pair[0].end)):
        start = _steps(span.start - axis.start)
        end = max(start + 1, _steps(span.end - axis.start))
        lane = next((number for number, until in enumerate(filled) if until <= start), None)
        if lane is None:
            lane = len(rows)
            rows.append([])
            filled.append(0)
        if start > filled[lane]:
            rows[lane].append(GridCell(start - filled[lane]))
        rows[lane].append(GridCell(end - start, item))
        filled[lane] = end
    width = _steps(axis.end - axis.start)
    for row, until in zip(rows, filled, strict=True):
        if until < width:
            row.append(GridCell(width - until))
    return rows


def _steps(length: timedelta) -> int:
    return int(length.total_seconds() // (STEP_MINUTES * 60))


def _past_the_hour(moment: datetime, zone: ZoneInfo) -> timedelta:
    local = moment.astimezone(UTC).astimezone(zone)
    return timedelta(minutes=local.minute, seconds=local.second)
