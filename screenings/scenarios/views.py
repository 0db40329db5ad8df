"""The page of a scenario: its differences to the working timetable, what they mean, and what is done with them."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from screenings.board.target import BoardTarget
from screenings.desk.autopublish import AutopublishAdmin
from screenings.models import Scenario
from screenings.scenarios.comparison import ScenarioComparison, ScoredProgramme, ScoreLine
from screenings.scenarios.diff_rows import ComparisonPageState, move_effect, mover_sections
from screenings.scenarios.filters import DiffFilterForm
from screenings.scenarios.selection import (
    APPLY_ALL,
    APPLY_ONE,
    APPLY_SHOWN,
    TICK,
    UNTICK,
    selected_differences,
    ticked_pks,
)
from screenings.scenarios.views_apply import apply_selected_moves, replay_apply
from screenings.scenarios.views_update import replay_update, update_scenario
from screenings.scheduling import ChangeRefused
from screenings.scheduling.undo import UndoStack, undo_stack
from screenings.timetable.three_way_diff import ChangedSide
from screenings.wording.moments import moment_text

DIFFERENCES_PER_PAGE = 500  # a browser sends a field for each that is ticked, and Django reads a thousand
MAX_ROWS_WITH_EFFECT = 50  # differences of which it is said what each would break alone: each takes the rules anew
MAX_CONFLICTS_IN_TOTAL = 20  # conflicts listed of all of them
APPLY_ACTIONS = ("ticked", APPLY_SHOWN, APPLY_ALL)


def scenario_page(
    admin: AutopublishAdmin, request: HttpRequest, scenario: Scenario, context: dict[str, Any]
) -> HttpResponse:
    """Show it; a POST brings it up to date, takes moves over, back or over again, or shows it with what is ticked."""
    if request.method != "POST":
        return show_scenario(request, scenario, context)
    act = request.POST.get("do", "")
    verbs: dict[str, tuple[str, Callable[[], None]]] = {
        "update": ("scenario", lambda: update_scenario(admin, request, scenario)),
        "revert": ("scenario", lambda: replay_update(request, scenario, back=True)),
        "update-again": ("scenario", lambda: replay_update(request, scenario, back=False)),
        "back": ("screening", lambda: replay_apply(admin, request, scenario, back=True)),
        "again": ("screening", lambda: replay_apply(admin, request, scenario, back=False)),
        **dict.fromkeys(APPLY_ACTIONS, ("screening", lambda: apply_selected_moves(admin, request, scenario))),
    }
    model, verb = verbs["ticked"] if APPLY_ONE in request.POST else verbs.get(act, ("screening", None))
    if not request.user.has_perm(f"screenings.change_{model}"):
        raise PermissionDenied
    if verb is None:
        try:
            return show_scenario(request, scenario, context)
        except ChangeRefused as refused:
            messages.error(request, str(refused))
    else:
        verb()
    return HttpResponseRedirect(f"{request.path}{_filter_query(request)}")


def _filter_query(request: HttpRequest) -> str:
    """What the page was narrowed to, as a query."""
    query = QueryDict(mutable=True)
    given = request.POST if any(name in request.POST for name in DiffFilterForm.base_fields) else request.GET
    query.update({name: value for name in DiffFilterForm.base_fields if (value := given.get(name))})
    return f"?{query.urlencode()}" if query else ""


def show_scenario(request: HttpRequest, scenario: Scenario, context: dict[str, Any]) -> HttpResponse:
    """Of a POST the ticks are kept; else all that only the scenario has moved is ticked."""
    query = request.POST if request.method == "POST" else request.GET
    comparison = ScenarioComparison(scenario)
    form = DiffFilterForm(query, comparison)
    groups = form.diff_groups()
    narrowed = [difference for group in groups for difference in group.differences]
    page = Paginator(narrowed, DIFFERENCES_PER_PAGE).get_page(query.get("page"))
    chosen = selected_differences(comparison, ticked_pks(request, groups) if request.method == "POST" else None)
    ticked = {each.showing.pk for each in chosen}
    shown = {each.showing.pk for each in page}
    after = comparison.after_applying(chosen)
    has_effects = len(page) <= MAX_ROWS_WITH_EFFECT
    opened = query.get(TICK) or query.get(UNTICK) or ""
    state = ComparisonPageState(shown, ticked, has_effects, has_effects, opened)
    hidden = [each for each in chosen if each.showing.pk not in shown]
    extra = {
        "title": f"Scenario “{scenario}”",
        "subtitle": scenario.festival.name,
        "festival": scenario.festival,
        "scenario": scenario,
        "board_address": BoardTarget(scenario.festival, scenario).address,
        "made": moment_text(scenario.made_at, scenario.festival.zone),
        "is_compared": True,
        "is_nav_sidebar_enabled": False,
        "comparison": comparison,
        "form": form,
        "page": page,
        "is_filtered": len(narrowed) != len(comparison.differences),
        "sections": list(mover_sections(comparison, groups, state)),
        "has_effects": has_effects,
        "max_rows_with_effect": MAX_ROWS_WITH_EFFECT,
        "since": _changed_since(comparison),
        "is_asked": request.method == "POST",
        "number": len(chosen),
        "effect": move_effect(comparison.consequences(after, chosen), MAX_CONFLICTS_IN_TOTAL),
        **_scores(comparison, after),
        "clean_moves": " ".join(str(difference.chosen_move) for difference in comparison.clean),
        "hidden_moves": " ".join(str(difference.chosen_move) for difference in hidden),
        "number_hidden": len(hidden),
        **_rights(request, scenario),
    }
    return TemplateResponse(request, "admin/screenings/scenario/compare.html", {**context, **extra})


def _rights(request: HttpRequest, scenario: Scenario) -> dict[str, Any]:
    """What this person may do, and has done or taken back last: in the timetable, and in the scenario."""
    user = cast(User, request.user)
    may_take, may_update = (user.has_perm(f"screenings.change_{model}") for model in ("screening", "scenario"))
    nothing = UndoStack(None, None)
    moves = undo_stack(scenario.festival, by=user) if may_take else nothing
    updates = undo_stack(scenario.festival, by=user, scenario=scenario) if may_update else nothing
    return {
        "may_take": may_take,
        "may_update": may_update,
        "last_move": moves.undo if moves.undo and moves.undo.batch else None,
        "undone_move": moves.redo if moves.redo and moves.redo.batch else None,
        "last_update": updates.undo if updates.undo and updates.undo.with_base else None,
        "undone_update": updates.redo if updates.redo and updates.redo.with_base else None,
    }


def _changed_since(comparison: ScenarioComparison) -> dict[str, Any]:
    """What became of the working timetable since the copy was made, as far as the scenario does not know it."""
    movers = [each.mover for each in comparison.differences]
    return {
        "moved": movers.count(ChangedSide.OURS),
        "both": movers.count(ChangedSide.BOTH),
        "added": [(showing.title, comparison.place_text(diff.ours)) for showing, diff in comparison.added_since],
        "deleted": [
            (orphan.title, comparison.place_text(orphan.placement.theirs))
            for orphan in comparison.scenario_places.orphaned
        ],
    }


def _scores(comparison: ScenarioComparison, after: ScoredProgramme) -> dict[str, Any]:
    """Now and then; and the scenario itself, where it holds more than would be taken over."""
    whole = comparison.whole_scenario(after)
    sides = [comparison.current, after, *((whole,) if whole else ())]
    lines: list[ScoreLine] = comparison.score_lines(sides)
    return {
        "lines": sorted(lines, key=lambda line: -abs(line.change)),
        "verdict": comparison.verdict(after),
        "has_whole": whole is not None,
    }
