"""A move on the board: refused where somebody else was quicker, and taken back by whoever made it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Festival, Hall, Scenario
from screenings.scheduling.changes import plan_move_by_hand
from screenings.scheduling.screening_change import ChangeRefused, StaleChange
from screenings.scheduling.target import EditTarget
from screenings.scheduling.undo import MoveResult, apply_with_undo


def move_on_board(
    festival: Festival,
    screening: int,
    *,
    hall: Hall | None,
    starts_at: datetime | None,
    version_token: str,
    by: User,
    at: datetime,
    scenario: Scenario | None = None,
) -> MoveResult:
    """To that hall and instant, or without both back to the tray; one transaction.

    `version_token` is that of the place it was dragged from. Raises StaleChange where it is no longer there, and
    ChangeRefused where it is pinned or cancelled, or where the place is none.
    """
    target = EditTarget(festival, scenario)
    with transaction.atomic():
        row = target.lock_screenings([screening]).get(screening)
        if row is None:
            raise StaleChange("That screening is no longer in the timetable. Nothing was changed; look again.")
        if row.placement.version_token != version_token:
            raise StaleChange(f"Somebody else moved this meanwhile: {row}. Nothing was changed; look again.")
        change = plan_move_by_hand(row, hall=hall, starts_at=starts_at)
        if change.before == change.after:
            raise ChangeRefused(f"It is there already: {row}. Nothing was changed.")
        return apply_with_undo(target, [change], by=by, at=at, is_batch=False, are_locked=True)
