"""Explain why a showing has no place: the rules that forbid each, and the relaxations that would let it in."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from screenings.solver.explain.relax_guests import GuestRelaxations
from screenings.solver.explain.relax_halls import HallRelaxations
from screenings.solver.explain.relaxations import CONSTRAINT, MOVE, Relaxation, positions_in_empty_halls
from screenings.solver.improve.repair_moves import RepairState
from screenings.solver.model.costs import applies_to, length_in_units
from screenings.solver.model.precedences import precedence_sides, without_constraint
from screenings.solver.model.rule_costs import DAY_RULES, HALL_RULES, HOUR_RULES
from screenings.solver.model.showings import find_showing
from screenings.solver.model.time_grid import free_intervals, open_hours
from screenings.solver.preferences import DEFAULT_PREFERENCES, Precedence, Preferences, SlotConstraint
from screenings.timetable.context import RuleHall
from screenings.timetable.placement import Placement
from screenings.timetable.rules import RULES, run_rule
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move, WhatIf
from screenings.timetable.with_moves import with_moves

SINGLE_SHOWING_RULES: Final = HALL_RULES | DAY_RULES | HOUR_RULES
# The codes of reasons that are none of a rule: what the festival itself asked for, and a day that has gone by.
CONSTRAINT_REASON, PAST = "wishes", "past"


@dataclass(frozen=True, slots=True)
class BlockingReason:
    """A rule's code, CONSTRAINT_REASON or PAST, and on how many hall days it is what forbids the showing."""

    code: str
    hall_days: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a showing has no place. `is_infeasible`: not even in empty halls.

    `feasible_move`: a place that it could have without an error after all; there are no reasons then.
    """

    uid: UUID
    reasons: tuple[BlockingReason, ...]
    relaxations: tuple[Relaxation, ...]
    is_infeasible: bool
    feasible_move: Move | None = None


def explain(
    programme: Programme,
    uid: UUID,
    *,
    movable: Collection[UUID] | None = None,
    preferences: Preferences = DEFAULT_PREFERENCES,
    strict: bool = False,
    elsewhere: bool = False,
) -> Explanation:
    """Find what keeps a showing out and what would let it in; of the others only `movable` ones may move.

    With `strict` a warning is as bad as an error; with `elsewhere` the place that it has now is none for it. Raises
    KeyError for a showing that the programme does not know. Some 60 ms among 200 showings.
    """
    current = find_showing(programme, uid).placement if elsewhere else None
    programme = with_moves(programme, [Move(uid)])
    showing = find_showing(programme, uid)
    return _ExplanationBuilder(programme, showing, preferences, strict=strict, left_out=current).explanation(movable)


class _ExplanationBuilder(HallRelaxations, GuestRelaxations):
    def explanation(self, movable: Collection[UUID] | None) -> Explanation:
        feasible_move = self.best_acceptable_move(self.programme)
        if feasible_move:
            return Explanation(self.showing.uid, (), (), is_infeasible=False, feasible_move=feasible_move)
        counts = Counter(code for hall in self.programme.context.halls.values() for code in self._blocking_codes(hall))
        reasons = tuple(BlockingReason(code, hall_days) for code, hall_days in counts.most_common())
        is_impossible = not positions_in_empty_halls(
            self.programme, self.showing, preferences=self.preferences, strict=self.strict
        )
        displaceable = {showing.uid for showing in self.programme.showings} if movable is None else set(movable)
        relaxations = [
            *self._displacements(displaceable - {self.showing.uid}),
            *self.changeovers(),
            *self.guests(),
            *self.prints(),
            *self.formats(),
            *self.hours(),
            *self.reopened(),
            *self._dropped_constraints(),
        ]
        return Explanation(self.showing.uid, reasons, tuple(relaxations), is_impossible)

    def _blocking_codes(self, hall: RuleHall) -> Iterator[str]:
        """For each day the codes that forbid it in this hall. Only the most fundamental kind of reason is given."""
        free = list(free_intervals(self.programme, self.grid, self.preferences))
        duration = length_in_units(self.showing)
        earliest = self.preferences.not_before
        for number, day in enumerate(self.grid.days):
            length = timedelta(minutes=self.showing.length)
            hours = [
                period
                for period in open_hours(hall, day, self.grid, self.preferences)
                if period[1] - period[0] >= length
            ]
            if not hours:
                yield "hall-closed"
                continue
            hours = [(opens, closes) for opens, closes in hours if earliest is None or closes - length >= earliest]
            if not hours:
                yield PAST
                continue
            codes_alone = [
                self._codes_when_alone(hall, moment) for opens, closes in hours for moment in (opens, closes - length)
            ]
            if all(codes_alone):
                yield from set().union(*codes_alone)
                continue
            intervals = [s for s in free if (s.hall, s.day) == (hall.id, number) and s.closes - s.opens >= duration]
            yield from (
                {"hall-busy"}
                if not intervals
                else self._codes_beside_others(hall, [self.grid.moment(s.opens) for s in intervals])
            )

    def _codes_when_alone(self, hall: RuleHall, starts_at: datetime) -> set[str]:
        placed = replace(self.programme, showings=(replace(self.showing, hall=hall.id, starts_at=starts_at),))
        rules = [rule for rule in RULES if rule.code in SINGLE_SHOWING_RULES]
        return {c.code for c in self.unacceptable(c for rule in rules for c in run_rule(rule, placed))}

    def _codes_beside_others(self, hall: RuleHall, starts: Iterable[datetime]) -> set[str]:
        what_if = WhatIf(self.programme, pairwise=True)
        places = (Placement(hall.id, start) for start in starts)
        moves = (Move(self.showing.uid, place) for place in places if place != self.left_out)
        codes = {conflict.code for move in moves for conflict in self.unacceptable(what_if.consequences_of(move).added)}
        return codes or {CONSTRAINT_REASON if any(self._hard_constraints()) else "hall-busy"}

    def _displacements(self, displaceable: Collection[UUID]) -> Iterator[Relaxation]:
        """Another showing is moved."""
        repair_state = RepairState(
            self.programme, displaceable, (), self.preferences, lambda _: 0.0, unacceptable=self.unacceptable
        )
        if repair_state.make_room(self.showing.uid) and self.is_acceptable(self.programme, *repair_state.moves):
            moves = sorted(repair_state.moves, key=lambda move: move.uid != self.showing.uid)
            yield Relaxation(MOVE, tuple(moves))

    def _hard_constraints(self) -> Iterator[SlotConstraint | Precedence]:
        """The slot constraints and precedences without a penalty that concern this showing."""
        for constraint in self.preferences.slot_constraints:
            if constraint.penalty is None and applies_to(self.programme, constraint, self.showing):
                yield constraint
        for precedence in self.preferences.precedences:
            concerns = (
                self.showing in (*predecessors, *successors)
                for predecessors, successors in precedence_sides(precedence, self.programme.showings)
            )
            if precedence.penalty is None and any(concerns):
                yield precedence

    def _dropped_constraints(self) -> Iterator[Relaxation]:
        """One hard constraint is given up."""
        for constraint in self._hard_constraints():
            relaxed = without_constraint(self.preferences, constraint)
            move = self.best_acceptable_move(self.programme, relaxed)
            if move and self.is_acceptable(self.programme, move, preferences=relaxed):
                yield Relaxation(CONSTRAINT, (move,), constraint=constraint)
