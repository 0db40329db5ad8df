"""Where the boards are: below their festival or scenario. Who may see these sees them, who may change them moves."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from screenings.board import suggestions, views, views_json, views_moves, views_publishing, views_put_back
from screenings.board.finding import show_found
from screenings.board.new_cards import act_of, may_add
from screenings.board.overview import show_board_overview
from screenings.board.target import BoardTarget, find_target, may_view, redirect_if_scenario_gone
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.editions import redirect_to_working_festival
from screenings.desk.lookups import parse_pk, pk_or_404
from screenings.desk.staff_pages import View, festival_urls
from screenings.loading.standing import current_standing_version
from screenings.models import Hall


class BoardUrlsAdmin(AutopublishAdmin):
    """For the festival's admin."""

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, View]] = {
            "board": ("", redirect_if_scenario_gone(self.board_view)),
            "board-overview": ("overview/", redirect_if_scenario_gone(self.overview_view)),
            "board-moves": ("moves/", self.moves_view),
            "board-pulse": ("pulse/", self.pulse_view),
            "board-find": ("find/", redirect_if_scenario_gone(self.find_view)),
            "board-colours": ("colours.css", self.colours_view),
            "board-advice": ("advice/<str:screening>/", redirect_if_scenario_gone(self.advice_view)),
            "board-day": ("<str:day>/", redirect_if_scenario_gone(self.board_view)),
            "board-places": ("<str:day>/places/<str:screening>/", self.places_view),
        }
        standing: dict[str, tuple[str, View]] = {
            "publishing": ("publishing/", self.publishing_view),
            "put-back": ("put-back/", self.put_back_view),
        }
        working = path("board/", self.admin_site.admin_view(self.working_view), name="working-board")
        scenario_boards = festival_urls(self.admin_site, "scenarios/<str:scenario>/board/", views, "scenario-")
        own_boards = [
            *festival_urls(self.admin_site, "", standing),
            *festival_urls(self.admin_site, "board/", views),
        ]
        return [working, *own_boards, *scenario_boards, *super().get_urls()]

    def working_view(self, request: HttpRequest) -> HttpResponse:
        return redirect_to_working_festival(request, "board")

    def board_view(self, request: HttpRequest, day: str = "", **names: str) -> HttpResponse:
        target = _target(request, names)
        return views.show_board(request, target, self._context(request), views.day_or_404(day) if day else None)

    def overview_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return show_board_overview(request, _target(request, names), self._context(request))

    def find_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return show_found(request, _target(request, names), self._context(request))

    def moves_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        rows = Hall.objects.filter(venue__festival=pk_or_404(names["object_id"])).select_related("venue__festival")
        halls = {hall.pk: hall for hall in sorted(rows, key=lambda hall: hall.natural_order_key)}
        festival = next((hall.venue.festival for hall in halls.values()), None)
        target = find_target(request, names["object_id"], names.get("scenario"), festival=festival)
        if not (target.may_move(request) or (act_of(request) and may_add(request.user, target))):
            raise PermissionDenied
        board = views_moves.MoveRequest(self, request, target, halls, self._context(request))
        refuse = board.refuse if board.wants_json else None
        return self._run_and_publish(request, board.answer, refuse)

    def publishing_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        target = find_target(request, object_id)
        return self._run_and_publish(request, lambda: views_publishing.change_publishing(request, target.festival))

    def put_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        target = find_target(request, object_id)
        if not target.may_move(request):
            raise PermissionDenied
        context = self._context(request)
        return self._run_and_publish(
            request, lambda: views_put_back.put_back_page(self, request, target.festival, context)
        )

    def pulse_view(self, request: HttpRequest, object_id: str, scenario: str | None = None) -> HttpResponse:
        if scenario is not None:
            return views_json.poll_version(request, find_target(request, object_id, scenario).version())
        if not may_view(request):
            raise PermissionDenied
        return views_json.poll_version(request, current_standing_version(pk_or_404(object_id)))

    def places_view(self, request: HttpRequest, day: str, screening: str, **names: str) -> HttpResponse:
        return views_json.slots_json(_target(request, names), views.day_or_404(day), screening)

    def advice_view(self, request: HttpRequest, screening: str, **names: str) -> HttpResponse:
        target = _target(request, names)
        return suggestions.show_suggestions(request, target, self._context(request), parse_pk(screening))

    def colours_view(self, request: HttpRequest, **names: str) -> HttpResponse:
        return views_json.section_colours_css(request, _target(request, names).festival)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        """What the frame of a page reads; nothing for a script, which is answered with the board alone."""
        gets_board_alone = request.headers.get("Accept") == views_moves.JSON_TYPE or views.known_cards(request)
        return {} if gets_board_alone else self.admin_site.each_context(request)


def _target(request: HttpRequest, url_kwargs: dict[str, str]) -> BoardTarget:
    return find_target(request, url_kwargs["object_id"], url_kwargs.get("scenario"))
