"""Relaxations: what is made looser to see whether a showing would have a place then; the rules themselves judge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from screenings.solver.improve.insertion import InsertionPosition, InsertionSearch
from screenings.solver.model.precedences import start_offsets
from screenings.solver.model.showings import avoidable_conflicts, avoidable_errors
from screenings.solver.model.time_grid import TimeGrid, changeover_units, empty_hall_intervals
from screenings.solver.preference_violations import preference_violations
from screenings.solver.preferences import Precedence, Preferences, SlotConstraint
from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import RuleContext, RuleHall
from screenings.timetable.placement import UNPLACED, Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import PlacedShowing, Programme, Showing
from screenings.timetable.what_if import Move, WhatIf
from screenings.timetable.with_moves import with_moves

MOVE, CHANGEOVER, GUEST_UNTIL, GUEST_FROM, PRINT_UNTIL, PRINT_FROM, FORMAT, OPEN_UNTIL, REOPENED, CONSTRAINT = (
    "move", "changeover", "guest-until", "guest-from", "print-until", "print-from", "format", "open-until", "reopened",
    "wanted",
)  # fmt: skip
MAX_TRIED: Final = 12  # places looked at for each kind of relaxation


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What would let the showing in, by the first of `moves`. It has been tried: the rules find no error then.

    `subject` is the id of a hall (CHANGEOVER: `value` in minutes. FORMAT: the format it would show. OPEN_UNTIL: an
    instant. REOPENED: a day), of a guest (GUEST_UNTIL, GUEST_FROM: an instant) or of a print (PRINT_UNTIL, PRINT_FROM:
    a day). With CONSTRAINT, `constraint` would be given up. With MOVE the other moves say it all.
    """

    kind: str
    moves: tuple[Move, ...]
    subject: int | None = None
    value: int | datetime | date | str | None = None
    constraint: SlotConstraint | Precedence | None = None


class RelaxationSearch:
    """Looks for places of one showing in a programme that is relaxed. `strict`: a warning is as bad as an error.

    `left_out`: a place that is not looked at.
    """

    def __init__(
        self,
        programme: Programme,
        showing: Showing,
        preferences: Preferences,
        *,
        strict: bool = False,
        left_out: Placement | None = None,
    ) -> None:
        self.programme, self.showing, self.preferences, self.strict = programme, showing, preferences, strict
        self.left_out = left_out
        self.grid = TimeGrid(programme.calendar)

    def unacceptable(self, conflicts: Iterable[Conflict]) -> list[Conflict]:
        return avoidable_conflicts(conflicts) if self.strict else avoidable_errors(conflicts)

    def best_acceptable_move(self, programme: Programme, preferences: Preferences | None = None) -> Move | None:
        """The cheapest place at which it is in no new error; None where none of MAX_TRIED places is free of errors."""
        what_if = WhatIf(programme, pairwise=True)
        for move in self.candidate_moves(programme, preferences)[:MAX_TRIED]:
            if not self.unacceptable(what_if.consequences_of(move).added):
                return move
        return None

    def candidate_moves(self, programme: Programme, preferences: Preferences | None = None) -> list[Move]:
        search = InsertionSearch(programme, preferences or self.preferences, strict=self.strict)
        moves = (position.move for position in search.positions(self.showing))
        return [move for move in moves if move.placement != self.left_out]

    def is_acceptable(self, programme: Programme, *moves: Move, preferences: Preferences | None = None) -> bool:
        """Whether nothing moved is in an error or in the past, and no hard constraint is violated more than before."""
        preferences, moved = preferences or self.preferences, {move.uid for move in moves}
        if any(self.is_past(move) for move in moves):
            return False
        after = with_moves(programme, moves)
        conflicts = find_conflicts(after, pairwise=True)
        if any(moved.intersection(conflict.uids) for conflict in self.unacceptable(conflicts)):
            return False
        return all(
            count <= self._violations_before(programme, constraint)
            for constraint, count in _hard_violations(after, preferences)
        )

    def is_past(self, move: Move) -> bool:
        earliest = self.preferences.not_before
        return earliest is not None and move.starts_at is not None and move.starts_at < earliest

    def meets_hard_constraints(self, move: Move) -> bool:
        """Whether the move is not into the past and violates no hard slot constraint."""
        only_this = replace(self.programme, showings=(self.showing.at(move.placement),))
        return not self.is_past(move) and not any(
            _hard_violations(only_this, replace(self.preferences, precedences=()))
        )

    def _violations_before(self, programme: Programme, constraint: SlotConstraint | Precedence) -> int:
        return dict(_hard_violations(programme, self.preferences)).get(constraint, 0)

    def placed(self, move: Move) -> PlacedShowing | None:
        return self.programme.placed_showing(self.showing.at(move.placement))

    def with_facts(self, **facts: object) -> Programme:
        """The programme with other facts about its halls, guests or prints."""
        context: RuleContext = replace(self.programme.context, **facts)  # type: ignore[arg-type]  # RuleContext's own fields
        return replace(self.programme, context=context)

    def with_hall(self, hall: RuleHall) -> Programme:
        return self.with_facts(halls={**self.programme.context.halls, hall.id: hall})


def _hard_violations(
    programme: Programme, preferences: Preferences
) -> Iterator[tuple[SlotConstraint | Precedence, int]]:
    """Each hard constraint that is violated, and by how many showings."""
    return (
        (violation.constraint, violation.count)
        for violation in preference_violations(programme, preferences)
        if violation.constraint.penalty is None
    )


def positions_in_empty_halls(
    programme: Programme,
    *block: Showing,
    preferences: Preferences,
    strict: bool = False,
    partner: Showing | None = None,
) -> list[InsertionPosition]:
    """The positions it would have in empty halls; a block runs back to back. None: it is infeasible.

    Every start is examined at which anything begins or ceases to be allowed, so none is overlooked. `partner`: a
    showing with a place, to which the precedences of `preferences` bind it; it takes up no hall.
    """
    empty = replace(programme, showings=tuple(showing.at(UNPLACED) for showing in block))
    grid, longest = (
        TimeGrid(programme.calendar),
        max((changeover_units(hall) for hall in programme.context.halls.values()), default=0),
    )
    free = empty_hall_intervals(
        empty, grid, start_offsets(empty.showings, longest)[1], not_before=preferences.not_before
    )
    with_partner = replace(programme, showings=(*empty.showings, partner)) if partner else empty
    return InsertionSearch(with_partner, preferences, strict=strict).positions_in(empty.showings, free)


def precedence_is_feasible(
    programme: Programme, precedence: Precedence, predecessor: Showing, successor: Showing, preferences: Preferences
) -> bool:
    """Whether these two can keep a precedence in empty halls; one that has a place stays there.

    Examined are all positions of either one at which anything begins or ceases to be allowed, and what they leave the
    other.
    """
    with_precedence = replace(
        preferences,
        precedences=(replace(precedence, predecessor=predecessor.uid, successor=successor.uid, penalty=None),),
    )
    for leader, follower in ((predecessor, successor), (successor, predecessor)):
        if follower.starts_at is None and any(
            positions_in_empty_halls(programme, follower, preferences=with_precedence, partner=placed_leader)
            for placed_leader in _places(programme, leader, with_precedence)
        ):
            return True
    return False


def _places(programme: Programme, showing: Showing, preferences: Preferences) -> list[Showing]:
    """The showing at each start that it could have, or where it is."""
    if showing.starts_at is not None:
        return [showing]
    moves = [position.move for position in positions_in_empty_halls(programme, showing, preferences=preferences)]
    by_start = {move.starts_at: showing.at(move.placement) for move in moves}
    return list(by_start.values())
