"""From a public page to the form behind it: the page is kept for everybody, and says nothing of who may edit it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from screenings.models import Festival, Film, Person, Section, Venue

# By the name of the page's route: what it shows, and how its address names it.
EDITED: dict[str, tuple[type[Model], dict[str, str]]] = {
    "festival": (Festival, {"slug": "festival"}),
    "film": (Film, {"festival__slug": "festival", "slug": "slug"}),
    "venue": (Venue, {"festival__slug": "festival", "slug": "slug"}),
    "section": (Section, {"festival__slug": "festival", "slug": "slug"}),
    "person": (Person, {"slug": "slug"}),
}
AT_DESK = "at_desk"  # the cookie by which a page's script knows that there is somebody to show the link to


@require_safe
def edit_page(request: HttpRequest) -> HttpResponse:
    """To the form of what the page at `?page=` shows. 403 for staff who may not see it, 404 for any other page."""
    try:
        match = resolve(request.GET.get("page", ""))
    except Resolver404:
        raise Http404 from None
    if match.url_name not in EDITED:
        raise Http404
    model, columns = EDITED[match.url_name]
    row: Any = get_object_or_404(model, **{column: match.kwargs[name] for column, name in columns.items()})
    name = row._meta.model_name
    if not any(request.user.has_perm(f"screenings.{verb}_{name}") for verb in ("change", "view")):
        raise PermissionDenied
    return redirect(f"admin:screenings_{name}_change", row.pk)


def mark_at_desk(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Holds nothing but that: whoever forges it sees a link that leads to the login."""
    user = request.user
    if user.is_active and user.is_staff:
        if AT_DESK not in request.COOKIES:
            response.set_cookie(AT_DESK, "1", samesite="Lax", secure=request.is_secure())
    elif AT_DESK in request.COOKIES:
        response.delete_cookie(AT_DESK, samesite="Lax")
    return response
