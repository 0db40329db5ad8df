"""Two showings that a time lag binds to each other, where one alone finds no place: both are placed anew."""

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
    """Moves two `movable` showings together. Once MAX_POSITIONS were looked at, or `is_late`, it finds no more."""

    def __init__(self, movable: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool] = bool) -> None:
        self.movable, self.preferences, self.is_late, self.tried_count = movable, preferences, is_late, 0

    def place_pair(
        self, programme: Programme, uid: UUID, is_acceptable: Callable[[Programme], bool]
    ) -> Programme | None:
        """With a place for it and a partner; None where none is found. Those without a place are tried first."""
        pairs = {
            pair: programme.placed_showing(find_showing(programme, _other(pair, uid)))
            for pair in self._pairs(programme, uid)
        }
        for precedence, first, then in sorted(pairs, key=lambda pair: pairs[pair] is not None):
            lifted = with_moves(programme, [Move(first), Move(then)])
            for leader, other in ((first, then), (then, first)):
                self.tried_count += LOOKUP_COST
                if self.tried_count > MAX_POSITIONS or self.is_late():
                    return None
                for one in self._leader_positions(lifted, precedence, leader, other, is_first=leader == first):
                    self.tried_count += 1
                    if self.tried_count > MAX_POSITIONS or self.is_late():
                        return None
                    beside = with_moves(lifted, one.moves)
                    for follower in InsertionSearch(beside, self.preferences).positions(find_showing(beside, other))[
                        :MAX_FOLLOWERS
                    ]:
                        after = with_moves(beside, follower.moves)
                        if is_acceptable(after):
                            return after
        return None

    def _pairs(self, programme: Programme, uid: UUID) -> Iterator[LaggedPair]:
        for precedence in self.preferences.precedences:
            if (
                precedence.penalty is None
                and not precedence.is_immediate
                and (precedence.min_minutes or precedence.max_minutes is not None)
            ):
                for predecessors, successors in precedence_sides(precedence, programme.showings):
                    for first in predecessors:
                        for then in successors:
                            pair = precedence, first.uid, then.uid
                            if uid in (first.uid, then.uid) and _other(pair, uid) in self.movable:
                                yield pair

    def _leader_positions(
        self, programme: Programme, precedence: Precedence, leader: UUID, other: UUID, *, is_first: bool
    ) -> Iterator[InsertionPosition]:
        """The cheapest of each start at which anything begins or ceases to be allowed, with room for the other."""
        grid = TimeGrid(programme.calendar)
        one, rest = find_showing(programme, leader), length_in_units(find_showing(programme, other))
        room = [(s.opens, s.closes - rest) for s in free_intervals(programme, grid, self.preferences)]
        within = precedence.max_minutes if precedence.max_minutes is not None else len(grid.days) * 24 * 60
        seen = set()
        for candidate in InsertionSearch(programme, self.preferences).positions(one):
            start = candidate.move.starts_at
            if start is None or start in seen:
                continue
            seen.add(start)
            at, units = grid.unit_ceil(start), length_in_units(one)
            least, most = units_ceil(precedence.min_minutes), within // UNIT_MINUTES
            span = (at + units + least, at + units + most) if is_first else (at - most - rest, at - least - rest)
            if any(max(opens, span[0]) <= min(last, span[1]) for opens, last in room):
                yield candidate


def _other(pair: LaggedPair, uid: UUID) -> UUID:
    _, first, then = pair
    return then if uid == first else first
