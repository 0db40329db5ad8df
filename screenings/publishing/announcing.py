"""What each publication leaves behind for holds: the own columns of every screening it shows that is not on hold."""

from screenings.loading.holds import AnnouncedFacts, facts_to_announce
from screenings.loading.public import is_shown
from screenings.models import AnnouncedScreening, Festival
from screenings.publishing.preview import PublicationPreview

BATCH = 500


def write_announced(festival: Festival, preview: PublicationPreview) -> None:
    """Only what differs. A query for what is shown, and one for what is shown no more, where there is any."""
    timetable = preview.timetable
    shown = {
        uid: showing
        for uid, showing in timetable.showings.items()
        if uid not in timetable.holds and is_shown(showing, preview.details)
    }
    changed = [
        AnnouncedScreening(festival=festival, screening_id=uid, **facts_to_announce(showing)._asdict())
        for uid, showing in shown.items()
        if uid not in timetable.announced.unchanged
    ]
    if changed:
        AnnouncedScreening.objects.bulk_create(
            changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["screening"],
            update_fields=[name.removesuffix("_id") for name in AnnouncedFacts._fields],
        )
    gone = [uid for uid in timetable.announced if uid not in shown and uid not in timetable.holds]
    gone += [uid for uid in preview.changed_uids if uid not in timetable.showings]
    for start in range(0, len(gone), BATCH):
        AnnouncedScreening.objects.filter(screening__uid__in=gone[start : start + BATCH]).delete()
