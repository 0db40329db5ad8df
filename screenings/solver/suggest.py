"""Where one showing could still go: the ten best places, each with what the rules would say differently."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from screenings.solver.improve.insertion import Candidate, Candidates
from screenings.solver.preferences import STANDARD, Preferences
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Consequences, Move, WhatIf

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
    programme: Programme,
    uid: UUID,
    *,
    preferences: Preferences = STANDARD,
    best: int = 10,
) -> tuple[Advice, ...]:
    """The best places for one showing but its own, best first; all others stay where they are.

    Among places as good as each other the nearest to where it is come first, and of one that has no place yet the
    days take turns.
    Raises KeyError for a showing that the programme does not know.
    """
    showing = named(programme, uid)
    candidates = [one for one in Candidates(programme, preferences).of(showing) if not is_at(showing, one.move)]
    candidates = (
        _nearest_first(programme, showing, candidates) if showing.starts_at else _by_turns(programme, candidates)
    )
    what_if = WhatIf(programme)
    found = [_advice(candidate, what_if, preferences) for candidate in candidates[: max(best, LOOKED_AT)]]
    found.sort(key=lambda advice: advice.points)
    return tuple(found[:best])


def _start(candidate: Candidate) -> datetime:
    assert candidate.move.starts_at is not None
    return candidate.move.starts_at


def _nearest_first(programme: Programme, showing: Showing, candidates: Iterable[Candidate]) -> list[Candidate]:
    """By points, then by how far the start moves; the same hall before its neighbours, those before other venues."""
    now, halls = showing.starts_at, programme.house.halls
    assert now is not None
    own = halls.get(showing.hall) if showing.hall is not None else None

    def farness(one: Candidate) -> tuple[int, timedelta, bool, bool]:
        hall = halls[one.move.hall or 0]
        return one.points, abs(_start(one) - now), hall.id != showing.hall, own is None or hall.venue != own.venue

    return sorted(candidates, key=farness)


def _by_turns(programme: Programme, candidates: Iterable[Candidate]) -> list[Candidate]:
    """By points; among equals the first of each day, then the second of each."""
    turns: Counter[tuple[int, date]] = Counter()
    ordered: list[tuple[int, int, int, Candidate]] = []
    for one in candidates:
        day = programme.calendar.day_of(_start(one), programme.house.halls[one.move.hall or 0].zone)
        ordered.append((one.points, turns[one.points, day], len(ordered), one))
        turns[one.points, day] += 1
    return [one for *_order, one in sorted(ordered, key=lambda each: each[:3])]


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
