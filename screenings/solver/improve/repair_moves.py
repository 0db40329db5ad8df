"""Repair moves: showings moved so that no new conflict arises, into a free place or where another makes room."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from screenings.solver.improve.insertion import InsertionPosition, InsertionSearch
from screenings.solver.improve.pair_moves import PairMoves
from screenings.solver.model.precedences import violated_precedences
from screenings.solver.model.showings import avoidable_conflicts, find_showing
from screenings.solver.preferences import Preferences
from screenings.solver.search.annealing import Effort
from screenings.timetable.conflicts import Conflict
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Move, WhatIf, consequences_between
from screenings.timetable.with_moves import with_moves

# Points: for a public showing that is moved although nothing is wrong with it, for an unpublished one; then for each
# day and hour it is moved and for another hall.
PUBLISHED_MOVE_COST, MOVE_COST, DAY_COST, HOUR_COST, HALL_COST = 60, 30, 6, 1, 3
MAX_POSITIONS_TRIED: Final = 8  # free places looked at for one showing
MAX_DISPLACED: Final = 24  # showings that may make room for one


class RepairState:
    """A programme and the moves made in it so far. `unacceptable` selects the conflicts that no move may bring."""

    def __init__(
        self,
        programme: Programme,
        displaceable: Collection[UUID],
        published: Collection[UUID],
        preferences: Preferences,
        effort: Effort,
        unacceptable: Callable[[Iterable[Conflict]], list[Conflict]] = avoidable_conflicts,
    ) -> None:
        self.original, self.programme = programme, programme
        self.displaceable, self.published, self.preferences = frozenset(displaceable), published, preferences
        self.effort, self.tries, self.unacceptable = effort, 0, unacceptable

    @property
    def moves(self) -> tuple[Move, ...]:
        return tuple(
            Move(after.uid, after.placement)
            for before, after in zip(self.original.showings, self.programme.showings, strict=True)
            if before.placement != after.placement
        )

    def apply(self, moves: Iterable[Move]) -> None:
        self.programme = with_moves(self.programme, moves)

    def _is_spent(self) -> bool:
        self.tries += 1
        return self.effort(self.tries) >= 1

    def place(self, *uids: UUID) -> bool:
        """Move it to the nearest free place; a block moves back to back. False where there is none."""
        moves = self._nearest_free_position(self.programme, *(find_showing(self.original, uid) for uid in uids))
        self.apply(moves)
        return bool(moves)

    def _nearest_free_position(self, programme: Programme, *block: Showing) -> tuple[Move, ...]:
        """The moves to the nearest place without a new conflict; none where there is no such place."""
        candidates = InsertionSearch(programme, self.preferences).positions(*block)
        ranked = sorted(
            candidates, key=lambda position: position.cost + self.displacement_cost(block[0], position.move)
        )
        what_if = WhatIf(programme, pairwise=True)
        for candidate in ranked[:MAX_POSITIONS_TRIED]:
            if self._is_spent():
                return ()
            if not self.unacceptable(_added_conflicts(what_if, candidate.moves)):
                return candidate.moves
        return ()

    def displacement_cost(self, showing: Showing, move: Move) -> int:
        """Points for how far a showing is moved: days, hours of the clock, and another hall."""
        old, new = (
            self.original.placed_showing(showing),
            self.original.placed_showing(showing.at(move.placement)),
        )
        if old is None or new is None:
            return 0
        days = abs((new.day - old.day).days)
        hours = abs((new.start - old.start) / timedelta(hours=1)) % 24
        return DAY_COST * days + round(HOUR_COST * min(hours, 24 - hours)) + HALL_COST * (old.hall.id != new.hall.id)

    def make_room(self, *uids: UUID) -> bool:
        """Move it to where another showing is, which is moved elsewhere; a block moves back to back."""
        block = [find_showing(self.original, uid) for uid in uids]
        hard_violations = self._hard_violation_count(self.programme)
        for candidate in self._positions_displacing(*block):
            if self._is_spent():
                return False
            assert candidate.displaced is not None
            without_displaced = with_moves(self.programme, [Move(candidate.displaced)])
            if self.unacceptable(_added_conflicts(WhatIf(without_displaced, pairwise=True), candidate.moves)):
                continue
            moves_away = self._nearest_free_position(
                with_moves(without_displaced, candidate.moves), find_showing(self.original, candidate.displaced)
            )
            moves = (*candidate.moves, *moves_away)
            if moves_away and self._hard_violation_count(with_moves(self.programme, moves)) <= hard_violations:
                self.apply(moves)
                return True
        return False

    def place_pair(self, uid: UUID, movable: Collection[UUID]) -> bool:
        """Move it together with the showing that a time lag binds it to."""

        def is_right(placed: Programme) -> bool:
            if self._is_spent():
                return False
            return not self.unacceptable(consequences_between(self.programme, placed, pairwise=True).added)

        placed = PairMoves(movable, self.preferences).place_pair(self.programme, uid, is_right)
        self.programme = placed or self.programme
        return placed is not None

    def _hard_violation_count(self, programme: Programme) -> int:
        return sum(
            count
            for precedence, count in violated_precedences(programme, self.preferences)
            if precedence.penalty is None
        )

    def _positions_displacing(self, *block: Showing) -> list[InsertionPosition]:
        """For each showing that could make room the cheapest position, the cheapest displacement first."""
        others = self.displaceable - {showing.uid for showing in block}
        positions = InsertionSearch(self.programme, self.preferences).positions_displacing(*block, displaceable=others)
        positions.sort(
            key=lambda position: (
                self._displacing_cost(position) + position.cost + self.displacement_cost(block[0], position.move)
            )
        )
        best_by_displaced = {position.displaced: position for position in reversed(positions)}
        return sorted(best_by_displaced.values(), key=positions.index)[:MAX_DISPLACED]

    def _displacing_cost(self, candidate: InsertionPosition) -> int:
        return PUBLISHED_MOVE_COST if candidate.displaced in self.published else MOVE_COST


def _added_conflicts(what_if: WhatIf, moves: Sequence[Move]) -> Sequence[Conflict]:
    """The conflicts that the moves would bring."""
    if len(moves) == 1:
        return what_if.consequences_of(moves[0]).added
    return consequences_between(what_if.programme, with_moves(what_if.programme, moves), pairwise=True).added
