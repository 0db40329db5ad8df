"""Each verb in one transaction, whole or not at all.

`expected` is the Snapshot somebody saw when they decided, or its version token; without it the verb acts on what it
finds. They raise ChangeRefused, and StaleChange where `expected` is no longer so.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from screenings.models import Hall, Screening
from screenings.scheduling import changes
from screenings.scheduling.screening_change import (
    ExpectedState,
    ScreeningChange,
    StaleChange,
    apply_changes,
    lock_screenings,
    require_unchanged,
)


def move(screening: Screening, *, hall: Hall, starts_at: datetime, expected: ExpectedState | None = None) -> Screening:
    """To that hall and instant; its uid stays, so calendars follow it."""
    return _one(screening, lambda row: changes.plan_move(row, hall=hall, starts_at=starts_at), expected)


def unplace(screening: Screening, *, expected: ExpectedState | None = None) -> Screening:
    """Back to the tray."""
    return _one(screening, lambda row: changes.plan_move(row, hall=None, starts_at=None), expected)


def cancel(screening: Screening, *, reason: str = "", expected: ExpectedState | None = None) -> Screening:
    """It stays in the timetable and says so, with the reason as its public note."""
    return _one(screening, lambda row: changes.plan_cancel([row], reason=reason)[0], expected)


def reinstate(screening: Screening, *, reason: str = "", expected: ExpectedState | None = None) -> Screening:
    """It takes place after all."""
    return _one(screening, lambda row: changes.plan_reinstate([row], reason=reason)[0], expected)


def swap(
    first: Screening, second: Screening, *, expected: tuple[ExpectedState, ExpectedState] | None = None
) -> tuple[Screening, Screening]:
    """Each takes the other's hall and time."""
    rows = _all([first, second], changes.plan_swap, expected)
    return rows[0], rows[1]


def move_by(screenings: Sequence[Screening], *, minutes: int) -> list[Screening]:
    return _all(screenings, lambda rows: changes.plan_move_by(rows, minutes=minutes))


def move_to_day(screenings: Sequence[Screening], *, day: date, fold: int | None = None) -> list[Screening]:
    return _all(screenings, lambda rows: changes.plan_move_to_day(rows, day=day, fold=fold))


def move_to_hall(screenings: Sequence[Screening], *, hall: Hall, fold: int | None = None) -> list[Screening]:
    return _all(screenings, lambda rows: changes.plan_move_to_hall(rows, hall=hall, fold=fold))


def _one(
    screening: Screening, plan: Callable[[Screening], ScreeningChange], expected: ExpectedState | None
) -> Screening:
    return _all([screening], lambda rows: [plan(rows[0])], (expected,) if expected else None)[0]


def _all(
    screenings: Sequence[Screening],
    plan: Callable[[list[Screening]], list[ScreeningChange]],
    expected: Iterable[ExpectedState] | None = None,
) -> list[Screening]:
    """Plan on the rows as they are now, and write."""
    with transaction.atomic():
        found = lock_screenings(Screening.objects.all(), [screening.pk for screening in screenings])
        for row in screenings:
            if row.pk not in found:
                raise StaleChange(f"“{row.film.title}” is no longer in the timetable. Nothing was changed.")
        rows = [found[row.pk] for row in screenings]
        for row, state in zip(rows, expected or (), strict=False):
            require_unchanged(row, state)
        return apply_changes(plan(rows), are_locked=True)
