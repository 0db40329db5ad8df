"""Where the boards are: below their festival or scenario. Who may see these sees them, who may change them moves."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from screenings.board import suggestions, views, views_json, views_moves
from screenings.board.overview import show_board_overview
from screenings.board.target import BoardTarget, find_target, may_view, redirect_if_scenario_gone
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.lookups import parse_pk, pk_or_404
from screenings.desk.staff_pages import View, festival_urls, redirect_to_newest_festival
from screenings.loading.timetable import timetable_version
from screenings.models import Hall


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
        newest = path("board/", self.admin_site.admin_view(self.newest_view), name="newest-board")
        scenario_boards = festival_urls(self.admin_site, "scenarios/<str:scenario>/board/", views, "scenario-")
        return [newest, *festival_urls(self.admin_site, "board/", views), *scenario_boards, *super().get_urls()]

    def newest_view(self, request: HttpRequest) -> HttpResponse:
        return redirect_to_newest_festival("board")

    def board_view(self, request: HttpRequest, day: str = "", **names: str) -> HttpResponse:
        target = _target(request, names)
        return views.show_board(request, target, self._context(request), views.day_or_404(day) if day else None)

    def overview_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return show_board_overview(request, _target(request, names), self._context(request))

    def moves_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        rows = Hall.objects.filter(venue__festival=pk_or_404(names["object_id"])).select_related("venue__festival")
        halls = {hall.pk: hall for hall in sorted(rows, key=lambda hall: hall.natural_order_key)}
        festival = next((hall.venue.festival for hall in halls.values()), None)
        target = find_target(request, names["object_id"], names.get("scenario"), festival=festival)
        if not target.may_move(request):
            raise PermissionDenied
        board = views_moves.MoveRequest(self, request, target, halls, self._context(request))
        refuse = board.refuse if board.wants_json else None
        return self._run_and_publish(request, board.answer, refuse)

    def pulse_view(self, request: HttpRequest, object_id: str, scenario: str | None = None) -> HttpResponse:
        if scenario is not None:
            return views_json.poll_version(request, find_target(request, object_id, scenario).version())
        if not may_view(request):
            raise PermissionDenied
        return views_json.poll_version(request, timetable_version(pk_or_404(object_id)))

    def places_view(self, request: HttpRequest, day: str, screening: str, **names: str) -> HttpResponse:
        return views_json.slots_json(_target(request, names), views.day_or_404(day), parse_pk(screening))

    def advice_view(self, request: HttpRequest, screening: str, **names: str) -> HttpResponse:
        target = _target(request, names)
        return suggestions.show_suggestions(request, target, self._context(request), parse_pk(screening))

    def colours_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return views_json.section_colours_css(request, _target(request, names).festival)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request)


def _target(request: HttpRequest, url_kwargs: dict[str, str]) -> BoardTarget:
    return find_target(request, url_kwargs["object_id"], url_kwargs.get("scenario"))
