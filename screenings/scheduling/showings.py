"""A film's showings made from the film, and a showing copied to another place."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Festival, Film, Hall, Screening
from screenings.scheduling.board_moves import move_on_board
from screenings.scheduling.repeats import MAX_REPEATS, repeat
from screenings.scheduling.screening_change import ChangeRefused, StaleChange
from screenings.scheduling.undo import MoveResult


def add_showings(film: Film, *, times: int) -> list[Screening]:
    """That many more of the film, unplaced, with nothing before or after it. Raises ChangeRefused."""
    if not 1 <= times <= MAX_REPEATS:
        raise ChangeRefused(f"Give a number of showings from 1 to {MAX_REPEATS}.")
    with transaction.atomic():
        return [Screening.objects.create(festival_id=film.festival_id, film=film) for _ in range(times)]


def add_placed_showing(
    festival: Festival, film: int, *, hall: Hall, starts_at: datetime, by: User, at: datetime
) -> MoveResult:
    """One more of the film, at that instant; taken back, it waits in the tray. Raises ChangeRefused, and then there is
    none."""
    with transaction.atomic():
        row = Film.objects.of(festival).filter(pk=film).first()
        if row is None:
            raise StaleChange("That film is no longer in the festival. Nothing was added; look again.")
        return _place(add_showings(row, times=1)[0], hall, starts_at, by, at)


def copy_showing(
    festival: Festival, screening: int, *, hall: Hall | None, starts_at: datetime | None, by: User, at: datetime
) -> MoveResult | Screening:
    """A repeat of the screening at another place, or without one in the tray; as `repeat`, so pinned and cancelled ones
    too. Taken back, it waits in the tray. Raises ChangeRefused, and then there is none."""
    with transaction.atomic():
        row = Screening.objects.of(festival).filter(pk=screening).first()
        if row is None:
            raise StaleChange("That screening is no longer in the timetable. Nothing was copied; look again.")
        (copy,) = repeat(row, times=1)
        return copy if hall is None or starts_at is None else _place(copy, hall, starts_at, by, at)


def _place(row: Screening, hall: Hall, starts_at: datetime, by: User, at: datetime) -> MoveResult:
    token = row.placement.version_token
    return move_on_board(row.festival, row.pk, hall=hall, starts_at=starts_at, version_token=token, by=by, at=at)
