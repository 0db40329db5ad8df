"""A festival's run moved by whole days: the same programme, at the same hours, at another time of the calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model, QuerySet

from screenings.models import Closure, Festival, Film, Guest, Print, Screening
from screenings.models.history import update_with_history
from screenings.scheduling.announced_starts import shift_announced_starts
from screenings.timetable.days import festival_day

Row = TypeVar("Row", bound=Model)
BATCH = 500


def days_to_make_current(festival: Festival, *, at: datetime) -> int:
    """Days by which to move the run so that it is on at `at`: whole weeks, so that a Friday late show stays one.

    None where it is on already. A run too short for whole weeks then starts on the very day.
    """
    today = festival_day(at, festival.zone, festival.day_starts_at)
    if festival.starts_on <= today <= festival.ends_on:
        return 0
    away = (today - festival.starts_on).days
    weeks = away // 7 * 7
    return weeks if festival.ends_on + timedelta(days=weeks) >= today else away


@transaction.atomic
def shift_festival(festival: Festival, *, days: int) -> None:
    """Move the festival's days and everything dated by them. Wall-clock times stay: 19:00 remains 19:00."""
    by = timedelta(days=days)
    festival.starts_on += by
    festival.ends_on += by
    festival.save(update_fields=["starts_on", "ends_on"])
    screenings = list(Screening.objects.of(festival).placed().select_related("hall__venue__festival", "festival"))
    for screening in screenings:
        screening.starts_at = _moved_moment(screening.starts_at, by, screening.zone)
    update_with_history(Screening, screenings, ["starts_at"], batch_size=BATCH)
    shift_announced_starts(festival, lambda moment, zone: _moved_moment(moment, by, zone) or moment)
    guests = list(Guest.objects.filter(festival=festival))
    for guest in guests:
        guest.arrives_at = _moved_moment(guest.arrives_at, by, festival.zone)
        guest.departs_at = _moved_moment(guest.departs_at, by, festival.zone)
    update_with_history(Guest, guests, ["arrives_at", "departs_at"], batch_size=BATCH)
    _move_days(Print.objects.filter(film__festival=festival), by, "available_from", "available_until")
    _move_days(Closure.objects.filter(hall__venue__festival=festival), by, "first_day", "last_day")
    _move_days(Film.objects.of(festival), by, "embargo_until")


def _move_days(queryset: QuerySet[Row], by: timedelta, *names: str) -> None:
    rows = list(queryset)
    for row in rows:
        for name in names:
            day: date | None = getattr(row, name)
            setattr(row, name, day and day + by)
    update_with_history(queryset.model, rows, names, batch_size=BATCH)


def _moved_moment(moment: datetime | None, by: timedelta, zone: ZoneInfo) -> datetime | None:
    """By the wall clock of `zone`. A time the clock jumps over becomes the hour after, a repeated one the first."""
    if moment is None:
        return None
    return (moment.astimezone(zone).replace(tzinfo=None) + by).replace(tzinfo=zone, fold=0).astimezone(UTC)
