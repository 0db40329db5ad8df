"""Publishing is paused while something is tried on the board: changes gather until they are published or put back.

Every function wants the festival's row locked in the caller's transaction, so that of two first moves at once one
pauses, and a publication sees a pause either before it or after it.
"""

from datetime import datetime

from django.contrib.auth.models import User

from screenings.models import Festival, Publication, Publishing, TriedPlace, change_reason
from screenings.models.history import update_with_history
from screenings.scheduling.undo import MoveResult

BATCH = 500
_COLUMNS = ["paused_at", "paused_by"]


def note_tried(festival: Festival, moved: MoveResult, *, at: datetime, by: User | None) -> None:
    """What somebody did on the board: under *as saved* the first of it pauses publishing, once anything is public.

    Three queries where it pauses, one more for what is remembered; none where the festival publishes otherwise.
    """
    if festival.publishing != Publishing.AS_SAVED:
        return
    if not festival.is_paused:
        if not Publication.objects.filter(festival=festival).exists():
            return
        _write(festival, at, by, "Publishing paused")
    TriedPlace.objects.bulk_create(
        [
            TriedPlace(
                festival=festival,
                screening=row,
                by=by,
                before_hall_id=origin.hall,
                before_starts_at=origin.starts_at,
                after_hall_id=row.hall_id,
                after_starts_at=row.starts_at,
            )
            for row, origin in zip(moved.rows, moved.origins, strict=True)
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["screening"],
        update_fields=["by", "after_hall", "after_starts_at"],
    )


def end_pause(festival: Festival, *, why: str, by: User | None = None) -> None:
    """From here on what was tried is nothing special. No query where nothing is paused."""
    if festival.paused_at is not None:
        _write(festival, None, None, why, signed=by)
        TriedPlace.objects.filter(festival=festival).delete()


def switch_publishing(festival: Festival, way: Publishing, *, by: User | None) -> bool:
    """To *live* and back to *as saved*: whether that changed anything. It never does after review, which is a setting.

    What waited goes public with the next `publish_after_save`, which also ends the pause.
    """
    if festival.publishing in (way, Publishing.AFTER_REVIEW):
        return False
    festival.publishing = way
    with change_reason("Live switched", by=by):
        update_with_history(Festival, [festival], ["publishing"], batch_size=1)
    return True


def _write(festival: Festival, at: datetime | None, by: User | None, why: str, *, signed: User | None = None) -> None:
    festival.paused_at, festival.paused_by = at, by
    with change_reason(why, by=by or signed):
        update_with_history(Festival, [festival], _COLUMNS, batch_size=1)
