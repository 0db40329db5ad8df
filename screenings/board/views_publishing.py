"""Publish, and the switch to live and back: from the board's bar, and from the line on every staff page."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext

from screenings.desk.autopublish import may_publish
from screenings.desk.publish_messages import add_publish_message
from screenings.desk.staff_pages import board_address, next_address, review_address
from screenings.loading.standing import current_standing_version
from screenings.models import Festival, Publishing
from screenings.publishing import (
    PublishingBlocked,
    SaveResult,
    publish,
    publish_after_save,
    saved_result,
    switch_publishing,
)

SWITCHES = {"live": Publishing.LIVE, "as-saved": Publishing.AS_SAVED}


def change_publishing(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Publish what was on the screen, or switch between *as saved* and *live*; then the page it was asked from.

    Where anything has changed since, the review page shows it first. A GET leads to the review page.
    """
    if request.method != "POST":
        return HttpResponseRedirect(review_address(festival))
    if not may_publish(request):
        raise PermissionDenied
    act = request.POST.get("do", "")
    with transaction.atomic():
        # Held until the end: what is compared here is what is published.
        festival = Festival.objects.select_for_update().get(pk=festival.pk)
        if act in SWITCHES:
            saved = _switch(request, festival, SWITCHES[act])
        elif request.POST.get("seen") == current_standing_version(festival.pk):
            saved = _publish(request, festival)
        else:
            text = gettext("This has changed since you looked, so nothing was published. It now reads like this.")
            messages.warning(request, text)
            return HttpResponseRedirect(review_address(festival))
        if saved:
            add_publish_message(request, festival, saved)
    return HttpResponseRedirect(next_address(request, board_address(festival)))


def _publish(request: HttpRequest, festival: Festival) -> SaveResult:
    try:
        return saved_result(publish(festival, at=timezone.now(), by=cast(User, request.user)))
    except PublishingBlocked as stop:
        return SaveResult("blocked", changes=stop.changes, blocking=stop.conflicts)


def _switch(request: HttpRequest, festival: Festival, way: Publishing) -> SaveResult | None:
    """None where it is so already, or the festival publishes after review."""
    by = cast(User, request.user)
    if not switch_publishing(festival, way, by=by):
        return None
    if way == Publishing.LIVE:
        messages.success(request, gettext("Live: from now on each move on the board is public at once."))
    else:
        messages.success(request, gettext("No longer live: the next move on the board pauses publishing."))
    return publish_after_save(festival, at=timezone.now(), by=by)
