"""A day as a board: halls across, time down in lines of five minutes, and where each show lies on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from screenings.text.clock import hour_text
from screenings.timetable.context import RuleHall
from screenings.timetable.days import day_bounds
from screenings.timetable.rules.halls import opening_hours
from screenings.timetable.values import FestivalCalendar, PlacedShowing, Programme

LINE_MINUTES = 5  # minutes
LINES_PER_HOUR = 60 // LINE_MINUTES
LAST_LINE = 30 * LINES_PER_HOUR  # a show that starts at the end of a festival day is still drawn
MIN_CARD_LINES = 3  # lines that a card's name takes: what begins within them lies beside it, though it may be over
# What is shown of a day on which nothing runs, in hours after midnight.
MIN_FIRST_HOUR, MIN_LAST_HOUR = 9, 25
_LINE = timedelta(minutes=LINE_MINUTES)
StartEnd = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class ScreeningBlock:
    """A show on the board. `line` counts from the start of the festival day, `lines` and `tail` (the changeover) are
    lengths; `lane` of `Column.lanes` stands beside what runs in the same hall at the same time, and is as many lanes
    `wide` as nothing else needs meanwhile."""

    show: PlacedShowing
    line: int
    lines: int
    changeover_lines: int
    lane: int
    lane_span: int


@dataclass(frozen=True, slots=True)
class ClosedRange:
    """Lines on which a hall is closed, from `line` on."""

    line: int
    lines: int


@dataclass(frozen=True, slots=True)
class GridColumn:
    hall: RuleHall
    lane_count: int
    blocks: tuple[ScreeningBlock, ...]
    closed_ranges: tuple[ClosedRange, ...]


@dataclass(frozen=True, slots=True)
class GridHour:
    """A full hour of the festival's clock and the line on which it begins."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class DayGrid:
    """`first` is the first line shown, `last` the one after the last."""

    day: date
    first: int
    last: int
    hours: tuple[GridHour, ...]
    columns: tuple[GridColumn, ...]


def day_start(day: date, zone: ZoneInfo, calendar: FestivalCalendar) -> datetime:
    """The instant, in UTC, of line 0 in a hall of that zone."""
    return day_bounds(day, zone, calendar.day_starts_at)[0]


def line_at(moment: datetime, day: date, zone: ZoneInfo, calendar: FestivalCalendar) -> int:
    """The line a moment lies on: elapsed time since the day began, so a night of the clock's change has its length."""
    return (moment - day_start(day, zone, calendar)) // _LINE


