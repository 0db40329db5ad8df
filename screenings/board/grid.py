"""A day as a board: halls across, time down in lines of five minutes, and where each show lies on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from screenings.timetable.context import HallFacts
from screenings.timetable.days import day_bounds
from screenings.timetable.rules.halls import opening_hours
from screenings.timetable.values import Calendar, Placed, Programme

LINE = 5  # minutes
HOUR_LINES = 60 // LINE
LAST_LINE = 30 * HOUR_LINES  # a show that starts at the end of a festival day is still drawn
LEGIBLE = 3  # lines that a card's name takes: what begins within them lies beside it, though it may be over
# What is shown of a day on which nothing runs, in hours after midnight.
FIRST_HOUR, LAST_HOUR = 9, 25
_LINE = timedelta(minutes=LINE)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Block:
    """A show on the board. `line` counts from the start of the festival day, `lines` and `tail` (the changeover) are
    lengths; `lane` of `Column.lanes` stands beside what runs in the same hall at the same time, and is as many lanes
    `wide` as nothing else needs meanwhile."""

    show: Placed
    line: int
    lines: int
    tail: int
    lane: int
    wide: int


@dataclass(frozen=True, slots=True)
class Shut:
    """Lines on which a hall is closed, from `line` on."""

    line: int
    lines: int


@dataclass(frozen=True, slots=True)
class Column:
    hall: HallFacts
    lanes: int
    blocks: tuple[Block, ...]
    shut: tuple[Shut, ...]


@dataclass(frozen=True, slots=True)
class Hour:
    """A full hour of the festival's clock and the line on which it begins."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class DayGrid:
    """`first` is the first line shown, `last` the one after the last."""

    day: date
    first: int
    last: int
    hours: tuple[Hour, ...]
    columns: tuple[Column, ...]


