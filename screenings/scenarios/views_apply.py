"""Taking a scenario's moves over into the working timetable, taking that back, and doing it again."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from screenings.board.views_moves import log_moves
from screenings.desk.autopublish import AutopublishAdmin
from screenings.models import Scenario
from screenings.scenarios.selection import selected_moves
from screenings.scheduling import ChangeRefused
from screenings.scheduling.apply_scenario import apply_scenario_moves
from screenings.scheduling.undo import MoveResult, redo, undo


def apply_selected_moves(admin: AutopublishAdmin, request: HttpRequest, scenario: Scenario) -> None:
    """What is refused is said on the next page, and nothing is written."""
    try:
        moved = apply_scenario_moves(scenario, selected_moves(request), by=cast(User, request.user), at=timezone.now())
    except ChangeRefused as refused:
        messages.error(request, str(refused))
        return
    _log_moves(admin, request, scenario, moved, f"Taken over from the scenario “{scenario}”")
    what = str(moved.row) if len(moved.rows) == 1 else f"{len(moved.rows)} moves"
    messages.success(request, f"Taken over: {what}. It can be taken back here, and on the board.")


def replay_apply(admin: AutopublishAdmin, request: HttpRequest, scenario: Scenario, *, back: bool) -> None:
    """Take it back, or do again what was taken back."""
    replay, verb = (undo, "Taken back") if back else (redo, "Done again")
    try:
        moved = replay(scenario.festival, by=cast(User, request.user), batch=requested_batch(request))
    except ChangeRefused as refused:
        messages.error(request, str(refused))
        return
    _log_moves(admin, request, scenario, moved, verb)
    what = str(moved.row) if len(moved.rows) == 1 else f"{len(moved.rows)} moves"
    messages.success(request, f"{verb}: {what}.")


def requested_batch(request: HttpRequest) -> UUID:
    """The step that a page offered to take back or to do again. Raises ChangeRefused for what no page has written."""
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError:
        raise ChangeRefused("That is no step of this page. Load the page again.") from None


def _log_moves(admin: AutopublishAdmin, request: HttpRequest, scenario: Scenario, moved: MoveResult, verb: str) -> None:
    log_moves(admin, request, moved, verb)
    admin.mark_for_publishing(request, [scenario.festival])
