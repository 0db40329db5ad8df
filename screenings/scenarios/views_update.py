"""Bringing a scenario up to date with the working timetable, and taking that back."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from screenings.desk.autopublish import GoesPublic
from screenings.models import Scenario
from screenings.scenarios.views_apply import batch_in
from screenings.scheduling import Refused
from screenings.scheduling.rebase_scenario import CaughtUp, bring_up_to_date
from screenings.scheduling.undo import undo

NAMED = 5  # titles of what was deleted


def catch_up(admin: GoesPublic, request: HttpRequest, scenario: Scenario) -> None:
    """What was done, and what was left as it is, is said on the next page."""
    try:
        done = bring_up_to_date(scenario, by=cast(User, request.user), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return
    if not done:
        messages.info(request, f"The scenario was up to date already.{_kept(done)}")
        return
    admin.log_change(request, scenario, "Brought up to date with the working timetable")
    messages.success(request, f"Brought up to date. {told(done)}{_kept(done)}")


def told(done: CaughtUp) -> str:
    """Whole sentences; empty where nothing was changed."""
    said = []
    if len(done.taken) == 1:
        said.append(f"Where the working timetable has it now: {done.taken[0]}.")
    elif done.taken:
        said.append(f"{len(done.taken)} screenings are where the working timetable has them now.")
    if done.came:
        said.append(f"{_screenings(done.came)} added since {'is' if done.came == 1 else 'are'} in the scenario too.")
    if done.gone:
        more = f" and {len(done.gone) - NAMED} more" if len(done.gone) > NAMED else ""
        said.append(f"Deleted since, and gone from the scenario too: {', '.join(done.gone[:NAMED])}{more}.")
    return " ".join(said)


def _kept(done: CaughtUp) -> str:
    if not done.kept:
        return ""
    moved = "1 screening that both have moved stays" if done.kept == 1 else f"{done.kept} that both have moved stay"
    return f" {moved} where the scenario has {'it' if done.kept == 1 else 'them'}, below."


def _screenings(number: int) -> str:
    return "1 screening" if number == 1 else f"{number} screenings"


def take_that_back(request: HttpRequest, scenario: Scenario) -> None:
    """The screenings go to where the scenario had them. What was deleted stays forgotten."""
    try:
        done = undo(scenario.festival, by=cast(User, request.user), scenario=scenario, batch=batch_in(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return
    what = "1 screening is" if len(done.rows) == 1 else f"{len(done.rows)} screenings are"
    messages.success(request, f"Taken back: {what} where the scenario had {'it' if len(done.rows) == 1 else 'them'}.")
