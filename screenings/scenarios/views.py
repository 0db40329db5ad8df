"""The page of a scenario: its differences to the working timetable, what they mean, and what is done with them."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from screenings.board.target import BoardGround
from screenings.desk.autopublish import GoesPublic
from screenings.models import Festival, Scenario
from screenings.scenarios.comparison import Comparison, Line, Weighed
from screenings.scenarios.filters import NarrowForm
from screenings.scenarios.rows import Layout, effect_of, groups_of
from screenings.scenarios.selection import HERE, ONE, TICK, UNTICK, WHOLE, chosen_of, ticked_in
from screenings.scenarios.views_apply import take_back, take_over
from screenings.scenarios.views_update import catch_up, take_that_back
from screenings.scheduling import Refused
from screenings.scheduling.undo import Deed, memory
from screenings.timetable.three_way_diff import Mover
from screenings.wording import moment_text

A_PAGE = 500  # a browser sends a field for each that is ticked, and Django reads a thousand
SAID_OF_EACH = 50  # differences of which it is said what each would break alone: each takes the rules anew
TOGETHER = 20  # conflicts told of all of them
TAKES = ("ticked", HERE, WHOLE)


def scenario_page(admin: GoesPublic, request: HttpRequest, scenario: Scenario, context: dict[str, Any]) -> HttpResponse:
    """Show it; a POST brings it up to date, takes moves over or back, or shows it with what is ticked."""
    if request.method != "POST":
        return show_scenario(request, scenario, context)
    act = request.POST.get("do", "")
    verbs: dict[str, tuple[str, Callable[[], None]]] = {
        "update": ("scenario", lambda: catch_up(admin, request, scenario)),
        "revert": ("scenario", lambda: take_that_back(request, scenario)),
        "back": ("screening", lambda: take_back(admin, request, scenario)),
        **dict.fromkeys(TAKES, ("screening", lambda: take_over(admin, request, scenario))),
    }
    model, verb = verbs["ticked"] if ONE in request.POST else verbs.get(act, ("screening", None))
    if not request.user.has_perm(f"screenings.change_{model}"):
        raise PermissionDenied
    if verb is None:
        try:
            return show_scenario(request, scenario, context)
        except Refused as refused:
            messages.error(request, str(refused))
    else:
        verb()
    return HttpResponseRedirect(f"{request.path}{_narrowed(request)}")


def _narrowed(request: HttpRequest) -> str:
    """What the page was narrowed to, as a query."""
    query = QueryDict(mutable=True)
    given = request.POST if any(name in request.POST for name in NarrowForm.base_fields) else request.GET
    query.update({name: value for name in NarrowForm.base_fields if (value := given.get(name))})
    return f"?{query.urlencode()}" if query else ""


def show_scenario(request: HttpRequest, scenario: Scenario, context: dict[str, Any]) -> HttpResponse:
    """Of a POST the ticks are kept; else all that only the scenario has moved is ticked."""
    asked = request.POST if request.method == "POST" else request.GET
    seen = Comparison(scenario)
    form = NarrowForm(asked, seen)
    bunches = form.bunches()
    found = [each for bunch in bunches for each in bunch.differences]
    page = Paginator(found, A_PAGE).get_page(asked.get("page"))
    chosen = chosen_of(seen, ticked_in(request, bunches) if request.method == "POST" else None)
    ticked = {each.card.pk for each in chosen}
    shown = {each.card.pk for each in page}
    then = seen.then(chosen)
    has_effects = len(page) <= SAID_OF_EACH
    opened = asked.get(TICK) or asked.get(UNTICK) or ""
    layout = Layout(list(page), ticked, has_effects, has_effects, opened)
    hidden = [each for each in chosen if each.card.pk not in shown]
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
        "groups": list(groups_of(seen, bunches, layout)),
        "has_effects": has_effects,
        "said_of_each": SAID_OF_EACH,
        "since": _since(seen),
        "is_asked": request.method == "POST",
        "number": len(chosen),
        "effect": effect_of(seen.meant(then), TOGETHER),
        **_scores(seen, then),
        "whole": " ".join(str(each.seen) for each in seen.clean),
        "hidden": " ".join(str(each.seen) for each in hidden),
        "number_hidden": len(hidden),
        "opened": opened,
        **_rights(request, scenario),
    }
    return TemplateResponse(request, "admin/screenings/scenario/compare.html", {**context, **extra})


def _rights(request: HttpRequest, scenario: Scenario) -> dict[str, Any]:
    """What this person may do, and has done last that can be taken back: in the timetable, and in the scenario."""
    user = cast(User, request.user)
    may_take, may_update = (user.has_perm(f"screenings.change_{model}") for model in ("screening", "scenario"))
    last: Deed | None = memory(scenario.festival, by=user).undo if may_take else None
    update: Deed | None = memory(scenario.festival, by=user, scenario=scenario).undo if may_update else None
    return {
        "may_take": may_take,
        "may_update": may_update,
        "last": last if last and last.batch else None,
        "update": update if update and update.with_base else None,
    }


def _since(seen: Comparison) -> dict[str, Any]:
    """What became of the working timetable since the copy was made, as far as the scenario does not know it."""
    movers = [each.mover for each in seen.differences]
    return {
        "moved": movers.count(Mover.ORIGINAL),
        "both": movers.count(Mover.BOTH),
        "came": [(card.showing.title, seen.words(drift.here)) for card, drift in seen.late],
        "gone": [(gone.title, seen.words(gone.kept.there)) for gone in seen.places.gone],
    }


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
