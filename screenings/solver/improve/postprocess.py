"""Post-processing: conflicts that the search does not see, between showings in different halls, are repaired."""

from collections.abc import Callable, Collection
from dataclasses import replace
from uuid import UUID

from screenings.solver.improve.insertion import InsertionSearch
from screenings.solver.improve.pair_moves import PairMoves
from screenings.solver.improve.retime import onto_quarters, retime
from screenings.solver.model.precedences import back_to_back_blocks, precedence_sides, violated_precedences
from screenings.solver.model.showings import avoidable_conflicts, avoidable_errors, conflict_cost, find_showing
from screenings.solver.preferences import Preferences
from screenings.timetable.conflicts import Severity, worst_first
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move, WhatIf, consequences_between
from screenings.timetable.with_moves import with_moves

MAX_TRIES = 12  # places tried for one showing
MAX_SECOND_CHANCES = 12  # showings without a place that are looked at again
MAX_MOVED = 40  # showings moved at most


def postprocess(
    programme: Programme, movable: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool] = bool
) -> Programme:
    """Move movable showings out of warnings and errors, and unplace those that stay in an error.

    Showings that the search left unplaced get a place where that breaks nothing, halls idle less, and shows start at
    better hours. Once `is_late`
    nothing is improved any more; errors are removed in any case.
    """
    if all(showing.starts_at for showing in programme.showings if showing.uid in movable):
        programme = retime(programme, movable, preferences)  # before conflicts are repaired, as it brings its own
    programme = _without_errors(_with_fewer_conflicts(programme, movable, preferences, is_late), movable, preferences)
    programme = retime(place_remaining(programme, movable, preferences, is_late), movable, preferences)
    return programme if is_late() else onto_quarters(programme, movable, preferences)


def _with_fewer_conflicts(
    programme: Programme, movable: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool]
) -> Programme:
    given_up: set[UUID] = set()
    for _ in range(MAX_MOVED):
        concerned = _concerned(programme, movable, given_up)
        if not concerned or is_late():
            break
        better = _improving_move(programme, concerned[0], preferences)
        if better is None:
            given_up.add(concerned[0])
        else:
            programme = with_moves(programme, [better])
    return programme


def _without_errors(programme: Programme, movable: Collection[UUID], preferences: Preferences) -> Programme:
    """Unplace movable showings until none is in an error or violates a hard precedence."""
    while errors := avoidable_errors(find_conflicts(programme, at_least=Severity.ERROR, pairwise=True), among=movable):
        wrong = next(uid for uid in reversed(errors[0].uids) if uid in movable)
        programme = with_moves(programme, [Move(wrong)])
    while (out := _out_of_order(programme, movable, preferences)) is not None:
        programme = with_moves(programme, [Move(out)])
    return programme


def _out_of_order(programme: Programme, movable: Collection[UUID], preferences: Preferences) -> UUID | None:
    """A movable showing without which a hard precedence is violated less often."""
    for precedence, count in violated_precedences(programme, preferences):
        if precedence.penalty is None:
            only_this = replace(preferences, precedences=(precedence,))
            for predecessors, successors in precedence_sides(precedence, programme.showings):
                for showing in (*reversed(successors), *reversed(predecessors)):
                    if showing.uid in movable and showing.starts_at is not None:
                        without_it = with_moves(programme, [Move(showing.uid)])
                        if sum(missed for _, missed in violated_precedences(without_it, only_this)) < count:
                            return showing.uid
    return None


def place_remaining(
    programme: Programme, movable: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool] = bool
) -> Programme:
    """Place movable showings that have no place, where one is free of errors after all; start by start."""
    unplaced = {s.uid for s in programme.showings if s.uid in movable and s.starts_at is None and not s.cancelled}
    pair_moves = PairMoves(movable, preferences, is_late)
    for block in back_to_back_blocks(programme, preferences, unplaced)[:MAX_SECOND_CHANCES]:
        if is_late():
            break
        if find_showing(programme, block[0].uid).starts_at is not None:
            continue  # it came along with its partner
        candidates = InsertionSearch(programme, preferences).positions(*block)
        for candidate in candidates[:MAX_TRIES]:
            after = with_moves(programme, candidate.moves)
            if not avoidable_errors(consequences_between(programme, after, pairwise=True).added, among=movable):
                programme = after
                break
        else:
            programme = _with_partner(programme, block[0].uid, pair_moves) or programme
    return programme


def _with_partner(programme: Programme, uid: UUID, pair_moves: PairMoves) -> Programme | None:
    def is_right(after: Programme) -> bool:
        return not avoidable_errors(
            consequences_between(programme, after, pairwise=True).added, among=pair_moves.movable
        )

    return pair_moves.place_pair(programme, uid, is_right)


def _concerned(programme: Programme, movable: Collection[UUID], given_up: Collection[UUID]) -> list[UUID]:
    conflicts = worst_first(avoidable_conflicts(find_conflicts(programme, pairwise=True)))
    return [uid for conflict in conflicts for uid in conflict.uids if uid in movable and uid not in given_up]


def _improving_move(programme: Programme, uid: UUID, preferences: Preferences) -> Move | None:
    """The move that resolves most for the fewest points; None where nothing is better than the present place."""
    showing = find_showing(programme, uid)
    what_if = WhatIf(programme, pairwise=True)
    best, least_points = None, 0
    candidates = InsertionSearch(programme, preferences).positions(showing)
    current_cost = next((position.cost for position in candidates if position.move.starts_at == showing.starts_at), 0)
    for candidate in candidates[:MAX_TRIES]:
        consequences = what_if.consequences_of(candidate.move)
        points = (
            conflict_cost(consequences.added, preferences)
            - conflict_cost(consequences.removed, preferences)
            + candidate.cost
            - current_cost
        )
        if points < least_points:
            best, least_points = candidate.move, points
    return best
