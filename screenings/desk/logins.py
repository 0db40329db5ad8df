"""Too many wrong passwords: how long to wait."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a pause, with the seconds until the next try."""
    seconds = _seconds_to_wait(request, credentials)
    context = {**admin.site.each_context(request), "minutes": max(1, -(-seconds // 60)), "address": request.path}
    page = render(request, "admin/locked_out.html", context, status=429)
    page["Retry-After"] = str(seconds)
    page["Cache-Control"] = "no-store"
    return page


def _seconds_to_wait(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """From the last failure that counted; failures during the pause do not prolong it."""
    pause = get_cool_off(request)
    attempts = AxesDatabaseHandler().get_user_attempts(request, credentials)
    last = max((attempt.attempt_time for some in attempts for attempt in some), default=None)
    if pause is None or last is None:
        return 1
    return max(1, int((last + pause - timezone.now()).total_seconds()))
