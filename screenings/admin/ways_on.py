"""The ways on where errors stop a publication: publish the rest, share a hall, keep one of what is the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from screenings.desk.actions import preview_token
from screenings.desk.publish_messages import add_publish_message
from screenings.models import Festival, Hall
from screenings.models.holds import REASON_LENGTH
from screenings.publishing import (
    PublicationPreview,
    PublishingBlocked,
    SaveResult,
    crowded_halls,
    keep_one,
    kept_text,
    mark_as_shared,
    plan_holds,
    preview_publication,
    publish_after_save,
    publish_holding_back,
    same_screenings,
    saved_result,
)
from screenings.scheduling.holds import CLASH_REASON
from screenings.wording.placements import placement_text

HOLD, SHARE, KEEP = "hold-conflicts", "share", "keep-one"
WAYS_ON = (HOLD, SHARE, KEEP)
_PERMISSIONS = {
    HOLD: ("screenings.add_publication", "screenings.change_screening"),
    SHARE: ("screenings.change_hall",),
    KEEP: ("screenings.delete_screening",),
}


@dataclass(frozen=True, slots=True)
class SameScreenings:
    """Several that are the same, in words; `token` names just these."""

    token: str
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class WaysOn:
    """`holds` are the screenings to put on hold in words, `token` names just these; `remaining` is how many errors stay
    whatever is held. `halls` could be marked as shared, by key and name.
    """

    holds: tuple[str, ...]
    token: str
    remaining: int
    halls: tuple[tuple[int, str], ...]
    doubles: tuple[SameScreenings, ...]
    reason: str = CLASH_REASON
    reason_length: int = REASON_LENGTH


def ways_on(request: HttpRequest, preview: PublicationPreview) -> WaysOn | None:
    """Those that this person may go; None where nothing is in the way. One query, as a rule."""
    if not preview.blocking:
        return None
    uids: tuple[UUID, ...] = ()
    remaining = 0
    if _may(request, HOLD):
        plan = plan_holds(preview)
        uids, remaining = plan.uids, len(plan.remaining)
    return WaysOn(
        tuple(_screening_text(preview, uid) for uid in uids),
        _token(uids),
        remaining,
        tuple(crowded_halls(preview).items()) if _may(request, SHARE) else (),
        tuple(_doubles(preview)) if _may(request, KEEP) else (),
    )


def _may(request: HttpRequest, way: str) -> bool:
    return request.user.has_perms(_PERMISSIONS[way])


def _token(uids: tuple[UUID, ...]) -> str:
    return preview_token(sorted(map(str, uids)))


def _screening_text(preview: PublicationPreview, uid: UUID) -> str:
    showing = preview.timetable.showings[uid]
    return f"{showing.title}, {placement_text(showing.placement, preview.timetable.programme)}"


def _doubles(preview: PublicationPreview) -> Iterator[SameScreenings]:
    for uids in same_screenings(preview):
        yield SameScreenings(_token(uids), _screening_text(preview, uids[0]), len(uids))


def go_on(request: HttpRequest, festival: Festival) -> None:
    """Do what was pressed, if the timetable is still what was shown, and say on the next page what came of it."""
    way = next(way for way in WAYS_ON if way in request.POST)
    if not _may(request, way):
        raise PermissionDenied
    with transaction.atomic():
        festival = Festival.objects.select_for_update().get(pk=festival.pk)
        preview = preview_publication(festival, at=timezone.now())
        {HOLD: _hold_and_publish, SHARE: _share, KEEP: _keep_one}[way](request, festival, preview)


def _stale(request: HttpRequest) -> None:
    messages.warning(request, "The timetable has changed since you looked, so nothing was done. This is how it is now.")


def _hold_and_publish(request: HttpRequest, festival: Festival, preview: PublicationPreview) -> None:
    plan = plan_holds(preview)
    if not plan.uids or _token(plan.uids) != request.POST[HOLD]:
        return _stale(request)
    at, by = timezone.now(), cast(User, request.user)
    values: dict[str, Any] = {"reason": request.POST.get("reason", ""), "note": request.POST.get("note", "")}
    try:
        with transaction.atomic():
            outcome, held = publish_holding_back(festival, at=at, by=by, **values)
    except ValidationError as wrong:
        return messages.error(request, " ".join(wrong.messages))
    except PublishingBlocked as stop:
        return add_publish_message(request, festival, SaveResult("blocked", stop.changes, stop.conflicts))
    messages.success(request, f"On hold: {len(held)} screening{'' if len(held) == 1 else 's'}.")
    return add_publish_message(request, festival, saved_result(outcome))


def _share(request: HttpRequest, festival: Festival, preview: PublicationPreview) -> None:
    if request.POST[SHARE] not in map(str, crowded_halls(preview)):
        return _stale(request)
    hall = Hall.objects.select_related("venue").get(pk=request.POST[SHARE])
    mark_as_shared(hall)
    messages.success(request, f"{hall} holds several shows at once from now on.")
    return _after(request, festival)


def _keep_one(request: HttpRequest, festival: Festival, preview: PublicationPreview) -> None:
    doubles = {_token(uids): uids for uids in same_screenings(preview)}
    uids = doubles.get(request.POST[KEEP])
    if uids is None:
        return _stale(request)
    messages.success(request, kept_text(keep_one(preview, uids), len(uids)))
    return _after(request, festival)


def _after(request: HttpRequest, festival: Festival) -> None:
    saved = publish_after_save(festival, at=timezone.now(), by=cast(User, request.user))
    add_publish_message(request, festival, saved)
