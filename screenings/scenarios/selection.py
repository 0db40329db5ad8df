"""Which of a scenario's differences are ticked: those of the page, and those that the page does not show."""

from collections.abc import Collection, Iterable

from django.http import HttpRequest

from screenings.scenarios.comparison import PlacementDiff, ScenarioComparison
from screenings.scenarios.diff_rows import DiffGroup
from screenings.scheduling.apply_scenario import ChosenMove

TICKED, HIDDEN = "take", "hidden"  # a field for each on the page, and one for all the others
APPLY_ONE, APPLY_ALL, APPLY_SHOWN = "one", "whole", "here"
TICK, UNTICK = "tick", "untick"  # buttons for a whole section or group


def selected_moves(request: HttpRequest) -> list[ChosenMove]:
    """The moves that were pressed or ticked, here or everywhere, or all that only the scenario has made.

    Raises ChangeRefused for what no page has written.
    """
    post, act = request.POST, request.POST.get("do")
    if APPLY_ONE in post:
        texts = [post[APPLY_ONE]]
    elif act == APPLY_ALL:
        texts = post.get("all", "").split()
    else:
        texts = [*post.getlist(TICKED), *([] if act == APPLY_SHOWN else post.get(HIDDEN, "").split())]
    return [ChosenMove.parse(text) for text in texts]


def ticked_pks(request: HttpRequest, diff_groups: Iterable[DiffGroup]) -> set[int]:
    """The keys of what is ticked once the button that was pressed has done its part."""
    ticked = {each.screening for each in selected_moves(request)}
    for name in (TICK, UNTICK):
        if pressed := request.POST.get(name):
            meant = {
                each.showing.pk for group in diff_groups if group.is_selected_by(pressed) for each in group.differences
            }
            ticked = ticked | meant if name == TICK else ticked - meant
    return ticked


def selected_differences(comparison: ScenarioComparison, ticked: Collection[int] | None) -> list[PlacementDiff]:
    """Those that are ticked and can be taken over; None: all that only the scenario has moved."""
    if ticked is None:
        return comparison.clean
    return [each for each in comparison.differences if each.showing.pk in ticked and not each.obstacle]
