"""Moments, days and spans of time as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from screenings.timetable.days import minutes_text

__all__ = ["day_text", "minutes_text", "moment_text"]


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """`Sat 12 Oct 20:00` on the clock of `zone`."""
    local = moment.astimezone(zone)
    return f"{day_text(local.date())} {local:%H:%M}"


def day_text(day: date) -> str:
    """`Sat 12 Oct`."""
    return f"{day:%a} {day.day} {day:%b}"
