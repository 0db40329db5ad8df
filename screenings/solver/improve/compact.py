"""Compaction after the search, which starts everything as early as it can: halls idle less where shows start later."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import applies_to
from screenings.solver.model.precedences import precedence_sides
from screenings.solver.model.time_grid import GRID_STEP
from screenings.solver.objective import HALF_HOUR, idle_half_hours, score, shows_by_hall_day, term_contributions
from screenings.solver.preferences import Preferences
from screenings.timetable.conflicts import Severity
from screenings.timetable.days import daypart
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import PlacedShowing, Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

COMPACTION_ROUNDS: Final = 4  # times that what did harm is left out


def compact(programme: Programme, movable: Collection[UUID], preferences: Preferences) -> Programme:
    """Delay movable shows within their part of the day up to what follows in their hall; never for more points.

    A hall's day is compacted as a whole or not at all. Showings with a slot constraint or a precedence stay.
    """
    if not preferences.weight("waits"):
        return programme
    delays = _delaying_moves(programme, set(movable) - _constrained_uids(programme, preferences))
    known_fingerprints = {conflict.fingerprint for conflict in find_conflicts(programme, pairwise=True)}
    best, best_value = programme, _errors_and_score(programme, preferences)
    for _ in range(COMPACTION_ROUNDS):
        if not delays:
            break
        candidate = with_moves(programme, [move for moves in delays for move in moves])
        value = _errors_and_score(candidate, preferences)
        if value < best_value:
            best, best_value = candidate, value
        harmed = {
            uid
            for c in find_conflicts(candidate, pairwise=True)
            if c.fingerprint not in known_fingerprints
            for uid in c.uids
        }
        kept = [moves for moves in delays if harmed.isdisjoint(move.uid for move in moves)]
        if len(kept) == len(delays):
            break
        delays = kept
    return best


def _constrained_uids(programme: Programme, preferences: Preferences) -> set[UUID]:
    sides = (
        pair for precedence in preferences.precedences for pair in precedence_sides(precedence, programme.showings)
    )
    uids = {showing.uid for predecessors, successors in sides for showing in (*predecessors, *successors)}
    constraints = preferences.slot_constraints
    return uids | {
        s.uid for s in programme.showings if any(applies_to(programme, constraint, s) for constraint in constraints)
    }


def _errors_and_score(programme: Programme, preferences: Preferences) -> tuple[int, int]:
    conflicts = find_conflicts(programme, pairwise=True)
    errors = sum(conflict.severity is Severity.ERROR for conflict in conflicts)
    return errors, score(term_contributions(programme, conflicts, preferences))


def _delaying_moves(programme: Programme, movable: Collection[UUID]) -> list[list[Move]]:
    """The moves for each hall's day that would idle less."""
    delays = []
    for shows in shows_by_hall_day(programme):
        starts = [show.start for show in shows]
        for index in range(len(shows) - 2, -1, -1):
            if shows[index].uid in movable:
                starts[index] = _latest_start(programme, shows[index], starts[index + 1])
        waits = (idle_half_hours(shows, starts), idle_half_hours(shows, [show.start for show in shows]))
        if waits[0] < waits[1]:
            moved = zip(shows, starts, strict=True)
            delays.append(
                [Move(show.uid, Placement(show.hall.id, start)) for show, start in moved if start != show.start]
            )
    return delays


def _latest_start(programme: Programme, show: PlacedShowing, next_start: datetime) -> datetime:
    """The latest start before `next_start`, in steps of the grid and in the same part of the day."""
    daypart_at = partial(daypart, zone=show.hall.zone, day_starts_at=programme.calendar.day_starts_at)
    idle = next_start - show.end - timedelta(minutes=show.hall.changeover)
    steps = max(0, idle // GRID_STEP) if idle >= HALF_HOUR else 0
    while steps and daypart_at(show.start + steps * GRID_STEP) != daypart_at(show.start):
        steps -= 1
    return show.start + steps * GRID_STEP
