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

from screenings.desk.lookups import row_number
from screenings.loading.board import Working, load_board, version_of
from screenings.loading.scenario import in_scenario, load_places, scenario_version
from screenings.models import Festival, Scenario
from screenings.scheduling.undo import Memory, memory

MAY = "screenings.{}_{}"


class ScenarioGone(Http404):
    """Its festival is there, but no scenario has that key: it was thrown away, or forgotten with its search."""


@dataclass(frozen=True, slots=True)
class BoardGround:
    """Where a board reads, writes and is found."""

    festival: Festival
    scenario: Scenario | None = None

    @property
    def address(self) -> str:
        """Of the board; its parts lie below it."""
        if self.scenario is None:
            return reverse("admin:board", args=[self.festival.pk])
        return reverse("admin:scenario-board", args=[self.festival.pk, self.scenario.pk])

    def address_of(self, day: date) -> str:
        return f"{self.address}{day.isoformat()}/"

    def load(self) -> Working:
        """Six queries, of a scenario seven."""
        working = load_board(self.festival)
        return working if self.scenario is None else in_scenario(working, load_places(self.scenario))

    def version(self) -> str:
        """The version that `load` would have now. One query, of a scenario two."""
        return version_of(self.festival.pk) if self.scenario is None else scenario_version(self.scenario)

    def memory(self, request: HttpRequest) -> Memory:
        return memory(self.festival, by=cast(User, request.user), scenario=self.scenario)

    def may_move(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY.format("change", "screening" if self.scenario is None else "scenario"))


def find_ground(request: HttpRequest, festival: str, scenario: str | None = None) -> BoardGround:
    """Raises PermissionDenied for who may not look at it, Http404 where there is none."""
    if not may_look(request) or (scenario is not None and not may_look(request, "scenario")):
        raise PermissionDenied
    if scenario is None:
        return BoardGround(get_object_or_404(Festival, pk=number_in(festival)))
    number, of = number_in(scenario), number_in(festival)
    row = Scenario.objects.select_related("festival", "by").filter(pk=number, festival=of).first()
    if row is None:
        there = Festival.objects.filter(pk=of).exists() and not Scenario.objects.filter(pk=number).exists()
        raise ScenarioGone if there else Http404
    return BoardGround(row.festival, row)


def or_list(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that leads to the list of scenarios, and says why, where its scenario is gone. A script gets its 404."""

    @wraps(view)
    def with_way_out(request: HttpRequest, **names: str) -> HttpResponse:
        try:
            return view(request, **names)
        except ScenarioGone:
            if request.headers.get("Accept") == "application/json":
                raise
            messages.warning(
                request, "That scenario is no longer there: it was thrown away, or forgotten with its search."
            )
            return HttpResponseRedirect(reverse("admin:scenarios", args=[names["object_id"]]))

    return with_way_out


def number_in(text: str) -> int:
    """A key from an address. Raises Http404 for what cannot be one."""
    number = row_number(text)
    if number is None:
        raise Http404
    return number


def may_look(request: HttpRequest, model: str = "screening") -> bool:
    return any(request.user.has_perm(MAY.format(verb, model)) for verb in ("change", "view"))
