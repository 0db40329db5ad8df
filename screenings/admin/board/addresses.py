"""Where the board is: below its festival. Who may see screenings sees it, who may change them moves them."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse

from screenings.admin.board import answers, moving, page
from screenings.admin.board.overview import show_overview
from screenings.admin.going_public import GoesPublic
from screenings.admin.searching import row_number
from screenings.models import Festival

View = Callable[..., HttpResponse]


class HasBoard(GoesPublic):
    """For the festival's admin."""

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, View]] = {
            "board": ("", self.board_view),
            "board-overview": ("overview/", self.overview_view),
            "board-moves": ("moves/", self.moves_view),
            "board-pulse": ("pulse/", self.pulse_view),
            "board-colours": ("colours.css", self.colours_view),
            "board-day": ("<str:day>/", self.board_view),
            "board-places": ("<str:day>/places/<str:screening>/", self.places_view),
        }
        ours = [
            path(f"<str:object_id>/board/{route}", self.admin_site.admin_view(view), name=name)
            for name, (route, view) in views.items()
        ]
        newest = path("board/", self.admin_site.admin_view(self.newest_view), name="newest-board")
        return [newest, *ours, *super().get_urls()]

    def newest_view(self, request: HttpRequest) -> HttpResponse:
        """To the board of the newest edition, which is the one being worked on."""
        newest = Festival.objects.newest_first().values_list("pk", flat=True).first()
        if newest is None:
            return HttpResponseRedirect(reverse("admin:screenings_festival_changelist"))
        return HttpResponseRedirect(reverse("admin:board", args=[newest]))

    def board_view(self, request: HttpRequest, object_id: str, day: str = "") -> HttpResponse:
        festival = _festival(request, object_id)
        return page.show_board(request, festival, self._context(request), page.day_from(day) if day else None)

    def overview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return show_overview(request, _festival(request, object_id), self._context(request))

    def moves_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        festival = _festival(request, object_id)
        if not page.may_move(request):
            raise PermissionDenied
        context = self._context(request)
        response = self._writing(request, lambda: moving.moves(self, request, festival, context))
        return moving.told(request, response)

    def pulse_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not page.may_look(request):
            raise PermissionDenied
        return answers.pulse(request, _number(object_id))

    def places_view(self, request: HttpRequest, object_id: str, day: str, screening: str) -> HttpResponse:
        return answers.places(_festival(request, object_id), page.day_from(day), row_number(screening))

    def colours_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return answers.colours(request, _festival(request, object_id))

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request)


def _number(text: str) -> int:
    number = row_number(text)
    if number is None:
        raise Http404
    return number


def _festival(request: HttpRequest, object_id: str) -> Festival:
    if not page.may_look(request):
        raise PermissionDenied
    return get_object_or_404(Festival, pk=_number(object_id))
