"""Which of a scenario's differences are ticked: those of the page, and those that the page does not show."""

from collections.abc import Collection, Iterable

from django.http import HttpRequest

from screenings.scenarios.comparison import Comparison, Difference
from screenings.scenarios.filters import Bunch
from screenings.scheduling.apply_scenario import Seen

TICKED, HIDDEN = "take", "hidden"  # a field for each on the page, and one for all the others
ONE, WHOLE, HERE = "one", "whole", "here"
TICK, UNTICK = "tick", "untick"  # buttons for a whole group or bunch


def seen_in(request: HttpRequest) -> list[Seen]:
    """The moves that were pressed or ticked, here or everywhere, or all that only the scenario has made.

    Raises Refused for what no page has written.
    """
    post, act = request.POST, request.POST.get("do")
    if ONE in post:
        texts = [post[ONE]]
    elif act == WHOLE:
        texts = post.get("all", "").split()
    else:
        texts = [*post.getlist(TICKED), *([] if act == HERE else post.get(HIDDEN, "").split())]
    return [Seen.read(text) for text in texts]


def ticked_in(request: HttpRequest, bunches: Iterable[Bunch]) -> set[int]:
    """The keys of what is ticked once the button that was pressed has done its part."""
    ticked = {each.screening for each in seen_in(request)}
    for name in (TICK, UNTICK):
        if pressed := request.POST.get(name):
            meant = {each.card.pk for bunch in bunches if bunch.is_meant_by(pressed) for each in bunch.differences}
            ticked = ticked | meant if name == TICK else ticked - meant
    return ticked


def chosen_of(seen: Comparison, ticked: Collection[int] | None) -> list[Difference]:
    """Those that are ticked and can be taken over; None: all that only the scenario has moved."""
    if ticked is None:
        return seen.clean
    return [each for each in seen.differences if each.card.pk in ticked and not each.in_the_way]
