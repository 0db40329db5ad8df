"""Where things stand, as the board's bar says: how much of what it shows is not public, and what ends that."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from screenings.board.target import BoardTarget
from screenings.desk.autopublish import may_publish
from screenings.desk.staff_pages import may_review
from screenings.loading.standing import current_number, standing_version
from screenings.loading.timetable import WorkingTimetable
from screenings.loading.versions import VersionedValues, tokens_of
from screenings.models import Festival, Publishing
from screenings.publishing import CheckedTimetable, SaveResult, preview_publication
from screenings.wording.pausing import not_public_text, pause_text

_STATES: VersionedValues["PublicStanding"] = VersionedValues(64)


@dataclass(frozen=True, slots=True)
class PublicStanding:
    """`number` is that of the current publication, 0 before the first.

    `waiting` are the changes that are not public, where changes gather; `is_everything_public` that nothing else is
    either, such as a name.
    """

    number: int
    waiting: int = 0
    is_everything_public: bool = True

    def text(self, festival: Festival, *, may_move: bool) -> str:
        """One line for whoever looks at the board."""
        if not self.number:
            return gettext("Nothing is public yet.")
        if festival.gathers_changes:
            waiting = not_public_text(self.waiting, is_everything_public=self.is_everything_public)
            if festival.paused_at is None or not festival.is_paused:
                return gettext("%(waiting)s.") % {"waiting": waiting}
            since = pause_text(festival.paused_at, str(festival.paused_by or ""), festival.zone)
            return gettext("%(waiting)s. %(since)s") % {"waiting": waiting, "since": since}
        if festival.publishing == Publishing.LIVE:
            return gettext("Live: each move here is public at once.")
        if not may_move:
            return gettext("What is saved is public at once.")
        return gettext("The first move here pauses publishing, so that you can try things.")


def public_state(festival: Festival, working: WorkingTimetable) -> PublicStanding:
    """One query while nothing changes; else one, and where changes gather those of a preview, whatever the size."""
    facts = (festival.publishing, festival.paused_at)

    def name() -> tuple[object, ...] | None:
        tokens = tokens_of(festival.pk, "working", "live", "public")
        return tokens and (*tokens, *facts)

    return _STATES.get_or_make(festival.pk, name, lambda: _read(festival, working))


def _read(festival: Festival, working: WorkingTimetable) -> PublicStanding:
    number = current_number(festival.pk)
    if not number or not festival.gathers_changes:
        return PublicStanding(number)
    check = CheckedTimetable(working, ())
    preview = preview_publication(festival, at=timezone.now(), check=lambda _: check)
    return PublicStanding(number, len(preview.changes), preview.is_empty)


def state_after(festival: Festival, saved: SaveResult) -> PublicStanding:
    """After a move, from what it meant for the public. No query, unless it neither made a publication nor waits."""
    if saved.state == "before-first":
        return PublicStanding(0)
    number = saved.publication.number if saved.publication else saved.number or current_number(festival.pk)
    return PublicStanding(number, len(saved.changes) if saved.state == "waiting" else 0, saved.state != "waiting")


@dataclass(frozen=True, slots=True)
class PublicBar:
    """What the bar says of where things stand, and offers to whoever looks at it. `back` is where an answer leads."""

    text: str
    may_review: bool
    may_publish: bool
    may_put_back: bool
    may_switch: bool
    is_live: bool
    is_all_public: bool
    back: str


def standing_context(
    request: HttpRequest, target: BoardTarget, working: WorkingTimetable, back: str, saved: SaveResult | None = None
) -> dict[str, Any]:
    """The page's version and its line; what is moved in a scenario is public nowhere, so its board has no such line.

    `saved` is what a move has just meant for the public. The queries of `public_state`, or of `state_after`.
    """
    festival = target.festival
    if target.scenario is not None:
        return {"version": working.version}
    state = state_after(festival, saved) if saved else public_state(festival, working)
    publishes, is_all_public = may_publish(request), state.is_everything_public
    may_move = target.may_move(request)
    return {
        "version": standing_version(festival, working.version, state.number),
        "public_bar": PublicBar(
            text=state.text(festival, may_move=may_move),
            may_review=may_review(request.user) and not (state.number and is_all_public),
            may_publish=publishes and bool(state.number) and (festival.is_paused or not is_all_public),
            may_put_back=festival.is_paused and may_move,
            may_switch=publishes and bool(state.number) and festival.publishing != Publishing.AFTER_REVIEW,
            is_live=festival.publishing == Publishing.LIVE,
            is_all_public=is_all_public,
            back=back,
        ),
    }