def first_line_after(moment: datetime, day: date, zone: ZoneInfo, calendar: FestivalCalendar) -> int:
    """The first line that begins at or after the moment."""
    return -((day_start(day, zone, calendar) - moment) // _LINE)


def line_start(line: int, day: date, zone: ZoneInfo, calendar: FestivalCalendar) -> datetime:
    """The instant, in UTC, at which a line begins."""
    return day_start(day, zone, calendar) + line * _LINE


def clock_segments(day: date, zone: ZoneInfo, calendar: FestivalCalendar) -> list[tuple[int, int]]:
    """From which line on the clock of a zone shows which minute of its day: once, twice on a night of its change."""
    start, end = day_bounds(day, zone, calendar.day_starts_at)
    found: list[tuple[int, int]] = []
    for line in range((end - start) // _LINE):
        local = (start + line * _LINE).astimezone(zone)
        minute = local.hour * 60 + local.minute
        if not found or (found[-1][1] + (line - found[-1][0]) * LINE_MINUTES - minute) % 1440:
            found.append((line, minute))
    return found


def day_grid(
    programme: Programme, day: date, cancelled: Iterable[PlacedShowing] = (), *, min_card_lines: int = MIN_CARD_LINES
) -> DayGrid:
    """The board of one festival day. `cancelled` are drawn too, and take nobody's place.

    It shows every show of the day with its changeover, and at least from 9 to 1 at night.
    """
    shows = [*(show for show in programme.scheduled if show.day == day), *cancelled]
    calendar = programme.calendar
    by_hall: dict[int, list[PlacedShowing]] = {hall: [] for hall in programme.context.halls}
    for show in sorted(shows, key=lambda show: (show.start, show.uid.int)):
        by_hall[show.hall.id].append(show)
    halls = programme.context.halls
    columns = tuple(_column(calendar, halls[hall], day, found, min_card_lines) for hall, found in by_hall.items())
    blocks = [block for column in columns for block in column.blocks]
    offset = calendar.day_starts_at.hour * LINES_PER_HOUR + calendar.day_starts_at.minute // LINE_MINUTES
    usual = (max(0, MIN_FIRST_HOUR * LINES_PER_HOUR - offset), MIN_LAST_HOUR * LINES_PER_HOUR - offset)
    first = min([usual[0], *(block.line for block in blocks)])
    last = max([usual[1], *(block.line + block.lines + block.changeover_lines for block in blocks)])
    first, last = first // LINES_PER_HOUR * LINES_PER_HOUR, min(LAST_LINE, -(-last // LINES_PER_HOUR) * LINES_PER_HOUR)
    return DayGrid(day, first, last, tuple(_hours(calendar, day, first, last)), columns)


def _hours(calendar: FestivalCalendar, day: date, first: int, last: int) -> Iterable[GridHour]:
    for line in range(first, last):
        local = line_start(line, day, calendar.zone, calendar).astimezone(calendar.zone)
        if local.minute < LINE_MINUTES:
            yield GridHour(line, hour_text(local))


def _column(
    calendar: FestivalCalendar, hall: RuleHall, day: date, shows: Sequence[PlacedShowing], legible: int
) -> GridColumn:
    spans = [(show.start, max(show.end, show.start + legible * _LINE)) for show in shows]
    lanes = list(_lanes(spans))
    across = max(lanes, default=0) + 1
    blocks = tuple(
        _block(show, lane, wide, day, calendar)
        for show, lane, wide in zip(shows, lanes, _widths(spans, lanes, across), strict=True)
    )
    return GridColumn(hall, across, blocks, tuple(_closed_ranges(hall, day, calendar)))


def _block(show: PlacedShowing, lane: int, wide: int, day: date, calendar: FestivalCalendar) -> ScreeningBlock:
    zone = show.hall.zone
    line = max(0, line_at(show.start, day, zone, calendar))
    end = max(line + 1, first_line_after(show.end, day, zone, calendar))
    changeover = 0 if show.showing.cancelled else show.hall.changeover
    free = first_line_after(show.end + timedelta(minutes=changeover), day, zone, calendar)
    return ScreeningBlock(
        show, line, min(end, LAST_LINE) - line, min(free, LAST_LINE) - min(end, LAST_LINE), lane, wide
    )


def _lanes(spans: Sequence[StartEnd]) -> Iterable[int]:
    """For each span, by start, the first lane in which nothing runs any more."""
    ends: list[datetime] = []
    for start, until in spans:
        lane = next((number for number, end in enumerate(ends) if end <= start), len(ends))
        ends[lane : lane + 1] = [until]
        yield lane


def _widths(spans: Sequence[StartEnd], lanes: Sequence[int], across: int) -> Iterable[int]:
    """For each span, how many lanes it can have: up to the next one in which something runs at the same time."""
    both = list(zip(spans, lanes, strict=True))
    for (start, until), lane in both:
        meanwhile = (other for (begins, ends), other in both if begins < until and start < ends and other > lane)
        yield min(meanwhile, default=across) - lane


def _closed_ranges(hall: RuleHall, day: date, calendar: FestivalCalendar) -> Iterable[ClosedRange]:
    """Where the hall is not open; nothing where its hours are not stated."""
    start, end = day_bounds(day, hall.zone, calendar.day_starts_at)
    if any(first <= day <= last for first, last in hall.closures):
        yield ClosedRange(0, LAST_LINE)
        return
    if not hall.openings:
        return
    around = (day - timedelta(days=1), day, day + timedelta(days=1))
    reached = start
    for opens, closes in sorted(span for each in around for span in opening_hours(hall, each)):
        if reached < min(opens, end):
            yield _closed_range(reached, min(opens, end), start)
        reached = max(reached, closes)
    if reached < end:
        yield _closed_range(reached, end, start)


def _closed_range(first: datetime, last: datetime, start: datetime) -> ClosedRange:
    line = -((start - first) // _LINE)
    return ClosedRange(line, max(0, (last - start) // _LINE - line))


def festival_dates(calendar: FestivalCalendar) -> list[date]:
    """Every day of the festival."""
    return [calendar.starts_on + timedelta(days=n) for n in range((calendar.ends_on - calendar.starts_on).days + 1)]


def current_festival_day(calendar: FestivalCalendar, at: datetime) -> date:
    """The festival day it is, or the first or last one where the festival is not on."""
    return min(max(calendar.day_of(at.astimezone(UTC)), calendar.starts_on), calendar.ends_on)
