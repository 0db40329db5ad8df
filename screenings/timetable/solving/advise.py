"""Where one showing could still go: the ten best places, each with what the rules would say differently."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.consequences import Consequences, Move, WhatIf
from screenings.timetable.solving.candidates import Candidate, Candidates
from screenings.timetable.solving.preferences import STANDARD, Preferences
from screenings.timetable.values import Programme, Showing

LOOKED_AT: Final = 20  # candidates of which the consequences are asked: those with the fewest points by themselves


@dataclass(frozen=True, slots=True)
class Advice:
    """A place, its points with all that the rules would say, and that itself."""

    move: Move
    points: int
    consequences: Consequences

    @property
    def is_clean(self) -> bool:
        """Whether no warning and no error comes with it."""
        return not grave(self.consequences.added)


def advise(
    programme: Programme, uid: UUID, *, preferences: Preferences = STANDARD, best: int = 10
) -> tuple[Advice, ...]:
    """The best places for one showing but its own, best first; all others stay where they are.

    Raises KeyError for a showing that the programme does not know.
    """
    showing = named(programme, uid)
    candidates = [one for one in Candidates(programme, preferences).of(showing) if not is_at(showing, one.move)]
    what_if = WhatIf(programme)
    found = [_advice(candidate, what_if, preferences) for candidate in candidates[: max(best, LOOKED_AT)]]
    found.sort(key=lambda advice: advice.points)
    return tuple(found[:best])


def _advice(candidate: Candidate, what_if: WhatIf, preferences: Preferences) -> Advice:
    consequences = what_if.consequences_of(candidate.move)
    points = candidate.points + price(consequences.added, preferences) - price(consequences.removed, preferences)
    return Advice(candidate.move, points, consequences)


def price(conflicts: Iterable[Conflict], preferences: Preferences) -> int:
    """Points by severity; an error weighs more than two showings without a place."""
    points = {
        Severity.ERROR: 2 * preferences.weight("unplaced") + 1,
        Severity.WARNING: preferences.weight("warnings"),
        Severity.NOTICE: preferences.weight("clashes"),
    }
    return sum(points[conflict.severity] for conflict in conflicts)


def grave(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Warnings and errors that another place could mend."""
    return [c for c in conflicts if c.severity.rank >= Severity.WARNING.rank and c.code not in PLACELESS]


PLACELESS: Final = frozenset({"runtime-mismatch"})  # what is wrong with a showing wherever it is


def named(programme: Programme, uid: UUID) -> Showing:
    """Raises KeyError for a showing that the programme does not know."""
    for showing in programme.showings:
        if showing.uid == uid:
            return showing
    raise KeyError(uid)


def is_at(showing: Showing, move: Move) -> bool:
    return (showing.hall, showing.starts_at) == (move.hall, move.starts_at)
