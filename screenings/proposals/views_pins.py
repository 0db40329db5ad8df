"""Pin what you like of a proposal, day by day; a search then goes on from it and leaves that where it is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from screenings.desk.lookups import parse_pk
from screenings.desk.staff_pages import next_address
from screenings.desk.stated_wishes import may_propose
from screenings.loading import load_timetable
from screenings.loading.scenario import load_scenario_placements, with_scenario
from screenings.models import Scenario
from screenings.scheduling.pins import change_pins
from screenings.text.clock import clock_text
from screenings.wording.moments import day_text


@dataclass(frozen=True, slots=True)
class PinLine:
    """A screening where the scenario has it."""

    pk: int
    time: str
    hall: str
    title: str
    is_new_place: bool
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class PinDay:
    """A day's screenings that may be pinned; `pinned` of them are."""

    day: date
    text: str
    lines: tuple[PinLine, ...]

    @property
    def pinned(self) -> int:
        return sum(line.is_pinned for line in self.lines)


def pin_days(scenario: Scenario) -> tuple[PinDay, ...]:
    """What has a place in the scenario, but what is pinned in the working timetable anyway, by start and hall."""
    proposed = with_scenario(load_timetable(scenario.festival), load_scenario_placements(scenario))
    days: dict[date, list[PinLine]] = defaultdict(list)
    for show in proposed.programme.scheduled:
        showing = show.showing
        if showing.pk is not None and not showing.pinned:
            days[show.day].append(
                PinLine(
                    showing.pk,
                    clock_text(show.start.astimezone(show.hall.zone)),
                    show.hall.name,
                    showing.title,
                    showing.uid in proposed.diffs,
                    showing.uid in proposed.pins,
                )
            )
    return tuple(PinDay(day, day_text(day), tuple(lines)) for day, lines in sorted(days.items()))


def save_pins(request: HttpRequest, scenario: Scenario) -> HttpResponse:
    """A POST changes what is ticked otherwise than it was shown; `whole` pins all that it shows. Then back."""
    if request.method == "POST":
        if not may_propose(request.user):
            raise PermissionDenied
        ticked, was = (_keys(request, name) for name in ("pin", "was"))
        if "whole" in request.POST:
            ticked = _keys(request, "shown")
        pinned, unpinned = change_pins(scenario, pin=ticked - was, unpin=was - ticked)
        messages.success(request, _message(pinned, unpinned))
    otherwise = reverse("admin:scenario-board", args=[scenario.festival_id, scenario.pk])
    return HttpResponseRedirect(next_address(request, otherwise))


def _keys(request: HttpRequest, name: str) -> set[int]:
    return {key for text in request.POST.getlist(name) if (key := parse_pk(text)) is not None}


def _message(pinned: int, unpinned: int) -> str:
    if pinned and unpinned:
        return gettext("Pinned: %(pinned)d. Unpinned: %(unpinned)d.") % {"pinned": pinned, "unpinned": unpinned}
    if unpinned:
        return ngettext("%(count)d screening unpinned.", "%(count)d screenings unpinned.", unpinned) % {
            "count": unpinned
        }
    return ngettext("%(count)d screening pinned.", "%(count)d screenings pinned.", pinned) % {"count": pinned}
