"""Where scenarios are: below their festival. Whoever may see one compares it; taking over wants the right to move."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from screenings.board.target import find_target, may_view, redirect_if_scenario_gone
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.staff_pages import View, festival_urls
from screenings.models import Scenario
from screenings.scenarios import views, views_edit, views_list


class ScenarioUrlsAdmin(AutopublishAdmin):
    """For the festival's admin."""

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, View]] = {
            "scenarios": ("", self.scenarios_view),
            "scenario": ("<str:scenario>/", redirect_if_scenario_gone(self.scenario_view)),
            "scenario-edit": ("<str:scenario>/edit/", redirect_if_scenario_gone(self.edit_view)),
            "scenario-delete": ("<str:scenario>/delete/", redirect_if_scenario_gone(self.delete_scenario_view)),
        }
        return [*festival_urls(self.admin_site, "scenarios/", views), *super().get_urls()]

    def scenarios_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not may_view(request, "scenario"):
            raise PermissionDenied
        festival = find_target(request, object_id).festival
        context = self._scenarios_context(request)
        return self._run_and_publish(request, lambda: views_list.scenarios_page(self, request, festival, context))

    def scenario_view(self, request: HttpRequest, object_id: str, scenario: str) -> HttpResponse:
        row, context = find_scenario(request, object_id, scenario), self._scenarios_context(request)
        return self._run_and_publish(request, lambda: views.scenario_page(self, request, row, context))

    def edit_view(self, request: HttpRequest, object_id: str, scenario: str) -> HttpResponse:
        row, context = find_scenario(request, object_id, scenario), self._scenarios_context(request)
        return self._run_and_publish(request, lambda: views_edit.edit_page(self, request, row, context))

    def delete_scenario_view(self, request: HttpRequest, object_id: str, scenario: str) -> HttpResponse:
        row, context = find_scenario(request, object_id, scenario), self._scenarios_context(request)
        return views_edit.delete_page(self, request, row, context)

    def _scenarios_context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request)


def find_scenario(request: HttpRequest, festival_pk: str, scenario_pk: str) -> Scenario:
    """Raises PermissionDenied for whoever may not see screenings or scenarios."""
    scenario = find_target(request, festival_pk, scenario_pk).scenario
    assert scenario is not None
    return scenario
