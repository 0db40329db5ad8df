"""The page of a scenario: its differences to the working timetable in words, what they mean, and taking them over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from screenings.admin.board.deck import Word, word_of
from screenings.admin.board.grounds import BoardGround
from screenings.admin.going_public import GoesPublic
from screenings.admin.scenarios.comparison import Comparison, Difference, Line, Weighed
from screenings.admin.scenarios.narrowing import NarrowForm
from screenings.admin.scenarios.taking import seen_in, take_back, take_over
from screenings.models import Festival, Scenario
from screenings.scheduling import Refused
from screenings.scheduling.board import memory
from screenings.timetable.conflicts import Conflict
from screenings.timetable.consequences import Consequences
from screenings.timetable.drift import Mover
from screenings.wording import moment_text

A_PAGE = 50
ALONE, TOGETHER = 3, 20  # conflicts told of one move, and of all
HEADINGS = {
    Mover.COPY: "Moved in the scenario",
    Mover.BOTH: "Moved in both",
    Mover.ORIGINAL: "Moved in the working timetable since",
}
NOTES = {
    Mover.COPY: "",
    Mover.BOTH: (
        "Since the copy was made, somebody has moved these in the working timetable too. "
        "Tick those that are to go where the scenario has them all the same."
    ),
    Mover.ORIGINAL: "The scenario still has the older place. Tick those that are to go back there.",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change breaks and mends, the worst first and no more than somebody reads."""

    brings: tuple[Word, ...]
    mends: tuple[Word, ...]
    number_brought: int
    number_mended: int

    @property
    def more_brought(self) -> int:
        return self.number_brought - len(self.brings)

    @property
    def more_mended(self) -> int:
        return self.number_mended - len(self.mends)


@dataclass(frozen=True, slots=True)
class Row:
    """A difference in words. `effect` is None where it cannot be taken over."""

    difference: Difference
    address: str
    board: str
    base: str
    here: str
    there: str
    effect: Effect | None
    ticked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """`number` is how many there are on all pages."""

    mover: Mover
    heading: str
    note: str
    number: int
    rows: tuple[Row, ...]


def scenario_page(admin: GoesPublic, request: HttpRequest, scenario: Scenario, context: dict[str, Any]) -> HttpResponse:
    """Show it; a POST takes moves over or back, or asks what those that are ticked would do together."""
    if request.method != "POST":
        return show_scenario(request, scenario, context)
    if not request.user.has_perm("screenings.change_screening"):
        raise PermissionDenied
    act = request.POST.get("do")
    if act == "look":
        try:
            return show_scenario(request, scenario, context, {each.screening for each in seen_in(request)})
        except Refused as refused:
            messages.error(request, str(refused))
    elif act == "back":
        take_back(admin, request, scenario)
    else:
        take_over(admin, request, scenario)
    return HttpResponseRedirect(request.get_full_path())


def show_scenario(
    request: HttpRequest, scenario: Scenario, context: dict[str, Any], ticked: Collection[int] | None = None
) -> HttpResponse:
    """`ticked` are the keys of those whose meaning is asked for; None: all that only the scenario has moved."""
    seen = Comparison(scenario)
    form = NarrowForm(request.GET, seen)
    found = form.chosen()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    chosen = seen.clean if ticked is None else [each for each in seen.differences if each.card.pk in ticked]
    then = seen.then(chosen)
    may_take = request.user.has_perm("screenings.change_screening")
    known = memory(scenario.festival, by=cast(User, request.user)) if may_take else None
    extra = {
        "title": f"Scenario “{scenario}”",
        "subtitle": scenario.festival.name,
        "festival": scenario.festival,
        "scenario": scenario,
        "ground": BoardGround(scenario.festival, scenario),
        "made": moment_text(scenario.made_at, scenario.festival.zone),
        "opts": Festival._meta,
        "is_compared": True,
        "is_nav_sidebar_enabled": False,
        "seen": seen,
        "form": form,
        "page": page,
        "is_filtered": len(found) != len(seen.differences),
        "groups": list(_groups(seen, found, list(page), {each.card.pk for each in chosen})),
        "gone": [(gone.title, seen.words(gone.kept.there)) for gone in seen.places.gone],
        "is_asked": ticked is not None,
        "number": len(chosen),
        "effect": effect_of(seen.meant(then), TOGETHER),
        **_scores(seen, then),
        "whole": " ".join(str(each.seen) for each in seen.clean),
        "may_take": may_take,
        "last": known.undo if known and known.undo and known.undo.batch else None,
    }
    return TemplateResponse(request, "admin/screenings/scenario/compare.html", {**context, **extra})


def _scores(seen: Comparison, then: Weighed) -> dict[str, Any]:
    """Now and then; and the scenario itself, where it holds more than would be taken over."""
    whole = seen.whole(then)
    sides = [seen.now, then, *((whole,) if whole else ())]
    lines: list[Line] = seen.lines(sides)
    return {
        "lines": sorted(lines, key=lambda line: -abs(line.change)),
        "scores": [side.score for side in sides],
        "gain": then.score - seen.now.score,
        "better": seen.now.score - then.score,
        "has_whole": whole is not None,
    }


def _groups(
    seen: Comparison, found: list[Difference], on_page: Iterable[Difference], ticked: Collection[int]
) -> Iterable[Group]:
    rows: dict[Mover, list[Row]] = {mover: [] for mover in Mover}
    for each in on_page:
        rows[each.mover].append(_row(seen, each, each.card.pk in ticked))
    for mover in Mover:
        if rows[mover]:
            number = sum(each.mover is mover for each in found)
            yield Group(mover, HEADINGS[mover], NOTES[mover], number, tuple(rows[mover]))


def _row(seen: Comparison, each: Difference, ticked: bool) -> Row:
    return Row(
        difference=each,
        address=reverse("admin:screenings_screening_change", args=[each.card.pk]),
        board=_on_board(seen, each),
        base=seen.words(each.drift.base),
        here=seen.words(each.drift.here),
        there=seen.words(each.drift.there),
        effect=None if each.in_the_way else effect_of(seen.alone(each), ALONE),
        ticked=ticked and not each.in_the_way,
    )


def _on_board(seen: Comparison, each: Difference) -> str:
    """Where it is on the scenario's board; what lies in the tray there, on the day it has now."""
    ground = BoardGround(seen.scenario.festival, seen.scenario)
    programme = seen.programme
    for place in (each.drift.there, each.drift.here):
        hall = programme.house.halls.get(place.hall or 0)
        if hall and place.starts_at:
            day = programme.calendar.day_of(place.starts_at, hall.zone)
            return f"{ground.address_of(day)}?open={each.card.pk}"
    return f"{ground.address}?open={each.card.pk}"


def effect_of(meant: Consequences, most: int) -> Effect:
    return Effect(_worst(meant.added, most), _worst(meant.removed, most), len(meant.added), len(meant.removed))


def _worst(conflicts: Iterable[Conflict], most: int) -> tuple[Word, ...]:
    worst = sorted(conflicts, key=lambda each: -each.severity.rank)[:most]
    return tuple(map(word_of, worst))
