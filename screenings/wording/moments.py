"""Moments, days and spans of time as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

DAY, HOUR = 24 * 60, 60


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """`Sat 12 Oct 20:00` on the clock of `zone`."""
    local = moment.astimezone(zone)
    return f"{day_text(local.date())} {local:%H:%M}"


def day_text(day: date) -> str:
    """`Sat 12 Oct`."""
    return f"{day:%a} {day.day} {day:%b}"


def minutes_text(minutes: int) -> str:
    """`95 min`; from three hours on `3 h 20 min`, from two days on `2 days 4 h`."""
    if minutes < 3 * HOUR:
        return f"{minutes} min"
    hours, rest = divmod(minutes, HOUR)
    if minutes < 2 * DAY:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} days {hours} h" if hours else f"{days} days"
