"""Whose board it is: the working timetable's, or a scenario's. The page is one; what it reads and writes is not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from screenings.desk.lookups import pk_or_404
from screenings.loading.scenario import load_scenario_placements, scenario_version, with_scenario
from screenings.loading.standing import current_standing_version
from screenings.loading.timetable import WorkingTimetable, load_timetable
from screenings.models import Festival, Scenario
from screenings.scheduling.undo import UndoStack, undo_stack
from screenings.text.clock import show_clock

PERMISSION = "screenings.{}_{}"


class ScenarioGone(Http404):
    """Its festival is there, but no scenario has that key: it was deleted, or forgotten with its search."""


@dataclass(frozen=True, slots=True)
class BoardTarget:
    """Where a board reads, writes and is found."""

    festival: Festival
    scenario: Scenario | None = None

    @property
    def address(self) -> str:
        """Of the board; its parts lie below it."""
        if self.scenario is None:
            return reverse("admin:board", args=[self.festival.pk])
        return reverse("admin:scenario-board", args=[self.festival.pk, self.scenario.pk])

    def day_address(self, day: date) -> str:
        return f"{self.address}{day.isoformat()}/"

    def load(self) -> WorkingTimetable:
        """Six queries, of a scenario seven."""
        working = load_timetable(self.festival)
        return working if self.scenario is None else with_scenario(working, load_scenario_placements(self.scenario))

    def version(self) -> str:
        """The version that `load` would have now. One query, of a scenario two."""
        return current_standing_version(self.festival.pk) if self.scenario is None else scenario_version(self.scenario)

    def undo_stack(self, request: HttpRequest) -> UndoStack:
        return undo_stack(self.festival, by=cast(User, request.user), scenario=self.scenario)

    def may_move(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION.format("change", "screening" if self.scenario is None else "scenario"))


def find_target(
    request: HttpRequest, festival_pk: str, scenario_pk: str | None = None, *, festival: Festival | None = None
) -> BoardTarget:
    """Raises PermissionDenied for who may not look at it, Http404 where there is none.

    `festival`: the one with that key, where it was read already.
    """
    if not may_view(request) or (scenario_pk is not None and not may_view(request, "scenario")):
        raise PermissionDenied
    if scenario_pk is None:
        editions = Festival.objects.select_related("paused_by")
        festival = festival or get_object_or_404(editions, pk=pk_or_404(festival_pk))
        show_clock(festival.clock)
        return BoardTarget(festival)
    number, of = pk_or_404(scenario_pk), pk_or_404(festival_pk)
    row = Scenario.objects.select_related("festival", "by").filter(pk=number, festival=of).first()
    if row is None:
        there = Festival.objects.filter(pk=of).exists() and not Scenario.objects.filter(pk=number).exists()
        raise ScenarioGone if there else Http404
    show_clock(row.festival.clock)
    return BoardTarget(row.festival, row)


def redirect_if_scenario_gone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that leads to the list of scenarios, and says why, where its scenario is gone. A script gets its 404."""

    @wraps(view)
    def with_way_out(request: HttpRequest, **names: str) -> HttpResponse:
        try:
            return view(request, **names)
        except ScenarioGone:
            if request.headers.get("Accept") == "application/json":
                raise
            messages.warning(request, "That scenario no longer exists: it was deleted, on its own or with its search.")
            return HttpResponseRedirect(reverse("admin:scenarios", args=[names["object_id"]]))

    return with_way_out


def may_view(request: HttpRequest, model: str = "screening") -> bool:
    return any(request.user.has_perm(PERMISSION.format(verb, model)) for verb in ("change", "view"))
