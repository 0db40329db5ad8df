"""An earlier publication as the working timetable again, and back: ordinary changes of the screenings that differ."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from screenings.models import Audience, Festival, Hall, Publication, PublishedScreening, Screening, Status
from screenings.models.history import CREATED
from screenings.scheduling.recreate import RecreatedScreening, plan_recreate
from screenings.scheduling.screening_change import ChangeRefused, ScreeningChange, Snapshot, change_to
from screenings.timetable.days import same_wall_time

RESTORE_REASON = "Restore as the working timetable"  # what the history says of each change of it
MAX_NAMED = 3  # screenings named where it cannot be taken back


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """`remade` took place then and was deleted since; `lost` names what of it cannot come back, and why."""

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
    steps, known = [], set()
    for row in Screening.objects.of(festival).in_time_order().for_timetable():
        known.add(row.uid)
        state = _state(row, then.get(row.uid), halls)
        if state != Snapshot.of(row):
            steps.append(change_to(row, state))
    gone = [row for uid, row in then.items() if uid not in known and row.status != Status.CANCELLED]
    return RestorePlan(tuple(steps), *plan_recreate(festival, gone, halls, at=publication.published_at))


def plan_undo_restore(festival: Festival) -> tuple[ScreeningChange, ...]:
    """What takes the newest such return back, in one go; what it made again goes to the tray.

    Raises ChangeRefused where there is none, and where one of its screenings was changed or deleted since.
    """
    history = Screening.history.filter(festival=festival)  # type: ignore[attr-defined]  # the library's own
    newest = history.filter(history_change_reason=RESTORE_REASON).order_by("-history_id").first()
    if newest is None:
        raise ChangeRefused("No publication has been restored yet, so there is nothing to take back.")
    made = history.filter(history_change_reason=RESTORE_REASON, history_date=newest.history_date)
    after = {record.id: record for record in made}
    before = _before(history.filter(id__in=list(after)), after)
    rows = {row.pk: row for row in Screening.objects.filter(pk__in=after).for_timetable()}
    halls = {hall.pk: hall for hall in _halls(festival)}
    states = {}
    for pk, record in after.items():
        became = _recorded(record, halls)
        was = _recorded(before[pk], halls) if pk in before else replace(became, hall=None, starts_at=None)
        states[pk] = was, became
    if all(pk in rows and Snapshot.of(rows[pk]) == was for pk, (was, _) in states.items()):
        raise ChangeRefused("The last restoration has been taken back already.")
    if changed := [pk for pk, (_, became) in states.items() if pk not in rows or Snapshot.of(rows[pk]) != became]:
        named = [str(rows.get(pk) or "one that was deleted") for pk in changed[:MAX_NAMED]]
        more = f"; and {len(changed) - MAX_NAMED} more" if len(changed) > MAX_NAMED else ""
        raise ChangeRefused(f"It was changed since: {'; '.join(named)}{more}. Move the screenings one by one.")
    return tuple(change_to(rows[pk], was) for pk, (was, _) in states.items())


def _before(history: Any, after: dict[int, Any]) -> dict[int, Any]:
    """The entry before that of the return; a screening that the return made has none."""
    found = {}
    for record in history.order_by("history_id"):
        made = after[record.id]
        if record.history_id < made.history_id and made.history_type != CREATED:
            found[record.id] = record
    return found


def _recorded(record: Any, halls: dict[int, Hall]) -> Snapshot:
    """As an entry of the history has it."""
    if record.hall_id is not None and record.hall_id not in halls:
        raise ChangeRefused("A hall of then has been deleted since. Move the screenings one by one.")
    start = record.starts_at.astimezone(UTC) if record.starts_at else None
    return Snapshot(halls.get(record.hall_id), start, record.status, record.public_note)


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
