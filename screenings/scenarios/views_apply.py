"""Taking a scenario's moves over into the working timetable, and taking that back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from screenings.board.views_moves import where
from screenings.desk.autopublish import GoesPublic
from screenings.models import Scenario
from screenings.scenarios.selection import seen_in
from screenings.scheduling import Refused
from screenings.scheduling.apply_scenario import take_over_from
from screenings.scheduling.undo import Moved, undo


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
        moved = undo(scenario.festival, by=cast(User, request.user), batch=batch_in(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return
    _note(admin, request, scenario, moved, "Taken back")
    what = str(moved.row) if len(moved.rows) == 1 else f"{len(moved.rows)} moves"
    messages.success(request, f"Taken back: {what}.")


def batch_in(request: HttpRequest) -> UUID:
    """The deed that a page offered to take back. Raises Refused for what no page has written."""
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Refused("That cannot be taken back. Load the page again.") from None


def _note(admin: GoesPublic, request: HttpRequest, scenario: Scenario, moved: Moved, what: str) -> None:
    for row, move in zip(moved.rows, moved.deed.moves, strict=True):
        admin.log_change(request, row, f"{what}: {where(move)}")
    admin.touch(request, [scenario.festival])
