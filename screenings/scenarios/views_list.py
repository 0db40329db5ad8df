"""A festival's scenarios, and a new one: a copy of the working timetable as it is now."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.board.target import BoardTarget
from screenings.board.views import day_or_404
from screenings.desk.autopublish import AutopublishAdmin
from screenings.models import Festival, Scenario
from screenings.scheduling import ChangeRefused, copy_timetable, free_scenario_name
from screenings.wording.moments import moment_text


class ScenarioForm(forms.ModelForm):
    class Meta:
        model = Scenario
        fields = ("name", "note")
        error_messages: ClassVar = {"name": {"required": "Give it a name, such as “Plan B”."}}
        widgets = {
            "name": forms.TextInput(attrs={"class": "vTextField", "placeholder": "Plan B"}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 60}),
        }


def scenario_address(scenario: Scenario) -> str:
    return reverse("admin:scenario", args=[scenario.festival_id, scenario.pk])


def scenarios_address(festival: Festival) -> str:
    return reverse("admin:scenarios", args=[festival.pk])


def scenarios_page(
    admin: AutopublishAdmin, request: HttpRequest, festival: Festival, context: dict[str, Any]
) -> HttpResponse:
    """List them; a POST makes one, named, or on one click with a name of its own."""
    if request.method != "POST":
        return _list_response(request, festival, context, ScenarioForm())
    if not request.user.has_perm("screenings.add_scenario"):
        raise PermissionDenied
    at = timezone.now()
    is_try = request.POST.get("do") == "try"
    form = ScenarioForm({"name": _default_name(festival, at)} if is_try else request.POST)
    if form.is_valid():
        try:
            made = copy_timetable(festival, by=cast(User, request.user), at=at, **form.cleaned_data)
        except ChangeRefused as refused:
            form.add_error("name", str(refused))
        else:
            admin.log_addition(request, made, "Copied from the working timetable")
            messages.success(request, f"“{made}” is a copy of the working timetable as it is now.")
            return HttpResponseRedirect(
                _new_board_address(made, request.POST.get("on")) if is_try else scenario_address(made)
            )
    return _list_response(request, festival, context, form)


def _new_board_address(made: Scenario, day: str | None) -> str:
    """On the day that was looked at."""
    target = BoardTarget(made.festival, made)
    return target.day_address(day_or_404(day)) if day else target.address


def _default_name(festival: Festival, at: datetime) -> str:
    return free_scenario_name(festival, f"Copy of {moment_text(at, festival.zone)}")


def _list_response(
    request: HttpRequest, festival: Festival, context: dict[str, Any], form: ScenarioForm
) -> HttpResponse:
    rows = Scenario.objects.of(festival).with_counts().select_related("by").order_by("-made_at", "-pk")
    extra = {
        "title": "Scenarios",
        "subtitle": festival.name,
        "festival": festival,
        "rows": [(row, moment_text(row.made_at, festival.zone)) for row in rows],
        "form": form,
        "may_add": request.user.has_perm("screenings.add_scenario"),
        "may_change": request.user.has_perm("screenings.change_scenario"),
        "may_delete": request.user.has_perm("screenings.delete_scenario"),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/screenings/scenario/list.html", {**context, **extra}, status=status)
