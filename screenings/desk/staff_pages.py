"""Where the staff's pages of a festival are, and who may review a publication."""

from collections.abc import Callable, Mapping

from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from screenings.models import Festival

# What a programme in any form brings: films with their people, venues with their halls, screenings.
BROUGHT_IN = ("film", "filmpart", "section", "person", "credit", "venue", "hall", "screening")
View = Callable[..., HttpResponse]


def festival_urls(
    site: AdminSite, route: str, views: Mapping[str, tuple[str, View]], name_prefix: str = ""
) -> list[URLPattern]:
    """Staff's pages below a festival's key and `route`. `views` are the rest of the route and the view, by name."""
    return [
        path(f"<str:object_id>/{route}{rest}", site.admin_view(view), name=f"{name_prefix}{name}")
        for name, (rest, view) in views.items()
    ]


def next_address(request: HttpRequest, otherwise: str) -> str:
    """Where a form says that it was sent from, if that is a page of this site."""
    asked = request.POST.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else otherwise


def review_address(festival: Festival) -> str:
    return reverse("admin:publish-review", args=[festival.pk])


def conflicts_address(festival: Festival) -> str:
    return reverse("admin:conflicts", args=[festival.pk])


def board_address(festival: Festival) -> str:
    return reverse("admin:board", args=[festival.pk])


def bring_in_address(festival: Festival) -> str:
    return reverse("admin:bring-in", args=[festival.pk])


def may_bring_in(user: User | AnonymousUser) -> bool:
    """Whoever may add and change all that a programme is made of."""
    return user.has_perms([f"screenings.{verb}_{model}" for model in BROUGHT_IN for verb in ("add", "change")])


def sheets_address(festival: Festival) -> str:
    return reverse("admin:sheets", args=[festival.pk])


def may_review(user: User | AnonymousUser) -> bool:
    return user.has_perm("screenings.view_festival") or user.has_perm("screenings.change_festival")
