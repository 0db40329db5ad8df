"""After the search: what the rules still find between showings in different halls is mended, or given up."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from uuid import UUID

from screenings.solver.improve.compact import shortened
from screenings.solver.improve.insertion import Candidates
from screenings.solver.improve.pairs import Partners
from screenings.solver.model.precedences import blocks, missed_orders, parties
from screenings.solver.preferences import Preferences
from screenings.solver.suggest import grave, named, price
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move, WhatIf, consequences_between
from screenings.timetable.with_moves import with_moves

TRIES = 12  # places tried for one showing
SECOND_CHANCES = 12  # showings without a place that are looked at again
ROUNDS = 40  # showings moved at most


def settle(
    programme: Programme, free: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool] = bool
) -> Programme:
    """Move free showings that are part of a warning or an error to where they are not, and unplace what stays an error.

    What the search left without a place gets one where that breaks nothing, and halls wait less. Once `is_late`,
    nothing is improved any more; that no error stays is seen to in any case.
    """
    programme = shortened(_mended(programme, free, preferences, is_late), free, preferences)
    programme = _without_errors(programme, free, preferences)
    return with_more(programme, free, preferences, is_late)


def _mended(
    programme: Programme, free: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool]
) -> Programme:
    given_up: set[UUID] = set()
    for _ in range(ROUNDS):
        concerned = _concerned(programme, free, given_up)
        if not concerned or is_late():
            break
        better = _better(programme, concerned[0], preferences)
        if better is None:
            given_up.add(concerned[0])
        else:
            programme = with_moves(programme, [better])
    return programme


def _without_errors(programme: Programme, free: Collection[UUID], preferences: Preferences) -> Programme:
    """Neither an error is left nor a must that is not kept, as far as it is for what is free."""
    while errors := errors_of(find_conflicts(programme, at_least=Severity.ERROR), free):
        wrong = next(uid for uid in reversed(errors[0].uids) if uid in free)
        programme = with_moves(programme, [Move(wrong)])
    while (out := _out_of_order(programme, free, preferences)) is not None:
        programme = with_moves(programme, [Move(out)])
    return programme


def _out_of_order(programme: Programme, free: Collection[UUID], preferences: Preferences) -> UUID | None:
    """A free showing without which fewer musts are broken."""
    for order, count in missed_orders(programme, preferences):
        if order.points is None:
            alone = replace(preferences, orders=(order,))
            for firsts, thens in parties(order, programme.showings):
                for showing in (*reversed(thens), *reversed(firsts)):
                    if showing.uid in free and showing.starts_at is not None:
                        left = with_moves(programme, [Move(showing.uid)])
                        if sum(missed for _, missed in missed_orders(left, alone)) < count:
                            return showing.uid
    return None


def with_more(
    programme: Programme, free: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool] = bool
) -> Programme:
    """What is free and has no place, where there is one without an error after all, looked at start by start."""
    lost = {s.uid for s in programme.showings if s.uid in free and s.starts_at is None and not s.cancelled}
    partners = Partners(free, preferences, is_late)
    for block in blocks(programme, preferences, lost)[:SECOND_CHANCES]:
        if is_late():
            break
        if named(programme, block[0].uid).starts_at is not None:
            continue  # it came along with its partner
        candidates = Candidates(programme, preferences).of(*block)
        for candidate in candidates[:TRIES]:
            after = with_moves(programme, candidate.moves)
            if not errors_of(consequences_between(programme, after).added, free):
                programme = after
                break
        else:
            programme = _with_partner(programme, block[0].uid, partners) or programme
    return programme


def _with_partner(programme: Programme, uid: UUID, partners: Partners) -> Programme | None:
    def is_right(after: Programme) -> bool:
        return not errors_of(consequences_between(programme, after).added, partners.free)

    return partners.placed(programme, uid, is_right)


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