def start_of(day: date, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The instant, in UTC, of line 0 in a hall of that zone."""
    return day_bounds(day, zone, calendar.day_starts_at)[0]


def line_of(moment: datetime, day: date, zone: ZoneInfo, calendar: Calendar) -> int:
    """The line a moment lies on: elapsed time since the day began, so a night of the clock's change has its length."""
    return (moment - start_of(day, zone, calendar)) // _LINE


def line_after(moment: datetime, day: date, zone: ZoneInfo, calendar: Calendar) -> int:
    """The first line that begins at or after the moment."""
    return -((start_of(day, zone, calendar) - moment) // _LINE)


def moment_of(line: int, day: date, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The instant, in UTC, at which a line begins."""
    return start_of(day, zone, calendar) + line * _LINE


def clock_of(day: date, zone: ZoneInfo, calendar: Calendar) -> list[tuple[int, int]]:
    """From which line on the clock of a zone shows which minute of its day: once, twice on a night of its change."""
    start, end = day_bounds(day, zone, calendar.day_starts_at)
    found: list[tuple[int, int]] = []
    for line in range((end - start) // _LINE):
        local = (start + line * _LINE).astimezone(zone)
        minute = local.hour * 60 + local.minute
        if not found or (found[-1][1] + (line - found[-1][0]) * LINE - minute) % 1440:
            found.append((line, minute))
    return found


def day_grid(programme: Programme, day: date, cancelled: Iterable[Placed] = (), *, legible: int = LEGIBLE) -> DayGrid:
    """The board of one festival day. `cancelled` are drawn too, and take nobody's place.

    It shows every show of the day with its changeover, and at least from 9 to 1 at night.
    """
    shows = [*(show for show in programme.live if show.day == day), *cancelled]
    calendar = programme.calendar
    by_hall: dict[int, list[Placed]] = {hall: [] for hall in programme.house.halls}
    for show in sorted(shows, key=lambda show: (show.start, show.uid.int)):
        by_hall[show.hall.id].append(show)
    halls = programme.house.halls
    columns = tuple(_column(calendar, halls[hall], day, found, legible) for hall, found in by_hall.items())
    blocks = [block for column in columns for block in column.blocks]
    offset = calendar.day_starts_at.hour * HOUR_LINES + calendar.day_starts_at.minute // LINE
    usual = (max(0, FIRST_HOUR * HOUR_LINES - offset), LAST_HOUR * HOUR_LINES - offset)
    first = min([usual[0], *(block.line for block in blocks)])
    last = max([usual[1], *(block.line + block.lines + block.tail for block in blocks)])
    first, last = first // HOUR_LINES * HOUR_LINES, min(LAST_LINE, -(-last // HOUR_LINES) * HOUR_LINES)
    return DayGrid(day, first, last, tuple(_hours(calendar, day, first, last)), columns)


def _hours(calendar: Calendar, day: date, first: int, last: int) -> Iterable[Hour]:
    for line in range(first, last):
        local = moment_of(line, day, calendar.zone, calendar).astimezone(calendar.zone)
        if local.minute < LINE:
            yield Hour(line, f"{local:%H:%M}")


def _column(calendar: Calendar, hall: HallFacts, day: date, shows: Sequence[Placed], legible: int) -> Column:
    spans = [(show.start, max(show.end, show.start + legible * _LINE)) for show in shows]
    lanes = list(_lanes(spans))
    across = max(lanes, default=0) + 1
    blocks = tuple(
        _block(show, lane, wide, day, calendar)
        for show, lane, wide in zip(shows, lanes, _widths(spans, lanes, across), strict=True)
    )
    return Column(hall, across, blocks, tuple(_shut(hall, day, calendar)))


def _block(show: Placed, lane: int, wide: int, day: date, calendar: Calendar) -> Block:
    zone = show.hall.zone
    line = max(0, line_of(show.start, day, zone, calendar))
    end = max(line + 1, line_after(show.end, day, zone, calendar))
    changeover = 0 if show.showing.cancelled else show.hall.changeover
    free = line_after(show.end + timedelta(minutes=changeover), day, zone, calendar)
    return Block(show, line, min(end, LAST_LINE) - line, min(free, LAST_LINE) - min(end, LAST_LINE), lane, wide)


def _lanes(spans: Sequence[Span]) -> Iterable[int]:
    """For each span, by start, the first lane in which nothing runs any more."""
    ends: list[datetime] = []
    for start, until in spans:
        lane = next((number for number, end in enumerate(ends) if end <= start), len(ends))
        ends[lane : lane + 1] = [until]
        yield lane


def _widths(spans: Sequence[Span], lanes: Sequence[int], across: int) -> Iterable[int]:
    """For each span, how many lanes it can have: up to the next one in which something runs at the same time."""
    both = list(zip(spans, lanes, strict=True))
    for (start, until), lane in both:
        meanwhile = (other for (begins, ends), other in both if begins < until and start < ends and other > lane)
        yield min(meanwhile, default=across) - lane


def _shut(hall: HallFacts, day: date, calendar: Calendar) -> Iterable[Shut]:
    """Where the hall is not open; nothing where its hours are not stated."""
    start, end = day_bounds(day, hall.zone, calendar.day_starts_at)
    if any(first <= day <= last for first, last in hall.closures):
        yield Shut(0, LAST_LINE)
        return
    if not hall.openings:
        return
    around = (day - timedelta(days=1), day, day + timedelta(days=1))
    reached = start
    for opens, closes in sorted(span for each in around for span in opening_hours(hall, each)):
        if reached < min(opens, end):
            yield _span(reached, min(opens, end), start)
        reached = max(reached, closes)
    if reached < end:
        yield _span(reached, end, start)


def _span(first: datetime, last: datetime, start: datetime) -> Shut:
    line = -((start - first) // _LINE)
    return Shut(line, max(0, (last - start) // _LINE - line))


def within_run(calendar: Calendar) -> list[date]:
    """Every day of the festival."""
    return [calendar.starts_on + timedelta(days=n) for n in range((calendar.ends_on - calendar.starts_on).days + 1)]


def day_now(calendar: Calendar, at: datetime) -> date:
    """The festival day it is, or the first or last one where the festival is not on."""
    return min(max(calendar.day_of(at.astimezone(UTC)), calendar.starts_on), calendar.ends_on)
