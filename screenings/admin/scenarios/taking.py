"""Taking a scenario's moves over into the working timetable, and taking that back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from screenings.admin.board.moving import where
from screenings.admin.going_public import GoesPublic
from screenings.models import Scenario
from screenings.scheduling import Refused
from screenings.scheduling.board import Moved, undo
from screenings.scheduling.taking_over import Seen, take_over_from

TICKED, ONE, WHOLE = "take", "one", "whole"


def seen_in(request: HttpRequest) -> list[Seen]:
    """The moves that were pressed, ticked, or all that the page had. Raises Refused for what no page has written."""
    if ONE in request.POST:
        texts = [request.POST[ONE]]
    elif request.POST.get("do") == WHOLE:
        texts = request.POST.get("all", "").split()
    else:
        texts = request.POST.getlist(TICKED)
    return [Seen.read(text) for text in texts]


def take_over(admin: GoesPublic, request: HttpRequest, scenario: Scenario) -> None:
    """What is refused is said on the next page, and nothing is written."""
    try:
        moved = take_over_from(scenario, seen_in(request), by=cast(User, request.user), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return
    _note(admin, request, scenario, moved, f"Taken over from the scenario “{scenario}”")
    what = str(moved.row) if len(moved.rows) == 1 else f"{len(moved.rows)} moves"
    messages.success(request, f"Taken over: {what}. It can be taken back here, and on the board.")


def take_back(admin: GoesPublic, request: HttpRequest, scenario: Scenario) -> None:
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        messages.error(request, "That cannot be taken back. Load the page again.")
        return
    try:
        moved = undo(scenario.festival, by=cast(User, request.user), batch=batch)
    except Refused as refused:
        messages.error(request, str(refused))
        return
    _note(admin, request, scenario, moved, "Taken back")
    what = str(moved.row) if len(moved.rows) == 1 else f"{len(moved.rows)} moves"
    messages.success(request, f"Taken back: {what}.")


def _note(admin: GoesPublic, request: HttpRequest, scenario: Scenario, moved: Moved, what: str) -> None:
    for row, move in zip(moved.rows, moved.deed.moves, strict=True):
        admin.log_change(request, row, f"{what}: {where(move)}")
    admin.touch(request, [scenario.festival])
