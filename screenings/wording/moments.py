"""Moments, days and spans of time as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from screenings.timetable.days import is_ambiguous, minutes_text

__all__ = ["day_text", "minutes_text", "moment_in_zone", "moment_text"]


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """`Sat 12 Oct 20:00` on the clock of `zone`; `Sun 25 Oct 02:30 CEST` where it shows that time twice."""
    if is_ambiguous(moment, zone):
        return moment_in_zone(moment, zone)
    local = moment.astimezone(zone)
    return f"{day_text(local.date())} {local:%H:%M}"


def moment_in_zone(moment: datetime, zone: ZoneInfo) -> str:
    """`Sat 12 Oct 20:00 PDT`; zones without an abbreviation of letters have their offset in its place."""
    local = moment.astimezone(zone)
    return f"{day_text(local.date())} {local:%H:%M %Z}"


def day_text(day: date) -> str:
    """`Sat 12 Oct`."""
    return f"{day:%a} {day.day} {day:%b}"
