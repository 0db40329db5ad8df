"""After the search: what the rules still find between showings in different halls is mended, or given up."""

from collections.abc import Collection, Iterable
from uuid import UUID

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.consequences import Move, WhatIf
from screenings.timetable.rules import find_conflicts
from screenings.timetable.solving.advise import grave, named, price
from screenings.timetable.solving.candidates import Candidates
from screenings.timetable.solving.moving import with_moves
from screenings.timetable.solving.preferences import Preferences
from screenings.timetable.values import Programme

TRIES = 12  # places tried for one showing
ROUNDS = 40  # showings moved at most


def settle(programme: Programme, free: Collection[UUID], preferences: Preferences) -> Programme:
    """Move free showings that are part of a warning or an error to where they are not; unplace what stays an error."""
    given_up: set[UUID] = set()
    for _ in range(ROUNDS):
        concerned = _concerned(programme, free, given_up)
        if not concerned:
            break
        better = _better(programme, concerned[0], preferences)
        if better is None:
            given_up.add(concerned[0])
        else:
            programme = with_moves(programme, [better])
    while errors := errors_of(find_conflicts(programme, at_least=Severity.ERROR), free):
        out = next(uid for uid in reversed(errors[0].uids) if uid in free)
        programme = with_moves(programme, [Move(out)])
    return programme


def errors_of(conflicts: Iterable[Conflict], among: Collection[UUID]) -> list[Conflict]:
    """The errors that concern any of these and that another place could mend."""
    return [c for c in grave(conflicts) if c.severity is Severity.ERROR and not set(among).isdisjoint(c.uids)]


def _concerned(programme: Programme, free: Collection[UUID], given_up: Collection[UUID]) -> list[UUID]:
    found = sorted(grave(find_conflicts(programme)), key=lambda conflict: -conflict.severity.rank)
    return [uid for conflict in found for uid in conflict.uids if uid in free and uid not in given_up]


def _better(programme: Programme, uid: UUID, preferences: Preferences) -> Move | None:
    """The place that mends most for the least points; None where all are as bad as the present one."""
    showing = named(programme, uid)
    what_if = WhatIf(programme)
    best, least = None, 0
    candidates = Candidates(programme, preferences).of(showing)
    here = next((one.points for one in candidates if one.move.starts_at == showing.starts_at), 0)
    for candidate in candidates[:TRIES]:
        change = what_if.consequences_of(candidate.move)
        points = price(change.added, preferences) - price(change.removed, preferences) + candidate.points - here
        if points < least:
            best, least = candidate.move, points
    return best
