"""Why a showing has no place: the rules that forbid each, and the cheapest things that would let it in."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from screenings.solver.explain.relax_guests import AskingGuests
from screenings.solver.explain.relax_halls import AskingHalls
from screenings.solver.explain.relaxations import MOVE, WANTED, Relaxation, alone
from screenings.solver.improve.repair_moves import Mending
from screenings.solver.model.costs import concerns
from screenings.solver.model.precedences import parties, without
from screenings.solver.model.problem import UNIT
from screenings.solver.model.rule_costs import OF_DAY, OF_HALL, OF_HOUR
from screenings.solver.model.time_grid import free_stretches, open_hours
from screenings.solver.preferences import STANDARD, Preferences, Sequel, Wish
from screenings.solver.suggest import named
from screenings.timetable.context import HallFacts
from screenings.timetable.rules import RULES, found_by
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move, WhatIf
from screenings.timetable.with_moves import with_moves

LONE: Final = OF_HALL | OF_DAY | OF_HOUR
# The codes of reasons that are none of a rule: what the festival itself asked for, and a day that has gone by.
WISHES, PAST = "wishes", "past"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule's code, WISHES or PAST, and on how many of the festival's days in a hall it is what forbids."""

    code: str
    places: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """`is_impossible`: even in an empty house. `fits`: a place it could have without an error after all."""

    uid: UUID
    reasons: tuple[Reason, ...]
    relaxations: tuple[Relaxation, ...]
    is_impossible: bool
    fits: Move | None = None


def explain(
    programme: Programme,
    uid: UUID,
    *,
    movable: Collection[UUID] | None = None,
    preferences: Preferences = STANDARD,
    strict: bool = False,
) -> Explanation:
    """What stands in a showing's way, and what would let it in; of others, only those that are movable move.

    With `strict` a warning is as bad as an error. Raises KeyError for a showing that the programme does not know.
    """
    programme = with_moves(replace(programme, chosen=frozenset()), [Move(uid)])
    showing = named(programme, uid)
    return _Explaining(programme, showing, preferences, strict=strict).explanation(movable)


class _Explaining(AskingHalls, AskingGuests):
    def explanation(self, movable: Collection[UUID] | None) -> Explanation:
        fits = self.fitting(self.programme)
        if fits:
            return Explanation(self.showing.uid, (), (), is_impossible=False, fits=fits)
        found = Counter(code for hall in self.programme.house.halls.values() for code in self._forbidding(hall))
        reasons = tuple(Reason(code, places) for code, places in found.most_common())
        is_impossible = not alone(self.programme, self.showing, preferences=self.preferences, strict=self.strict)
        others = {s.uid for s in self.programme.showings} if movable is None else set(movable)
        relaxations = [
            *self._others(others - {self.showing.uid}),
            *self.changeovers(),
            *self.guests(),
            *self.prints(),
            *self.formats(),
            *self.hours(),
            *self.reopened(),
            *self._wishes(),
        ]
        return Explanation(self.showing.uid, reasons, tuple(relaxations), is_impossible)

    def _forbidding(self, hall: HallFacts) -> Iterator[str]:
        """For each day the rules that forbid it in this hall, most fundamental first: only the first kind is named."""
        free = list(free_stretches(self.programme, self.grid, self.preferences))
        units = -(-self.showing.length // UNIT)
        earliest = self.preferences.not_before
        for number, day in enumerate(self.grid.days):
            length = timedelta(minutes=self.showing.length)
            hours = [each for each in open_hours(hall, day, self.grid, self.preferences) if each[1] - each[0] >= length]
            if not hours:
                yield "hall-closed"
                continue
            hours = [(opens, closes) for opens, closes in hours if earliest is None or closes - length >= earliest]
            if not hours:
                yield PAST
                continue
            alone = [self._alone(hall, moment) for opens, closes in hours for moment in (opens, closes - length)]
            if all(alone):
                yield from set().union(*alone)
                continue
            rooms = [s for s in free if (s.hall, s.day) == (hall.id, number) and s.closes - s.opens >= units]
            yield from {"hall-busy"} if not rooms else self._beside(hall, [self.grid.moment(s.opens) for s in rooms])

    def _alone(self, hall: HallFacts, starts_at: datetime) -> set[str]:
        placed = replace(self.programme, showings=(replace(self.showing, hall=hall.id, starts_at=starts_at),))
        rules = [rule for rule in RULES if rule.code in LONE]
        return {c.code for c in self.bad(c for rule in rules for c in found_by(rule, placed))}

    def _beside(self, hall: HallFacts, starts: Iterable[datetime]) -> set[str]:
        what_if = WhatIf(self.programme)
        moves = (Move(self.showing.uid, hall.id, start) for start in starts)
        found = {c.code for move in moves for c in self.bad(what_if.consequences_of(move).added)}
        return found or {WISHES if any(self._musts()) else "hall-busy"}

    def _others(self, others: Collection[UUID]) -> Iterator[Relaxation]:
        """Another showing goes elsewhere."""
        mending = Mending(self.programme, others, (), self.preferences, lambda _: 0.0, bad=self.bad)
        if mending.make_room(self.showing.uid) and self.works(self.programme, *mending.moves):
            moves = sorted(mending.moves, key=lambda move: move.uid != self.showing.uid)
            yield Relaxation(MOVE, tuple(moves))

    def _musts(self) -> Iterator[Wish | Sequel]:
        """What the festival insists on for this showing."""
        for wish in self.preferences.wishes:
            if wish.points is None and concerns(self.programme, wish, self.showing):
                yield wish
        for order in self.preferences.orders:
            mine = (self.showing in (*one, *other) for one, other in parties(order, self.programme.showings))
            if order.points is None and any(mine):
                yield order

    def _wishes(self) -> Iterator[Relaxation]:
        """One thing less is insisted on."""
        for wanted in self._musts():
            less = without(self.preferences, wanted)
            move = self.fitting(self.programme, less)
            if move and self.works(self.programme, move, preferences=less):
                yield Relaxation(WANTED, (move,), wanted=wanted)
