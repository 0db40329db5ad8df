"""Why a showing has no place: the rules that forbid each, and the cheapest things that would let it in."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.consequences import Move, WhatIf
from screenings.timetable.house import GuestFacts, HallFacts, House, PrintFacts
from screenings.timetable.rules import RULES, find_conflicts, found_by
from screenings.timetable.rules_guests import guests_expected
from screenings.timetable.rules_prints import prints_needed
from screenings.timetable.solving.advise import grave, named
from screenings.timetable.solving.candidates import Candidates
from screenings.timetable.solving.hours import Grid, free_stretches, open_hours
from screenings.timetable.solving.mending import Mending
from screenings.timetable.solving.moving import with_moves
from screenings.timetable.solving.preferences import STANDARD, Preferences
from screenings.timetable.solving.task import UNIT
from screenings.timetable.solving.verdicts import OF_DAY, OF_HALL, OF_HOUR
from screenings.timetable.values import Placed, Programme, Showing

MOVE, CHANGEOVER, GUEST_UNTIL, GUEST_FROM, PRINT_UNTIL, PRINT_FROM = (
    "move", "changeover", "guest-until", "guest-from", "print-until", "print-from",
)  # fmt: skip
LOOKED_AT: Final = 12  # places looked at for each kind of relaxation
LONE: Final = OF_HALL | OF_DAY | OF_HOUR


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule's code, and on how many of the festival's days in a hall it is what forbids."""

    code: str
    places: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What would let the showing in, by the first of `moves`; the rules were asked.

    `subject` is the id of a hall (CHANGEOVER; `value` in minutes), of a guest (GUEST_UNTIL, GUEST_FROM; an instant) or
    of a print (PRINT_UNTIL, PRINT_FROM; a day). For MOVE there is neither: the other moves say it.
    """

    kind: str
    moves: tuple[Move, ...]
    subject: int | None = None
    value: int | datetime | date | None = None


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
) -> Explanation:
    """What stands in a showing's way, and what would let it in; of others, only those that are movable move.

    Raises KeyError for a showing that the programme does not know.
    """
    programme = with_moves(replace(programme, chosen=frozenset()), [Move(uid)])
    showing = named(programme, uid)
    return _Asking(programme, showing, preferences).explanation(movable)


class _Asking:
    def __init__(self, programme: Programme, showing: Showing, preferences: Preferences) -> None:
        self.programme, self.showing, self.preferences = programme, showing, preferences
        self.grid = Grid(programme.calendar)

    def explanation(self, movable: Collection[UUID] | None) -> Explanation:
        fits = self._fitting(self.programme)
        if fits:
            return Explanation(self.showing.uid, (), (), is_impossible=False, fits=fits)
        found = Counter(code for hall in self.programme.house.halls.values() for code in self._forbidding(hall))
        reasons = tuple(Reason(code, places) for code, places in found.most_common())
        alone = replace(self.programme, showings=(self.showing,))
        is_impossible = self._fitting(alone) is None
        others = {s.uid for s in self.programme.showings} if movable is None else set(movable)
        relaxations = [
            *self._others(others - {self.showing.uid}),
            *self._changeovers(),
            *self._guests(),
            *self._prints(),
        ]
        return Explanation(self.showing.uid, reasons, tuple(relaxations), is_impossible)

    def _fitting(self, programme: Programme) -> Move | None:
        """The best place at which it is in no error."""
        what_if = WhatIf(programme)
        for candidate in Candidates(programme, self.preferences).of(self.showing)[:LOOKED_AT]:
            if not errors(what_if.consequences_of(candidate.move).added):
                return candidate.move
        return None

    def _forbidding(self, hall: HallFacts) -> Iterator[str]:
        """For each day the rules that forbid it in this hall, most fundamental first: only the first kind is named."""
        free = list(free_stretches(self.programme, self.grid, self.preferences))
        units = -(-self.showing.length // UNIT)
        for number, day in enumerate(self.grid.days):
            length = timedelta(minutes=self.showing.length)
            hours = [each for each in open_hours(hall, day, self.grid, self.preferences) if each[1] - each[0] >= length]
            if not hours:
                yield "hall-closed"
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
        return {c.code for rule in rules for c in found_by(rule, placed) if c.severity is Severity.ERROR}

    def _beside(self, hall: HallFacts, starts: Iterable[datetime]) -> set[str]:
        what_if = WhatIf(self.programme)
        moves = (Move(self.showing.uid, hall.id, start) for start in starts)
        return {c.code for move in moves for c in errors(what_if.consequences_of(move).added)} or {"hall-busy"}

    def _works(self, programme: Programme, *moves: Move) -> bool:
        """Asked of the rules: nothing that is moved is in an error."""
        moved = {move.uid for move in moves}
        after = find_conflicts(with_moves(programme, moves), at_least=Severity.ERROR)
        return not any(moved.intersection(conflict.uids) for conflict in errors(after))

    def _others(self, others: Collection[UUID]) -> Iterator[Relaxation]:
        """Another showing goes elsewhere."""
        mending = Mending(self.programme, others, (), self.preferences, lambda _: 0.0, bad=errors)
        if mending.make_room(self.showing.uid) and self._works(self.programme, *mending.moves):
            moves = sorted(mending.moves, key=lambda move: move.uid != self.showing.uid)
            yield Relaxation(MOVE, tuple(moves))

    def _changeovers(self) -> Iterator[Relaxation]:
        """A shorter changeover in one hall: the least that has to be given up."""
        for hall, minutes, start in sorted(self._gaps(), key=lambda gap: gap[1] - gap[0].changeover, reverse=True):
            changed = self._with(halls={**self.programme.house.halls, hall.id: replace(hall, changeover=minutes)})
            move = Move(self.showing.uid, hall.id, start)
            if self._works(changed, move):
                yield Relaxation(CHANGEOVER, (move,), hall.id, minutes)
                return

    def _gaps(self) -> Iterator[tuple[HallFacts, int, datetime]]:
        """Between two shows, or a show and the hall's hours: the changeover that would fit, in fives, and the start."""
        length = timedelta(minutes=self.showing.length)
        for hall in self.programme.house.halls.values():
            shows = [show for show in self.programme.live if show.hall.id == hall.id and not hall.shared]
            for day in self.grid.days:
                for opens, closes in open_hours(hall, day, self.grid, self.preferences):
                    inside = [show for show in shows if opens < show.end and show.start < closes]
                    for before, after in zip([None, *inside], [*inside, None], strict=True):
                        if before or after:
                            yield from self._gap(hall, before, after, opens, closes - length)

    def _gap(
        self, hall: HallFacts, before: Placed | None, after: Placed | None, opens: datetime, latest: datetime
    ) -> Iterator[tuple[HallFacts, int, datetime]]:
        length = timedelta(minutes=self.showing.length)
        for minutes in range((hall.changeover - 1) // UNIT * UNIT, -1, -UNIT):
            pause = timedelta(minutes=minutes)
            start = self.grid.moment(self.grid.up(max(opens, before.end + pause) if before else opens))
            if start <= latest and (after is None or start + length + pause <= after.start):
                yield hall, minutes, start
                return

    def _guests(self) -> Iterator[Relaxation]:
        """A guest comes earlier or stays longer."""
        for number in self._expected():
            guest = self.programme.house.guests[number]
            for kind, found in self._for_guest(guest):
                yield Relaxation(kind, (found[1],), guest.id, found[0])

    def _expected(self) -> tuple[int, ...]:
        hall = next(iter(self.programme.house.halls), None)
        if hall is None:
            return ()
        place = self.programme.place(replace(self.showing, hall=hall, starts_at=self.grid.begins))
        assert place is not None
        return guests_expected(self.programme.house, place)[0]

    def _for_guest(self, guest: GuestFacts) -> Iterator[tuple[str, tuple[datetime, Move]]]:
        for kind, bound in ((GUEST_UNTIL, guest.departs_at), (GUEST_FROM, guest.arrives_at)):
            if bound is None:
                continue
            until = kind == GUEST_UNTIL
            opened = replace(guest, departs_at=None) if until else replace(guest, arrives_at=None)
            asked = []
            for move in self._places(self._with(guests={**self.programme.house.guests, guest.id: opened})):
                assert move.starts_at is not None
                moment = move.starts_at + timedelta(minutes=self.showing.length) if until else move.starts_at
                asked.append((moment, move))
            for moment, move in sorted(asked, key=lambda one: abs(one[0] - bound))[:LOOKED_AT]:
                changed = replace(guest, departs_at=moment) if until else replace(guest, arrives_at=moment)
                if self._works(self._with(guests={**self.programme.house.guests, guest.id: changed}), move):
                    yield kind, (moment, move)
                    break

    def _prints(self) -> Iterator[Relaxation]:
        """A print is here longer, or comes earlier."""
        for number in {each for prints, _ in self._needed() for each in prints}:
            copy = self.programme.house.prints[number]
            for kind, bound in ((PRINT_UNTIL, copy.available_until), (PRINT_FROM, copy.available_from)):
                if bound is not None and (found := self._for_print(copy, kind, bound)):
                    yield Relaxation(kind, (found[1],), copy.id, found[0])

    def _needed(self) -> list[tuple[tuple[int, ...], bool]]:
        hall = next(iter(self.programme.house.halls), None)
        if hall is None:
            return []
        place = self.programme.place(replace(self.showing, hall=hall, starts_at=self.grid.begins))
        assert place is not None
        return list(prints_needed(self.programme.house, place))

    def _for_print(self, copy: PrintFacts, kind: str, bound: date) -> tuple[date, Move] | None:
        until = kind == PRINT_UNTIL
        opened = replace(copy, available_until=None) if until else replace(copy, available_from=None)
        places = self._places(self._with(prints={**self.programme.house.prints, copy.id: opened}))
        asked = [(place.day, move) for move in places if (place := self._placed(move))]
        for day, move in sorted(asked, key=lambda one: abs(one[0] - bound))[:LOOKED_AT]:
            changed = replace(copy, available_until=day) if until else replace(copy, available_from=day)
            if self._works(self._with(prints={**self.programme.house.prints, copy.id: changed}), move):
                return day, move
        return None

    def _placed(self, move: Move) -> Placed | None:
        return self.programme.place(replace(self.showing, hall=move.hall, starts_at=move.starts_at))

    def _places(self, programme: Programme) -> list[Move]:
        return [one.move for one in Candidates(programme, self.preferences).of(self.showing)]

    def _with(self, **facts: object) -> Programme:
        house: House = replace(self.programme.house, **facts)  # type: ignore[arg-type]  # a House's own fields
        return replace(self.programme, house=house)


def errors(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Those that another place could mend."""
    return [conflict for conflict in grave(conflicts) if conflict.severity is Severity.ERROR]
