"""What a search for places is for, and how it stands, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from screenings.models import SearchKind, SearchRun, SearchState
from screenings.models.searches import UNDER_WAY
from screenings.wording.weights import worth_text

SEARCH_NAMES = {
    SearchKind.UNPLACED: "Proposal for the tray",
    SearchKind.ALL: "Proposal",
    SearchKind.REPAIR: "Repair",
}
SEARCH_CHOICES = {
    SearchKind.UNPLACED: "Places for what is in the tray",
    SearchKind.ALL: "A timetable from scratch",
    SearchKind.REPAIR: "A repair",
}
SEARCH_HELP = {
    SearchKind.UNPLACED: "What has a place stays where it is.",
    SearchKind.ALL: "All of it may move but what is pinned: for the beginning, before anything is announced.",
    SearchKind.REPAIR: (
        "Moves only what is in an error or a warning, to the nearest place where it is in neither; what is public "
        "moves last. The tray stays as it is."
    ),
}
INTERRUPTED_TEXT = "Interrupted: the server was stopped while it searched. The timetable is as it was."
NO_WORKER_TEXT = (
    "Nobody has taken it up yet. Is a worker running? The server has one of its own unless WORKER=none is set; "
    "then start “festival db_worker”."
)


@dataclass(frozen=True, slots=True)
class SearchStatus:
    """How a search stands. `is_over`: nothing will change by itself any more."""

    sentence: str
    is_over: bool


def search_status(run: SearchRun, *, worker_lost: bool = False, not_picked_up: bool = False) -> SearchStatus:
    if worker_lost or run.state == SearchState.INTERRUPTED:
        return SearchStatus(INTERRUPTED_TEXT, True)
    return SearchStatus(_sentence(run, not_picked_up=not_picked_up), run.state not in UNDER_WAY)


def better_text(run: SearchRun) -> str:
    """What is better in the best so far than in the timetable that the search began with; empty where nothing is."""
    before = run.before
    if not before or run.unplaced is None or run.unplaced > before["unplaced"]:
        return ""
    parts = []
    if gained := before["unplaced"] - run.unplaced:
        message = ngettext("%(count)d more screening has a place", "%(count)d more screenings have a place", gained)
        parts.append(message % {"count": gained})
    if run.conflicts is not None and (fewer := before["conflicts"] - run.conflicts) > 0:
        message = ngettext("the rules find %(count)d conflict fewer", "the rules find %(count)d conflicts fewer", fewer)
        parts.append(message % {"count": fewer})
    if not parts and run.score is not None and run.score < before["score"]:
        parts.append(_worth_gained(before["score"] - run.score, before.get("weights")))
    return gettext("It found better: %(what)s.") % {"what": "; ".join(parts)} if parts else ""


def _worth_gained(points: int, weights: Mapping[str, int] | None) -> str:
    if weights is None:  # of a search that began before these were kept
        return gettext("it suits better what the festival minds")
    message = gettext("it suits better what the festival minds, by %(worth)s")
    return message % {"worth": worth_text(points, weights)}


def _sentence(run: SearchRun, *, not_picked_up: bool) -> str:
    if run.state == SearchState.WAITING:
        return NO_WORKER_TEXT if not_picked_up else "Waiting for a worker to take it up."
    if run.state == SearchState.RUNNING:
        return "Searching." if run.spent < 1 else "Asking the rules about what was found."
    if run.state == SearchState.STOPPING:
        return "Stopping: the rules are asked about the best so far."
    if run.state == SearchState.FAILED:
        return run.problem
    if run.state == SearchState.STOPPED:
        return "Stopped, with the best so far." if run.told else "Stopped before it began."
    return "Finished."
