"""A scenario's moves into the working timetable: all that were chosen, or none."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Scenario, Screening
from screenings.scheduling.screening_change import ChangeRefused, StaleChange
from screenings.scheduling.target import EditTarget
from screenings.scheduling.undo import MoveResult, UndoEntry, board_change, push_undo

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
        here, _, there = rest.partition("~")
        if not (key.isascii() and key.isdecimal() and len(key) <= 18 and here and there):
            raise ChangeRefused("That move cannot be read. Load the page again.")
        return cls(int(key), here, there)


def apply_scenario_moves(scenario: Scenario, chosen: Sequence[ChosenMove], *, by: User, at: datetime) -> MoveResult:
    """Write these moves as one entry that `undo` undoes; none is made where one of them cannot.

    Moves that depend on each other, such as a swap, may be chosen together: only where all of them end counts.
    Raises StaleChange where somebody has since moved one of the screenings, in the timetable or in the scenario;
    ChangeRefused where one is pinned or cancelled, and where nothing is chosen.
    """
    if not chosen:
        raise ChangeRefused("Nothing is ticked, so nothing was taken over.")
    keys = [each.screening for each in chosen]
    here, there = EditTarget(scenario.festival), EditTarget(scenario.festival, scenario)
    with transaction.atomic():
        rows = here.lock_screenings(keys)
        wanted = there.lock_screenings(keys)
        _require(chosen, rows, wanted)
        steps = [board_change(rows[key], wanted[key].hall, wanted[key].starts_at) for key in dict.fromkeys(keys)]
        after = here.apply(steps, reason=f"Taken over from the scenario “{scenario}”")
        moves = push_undo(here, steps, by=by, at=at, batch=uuid4())
    return MoveResult(tuple(after), UndoEntry(tuple(moves)))


def _require(chosen: Iterable[ChosenMove], here: dict[int, Screening], there: dict[int, Screening]) -> None:
    """Raises StaleChange where any of them is not as it was seen, saying what is."""
    said = []
    for each in chosen:
        row, wanted = here.get(each.screening), there.get(each.screening)
        if row is None or wanted is None:
            said.append("one of the screenings was deleted")
        elif row.placement.version_token != each.ours_token:
            said.append(f"in the timetable it is now {row}")
        elif wanted.placement.version_token != each.theirs_token:
            said.append(f"in the scenario it is now {wanted}")
    if said:
        more = f"; and {len(said) - MAX_NAMED} more" if len(said) > MAX_NAMED else ""
        raise StaleChange(
            f"This was changed since you looked: {'; '.join(said[:MAX_NAMED])}{more}. Nothing was "
            "taken over; look again."
        )
