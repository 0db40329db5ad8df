"""Before the search: what has to run at once before or after something that stays is put there."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from uuid import UUID

from screenings.solver.improve.insertion import InsertionSearch
from screenings.solver.model.precedences import precedence_pairs
from screenings.solver.model.showings import avoidable_errors, find_showing
from screenings.solver.preferences import Precedence, Preferences
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move, WhatIf
from screenings.timetable.with_moves import with_moves


def preplace(
    programme: Programme, movable: Collection[UUID], preferences: Preferences
) -> tuple[Programme, frozenset[UUID]]:
    """The programme with these placed, and what is left to be searched for; `movable` has no place yet.

    What must be there and cannot is not searched for: there is no other place for it.
    """
    left = set(movable)
    while (found := next(_adjacent_to_placed(programme, left, preferences), None)) is not None:
        precedence, uid = found
        left.discard(uid)
        move = _place(programme, uid, precedence, preferences)
        if move:
            programme = with_moves(programme, [move])
        elif precedence.penalty is not None:
            preferences = replace(
                preferences, precedences=tuple(each for each in preferences.precedences if each is not precedence)
            )
            left.add(uid)
    return programme, frozenset(left)


def _adjacent_to_placed(
    programme: Programme, left: Collection[UUID], preferences: Preferences
) -> Iterator[tuple[Precedence, UUID]]:
    """What is to be placed beside something that has a place."""
    for precedence in preferences.precedences:
        if precedence.is_immediate:
            for first, then in precedence_pairs(precedence, programme.showings):
                for lone, other in ((then, first), (first, then)):
                    if lone.uid in left and other.uid not in left and programme.placed_showing(other) is not None:
                        yield precedence, lone.uid


def _place(programme: Programme, uid: UUID, precedence: Precedence, preferences: Preferences) -> Move | None:
    """The place at which the order is kept and nothing is in an error."""
    must = replace(precedence, penalty=None)
    strict = replace(
        preferences, precedences=tuple(must if each is precedence else each for each in preferences.precedences)
    )
    what_if = WhatIf(programme)
    candidates = InsertionSearch(programme, strict).positions(find_showing(programme, uid))
    clean = (
        one.move for one in candidates if not avoidable_errors(what_if.consequences_of(one.move).added, among={uid})
    )
    return next(clean, None)
