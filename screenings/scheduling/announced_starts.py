"""When what was last announced starts, moved with the timetable: it has no history, which is the publications'."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from screenings.models import AnnouncedScreening, Festival

BATCH = 500


def shift_announced_starts(festival: Festival, shifted: Callable[[datetime, ZoneInfo], datetime]) -> None:
    """Each to what `shifted` makes of its moment and the zone of its hall. Two queries, and one for each batch."""
    rows = list(AnnouncedScreening.objects.filter(festival=festival).select_related("hall__venue__festival"))
    for row in rows:
        row.starts_at = shifted(row.starts_at, row.hall.venue.zone)
    AnnouncedScreening.objects.bulk_update(rows, ["starts_at"], batch_size=BATCH)
