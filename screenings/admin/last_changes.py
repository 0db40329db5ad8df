"""*Last changes*: what was done in one go, by whom, and the button that takes one's own back."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from screenings.audit.last_changes import do_change_again, last_changes, take_back_change
from screenings.audit.steps import MAX_STEPS, CannotTakeBack
from screenings.desk.autopublish import AutopublishAdmin
from screenings.models import Festival
from screenings.scheduling.undo import MAX_UNDO_ENTRIES
from screenings.wording.moments import moment_text


def last_changes_page(
    admin: AutopublishAdmin, request: HttpRequest, festival: Festival, context: dict[str, Any]
) -> HttpResponse:
    """A POST takes back the one it names, or does it again; two queries show the list."""
    user = cast(User, request.user)
    if request.method == "POST":
        if "again" in request.POST:
            _do_again(admin, request, festival, user)
        else:
            _take_back(admin, request, festival, user)
        return HttpResponseRedirect(last_changes_address(festival))
    extra = {
        "title": gettext("Last changes"),
        "subtitle": festival.name,
        "festival": festival,
        "opts": Festival._meta,
        "changes": [
            (change, moment_text(change.at, festival.zone), change.is_of(user)) for change in last_changes(festival)
        ],
        "kept_steps": MAX_STEPS,
        "kept_moves": MAX_UNDO_ENTRIES,
        "may_take_back": user.has_perm("screenings.change_screening"),
    }
    return TemplateResponse(request, "admin/screenings/festival/last_changes.html", {**context, **extra})


def _take_back(admin: AutopublishAdmin, request: HttpRequest, festival: Festival, user: User) -> None:
    try:
        text = take_back_change(festival, request.POST.get("change", ""), by=user)
    except CannotTakeBack as stop:
        messages.error(request, gettext("Nothing was taken back. %(why)s") % {"why": stop})
        return
    admin.log_change(request, festival, f"Taken back: {text}")
    messages.success(request, gettext("Taken back: %(change)s") % {"change": text})
    admin.mark_for_publishing(request, [festival])


def _do_again(admin: AutopublishAdmin, request: HttpRequest, festival: Festival, user: User) -> None:
    try:
        text = do_change_again(festival, request.POST["again"], by=user)
    except CannotTakeBack as stop:
        messages.error(request, gettext("Nothing was done again. %(why)s") % {"why": stop})
        return
    admin.log_change(request, festival, f"Done again: {text}")
    messages.success(request, gettext("Done again: %(change)s") % {"change": text})
    admin.mark_for_publishing(request, [festival])


def last_changes_address(festival: Festival) -> str:
    return reverse("admin:last-changes", args=[festival.pk])
