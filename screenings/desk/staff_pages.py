"""Where the staff's pages of a festival are, and who may review a publication."""

from collections.abc import Callable, Mapping

from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from screenings.models import Festival

View = Callable[..., HttpResponse]


def festival_urls(
    site: AdminSite, route: str, views: Mapping[str, tuple[str, View]], name_prefix: str = ""
) -> list[URLPattern]:
    """Staff's pages below a festival's key and `route`. `views` are the rest of the route and the view, by name."""
    return [
        path(f"<str:object_id>/{route}{rest}", site.admin_view(view), name=f"{name_prefix}{name}")
        for name, (rest, view) in views.items()
    ]


def redirect_to_newest_festival(page: str) -> HttpResponse:
    """To that page of the newest edition, which is the one being worked on."""
    newest = Festival.objects.newest_first().values_list("pk", flat=True).first()
    if newest is None:
        return HttpResponseRedirect(reverse("admin:screenings_festival_changelist"))
    return HttpResponseRedirect(reverse(f"admin:{page}", args=[newest]))


def review_address(festival: Festival) -> str:
    return reverse("admin:publish-review", args=[festival.pk])


def conflicts_address(festival: Festival) -> str:
    return reverse("admin:conflicts", args=[festival.pk])


def board_address(festival: Festival) -> str:
    return reverse("admin:board", args=[festival.pk])


def sheets_address(festival: Festival) -> str:
    return reverse("admin:sheets", args=[festival.pk])


def may_review(user: User | AnonymousUser) -> bool:
    return user.has_perm("screenings.view_festival") or user.has_perm("screenings.change_festival")
