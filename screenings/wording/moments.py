"""Moments, days and spans of time as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from screenings.text.clock import clock_text
from screenings.text.dates import short_day
from screenings.timetable.days import is_ambiguous


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """`Sat 12 Oct 20:00` on the clock of `zone`; `Sun 25 Oct 02:30 CEST` where it shows that time twice."""
    if is_ambiguous(moment, zone):
        return moment_in_zone(moment, zone)
    local = moment.astimezone(zone)
    return f"{day_text(local.date())} {clock_text(local)}"


def moment_in_zone(moment: datetime, zone: ZoneInfo) -> str:
    """`Sat 12 Oct 20:00 PDT`; zones without an abbreviation of letters have their offset in its place."""
    return f"{day_text(moment.astimezone(zone).date())} {clock_and_zone_text(moment, zone)}"


def clock_and_zone_text(moment: datetime, zone: ZoneInfo) -> str:
    """`20:00 PDT`, as above."""
    local = moment.astimezone(zone)
    return f"{clock_text(local)} {local:%Z}"


def night_note(moment: datetime, zone: ZoneInfo, day: date) -> str:
    """`night of Sat 12 Oct` for what belongs to another festival day than its clock shows; else nothing."""
    return "" if moment.astimezone(zone).date() == day else f"night of {day_text(day)}"


def zone_note(zone: ZoneInfo) -> str:
    """`clock of Europe/Lisbon`, for a time next to times of another clock."""
    return f"clock of {zone.key}"


def with_notes(text: str, *notes: str) -> str:
    """The text with the notes that are not empty in brackets after it."""
    joined = ", ".join(filter(None, notes))
    return f"{text} ({joined})" if joined else text


def day_text(day: date) -> str:
    """`Sat 12 Oct`."""
    return short_day(day)
