"""An earlier publication as the working timetable again: ordinary changes of the screenings that differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from screenings.models import Audience, Festival, Hall, Publication, PublishedScreening, Screening, Status
from screenings.scheduling.recreate import RecreatedScreening, plan_recreate
from screenings.scheduling.screening_change import ChangeRefused, ScreeningChange, Snapshot, change_to
from screenings.scheduling.target import EditTarget
from screenings.scheduling.undo import MoveResult, apply_with_undo
from screenings.timetable.days import same_wall_time


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """`recreated` took place then and was deleted since; `unrecoverable` names what of it cannot come back, and why."""

    changes: tuple[ScreeningChange, ...]
    recreated: tuple[RecreatedScreening, ...] = ()
    unrecoverable: tuple[str, ...] = ()


def plan_restore_publication(publication: Publication) -> RestorePlan:
    """Every screening the public may know of where and as it stood then: hall, start, cancelled or not, public note.

    What was added since goes back to the tray; private screenings stay. A fixed number of queries. Raises ChangeRefused
    where a hall of then is no longer there.
    """
    festival = publication.festival
    then = {row.uid: row for row in PublishedScreening.objects.in_publication(festival.pk, publication.number)}
    halls = {hall.public_slug: hall for hall in _halls(festival)}
    changes, known = [], set()
    for row in Screening.objects.of(festival).in_time_order().for_timetable():
        known.add(row.uid)
        state = _state(row, then.get(row.uid), halls)
        if state != Snapshot.of(row):
            changes.append(change_to(row, state))
    gone = [row for uid, row in then.items() if uid not in known and row.status != Status.CANCELLED]
    return RestorePlan(tuple(changes), *plan_recreate(festival, gone, halls, at=publication.published_at))


def restore_publication(festival: Festival, plan: RestorePlan, *, by: User, at: datetime) -> MoveResult:
    """Write what was planned, all or none, as one entry that `undo` undoes; what was made again then goes to the tray.

    Raises as `apply_changes` does.
    """
    return apply_with_undo(
        EditTarget(festival), plan.changes, recreated=plan.recreated, by=by, at=at, is_restoration=True
    )


def _halls(festival: Festival) -> Iterable[Hall]:
    return Hall.objects.filter(venue__festival=festival).select_related("venue__festival")


def _state(row: Screening, then: PublishedScreening | None, halls: dict[str, Hall]) -> Snapshot:
    now = Snapshot.of(row)
    if row.audience == Audience.PRIVATE:
        return now
    if then is None:
        return Snapshot(None, None, now.status, now.public_note)
    hall = halls.get(then.hall_slug)
    if hall is None:
        raise ChangeRefused(
            f"“{then.title}” was in {then.venue}, {then.hall}, which is no longer there under the address "
            f"{then.hall_slug}. Make that hall again, or move the screenings one by one."
        )
    status = Status.CANCELLED if then.status == Status.CANCELLED else Status.PLANNED
    # The public is told no note of a film that is not named; the row keeps the one it has.
    starts_at = then.starts_at
    if starts_at != now.starts_at and then.timezone != hall.venue.zone.key:
        # Its clock was corrected since: the hour that was public then is meant.
        starts_at = same_wall_time(starts_at, ZoneInfo(then.timezone), hall.venue.zone)
    return Snapshot(hall, starts_at, status, then.note if then.film_slug else now.public_note)
