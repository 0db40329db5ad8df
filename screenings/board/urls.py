"""Where the boards are: below their festival or scenario. Who may see these sees them, who may change them moves."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from screenings.board import suggestions, views, views_json, views_moves
from screenings.board.overview import show_board_overview
from screenings.board.target import BoardTarget, find_target, may_view, pk_or_404, redirect_if_scenario_gone
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.lookups import parse_pk
from screenings.loading.timetable import timetable_version
from screenings.models import Festival

View = Callable[..., HttpResponse]


class BoardUrlsAdmin(AutopublishAdmin):
    """For the festival's admin."""

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, View]] = {
            "board": ("", redirect_if_scenario_gone(self.board_view)),
            "board-overview": ("overview/", redirect_if_scenario_gone(self.overview_view)),
            "board-moves": ("moves/", self.moves_view),
            "board-pulse": ("pulse/", self.pulse_view),
            "board-colours": ("colours.css", self.colours_view),
            "board-advice": ("advice/<str:screening>/", redirect_if_scenario_gone(self.advice_view)),
            "board-day": ("<str:day>/", redirect_if_scenario_gone(self.board_view)),
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
        ground = _target(request, names)
        return views.show_board(request, ground, self._context(request), views.day_or_404(day) if day else None)

    def overview_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return show_board_overview(request, _target(request, names), self._context(request))

    def moves_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        ground = _target(request, names)
        if not ground.may_move(request):
            raise PermissionDenied
        context = self._context(request)
        response = self._run_and_publish(request, lambda: views_moves.handle_move(self, request, ground, context))
        return views_moves.redirect_as_json(request, response)

    def pulse_view(self, request: HttpRequest, object_id: str, scenario: str | None = None) -> HttpResponse:
        if scenario is not None:
            return views_json.poll_version(request, find_target(request, object_id, scenario).version())
        if not may_view(request):
            raise PermissionDenied
        return views_json.poll_version(request, timetable_version(pk_or_404(object_id)))

    def places_view(self, request: HttpRequest, day: str, screening: str, **names: str) -> HttpResponse:
        return views_json.slots_json(_target(request, names), views.day_or_404(day), parse_pk(screening))

    def advice_view(self, request: HttpRequest, screening: str, **names: str) -> HttpResponse:
        ground = _target(request, names)
        return suggestions.show_suggestions(request, ground, self._context(request), parse_pk(screening))

    def colours_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return views_json.section_colours_css(request, _target(request, names).festival)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request)


def _target(request: HttpRequest, url_kwargs: dict[str, str]) -> BoardTarget:
    return find_target(request, url_kwargs["object_id"], url_kwargs.get("scenario"))
