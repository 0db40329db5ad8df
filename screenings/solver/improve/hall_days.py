"""Moves that belong together, a list for each hall's day: those that leave the whole better are made."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import applies_to
from screenings.solver.model.precedences import precedence_sides
from screenings.solver.objective import score, term_contributions
from screenings.solver.preferences import Preferences
from screenings.timetable.conflicts import Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

ROUNDS: Final = 4  # times that what did harm is left out


def with_better_hall_days(programme: Programme, moves: Sequence[list[Move]], preferences: Preferences) -> Programme:
    """A hall's day is moved as a whole or not at all, and only for fewer points in all.

    Days that bring a conflict are left out, and the rest tried again.
    """
    known_fingerprints = {conflict.fingerprint for conflict in find_conflicts(programme, pairwise=True)}
    best, best_value = programme, _errors_and_score(programme, preferences)
    for _ in range(ROUNDS):
        if not moves:
            break
        candidate = with_moves(programme, [move for of_a_day in moves for move in of_a_day])
        value = _errors_and_score(candidate, preferences)
        if value < best_value:
            best, best_value = candidate, value
        harmed = {
            uid
            for c in find_conflicts(candidate, pairwise=True)
            if c.fingerprint not in known_fingerprints
            for uid in c.uids
        }
        kept = [of_a_day for of_a_day in moves if harmed.isdisjoint(move.uid for move in of_a_day)]
        if len(kept) == len(moves):
            break
        moves = kept
    return best


def unconstrained(programme: Programme, movable: Collection[UUID], preferences: Preferences) -> set[UUID]:
    """The movable showings whose hour is of no matter to a slot constraint or a precedence."""
    sides = (
        pair for precedence in preferences.precedences for pair in precedence_sides(precedence, programme.showings)
    )
    uids = {showing.uid for predecessors, successors in sides for showing in (*predecessors, *successors)}
    constraints = [each for each in preferences.slot_constraints if each.start_from or each.start_before]
    uids |= {
        s.uid for s in programme.showings if any(applies_to(programme, constraint, s) for constraint in constraints)
    }
    return set(movable) - uids


def _errors_and_score(programme: Programme, preferences: Preferences) -> tuple[int, int]:
    conflicts = find_conflicts(programme, pairwise=True)
    errors = sum(conflict.severity is Severity.ERROR for conflict in conflicts)
    return errors, score(term_contributions(programme, conflicts, preferences))
