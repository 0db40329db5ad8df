"""The project's addresses, and a view beside them that asks the least of staff: who they are, and whether they may."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from festival.urls import urlpatterns as project

NOTICE = engines["django"].from_string("{% load desk %}{% timetable_notice %}")


def bare(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("screenings.view_screening"):
        raise PermissionDenied
    return HttpResponse("You may.")


def notices(request: HttpRequest) -> HttpResponse:
    """With what stands above every page of the admin."""
    return HttpResponse(NOTICE.render({"user": request.user}, request))


urlpatterns = [path("bare/", bare), path("notices/", notices), *project]
