"""A scenario's moves into the working timetable: all that were chosen, or none."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Scenario, Screening, because
from screenings.scheduling.screening_change import Refused, Stale
from screenings.scheduling.target import Ground, place_of
from screenings.scheduling.undo import Deed, Moved, remember, step_on_board

SAID = 5  # screenings named where the timetable was changed meanwhile


class Seen(NamedTuple):
    """A move as somebody saw it: the screening's key, the mark of where it was, and of where the scenario had it."""

    screening: int
    here: str
    there: str

    def __str__(self) -> str:
        """Fit for a form's field."""
        return f"{self.screening}~{self.here}~{self.there}"

    @classmethod
    def read(cls, text: str) -> "Seen":
        """Raises Refused for what no page has written."""
        key, _, rest = text.partition("~")
        here, _, there = rest.partition("~")
        if not (key.isascii() and key.isdecimal() and len(key) <= 18 and here and there):
            raise Refused("That move cannot be read. Load the page again.")
        return cls(int(key), here, there)


def take_over_from(scenario: Scenario, chosen: Sequence[Seen], *, by: User, at: datetime) -> Moved:
    """Write these moves as one deed, which is taken back as one; none is made where one of them cannot.

    Moves that depend on each other, such as a swap, may be chosen together: only where all of them end counts.
    Raises Stale where somebody has since moved one of the screenings, in the timetable or in the scenario; Refused
    where one is pinned or cancelled, and where nothing is chosen.
    """
    if not chosen:
        raise Refused("Nothing is ticked, so nothing was taken over.")
    keys = [each.screening for each in chosen]
    here, there = Ground(scenario.festival), Ground(scenario.festival, scenario)
    with transaction.atomic(), because(f"Taken over from the scenario “{scenario}”"):
        rows = here.find(keys)
        wanted = there.find(keys)
        _require(chosen, rows, wanted)
        steps = [step_on_board(rows[key], wanted[key].hall, wanted[key].starts_at) for key in dict.fromkeys(keys)]
        after = here.carry_out(steps)
        moves = remember(here, steps, by=by, at=at, batch=uuid4())
    return Moved(tuple(after), Deed(tuple(moves)))


def _require(chosen: Iterable[Seen], here: dict[int, Screening], there: dict[int, Screening]) -> None:
    """Raises Stale where any of them is not as it was seen, saying what is."""
    said = []
    for each in chosen:
        row, wanted = here.get(each.screening), there.get(each.screening)
        if row is None or wanted is None:
            said.append("one of the screenings was deleted")
        elif place_of(row).mark != each.here:
            said.append(f"in the timetable it is now {row}")
        elif place_of(wanted).mark != each.there:
            said.append(f"in the scenario it is now {wanted}")
    if said:
        more = f"; and {len(said) - SAID} more" if len(said) > SAID else ""
        raise Stale(
            f"This was changed since you looked: {'; '.join(said[:SAID])}{more}. Nothing was taken over; look again."
        )
