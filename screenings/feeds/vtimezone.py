"""VTIMEZONE (RFC 5545 §3.6.5) of an IANA zone, so that a client without a zone database shows the right hour.

Two shapes, both seen to be read rightly: yearly RRULE pairs where the zone follows one rule, else one part for every
onset. Never RDATE: ical.js and Thunderbird are an hour off with it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# A rule must hold this many years beyond the last event before it is believed: enough to tell the fourth Sunday
# from the last one, and to notice a law that is already decided.
_YEARS_CHECKED_AHEAD = 12
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIRST_YEAR, _LAST_YEAR = 2, 9998


@dataclass(frozen=True, slots=True)
class Onset:
    """The moment a zone's clock is set: what it showed until then (`wall`), and from and to which offset."""

    wall_time: datetime
    offset_from: timedelta
    offset_to: timedelta
    abbreviation: str
    is_daylight: bool


def vtimezone_text(name: str, first: datetime, last: datetime) -> str:
    """The VTIMEZONE of zone `name`, right for every event that starts between two aware instants.

    It reaches a year further in both directions. Cached by year; CRLF lines. Raises ZoneInfoNotFoundError.
    """
    return _timezone_text(name, first.astimezone(UTC).year, last.astimezone(UTC).year)


@lru_cache(maxsize=512)
def _timezone_text(name: str, first_year: int, last_year: int) -> str:
    zone = ZoneInfo(name)
    start = max(first_year - 1, _FIRST_YEAR)
    parts = _rule_parts(zone, start, last_year) or _onset_parts(zone, start, last_year)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *(line for part in parts for line in part), "END:VTIMEZONE", ""]
    return "\r\n".join(lines)


def _rule_parts(zone: ZoneInfo, start: int, last_year: int) -> list[list[str]]:
    """A DAYLIGHT and a STANDARD part with their yearly rules; none where two rules do not tell the whole truth."""
    onsets = _onsets(zone, start, last_year + _YEARS_CHECKED_AHEAD)
    years = min(last_year + _YEARS_CHECKED_AHEAD, _LAST_YEAR) - start + 1
    pair = onsets[:2]
    if len(onsets) != 2 * years or pair[0].offset_to != pair[1].offset_from:
        return []
    parts = []
    for at, onset in enumerate(pair):
        rule = _yearly_rule(onsets[at::2])
        if not rule:
            return []
        # By the clock, not by the zone's own word: Irish law calls the summer standard, no reader does.
        parts.append(_part(onset, daylight=onset.offset_to > onset.offset_from, rule=rule))
    return parts


def _yearly_rule(onsets: list[Onset]) -> str:
    """RRULE of one onset a year on the nth or last such weekday of a month; empty where there is none."""
    signs = {
        (o.wall_time.month, o.wall_time.weekday(), o.wall_time.time(), o.offset_from, o.offset_to, o.abbreviation)
        for o in onsets
    }
    walls = [onset.wall_time for onset in onsets]
    if len(signs) != 1 or len({wall.year for wall in walls}) != len(walls):
        return ""
    weeks = {(wall.day - 1) // 7 + 1 for wall in walls}
    if len(weeks) == 1 and weeks < {1, 2, 3, 4}:
        week = weeks.pop()
    elif all(wall.day + 7 > monthrange(wall.year, wall.month)[1] for wall in walls):
        week = -1
    else:
        return ""
    return f"FREQ=YEARLY;BYMONTH={walls[0].month};BYDAY={week}{_DAYS[walls[0].weekday()]}"


def _onset_parts(zone: ZoneInfo, start: int, last_year: int) -> list[list[str]]:
    """What the clock showed when the first year began, then a part for every time it was set."""
    begin = datetime(start, 1, 1, tzinfo=zone)
    offset = begin.utcoffset() or timedelta()
    state = Onset(begin.replace(tzinfo=None), offset, offset, begin.tzname() or "", _is_daylight_saving(begin))
    return [_part(onset, daylight=onset.is_daylight) for onset in (state, *_onsets(zone, start, last_year + 1))]


def _onsets(zone: ZoneInfo, first_year: int, last_year: int) -> list[Onset]:
    """Every change of offset within whole years of UTC. No zone has ever changed twice in one day."""
    onsets = []
    day = timedelta(days=1)
    at = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(min(last_year, _LAST_YEAR) + 1, 1, 1, tzinfo=UTC)
    offset = at.astimezone(zone).utcoffset()
    while at < end:
        next_offset = (at + day).astimezone(zone).utcoffset()
        if next_offset != offset:
            onsets.append(_onset_between(zone, at, at + day))
        at, offset = at + day, next_offset
    return onsets


def _onset_between(zone: ZoneInfo, low: datetime, high: datetime) -> Onset:
    """The one change of offset in (low, high], found to the second by halving."""
    offset_from = low.astimezone(zone).utcoffset() or timedelta()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset_from:
            low = middle
        else:
            high = middle
    local = high.astimezone(zone)
    wall = (high + offset_from).replace(tzinfo=None)
    return Onset(wall, offset_from, local.utcoffset() or timedelta(), local.tzname() or "", _is_daylight_saving(local))


def _is_daylight_saving(moment: datetime) -> bool:
    """Morocco's Ramadan and Ireland's winter count backwards; only a clock put forward is daylight saving."""
    return (moment.dst() or timedelta()) > timedelta()


def _part(onset: Onset, *, daylight: bool, rule: str = "") -> list[str]:
    kind = "DAYLIGHT" if daylight else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{onset.wall_time.isoformat(timespec='seconds').replace('-', '').replace(':', '')}",
        *([f"RRULE:{rule}"] if rule else []),
        f"TZOFFSETFROM:{_offset(onset.offset_from)}",
        f"TZOFFSETTO:{_offset(onset.offset_to)}",
        f"TZNAME:{onset.abbreviation}",
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    """UTC-OFFSET (RFC 5545 §3.3.14), with seconds only where there are some: local mean time of long ago."""
    seconds = round(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    text = f"{sign}{seconds // 3600:02d}{seconds // 60 % 60:02d}"
    return text + (f"{seconds % 60:02d}" if seconds % 60 else "")
