"""What stands where there is no page: the festival's navigation stays, and so does the desk of who is at it."""

from contextlib import nullcontext, suppress
from typing import NamedTuple

from django.contrib import admin
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

from screenings.models import Festival
from screenings.public.known_languages import language_of_address
from screenings.public.listings import current_festival
from screenings.public.views.festival_page import page_context


class ErrorText(NamedTuple):
    title: str | Promise
    message: str | Promise
    is_about_rights: bool = False  # for which the desk says whom to ask


NOT_FOUND = ErrorText(
    _("Not found"),
    _(
        "There is nothing at this address. "
        "The film, the place or the page may have been renamed, or it is not announced yet."
    ),
)
NOT_ON_DESK = ErrorText("Not found", "There is nothing at this address. It may have been deleted or renamed.")
NOT_ALLOWED = ErrorText(_("Not allowed"), _("This page is open only to those who work on the festival."))
NOT_IN_GROUPS = ErrorText("Not allowed", "Your account may not do this.", is_about_rights=True)
NOT_READABLE = ErrorText(
    _("Not understood"),
    _("The request could not be read, so nothing was changed. Go back, reload the page and try again."),
)
NOT_ACCEPTED = ErrorText(
    _("Not sent"),
    _(
        "The form was not accepted, and nothing was changed. It may have been open for a long time, somebody may have "
        "logged in or out meanwhile, or this browser blocks cookies. Go back, reload the page and send the form again."
    ),
)
BROKEN = ErrorText(
    _("Something went wrong"),
    _("This page could not be shown. The fault is ours, and it has been noted. Try again in a minute."),
)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, NOT_FOUND, on_desk=NOT_ON_DESK)


def plain_not_found(request: HttpRequest) -> HttpResponse:
    """The same bytes whatever was asked for, where a festival's name around it would be an answer."""
    return render(request, "screenings/error.html", NOT_FOUND._asdict(), status=404)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, NOT_ALLOWED, on_desk=NOT_IN_GROUPS)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, NOT_READABLE)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, NOT_ACCEPTED)


def internal_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours. It may be in what surrounds every page, too; what is left then is plain text and a link."""
    try:
        return _page(request, 500, BROKEN)
    except Exception:
        with language_of_address(request):
            return server_error(request)


def _page(request: HttpRequest, status: int, text: ErrorText, on_desk: ErrorText | None = None) -> HttpResponse:
    """Without navigation where the database does not say whose."""
    with suppress(Error):
        if _is_at_desk(request):
            context = {**admin.site.each_context(request), **(on_desk or text)._asdict()}
            return render(request, "admin/error.html", context, status=status)
        context = _festival(request)
        festival = context.get("festival")
        with festival.as_read() if isinstance(festival, Festival) else nullcontext():
            return render(request, "screenings/error.html", {**context, **text._asdict()}, status=status)
    with language_of_address(request):
        return render(request, "screenings/error.html", text._asdict(), status=status)


def _is_at_desk(request: HttpRequest) -> bool:
    """A request of a foreign host is refused before anybody asks who sent it."""
    if not request.path.startswith(reverse("admin:index")) or not hasattr(request, "user"):
        return False
    return admin.site.has_permission(request)


def _festival(request: HttpRequest) -> dict[str, object]:
    """The one the address begins with, else the one a visitor comes for now."""
    slug = request.path_info.split("/")[1]
    festival = Festival.objects.filter(slug=slug).first() or current_festival(timezone.now())
    return page_context(festival) if festival else {}
