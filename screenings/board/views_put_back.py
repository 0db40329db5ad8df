"""*Put back*: what would go back to where it was before it was tried, what stays and why, and the button."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from screenings.board.views_moves import log_moves
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.publish_messages import add_publish_message
from screenings.desk.reschedule import screening_text
from screenings.desk.staff_pages import board_address
from screenings.loading.timetable import load_timetable
from screenings.models import Festival
from screenings.publishing import CheckedTimetable, end_pause, preview_publication, publish_after_save
from screenings.scheduling import ChangeRefused, StaleChange
from screenings.scheduling.put_back import LeftBecause, LeftScreening, PutBackPlan, plan_put_back, put_back
from screenings.timetable.changes import PublicChange
from screenings.wording.changes import change_sentence
from screenings.wording.pausing import pause_text

MAX_CHANGES = 20  # sentences of what goes public afterwards


def put_back_page(
    admin: AutopublishAdmin, request: HttpRequest, festival: Festival, context: dict[str, Any]
) -> HttpResponse:
    """A POST puts back exactly what was looked at. Where nothing is paused it leads to the board and says so."""
    if request.method == "POST":
        try:
            return _put_back(admin, request, festival)
        except ChangeRefused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
    if festival.paused_at is None or not festival.is_paused:
        messages.info(request, gettext("Nothing is being tried on the board now, so there is nothing to put back."))
        return HttpResponseRedirect(board_address(festival))
    plan = plan_put_back(festival)
    then_public = _public_afterwards(festival, plan, at=timezone.now())
    extra = {
        "title": gettext("Put back what was tried on the board"),
        "subtitle": festival.name,
        "festival": festival,
        "opts": Festival._meta,
        "pause": pause_text(festival.paused_at, str(festival.paused_by or ""), festival.zone),
        "plan": plan,
        "lines": [
            (change.screening, screening_text(change.screening), screening_text(change.row_after), by)
            for change, by in zip(plan.changes, plan.tried_by, strict=True)
        ],
        "left": [_left_text(each) for each in plan.left],
        "then_public": [change_sentence(change) for change in then_public[:MAX_CHANGES]],
        "more_public": max(0, len(then_public) - MAX_CHANGES),
        "board": board_address(festival),
    }
    return TemplateResponse(request, "admin/screenings/festival/put_back.html", {**context, **extra})


def _put_back(admin: AutopublishAdmin, request: HttpRequest, festival: Festival) -> HttpResponse:
    by, at = cast(User, request.user), timezone.now()
    with transaction.atomic():
        # In the order of a move: screenings before their festival.
        plan, moved = put_back(festival, token=request.POST.get("seen", ""), by=by, at=at)
        festival = Festival.objects.select_for_update().get(pk=festival.pk)
        if not festival.is_paused:
            raise StaleChange(gettext("Publishing is no longer paused, so nothing was put back."))
        end_pause(festival, why="Put back, so the pause is over", by=by)
        if moved:
            log_moves(admin, request, moved, "Put back")
        messages.success(request, _put_back_text(plan))
        add_publish_message(request, festival, publish_after_save(festival, at=at, by=by))
    return HttpResponseRedirect(board_address(festival))


def _public_afterwards(festival: Festival, plan: PutBackPlan, *, at: datetime) -> Sequence[PublicChange]:
    """What goes public as the pause ends: forms that were saved meanwhile, and what stays where it was moved."""
    places = {change.screening.uid: change.row_after.placement for change in plan.changes}
    working = load_timetable(festival).with_places(places)
    check = CheckedTimetable(working, ())
    return preview_publication(festival, at=at, check=lambda _: check).changes


def _put_back_text(plan: PutBackPlan) -> str:
    number = len(plan.changes)
    done = ngettext("Put back: %(number)s screening.", "Put back: %(number)s screenings.", number) % {"number": number}
    return " ".join([done, *map(_left_text, plan.left)])


def _left_text(left: LeftScreening) -> str:
    """`Cléo, Sun 11 Oct 18:00, Odeon, Hall 1 stays there: bob has moved it since.`"""
    values = {"screening": str(left.row), "by": left.by}
    match left.why:
        case LeftBecause.MOVED if left.by:
            return gettext("%(screening)s stays: it was moved elsewhere since, and %(by)s saved it last.") % values
        case LeftBecause.MOVED:
            return gettext("%(screening)s stays: it was moved elsewhere since.") % values
        case LeftBecause.PINNED:
            return gettext("%(screening)s stays: it has been pinned since.") % values
        case LeftBecause.CANCELLED:
            return gettext("%(screening)s stays: it has been cancelled since.") % values
        case LeftBecause.HALL_DELETED:
            return gettext("%(screening)s stays: the hall it was in has been deleted since.") % values
        case LeftBecause.NO_PLACE:
            return gettext("%(screening)s stays: where it was is no place of the festival any more.") % values
