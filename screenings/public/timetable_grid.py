"""A day as a grid: halls by time, in steps of some minutes, so that a row of cells is as long as what it shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from screenings.text.cleaning import natural_sort_key, sort_key
from screenings.text.clock import hour_text
from screenings.text.translation import gettext_noop
from screenings.timetable.days import Span, daypart, is_ambiguous
from screenings.timetable.values import FestivalCalendar, PublicScreening

STEP_MINUTES = 5  # minutes
HOUR = timedelta(hours=1)
# What is shorter than an hour is drawn as long as one, or its words would have a letter a line, and longer where
# nothing follows in its hall. What begins within that hour gets a row of its own.
MIN_DRAWN_LENGTH = HOUR
MAX_STRETCHED_LENGTH = timedelta(minutes=90)
MAX_ROOMY_LANES, MAX_LANES = 9, 18  # rows on a page of paper that have room for details, and for two lines
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


class HourTick(NamedTuple):
    """An hour at the edge: its moment for machines, its text, and the date where another day begins."""

    iso: str
    text: str
    new_day: date | None


class HallRows(NamedTuple):
    """A hall's name, and a row of cells for each screening that runs beside another."""

    name: str
    lanes: list[list[GridCell[PublicScreening]]]


class VenueRows(NamedTuple):
    name: str
    slug: str
    halls: list[HallRows]


class TimetableGrid(NamedTuple):
    """`jumps` are the hours at which now and the parts of the day begin, by their number, in words that are
    translated where they are shown.

    `density`, a class, says how many rows a sheet of paper has to hold.
    """

    hours: list[HourTick]
    steps: int
    venues: list[VenueRows]
    jumps: list[tuple[int, str]]
    density: str


def day_grid(rows: Iterable[PublicScreening], calendar: FestivalCalendar, at: datetime | None = None) -> TimetableGrid:
    """A day's screenings by hall and hour; `at` is now, while the festival runs.

    Raises ValueError where there is no screening.
    """
    by_place = groupby(sorted(rows, key=_place_order), key=_place)
    halls = [(place, list(_drawn(list(in_hall)))) for place, in_hall in by_place]
    axis = time_axis((span for _, drawn in halls for span, _ in drawn), calendar.zone)
    venues = [
        VenueRows(name, slug, [HallRows(hall, grid_rows(drawn, axis)) for (_, _, hall, _), drawn in in_venue])
        for (name, slug), in_venue in groupby(halls, key=lambda each: each[0][:2])
    ]
    lanes = sum(len(hall.lanes) for venue in venues for hall in venue.halls)
    moments = hour_marks(axis)
    return TimetableGrid(
        _hours(moments, calendar.zone),
        axis.minutes // STEP_MINUTES,
        venues,
        [*_now(moments, (row for _, drawn in halls for _, row in drawn), at), *_parts_of_the_day(moments, calendar)],
        "is-roomy" if lanes <= MAX_ROOMY_LANES else "is-dense" if lanes > MAX_LANES else "is-full",
    )


class HallDays(NamedTuple):
    """Under each day what is on in the hall, by time."""

    name: str
    days: list[tuple[date, list[PublicScreening]]]


class VenueDays(NamedTuple):
    name: str
    slug: str
    halls: list[HallDays]


def overview(rows: Iterable[PublicScreening], days: Sequence[date]) -> list[VenueDays]:
    """The whole festival by hall and day."""
    venues: list[VenueDays] = []
    for (venue, slug, hall, _), in_hall in groupby(sorted(rows, key=_place_order), key=_place):
        if not venues or venues[-1].slug != slug:
            venues.append(VenueDays(venue, slug, []))
        by_day: dict[date, list[PublicScreening]] = {day: [] for day in days}
        for row in in_hall:
            by_day[row.day].append(row)
        venues[-1].halls.append(HallDays(hall, list(by_day.items())))
    return venues


def by_venue(rows: Iterable[PublicScreening]) -> list[tuple[str, str, list[PublicScreening]]]:
    """Each venue's name, the last part of its address, and what is on there by time, whatever the hall."""
    ordered = sorted(rows, key=lambda row: (*_venue_order(row), row.starts_at, row.ends_at))
    return [(*venue, list(found)) for venue, found in groupby(ordered, key=lambda row: (row.venue, row.venue_slug))]


def _place(row: PublicScreening) -> tuple[str, str, str, str]:
    return row.venue, row.venue_slug, row.hall, row.hall_slug


def _place_order(row: PublicScreening) -> tuple[object, ...]:
    """Venues by name and their halls as one counts them, each by time."""
    return *_venue_order(row), natural_sort_key(row.hall), row.hall_slug, row.starts_at, row.ends_at


def _venue_order(row: PublicScreening) -> tuple[object, str]:
    return natural_sort_key(sort_key(row.venue)), row.venue_slug


def _drawn(in_hall: Sequence[PublicScreening]) -> Iterator[tuple[Span, PublicScreening]]:
    """What is on in a hall, by time, and how long each is drawn."""
    for row, following in pairwise((*in_hall, None)):
        assert row is not None
        room = following.starts_at - row.starts_at if following else MAX_STRETCHED_LENGTH
        stretched = max(MIN_DRAWN_LENGTH, min(room, MAX_STRETCHED_LENGTH))
        is_short = row.ends_at - row.starts_at < MIN_DRAWN_LENGTH
        yield Span(row.starts_at, row.starts_at + stretched if is_short else row.ends_at), row


def _hours(moments: Sequence[datetime], zone: ZoneInfo) -> list[HourTick]:
    marks: list[HourTick] = []
    days: list[date] = []
    for moment in moments:
        local = moment.astimezone(zone)
        text = f"{hour_text(local)} {local.tzname()}" if is_ambiguous(moment, zone) else hour_text(local)
        is_new = marks and local.date() != days[-1]
        marks.append(HourTick(local.isoformat(timespec="minutes"), text, local.date() if is_new else None))
        days.append(local.date())
    return marks


def _now(
    moments: Sequence[datetime], rows: Iterable[PublicScreening], at: datetime | None
) -> Iterator[tuple[int, str]]:
    """The hour in which something last began or ended: until something else does, a kept page says the same."""
    if at is None or not moments[0] <= at < moments[-1] + HOUR:
        return
    changed = max((moment for row in rows for moment in (row.starts_at, row.ends_at) if moment <= at), default=None)
    if changed is not None:
        yield min(int((changed - moments[0]) / HOUR), len(moments) - 1), gettext_noop("Now")


def _parts_of_the_day(moments: Sequence[datetime], calendar: FestivalCalendar) -> Iterator[tuple[int, str]]:
    words = {
        "morning": gettext_noop("Morning"),
        "afternoon": gettext_noop("Afternoon"),
        "evening": gettext_noop("Evening"),
        "night": gettext_noop("Late"),
    }
    parts = [daypart(moment, calendar.zone, calendar.day_starts_at) for moment in moments]
    for part, numbers in groupby(range(len(parts)), key=parts.__getitem__):
        yield next(numbers), words[part]
