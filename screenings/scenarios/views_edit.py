"""A scenario's name and note, and throwing it away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from screenings.desk.autopublish import AutopublishAdmin
from screenings.models import Scenario
from screenings.scenarios.views_list import ScenarioForm, scenario_address, scenarios_address
from screenings.scheduling import ChangeRefused, rename_scenario


def edit_page(
    admin: AutopublishAdmin, request: HttpRequest, scenario: Scenario, context: dict[str, Any]
) -> HttpResponse:
    if not request.user.has_perm("screenings.change_scenario"):
        raise PermissionDenied
    form = ScenarioForm(
        request.POST if request.method == "POST" else None,
        initial={"name": scenario.name, "note": scenario.note},
    )
    if form.is_bound and form.is_valid():
        try:
            rename_scenario(scenario, **form.cleaned_data)
        except ChangeRefused as refused:
            form.add_error("name", str(refused))
        else:
            admin.log_change(request, scenario, "Renamed, or its note changed")
            messages.success(request, f"Saved: “{form.cleaned_data['name']}”.")
            return HttpResponseRedirect(scenario_address(scenario))
    extra = {**_about(scenario), "title": f"Scenario “{scenario}”", "step": "Rename", "form": form}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/screenings/scenario/edit.html", {**context, **extra}, status=status)


def delete_page(
    admin: AutopublishAdmin, request: HttpRequest, scenario: Scenario, context: dict[str, Any]
) -> HttpResponse:
    """Ask first; the working timetable stays as it is, also what was taken over from it."""
    if not request.user.has_perm("screenings.delete_scenario"):
        raise PermissionDenied
    if request.method == "POST":
        admin.log_deletions(request, Scenario.objects.filter(pk=scenario.pk))
        scenario.delete()
        messages.success(request, f"Thrown away: “{scenario}”. The working timetable stays as it is.")
        return HttpResponseRedirect(scenarios_address(scenario.festival))
    counted = Scenario.objects.with_counts().get(pk=scenario.pk)
    extra = {**_about(scenario), "title": f"Throw “{scenario}” away?", "step": "Throw away", "counted": counted}
    return TemplateResponse(request, "admin/screenings/scenario/throw_away.html", {**context, **extra})


def _about(scenario: Scenario) -> dict[str, Any]:
    return {
        "subtitle": scenario.festival.name,
        "festival": scenario.festival,
        "scenario": scenario,
    }
