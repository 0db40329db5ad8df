"""What a verb would do to each screening, without doing it. Each raises ChangeRefused, and then does nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from screenings.models import Hall, Screening, Status
from screenings.scheduling.screening_change import AmbiguousTime, ChangeRefused, ScreeningChange, Snapshot, change_to
from screenings.text.clock import clock_text
from screenings.text.dates import short_day
from screenings.timetable.days import utc_offsets
from screenings.wording.fixed_screenings import fixed_text

MAX_SHIFT_MINUTES = 1440  # minutes
MAX_SHIFT = timedelta(days=400)  # no festival runs longer


def plan_move(screening: Screening, *, hall: Hall | None, starts_at: datetime | None) -> ScreeningChange:
    """In that hall at that instant, or back to the tray."""
    starts_at = starts_at.astimezone(UTC) if starts_at else None
    return change_to(screening, replace(Snapshot.of(screening), hall=hall, starts_at=starts_at))


def plan_move_by_hand(screening: Screening, *, hall: Hall | None, starts_at: datetime | None) -> ScreeningChange:
    """The same of what a person moves: neither what is pinned nor what is cancelled."""
    fixed = fixed_text(pinned=screening.pinned, cancelled=screening.status == Status.CANCELLED)
    if fixed:
        raise ChangeRefused(f"“{screening.film.title}” cannot be moved. {fixed}")
    return plan_move(screening, hall=hall, starts_at=starts_at)


def plan_rebase_move(screening: Screening, *, hall: Hall | None, starts_at: datetime | None) -> ScreeningChange:
    """In a scenario, to where the working timetable has it, or had it, which needs no check."""
    before = Snapshot.of(screening)
    starts_at = starts_at.astimezone(UTC) if starts_at else None
    return ScreeningChange(screening, before, replace(before, hall=hall, starts_at=starts_at))


def plan_move_by(screenings: Iterable[Screening], *, minutes: int) -> list[ScreeningChange]:
    """Later, or earlier where `minutes` is negative. Elapsed minutes: 60 are an hour on the night of the change too."""
    if not 0 < abs(minutes) <= MAX_SHIFT_MINUTES:
        raise ChangeRefused(
            f"Give the minutes, from -{MAX_SHIFT_MINUTES} to {MAX_SHIFT_MINUTES} and not 0. For "
            "farther, choose another day."
        )
    by = timedelta(minutes=minutes)
    return [plan_move(row, hall=row.hall, starts_at=_start_of(row) + by) for row in screenings]


def plan_move_to_day(screenings: Iterable[Screening], *, day: date, fold: int | None = None) -> list[ScreeningChange]:
    """To another festival day at the same hour of the venue's clock: 00:30 stays in the night that follows the day.

    `fold`, 0 or 1, answers for a time that the clock shows twice.
    """
    return [plan_move(row, hall=row.hall, starts_at=_on_day(row, day, fold)) for row in screenings]


def plan_move_to_hall(screenings: Iterable[Screening], *, hall: Hall, fold: int | None = None) -> list[ScreeningChange]:
    """To another hall at the same hour of its clock."""
    return [plan_move(row, hall=hall, starts_at=_in_hall(row, hall, fold)) for row in screenings]


def plan_swap(screenings: Sequence[Screening]) -> list[ScreeningChange]:
    """Two screenings, each in the other's hall at the other's time. Where one has no place yet, the other loses its."""
    if len(screenings) != 2:
        raise ChangeRefused("Choose two screenings to swap, no more and no fewer.")
    first, second = screenings
    if first.starts_at is None and second.starts_at is None:
        raise ChangeRefused("Neither of the two has a place yet, so there is nothing to swap.")
    if first.festival_id != second.festival_id:
        raise ChangeRefused("The two belong to different festivals.")
    return [
        plan_move(first, hall=second.hall, starts_at=second.starts_at),
        plan_move(second, hall=first.hall, starts_at=first.starts_at),
    ]


def plan_cancel(screenings: Iterable[Screening], *, reason: str) -> list[ScreeningChange]:
    """The reason becomes the public note; an empty one leaves the note as it is."""
    changes = []
    for row in screenings:
        if row.status == Status.CANCELLED:
            raise ChangeRefused(f"“{row}” is cancelled already. Leave it out.")
        state = Snapshot.of(row)
        changes.append(change_to(row, replace(state, status=Status.CANCELLED, public_note=reason or state.public_note)))
    return changes


def plan_reinstate(screenings: Iterable[Screening], *, reason: str) -> list[ScreeningChange]:
    """Taking place after all. The public note is the new reason or none: it said why they were cancelled."""
    changes = []
    for row in screenings:
        if row.status != Status.CANCELLED:
            raise ChangeRefused(f"“{row}” is not cancelled. Leave it out.")
        changes.append(change_to(row, replace(Snapshot.of(row), status=Status.PLANNED, public_note=reason)))
    return changes


def _start_of(row: Screening) -> datetime:
    if row.starts_at is None:
        raise ChangeRefused(f"“{row.film.title}” has no place yet. Leave it out, or give it a hall and a start first.")
    return row.starts_at.astimezone(UTC)


def _on_day(row: Screening, day: date, fold: int | None) -> datetime:
    start = _start_of(row)
    by = day - row.festival.calendar.day_of(start, row.zone)
    return start if not by else _on_clock(row, row.hall, by, fold)


def _in_hall(row: Screening, hall: Hall, fold: int | None) -> datetime:
    start = _start_of(row)
    # The same clock: the second 01:30 stays the second.
    return start if hall.venue.zone == row.zone else _on_clock(row, hall, timedelta(0), fold)


def _on_clock(row: Screening, hall: Hall | None, by: timedelta, fold: int | None) -> datetime:
    """The instant at which the hall's clock shows what the screening's own shows now, `by` whole days later."""
    assert hall is not None
    zone = hall.venue.zone
    if abs(by) > MAX_SHIFT:
        raise ChangeRefused("Choose a day within the festival.")
    wall = _start_of(row).astimezone(row.zone).replace(tzinfo=None, fold=0) + by
    offsets = utc_offsets(wall, zone)
    shown = f"{short_day(wall.date())} {clock_text(wall)}"
    if not offsets:
        raise ChangeRefused(
            f"“{row.film.title}” would start {shown}, and the clock of {zone.key} jumps over that time. "
            "Leave it out, and give it another start on its own page."
        )
    if len(offsets) == 2 and fold is None:
        raise AmbiguousTime(
            f"The clock of {zone.key} shows {shown} twice. First or second {clock_text(wall)}?", wall, zone
        )
    return wall.replace(tzinfo=UTC) - (offsets[-1] if fold else offsets[0])
