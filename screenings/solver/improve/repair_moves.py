"""Moving showings in a programme so that nothing new is wrong: into what is free, or where another makes room."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from screenings.solver.improve.insertion import Candidate, Candidates
from screenings.solver.improve.pairs import Partners
from screenings.solver.model.precedences import missed_orders
from screenings.solver.preferences import Preferences
from screenings.solver.search.annealing import Effort
from screenings.solver.suggest import grave, is_at, named
from screenings.timetable.conflicts import Conflict
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Move, WhatIf, consequences_between
from screenings.timetable.with_moves import with_moves

# Points: for a public showing that is moved although nothing is wrong with it, for an unpublished one; then for each
# day and hour it is moved and for another hall.
PUBLIC_MOVED, MOVED, DAY, HOUR, HALL = 60, 30, 6, 1, 3
TRIES: Final = 8  # free places looked at for one showing
PUSHED: Final = 24  # showings that may make room for one


class Mending:
    """A programme, and what has been moved in it so far. `bad` are the conflicts that no move may bring."""

    def __init__(
        self,
        programme: Programme,
        others: Collection[UUID],
        published: Collection[UUID],
        preferences: Preferences,
        effort: Effort,
        bad: Callable[[Iterable[Conflict]], list[Conflict]] = grave,
    ) -> None:
        self.given, self.programme = programme, programme
        self.others, self.published, self.preferences = frozenset(others), published, preferences
        self.effort, self.tries, self.bad = effort, 0, bad

    @property
    def moves(self) -> tuple[Move, ...]:
        return tuple(
            Move(after.uid, after.hall, after.starts_at)
            for before, after in zip(self.given.showings, self.programme.showings, strict=True)
            if not is_at(before, Move(after.uid, after.hall, after.starts_at))
        )

    def move(self, moves: Iterable[Move]) -> None:
        self.programme = with_moves(self.programme, moves)

    def _spent(self) -> bool:
        self.tries += 1
        return self.effort(self.tries) >= 1

    def place(self, *uids: UUID) -> bool:
        """Put it where a place is free; several run as one."""
        found = self._free_place(self.programme, *(named(self.given, uid) for uid in uids))
        self.move(found)
        return bool(found)

    def _free_place(self, programme: Programme, *block: Showing) -> tuple[Move, ...]:
        """The nearest place at which nothing is wrong; no moves where there is none."""
        candidates = Candidates(programme, self.preferences).of(*block)
        ranked = sorted(candidates, key=lambda one: one.points + self.distance(block[0], one.move))
        what_if = WhatIf(programme)
        for candidate in ranked[:TRIES]:
            if self._spent():
                return ()
            if not self.bad(_brought(what_if, candidate.moves)):
                return candidate.moves
        return ()

    def distance(self, showing: Showing, move: Move) -> int:
        """Points for how far a showing is moved."""
        old, new = (
            self.given.place(showing),
            self.given.place(replace(showing, hall=move.hall, starts_at=move.starts_at)),
        )
        if old is None or new is None:
            return 0
        days = abs((new.day - old.day).days)
        hours = abs((new.start - old.start) / timedelta(hours=1)) % 24
        return DAY * days + round(HOUR * min(hours, 24 - hours)) + HALL * (old.hall.id != new.hall.id)

    def make_room(self, *uids: UUID) -> bool:
        """Put it where another one is, which goes elsewhere; several run as one."""
        block = [named(self.given, uid) for uid in uids]
        musts = self._missed_musts(self.programme)
        for candidate in self._rooms(*block):
            if self._spent():
                return False
            assert candidate.instead is not None
            pushed = with_moves(self.programme, [Move(candidate.instead)])
            if self.bad(_brought(WhatIf(pushed), candidate.moves)):
                continue
            away = self._free_place(with_moves(pushed, candidate.moves), named(self.given, candidate.instead))
            moves = (*candidate.moves, *away)
            if away and self._missed_musts(with_moves(self.programme, moves)) <= musts:
                self.move(moves)
                return True
        return False

    def place_with_partner(self, uid: UUID, free: Collection[UUID]) -> bool:
        """Put it and what an order binds it to by the clock elsewhere together."""

        def is_right(after: Programme) -> bool:
            return not self._spent() and not self.bad(consequences_between(self.programme, after).added)

        after = Partners(free, self.preferences).placed(self.programme, uid, is_right)
        self.programme = after or self.programme
        return after is not None

    def _missed_musts(self, programme: Programme) -> int:
        return sum(count for order, count in missed_orders(programme, self.preferences) if order.points is None)

    def _rooms(self, *block: Showing) -> list[Candidate]:
        """Places that one other showing would leave, one of each; the cheapest to push out first."""
        others = self.others - {showing.uid for showing in block}
        found = Candidates(self.programme, self.preferences).instead(*block, others=others)
        found.sort(key=lambda one: self._pushed(one) + one.points + self.distance(block[0], one.move))
        first = {one.instead: one for one in reversed(found)}
        return sorted(first.values(), key=found.index)[:PUSHED]

    def _pushed(self, candidate: Candidate) -> int:
        return PUBLIC_MOVED if candidate.instead in self.published else MOVED


def _brought(what_if: WhatIf, moves: Sequence[Move]) -> Sequence[Conflict]:
    """What the rules would find that they do not find yet."""
    if len(moves) == 1:
        return what_if.consequences_of(moves[0]).added
    return consequences_between(what_if.programme, with_moves(what_if.programme, moves)).added
