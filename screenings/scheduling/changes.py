"""What a verb would do to each screening, without doing it. Every function raises Refused, and then does nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from screenings.models import Hall, Screening, Status
from screenings.scheduling.screening_change import Refused, State, Step, Twice, step_to
from screenings.timetable.days import offsets_of

FARTHEST = 1440  # minutes
FARTHEST_DAY = timedelta(days=400)  # no festival runs longer


def placing(screening: Screening, *, hall: Hall | None, starts_at: datetime | None) -> Step:
    """In that hall at that instant, or back to the tray."""
    starts_at = starts_at.astimezone(UTC) if starts_at else None
    return step_to(screening, replace(State.of(screening), hall=hall, starts_at=starts_at))


def by_minutes(screenings: Iterable[Screening], *, minutes: int) -> list[Step]:
    """Later, or earlier where `minutes` is negative. Elapsed minutes: 60 are an hour on the night of the change too."""
    if not 0 < abs(minutes) <= FARTHEST:
        raise Refused(f"Give the minutes, from -{FARTHEST} to {FARTHEST} and not 0. For farther, choose another day.")
    by = timedelta(minutes=minutes)
    return [placing(row, hall=row.hall, starts_at=_start_of(row) + by) for row in screenings]


def to_day(screenings: Iterable[Screening], *, day: date, fold: int | None = None) -> list[Step]:
    """To another festival day at the same hour of the venue's clock: 00:30 stays in the night that follows the day.

    `fold`, 0 or 1, answers for a time that the clock shows twice.
    """
    return [placing(row, hall=row.hall, starts_at=_on_day(row, day, fold)) for row in screenings]


def to_hall(screenings: Iterable[Screening], *, hall: Hall, fold: int | None = None) -> list[Step]:
    """To another hall at the same hour of its clock."""
    return [placing(row, hall=hall, starts_at=_in_hall(row, hall, fold)) for row in screenings]


def exchange(screenings: Sequence[Screening]) -> list[Step]:
    """Two screenings, each in the other's hall at the other's time. Where one has no place yet, the other loses its."""
    if len(screenings) != 2:
        raise Refused("Choose two screenings to swap, no more and no fewer.")
    first, second = screenings
    if first.starts_at is None and second.starts_at is None:
        raise Refused("Neither of the two has a place yet, so there is nothing to swap.")
    if first.festival_id != second.festival_id:
        raise Refused("The two belong to different festivals.")
    return [
        placing(first, hall=second.hall, starts_at=second.starts_at),
        placing(second, hall=first.hall, starts_at=first.starts_at),
    ]


def cancelling(screenings: Iterable[Screening], *, reason: str) -> list[Step]:
    """The reason becomes the public note; an empty one leaves the note as it is."""
    steps = []
    for row in screenings:
        if row.status == Status.CANCELLED:
            raise Refused(f"“{row}” is cancelled already. Leave it out.")
        state = State.of(row)
        steps.append(step_to(row, replace(state, status=Status.CANCELLED, public_note=reason or state.public_note)))
    return steps


def restoring(screenings: Iterable[Screening], *, reason: str) -> list[Step]:
    """Taking place after all. The public note is the new reason or none: it said why they were cancelled."""
    steps = []
    for row in screenings:
        if row.status != Status.CANCELLED:
            raise Refused(f"“{row}” is not cancelled. Leave it out.")
        steps.append(step_to(row, replace(State.of(row), status=Status.PLANNED, public_note=reason)))
    return steps


def _start_of(row: Screening) -> datetime:
    if row.starts_at is None:
        raise Refused(f"“{row.film.title}” has no place yet. Leave it out, or give it a hall and a start first.")
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
    if abs(by) > FARTHEST_DAY:
        raise Refused("Choose a day within the festival.")
    wall = _start_of(row).astimezone(row.zone).replace(tzinfo=None, fold=0) + by
    offsets = offsets_of(wall, zone)
    shown = f"{wall:%a} {wall.day} {wall:%b} {wall:%H:%M}"
    if not offsets:
        raise Refused(
            f"“{row.film.title}” would start {shown}, and the clock of {zone.key} jumps over that time. "
            "Leave it out, and give it another start on its own page."
        )
    if len(offsets) == 2 and fold is None:
        raise Twice(f"The clock of {zone.key} shows {shown} twice. First or second {wall:%H:%M}?", wall, zone)
    return wall.replace(tzinfo=UTC) - (offsets[-1] if fold else offsets[0])
