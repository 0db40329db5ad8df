"""Whose board it is: the working timetable's, or a scenario's. The page is one; what it reads and writes is not."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from screenings.admin.searching import row_number
from screenings.models import Festival, Scenario
from screenings.programme.board import Working, load_board, version_of
from screenings.programme.scenarios import in_scenario, load_places, scenario_version
from screenings.scheduling.board import Memory, memory

MAY = "screenings.{}_{}"


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
    rows = Scenario.objects.select_related("festival", "by")
    row = get_object_or_404(rows, pk=number_in(scenario), festival=number_in(festival))
    return BoardGround(row.festival, row)


def number_in(text: str) -> int:
    """A key from an address. Raises Http404 for what cannot be one."""
    number = row_number(text)
    if number is None:
        raise Http404
    return number


def may_look(request: HttpRequest, model: str = "screening") -> bool:
    return any(request.user.has_perm(MAY.format(verb, model)) for verb in ("change", "view"))
