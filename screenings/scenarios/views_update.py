"""Bringing a scenario up to date with the working timetable, taking that back, and doing it again."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from screenings.desk.autopublish import AutopublishAdmin
from screenings.models import Scenario
from screenings.scenarios.views_apply import requested_batch
from screenings.scheduling import ChangeRefused
from screenings.scheduling.rebase_scenario import RebaseResult, rebase
from screenings.scheduling.undo import redo, undo

MAX_DELETED_TITLES = 5  # titles of what was deleted


def update_scenario(admin: AutopublishAdmin, request: HttpRequest, scenario: Scenario) -> None:
    """What was done, and what was left as it is, is said on the next page."""
    try:
        done = rebase(scenario, by=cast(User, request.user), at=timezone.now())
    except ChangeRefused as refused:
        messages.error(request, str(refused))
        return
    if not done:
        messages.info(request, f"The scenario was up to date already.{_kept_text(done)}")
        return
    admin.log_change(request, scenario, "Brought up to date with the working timetable")
    messages.success(request, f"Brought up to date. {update_summary(done)}{_kept_text(done)}")


def update_summary(done: RebaseResult) -> str:
    """Whole sentences; empty where nothing was changed."""
    said = []
    if len(done.updated) == 1:
        said.append(f"Where the working timetable has it now: {done.updated[0]}.")
    elif done.updated:
        said.append(f"{len(done.updated)} screenings are where the working timetable has them now.")
    if done.added_count:
        said.append(
            f"{_screenings(done.added_count)} added since {'is' if done.added_count == 1 else 'are'} "
            "in the scenario too."
        )
    if done.deleted_titles:
        more = (
            f" and {len(done.deleted_titles) - MAX_DELETED_TITLES} more"
            if len(done.deleted_titles) > MAX_DELETED_TITLES
            else ""
        )
        said.append(
            "Deleted since, and gone from the scenario too: "
            f"{', '.join(done.deleted_titles[:MAX_DELETED_TITLES])}{more}."
        )
    return " ".join(said)


def _kept_text(done: RebaseResult) -> str:
    if not done.kept_count:
        return ""
    moved = (
        "1 screening that both have moved stays"
        if done.kept_count == 1
        else f"{done.kept_count} that both have moved stay"
    )
    return f" {moved} where the scenario has {'it' if done.kept_count == 1 else 'them'}, below."


def _screenings(number: int) -> str:
    return "1 screening" if number == 1 else f"{number} screenings"


def replay_update(request: HttpRequest, scenario: Scenario, *, back: bool) -> None:
    """The screenings go to where the scenario had them, or back from there. What was deleted stays forgotten."""
    replay, by = undo if back else redo, cast(User, request.user)
    try:
        done = replay(scenario.festival, by=by, scenario=scenario, batch=requested_batch(request))
    except ChangeRefused as refused:
        messages.error(request, str(refused))
        return
    what, them = ("1 screening is", "it") if len(done.rows) == 1 else (f"{len(done.rows)} screenings are", "them")
    if back:
        messages.success(request, f"Taken back: {what} where the scenario had {them}.")
    else:
        messages.success(request, f"Done again: {what} where the working timetable had {them}.")
