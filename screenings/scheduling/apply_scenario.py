"""A scenario's moves into the working timetable: all that were chosen, or none."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Scenario, Screening
from screenings.scheduling.changes import plan_move_by_hand
from screenings.scheduling.screening_change import ChangeRefused, StaleChange
from screenings.scheduling.target import EditTarget
from screenings.scheduling.undo import MoveResult, apply_with_undo

MAX_NAMED = 5  # screenings named where the timetable was changed meanwhile


class ChosenMove(NamedTuple):
    """A move as somebody saw it: the screening's key, the mark of where it was, and of where the scenario had it."""

    screening: int
    ours_token: str
    theirs_token: str

    def __str__(self) -> str:
        """Fit for a form's field."""
        return f"{self.screening}~{self.ours_token}~{self.theirs_token}"

    @classmethod
    def parse(cls, text: str) -> "ChosenMove":
        """Raises ChangeRefused for what no page has written."""
        key, _, rest = text.partition("~")
        ours, _, theirs = rest.partition("~")
        if not (key.isascii() and key.isdecimal() and len(key) <= 18 and ours and theirs):
            raise ChangeRefused("That move cannot be read. Load the page again.")
        return cls(int(key), ours, theirs)


def apply_scenario_moves(scenario: Scenario, chosen: Sequence[ChosenMove], *, by: User, at: datetime) -> MoveResult:
    """Write these moves as one entry that `undo` undoes; none is made where one of them cannot.

    Moves that depend on each other, such as a swap, may be chosen together: only where all of them end counts.
    Raises StaleChange where somebody has since moved one of the screenings, in the timetable or in the scenario;
    ChangeRefused where one is pinned or cancelled, and where nothing is chosen.
    """
    if not chosen:
        raise ChangeRefused("Nothing is ticked, so nothing was taken over.")
    keys = list(dict.fromkeys(move.screening for move in chosen))
    target = EditTarget(scenario.festival)
    with transaction.atomic():
        ours = target.lock_screenings(keys)
        theirs = EditTarget(scenario.festival, scenario).lock_screenings(keys)
        _require_as_seen(chosen, ours, theirs)
        changes = [plan_move_by_hand(ours[key], hall=theirs[key].hall, starts_at=theirs[key].starts_at) for key in keys]
        reason = f"Taken over from the scenario “{scenario}”"
        return apply_with_undo(target, changes, by=by, at=at, reason=reason, are_locked=True)


def _require_as_seen(chosen: Iterable[ChosenMove], ours: dict[int, Screening], theirs: dict[int, Screening]) -> None:
    """Raises StaleChange where any of them is not as it was seen, saying what is."""
    differing = []
    for move in chosen:
        row, wanted = ours.get(move.screening), theirs.get(move.screening)
        if row is None or wanted is None:
            differing.append("one of the screenings was deleted")
        elif row.placement.version_token != move.ours_token:
            differing.append(f"in the timetable it is now {row}")
        elif wanted.placement.version_token != move.theirs_token:
            differing.append(f"in the scenario it is now {wanted}")
    if differing:
        more = f"; and {len(differing) - MAX_NAMED} more" if len(differing) > MAX_NAMED else ""
        raise StaleChange(
            f"This was changed since you looked: {'; '.join(differing[:MAX_NAMED])}{more}. Nothing was "
            "taken over; look again."
        )
