"""What was tried on the board since publishing was paused goes back to where it was, as one step that can be undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Festival, Hall, Screening, Status, TriedPlace
from screenings.scheduling.changes import plan_move_by_hand
from screenings.scheduling.screening_change import ChangeRefused, ScreeningChange, StaleChange
from screenings.scheduling.target import EditTarget
from screenings.scheduling.undo import MoveResult, apply_with_undo


class LeftBecause(StrEnum):
    """Why a screening stays where it is."""

    MOVED = "moved"  # by a form, a list, a proposal or an import since the board has left it
    PINNED = "pinned"
    CANCELLED = "cancelled"
    HALL_DELETED = "hall-deleted"
    NO_PLACE = "no-place"  # what was a place of the festival then is none now


@dataclass(frozen=True, slots=True)
class LeftScreening:
    """One that is not put back. `by` is who saved it last, where that is known."""

    row: Screening
    why: LeftBecause
    by: str = ""


@dataclass(frozen=True, slots=True)
class PutBackPlan:
    """`tried_by` are those who moved on the board, in the order of the changes; empty for a deleted account."""

    changes: tuple[ScreeningChange, ...]
    tried_by: tuple[str, ...]
    left: tuple[LeftScreening, ...]

    @property
    def token(self) -> str:
        """Names exactly this: what was looked at is what is done."""
        return " ".join(
            [
                *(f"{change.screening.pk}~{change.before.version_token[:12]}" for change in self.changes),
                *(f"{each.row.pk}={each.why}" for each in self.left),
            ]
        )


def plan_put_back(festival: Festival, *, are_locked: bool = False) -> PutBackPlan:
    """Where each was before it was tried, unless it was moved otherwise since. Five queries at most.

    `are_locked`: to be written in this transaction, so nobody may move them meanwhile.
    """
    tried = {place.screening_id: place for place in _tried_places(festival)}
    rows = _rows(festival, tried, are_locked=are_locked)
    halls = _halls(place.before.hall for place in tried.values())
    changes, tried_by, left = [], [], []
    for pk, row in rows.items():
        place = tried[pk]
        if row.placement == place.before:
            continue
        if why := _why_left(row, place):
            left.append((row, why))
            continue
        try:
            changes.append(plan_move_by_hand(row, hall=halls.get(place.before.hall), starts_at=place.before.starts_at))
            tried_by.append(str(place.by or ""))
        except ChangeRefused:
            left.append((row, LeftBecause.NO_PLACE))
    editors = _last_editors([row for row, why in left])
    return PutBackPlan(
        tuple(changes), tuple(tried_by), tuple(LeftScreening(row, why, editors.get(row.pk, "")) for row, why in left)
    )


def put_back(festival: Festival, *, token: str, by: User, at: datetime) -> tuple[PutBackPlan, MoveResult | None]:
    """Put back what the plan of that token says, as one entry that `undo` undoes; None where nothing is left to move.

    The caller ends the pause. Raises StaleChange where anything of the plan has changed since it was looked at.
    """
    with transaction.atomic():
        plan = plan_put_back(festival, are_locked=True)
        if plan.token != token:
            raise StaleChange("Something was moved since you looked. Nothing was put back; look again.")
        if not plan.changes:
            return plan, None
        reason = "Put back after trying on the board"
        return plan, apply_with_undo(EditTarget(festival), plan.changes, by=by, at=at, reason=reason, are_locked=True)


def _tried_places(festival: Festival) -> Iterable[TriedPlace]:
    return TriedPlace.objects.filter(festival=festival).select_related("by").order_by("pk")


def _rows(festival: Festival, tried: Iterable[int], *, are_locked: bool) -> dict[int, Screening]:
    keys = list(tried)
    if are_locked:
        return EditTarget(festival).lock_screenings(keys)
    return {row.pk: row for row in Screening.objects.of(festival).filter(pk__in=keys).with_places().order_by("pk")}


def _why_left(row: Screening, place: TriedPlace) -> LeftBecause | None:
    if row.placement != place.after:
        return LeftBecause.MOVED
    if place.before.is_lost:
        return LeftBecause.HALL_DELETED
    if row.status == Status.CANCELLED:
        return LeftBecause.CANCELLED
    return LeftBecause.PINNED if row.pinned else None


def _halls(pks: Iterable[int | None]) -> dict[int | None, Hall]:
    halls = Hall.objects.filter(pk__in={pk for pk in pks if pk is not None}).select_related("venue__festival")
    return {hall.pk: hall for hall in halls}


def _last_editors(rows: Sequence[Screening]) -> dict[int, str]:
    """Who saved each last, by the history; one query where there are any."""
    if not rows:
        return {}
    records = Screening.history.filter(id__in=[row.pk for row in rows])  # type: ignore[attr-defined]  # the library's
    records = records.select_related("history_user").order_by("history_date", "history_id")
    return {record.id: str(record.history_user or "") for record in records}
