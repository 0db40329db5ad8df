"""Pre-placement: what has to run back to back with something fixed is placed before the search."""

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
    """The programme with these placed, and the uids left to the search; `movable` showings have no place yet.

    A showing whose only possible place is taken is not left to the search either: there is no other for it.
    """
    remaining = set(movable)
    while (adjacent := next(_adjacent_to_placed(programme, remaining, preferences), None)) is not None:
        precedence, uid = adjacent
        remaining.discard(uid)
        move = _place(programme, uid, precedence, preferences)
        if move:
            programme = with_moves(programme, [move])
        elif precedence.penalty is not None:
            preferences = replace(
                preferences, precedences=tuple(other for other in preferences.precedences if other is not precedence)
            )
            remaining.add(uid)
    return programme, frozenset(remaining)


def _adjacent_to_placed(
    programme: Programme, remaining: Collection[UUID], preferences: Preferences
) -> Iterator[tuple[Precedence, UUID]]:
    """Showings without a place that are bound back to back to one that has a place."""
    for precedence in preferences.precedences:
        if precedence.is_immediate:
            for predecessor, successor in precedence_pairs(precedence, programme.showings):
                for unplaced, neighbour in ((successor, predecessor), (predecessor, successor)):
                    if (
                        unplaced.uid in remaining
                        and neighbour.uid not in remaining
                        and programme.placed_showing(neighbour) is not None
                    ):
                        yield precedence, unplaced.uid


def _place(programme: Programme, uid: UUID, precedence: Precedence, preferences: Preferences) -> Move | None:
    """The cheapest place that keeps the precedence and brings no error."""
    hard = replace(precedence, penalty=None)
    strict = replace(
        preferences, precedences=tuple(hard if other is precedence else other for other in preferences.precedences)
    )
    what_if = WhatIf(programme, pairwise=True)
    candidates = InsertionSearch(programme, strict).positions(find_showing(programme, uid))
    clean = (
        position.move
        for position in candidates
        if not avoidable_errors(what_if.consequences_of(position.move).added, among={uid})
    )
    return next(clean, None)
