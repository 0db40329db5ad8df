"""A publication that errors stop goes ahead without the screenings that cause them: those are put on hold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from screenings.loading.holds import HoldState
from screenings.loading.timetable import WorkingTimetable
from screenings.models import Festival, Screening
from screenings.publishing.preview import CheckedTimetable, PublicationPreview, partition_errors, preview_publication
from screenings.publishing.writing import PublishingBlocked, PublishResult, publish
from screenings.scheduling.holds import hold
from screenings.timetable.conflicts import Conflict

_PLANNED = HoldState("", None, datetime(1, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class HoldPlan:
    """`uids` are the screenings to put on hold, `remaining` the errors that stop the publication all the same."""

    uids: tuple[UUID, ...]
    remaining: tuple[Conflict, ...]


def plan_holds(preview: PublicationPreview) -> HoldPlan:
    """Which screenings to put on hold so that the rest can be published.

    Of an error's screenings the one that is not public yet, else the one that starts later; only one of which the
    public has, or would have, something else than the working timetable. Where it was announced it may meet another,
    so this goes on until holding resolves no more. One query, as a rule; a run of the rules for each step.
    """
    public = {uid for uid, row in preview.current_rows.items() if not row.value.is_cancelled}
    timetable, blocking = preview.timetable.with_announced(), preview.blocking
    chosen: list[UUID] = []
    while picked := _pick(timetable, blocking, public):
        chosen += picked
        timetable = timetable.with_holds(dict.fromkeys(picked, _PLANNED))
        blocking, _acknowledged = partition_errors(CheckedTimetable(timetable, timetable.outcome_errors))
    return HoldPlan(tuple(chosen), blocking)


def preview_holding_back(
    festival: Festival, preview: PublicationPreview, *, at: datetime
) -> tuple[tuple[UUID, ...], PublicationPreview]:
    """What would be put on hold, and what a publication would bring then; nothing is written."""
    plan = plan_holds(preview)
    timetable = preview.timetable.with_announced().with_holds(dict.fromkeys(plan.uids, _PLANNED))
    after = preview_publication(festival, at=at, check=lambda _: CheckedTimetable(timetable, plan.remaining))
    return plan.uids, after


def _pick(timetable: WorkingTimetable, blocking: Iterable[Conflict], public: Collection[UUID]) -> list[UUID]:
    """One screening of each error that has none of another's; no screening twice."""
    placed = {show.uid: show for show in timetable.outcome.scheduled}
    picked: list[UUID] = []
    for conflict in blocking:
        if not set(picked).isdisjoint(conflict.uids):
            continue
        free = [uid for uid in conflict.uids if uid not in timetable.holds and timetable.differs_on_hold(uid)]
        candidates = [placed[uid] for uid in free]
        if candidates:
            latest = max(candidates, key=lambda show: (show.uid not in public, show.start, show.showing.pk))
            picked.append(latest.uid)
    return picked


def publish_holding_back(
    festival: Festival, *, at: datetime, reason: str, by: User | None = None, note: str = ""
) -> tuple[PublishResult, list[Screening]]:
    """Put on hold what stops the publication, with that reason, and publish the rest; and what was put on hold.

    One transaction. Raises PublishingBlocked with the errors that no hold resolves, and then nothing is on hold that
    was not; ValidationError for a reason or a note that is none.
    """
    with transaction.atomic():
        festival = Festival.objects.select_for_update().get(pk=festival.pk)
        preview = preview_publication(festival, at=at)
        plan = plan_holds(preview)
        if plan.remaining:
            raise PublishingBlocked(plan.remaining, preview.changes)
        pks = [preview.timetable.showings[uid].pk for uid in plan.uids]
        held = hold(Screening.objects.filter(pk__in=pks).in_time_order().for_timetable(), reason=reason, by=by, at=at)
        return publish(festival, at=at, by=by, note=note), held
