"""Pair moves: two showings bound by a time lag are placed together, where one alone finds no place."""

from collections.abc import Callable, Collection, Iterator
from typing import Final
from uuid import UUID

from screenings.solver.improve.insertion import InsertionPosition, InsertionSearch
from screenings.solver.model.costs import length_in_units
from screenings.solver.model.precedences import precedence_sides
from screenings.solver.model.problem import UNIT_MINUTES
from screenings.solver.model.showings import find_showing
from screenings.solver.model.time_grid import TimeGrid, free_intervals, units_ceil
from screenings.solver.preferences import Precedence, Preferences
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

MAX_POSITIONS: Final = 48  # places of the one that is placed first, of all that find none
LOOKUP_COST: Final = 8  # what looking for its places costs, in such
MAX_FOLLOWERS: Final = 3  # places of the other beside each of these
LaggedPair = tuple[Precedence, UUID, UUID]


class PairMoves:
    """Moves two `movable` showings together. After MAX_POSITIONS positions, or once `is_late`, it finds no more."""

    def __init__(self, movable: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool] = bool) -> None:
        self.movable, self.preferences, self.is_late, self.tried_count = movable, preferences, is_late, 0

    def place_pair(
        self, programme: Programme, uid: UUID, is_acceptable: Callable[[Programme], bool]
    ) -> Programme | None:
        """The programme with both placed, or None. Partners that have no place yet are tried first."""
        pairs = {
            pair: programme.placed_showing(find_showing(programme, _other(pair, uid)))
            for pair in self._pairs(programme, uid)
        }
        for precedence, predecessor, successor in sorted(pairs, key=lambda pair: pairs[pair] is not None):
            without_pair = with_moves(programme, [Move(predecessor), Move(successor)])
            for leader, other in ((predecessor, successor), (successor, predecessor)):
                self.tried_count += LOOKUP_COST
                if self.tried_count > MAX_POSITIONS or self.is_late():
                    return None
                for position in self._leader_positions(
                    without_pair, precedence, leader, other, is_first=leader == predecessor
                ):
                    self.tried_count += 1
                    if self.tried_count > MAX_POSITIONS or self.is_late():
                        return None
                    with_leader = with_moves(without_pair, position.moves)
                    for follower in InsertionSearch(with_leader, self.preferences).positions(
                        find_showing(with_leader, other)
                    )[:MAX_FOLLOWERS]:
                        with_both = with_moves(with_leader, follower.moves)
                        if is_acceptable(with_both):
                            return with_both
        return None

    def _pairs(self, programme: Programme, uid: UUID) -> Iterator[LaggedPair]:
        for precedence in self.preferences.precedences:
            if (
                precedence.penalty is None
                and not precedence.is_immediate
                and (precedence.min_minutes or precedence.max_minutes is not None)
            ):
                for predecessors, successors in precedence_sides(precedence, programme.showings):
                    for predecessor in predecessors:
                        for successor in successors:
                            pair = precedence, predecessor.uid, successor.uid
                            if uid in (predecessor.uid, successor.uid) and _other(pair, uid) in self.movable:
                                yield pair

    def _leader_positions(
        self, programme: Programme, precedence: Precedence, leader: UUID, other: UUID, *, is_first: bool
    ) -> Iterator[InsertionPosition]:
        """The cheapest position for each start of the leader that leaves room for the other within the time lag."""
        grid = TimeGrid(programme.calendar)
        showing, other_duration = find_showing(programme, leader), length_in_units(find_showing(programme, other))
        windows = [(s.opens, s.closes - other_duration) for s in free_intervals(programme, grid, self.preferences)]
        max_minutes = precedence.max_minutes if precedence.max_minutes is not None else len(grid.days) * 24 * 60
        seen_starts = set()
        for candidate in InsertionSearch(programme, self.preferences).positions(showing):
            start = candidate.move.starts_at
            if start is None or start in seen_starts:
                continue
            seen_starts.add(start)
            start_unit, duration = grid.unit_ceil(start), length_in_units(showing)
            min_lag, max_lag = units_ceil(precedence.min_minutes), max_minutes // UNIT_MINUTES
            reach = (
                (start_unit + duration + min_lag, start_unit + duration + max_lag)
                if is_first
                else (start_unit - max_lag - other_duration, start_unit - min_lag - other_duration)
            )
            if any(max(opens, reach[0]) <= min(last, reach[1]) for opens, last in windows):
                yield candidate


def _other(pair: LaggedPair, uid: UUID) -> UUID:
    _, predecessor, successor = pair
    return successor if uid == predecessor else predecessor
