"""Where the boards are: below their festival or scenario. Who may see these sees them, who may change them moves."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from screenings.board import suggestions, views, views_json, views_moves
from screenings.board.overview import show_overview
from screenings.board.target import BoardGround, find_ground, may_look, number_in, or_list
from screenings.desk.autopublish import GoesPublic
from screenings.desk.lookups import row_number
from screenings.loading.board import version_of
from screenings.models import Festival

View = Callable[..., HttpResponse]


class HasBoard(GoesPublic):
    """For the festival's admin."""

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, View]] = {
            "board": ("", or_list(self.board_view)),
            "board-overview": ("overview/", or_list(self.overview_view)),
            "board-moves": ("moves/", self.moves_view),
            "board-pulse": ("pulse/", self.pulse_view),
            "board-colours": ("colours.css", self.colours_view),
            "board-advice": ("advice/<str:screening>/", or_list(self.advice_view)),
            "board-day": ("<str:day>/", or_list(self.board_view)),
            "board-places": ("<str:day>/places/<str:screening>/", self.places_view),
        }
        ours = [
            path(f"<str:object_id>/{below}board/{route}", self.admin_site.admin_view(view), name=f"{before}{name}")
            for below, before in (("", ""), ("scenarios/<str:scenario>/", "scenario-"))
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

    def board_view(self, request: HttpRequest, day: str = "", **names: str) -> HttpResponse:
        ground = _ground(request, names)
        return views.show_board(request, ground, self._context(request), views.day_from(day) if day else None)

    def overview_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return show_overview(request, _ground(request, names), self._context(request))

    def moves_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        ground = _ground(request, names)
        if not ground.may_move(request):
            raise PermissionDenied
        context = self._context(request)
        response = self._writing(request, lambda: views_moves.moves(self, request, ground, context))
        return views_moves.told(request, response)

    def pulse_view(self, request: HttpRequest, object_id: str, scenario: str | None = None) -> HttpResponse:
        if scenario is not None:
            return views_json.pulse(request, find_ground(request, object_id, scenario).version())
        if not may_look(request):
            raise PermissionDenied
        return views_json.pulse(request, version_of(number_in(object_id)))

    def places_view(self, request: HttpRequest, day: str, screening: str, **names: str) -> HttpResponse:
        return views_json.places(_ground(request, names), views.day_from(day), row_number(screening))

    def advice_view(self, request: HttpRequest, screening: str, **names: str) -> HttpResponse:
        ground = _ground(request, names)
        return suggestions.show_advice(request, ground, self._context(request), row_number(screening))

    def colours_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return views_json.colours(request, _ground(request, names).festival)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request)


def _ground(request: HttpRequest, names: dict[str, str]) -> BoardGround:
    return find_ground(request, names["object_id"], names.get("scenario"))
