"""Before the search: what has to run at once before or after something that stays is put there."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from uuid import UUID

from screenings.solver.improve.insertion import Candidates
from screenings.solver.improve.settle import errors_of
from screenings.solver.model.precedences import pairs
from screenings.solver.preferences import Preferences, Sequel
from screenings.solver.suggest import named
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move, WhatIf
from screenings.timetable.with_moves import with_moves


def with_followers(
    programme: Programme, free: Collection[UUID], preferences: Preferences
) -> tuple[Programme, frozenset[UUID]]:
    """The programme with these placed, and what is left to be searched for; `free` has no place yet.

    What must be there and cannot is not searched for: there is no other place for it.
    """
    left = set(free)
    while (found := next(_led(programme, left, preferences), None)) is not None:
        order, uid = found
        left.discard(uid)
        move = _place(programme, uid, order, preferences)
        if move:
            programme = with_moves(programme, [move])
        elif order.points is not None:
            preferences = replace(preferences, orders=tuple(each for each in preferences.orders if each is not order))
            left.add(uid)
    return programme, frozenset(left)


def _led(programme: Programme, left: Collection[UUID], preferences: Preferences) -> Iterator[tuple[Sequel, UUID]]:
    """What is to be placed beside something that has a place."""
    for order in preferences.orders:
        if order.at_once:
            for first, then in pairs(order, programme.showings):
                for lone, other in ((then, first), (first, then)):
                    if lone.uid in left and other.uid not in left and programme.place(other) is not None:
                        yield order, lone.uid


def _place(programme: Programme, uid: UUID, order: Sequel, preferences: Preferences) -> Move | None:
    """The place at which the order is kept and nothing is in an error."""
    must = replace(order, points=None)
    strict = replace(preferences, orders=tuple(must if each is order else each for each in preferences.orders))
    what_if = WhatIf(programme)
    candidates = Candidates(programme, strict).of(named(programme, uid))
    clean = (one.move for one in candidates if not errors_of(what_if.consequences_of(one.move).added, {uid}))
    return next(clean, None)
