"""Two that an order binds to each other by the clock, where one alone finds no place: both are placed anew."""

from collections.abc import Callable, Collection, Iterator
from typing import Final
from uuid import UUID

from screenings.solver.improve.insertion import Candidate, Candidates
from screenings.solver.model.precedences import parties
from screenings.solver.model.problem import UNIT
from screenings.solver.model.time_grid import Grid, free_stretches
from screenings.solver.preferences import Preferences, Sequel
from screenings.solver.suggest import named
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

TRIED: Final = 48  # places of the one that is placed first, of all that find none
LOOK: Final = 8  # what looking for its places costs, in such
FOLLOWERS: Final = 3  # places of the other beside each of these
Pair = tuple[Sequel, UUID, UUID]


class Partners:
    """What may be moved together: `free` showings. Once TRIED places were looked at, or `is_late`, it finds no more."""

    def __init__(self, free: Collection[UUID], preferences: Preferences, is_late: Callable[[], bool] = bool) -> None:
        self.free, self.preferences, self.is_late, self.tried = free, preferences, is_late, 0

    def placed(self, programme: Programme, uid: UUID, is_right: Callable[[Programme], bool]) -> Programme | None:
        """With a place for it and a partner; None where none is found. Those without a place are tried first."""
        pairs = {pair: programme.place(named(programme, _other(pair, uid))) for pair in self._pairs(programme, uid)}
        for order, first, then in sorted(pairs, key=lambda pair: pairs[pair] is not None):
            lifted = with_moves(programme, [Move(first), Move(then)])
            for leader, other in ((first, then), (then, first)):
                self.tried += LOOK
                if self.tried > TRIED or self.is_late():
                    return None
                for one in self._leading(lifted, order, leader, other, is_first=leader == first):
                    self.tried += 1
                    if self.tried > TRIED or self.is_late():
                        return None
                    beside = with_moves(lifted, one.moves)
                    for follower in Candidates(beside, self.preferences).of(named(beside, other))[:FOLLOWERS]:
                        after = with_moves(beside, follower.moves)
                        if is_right(after):
                            return after
        return None

    def _pairs(self, programme: Programme, uid: UUID) -> Iterator[Pair]:
        for order in self.preferences.orders:
            if order.points is None and not order.at_once and (order.after or order.within is not None):
                for firsts, thens in parties(order, programme.showings):
                    for first in firsts:
                        for then in thens:
                            pair = order, first.uid, then.uid
                            if uid in (first.uid, then.uid) and _other(pair, uid) in self.free:
                                yield pair

    def _leading(
        self, programme: Programme, order: Sequel, leader: UUID, other: UUID, *, is_first: bool
    ) -> Iterator[Candidate]:
        """The cheapest of each start at which anything begins or ceases to be allowed, with room for the other."""
        grid = Grid(programme.calendar)
        one, rest = named(programme, leader), -(-named(programme, other).length // UNIT)
        room = [(s.opens, s.closes - rest) for s in free_stretches(programme, grid, self.preferences)]
        within = order.within if order.within is not None else len(grid.days) * 24 * 60
        seen = set()
        for candidate in Candidates(programme, self.preferences).of(one):
            start = candidate.move.starts_at
            if start is None or start in seen:
                continue
            seen.add(start)
            at, units = grid.up(start), -(-one.length // UNIT)
            least, most = -(-order.after // UNIT), within // UNIT
            span = (at + units + least, at + units + most) if is_first else (at - most - rest, at - least - rest)
            if any(max(opens, span[0]) <= min(last, span[1]) for opens, last in room):
                yield candidate


def _other(pair: Pair, uid: UUID) -> UUID:
    _, first, then = pair
    return then if uid == first else first
