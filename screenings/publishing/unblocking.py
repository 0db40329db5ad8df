"""What gets rid of errors that stop a publication: a hall becomes shared, one is kept of several that are the same."""

from collections.abc import Iterable
from uuid import UUID

from screenings.models import Hall, Screening
from screenings.publishing.preview import PublicationPreview
from screenings.timetable.conflicts import Conflict


def crowded_halls(preview: PublicationPreview) -> dict[int, str]:
    """The halls with several shows at once, by their keys."""
    keys = {int(conflict.facts["hall"]) for conflict in preview.blocking if conflict.code == "hall-busy"}
    return {pk: hall.full_name for pk, hall in preview.timetable.halls.items() if pk in keys}


def same_screenings(
    preview: PublicationPreview, conflicts: Iterable[Conflict] | None = None
) -> tuple[tuple[UUID, ...], ...]:
    """Screenings of one film in one hall at one time, by what `conflicts` say, or else by all that blocks."""
    alike: dict[object, dict[UUID, None]] = {}
    for conflict in preview.blocking if conflicts is None else conflicts:
        if conflict.code == "hall-busy":
            first, second = (preview.timetable.showings[uid] for uid in conflict.uids)
            if (first.film, first.placement) == (second.film, second.placement):
                alike.setdefault((first.film, first.placement), {}).update({first.uid: None, second.uid: None})
    return tuple(map(tuple, alike.values()))


def mark_as_shared(hall: Hall) -> None:
    """It holds several shows at once from now on, and says so in its history."""
    hall.shared = True
    hall.save()


def keep_one(preview: PublicationPreview, uids: Iterable[UUID]) -> Screening:
    """The public one, else the oldest; the others are deleted."""
    public = {uid for uid, row in preview.current_rows.items() if not row.value.is_cancelled}
    rows = Screening.objects.filter(uid__in=tuple(uids)).for_timetable()
    kept, *others = sorted(rows, key=lambda row: (row.uid not in public, row.pk))
    for row in others:
        row.delete()
    return kept


def kept_text(kept: Screening, number: int) -> str:
    """The same words on the page and on the command line."""
    return f"Kept one of the {'two' if number == 2 else number}: {kept}."
