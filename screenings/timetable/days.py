"""The festival day and wall-clock time: the one home of every conversion between an instant and what a clock shows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from screenings.text.translation import gettext, ngettext

DAY, HOUR = 24 * 60, 60  # minutes


class SkippedTime(ValueError):
    """The clock jumps over this wall time (spring): it does not exist in that zone on that day."""


class RepeatedTime(ValueError):
    """The clock shows this wall time twice (autumn): an offset must say which is meant."""


def to_utc(moment: datetime) -> datetime:
    """The same instant in UTC.

    Raises ValueError for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no zone")
    return moment.astimezone(UTC)


def festival_day(moment: datetime, zone: ZoneInfo, day_starts_at: time) -> date:
    """The day a show belongs to: until `day_starts_at` (wall clock of `zone`) the evening before goes on."""
    local = moment.astimezone(zone)
    return local.date() - timedelta(days=1) if local.time() < day_starts_at else local.date()


def daypart(moment: datetime, zone: ZoneInfo, day_starts_at: time) -> str:
    """Morning, afternoon (from 12:00), evening (from 17:00) or night (from 22:00 until the next festival day)."""
    clock = moment.astimezone(zone).time()
    if clock < day_starts_at or clock >= time(22):
        return "night"
    return "morning" if clock < time(12) else "afternoon" if clock < time(17) else "evening"


def day_bounds(day: date, zone: ZoneInfo, day_starts_at: time) -> tuple[datetime, datetime]:
    """The half-open span of a festival day, in UTC; 23 or 25 hours long where the clock changes."""
    start = datetime.combine(day, day_starts_at, zone)
    end = datetime.combine(day + timedelta(days=1), day_starts_at, zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def utc_offsets(wall: datetime, zone: ZoneInfo) -> tuple[timedelta, ...]:
    """The UTC offsets under which a clock in `zone` shows this wall time: none (skipped), one, or two (repeated)."""
    found = []
    for fold in (0, 1):
        offset = wall.replace(tzinfo=zone, fold=fold).utcoffset()
        assert offset is not None
        back = (wall.replace(tzinfo=UTC) - offset).astimezone(zone).replace(tzinfo=None, fold=0)
        if back == wall.replace(tzinfo=None, fold=0) and offset not in found:
            found.append(offset)
    return tuple(found)


def is_ambiguous(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether a clock in `zone` shows this moment's wall time twice."""
    local = moment.astimezone(zone)
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def from_wall_time(wall: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall time in `zone`.

    Raises SkippedTime or RepeatedTime on the nights the clock changes, saying which times exist.
    """
    offsets = utc_offsets(wall, zone)
    if len(offsets) == 1:
        return (wall.replace(tzinfo=UTC) - offsets[0]).astimezone(UTC)
    shown = wall.strftime("%Y-%m-%dT%H:%M")
    if offsets:
        first, second = (f"{shown}{offset_text(offset)}" for offset in offsets)
        sentence = gettext("{time} happens twice in {zone} that night; write {first} or {second}")
        raise RepeatedTime(sentence.format(time=shown, zone=zone.key, first=first, second=second))
    before = wall.replace(tzinfo=zone, fold=0).utcoffset()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset()
    assert before is not None
    assert after is not None
    forward = (wall + abs(after - before)).strftime("%Y-%m-%dT%H:%M")
    sentence = gettext("{time} does not exist in {zone}: the clock jumps forward that night; write {later}")
    raise SkippedTime(sentence.format(time=shown, zone=zone.key, later=forward))


def same_wall_time(moment: datetime, old: ZoneInfo, new: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a clock of `new` shows what a clock of `old` shows at `moment`.

    A time that the new clock jumps over becomes the hour after. Of one that it shows twice the first is taken, unless
    the old clock showed it for the second time.
    """
    shown = moment.astimezone(old)
    if not utc_offsets(shown.replace(tzinfo=None), new):
        shown = shown.replace(fold=0)
    return shown.replace(tzinfo=new).astimezone(UTC)


def offset_text(offset: timedelta) -> str:
    """+02:00 for two hours east of Greenwich."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def wall_text(moment: datetime, zone: ZoneInfo) -> str:
    """`YYYY-MM-DDTHH:MM` on the clock of `zone`, with the offset only where the clock shows that time twice."""
    local = moment.astimezone(zone)
    text = local.strftime("%Y-%m-%dT%H:%M")
    offset = local.utcoffset()
    assert offset is not None
    return text + offset_text(offset) if is_ambiguous(moment, zone) else text


def minutes_text(minutes: int) -> str:
    """`95 min`; from three hours on `3 h 20 min`, from two days on `2 days 4 h`."""
    if minutes < 3 * HOUR:
        return gettext("{number} min").format(number=minutes)
    hours, rest = divmod(minutes, HOUR)
    if minutes < 2 * DAY:
        sentence = gettext("{hours} h {minutes} min") if rest else gettext("{hours} h")
        return sentence.format(hours=hours, minutes=rest)
    days, hours = divmod(hours, 24)
    if hours:
        return ngettext("{days} days {hours} h", "{days} days {hours} h", days).format(days=days, hours=hours)
    return ngettext("{days} days", "{days} days", days).format(days=days)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open interval of instants: its end belongs to what follows."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    @property
    def minutes(self) -> int:
        return round((self.end - self.start).total_seconds() / 60)
