"""One showing without a place, and whether it would have one if something were otherwise: the rules are asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from screenings.solver.improve.insertion import Candidate, Candidates
from screenings.solver.model.precedences import offsets_of
from screenings.solver.model.time_grid import Grid, empty_stretches, pause_of
from screenings.solver.preferences import Preferences, Sequel, Wish
from screenings.solver.suggest import grave
from screenings.solver.unmet import unmet
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import HallFacts, House
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Placed, Programme, Showing
from screenings.timetable.what_if import Move, WhatIf
from screenings.timetable.with_moves import with_moves

MOVE, CHANGEOVER, GUEST_UNTIL, GUEST_FROM, PRINT_UNTIL, PRINT_FROM, FORMAT, OPEN_UNTIL, REOPENED, WANTED = (
    "move", "changeover", "guest-until", "guest-from", "print-until", "print-from", "format", "open-until", "reopened",
    "wanted",
)  # fmt: skip
LOOKED_AT: Final = 12  # places looked at for each kind of relaxation


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What would let the showing in, by the first of `moves`; the rules were asked.

    `subject` is the id of a hall (CHANGEOVER; `value` in minutes. FORMAT, which it would show. OPEN_UNTIL; an instant.
    REOPENED; a day), of a guest (GUEST_UNTIL, GUEST_FROM; an instant) or of a print (PRINT_UNTIL, PRINT_FROM; a day).
    For WANTED `wanted` would be given up. For MOVE there is none of these: the other moves say it.
    """

    kind: str
    moves: tuple[Move, ...]
    subject: int | None = None
    value: int | datetime | date | str | None = None
    wanted: Wish | Sequel | None = None


class Asking:
    """`strict`: a warning counts like an error."""

    def __init__(
        self, programme: Programme, showing: Showing, preferences: Preferences, *, strict: bool = False
    ) -> None:
        self.programme, self.showing, self.preferences, self.strict = programme, showing, preferences, strict
        self.grid = Grid(programme.calendar)

    def bad(self, conflicts: Iterable[Conflict]) -> list[Conflict]:
        return grave(conflicts) if self.strict else errors(conflicts)

    def fitting(self, programme: Programme, preferences: Preferences | None = None) -> Move | None:
        """The best place at which nothing is wrong with it."""
        what_if = WhatIf(programme)
        for move in self.places(programme, preferences)[:LOOKED_AT]:
            if not self.bad(what_if.consequences_of(move).added):
                return move
        return None

    def places(self, programme: Programme, preferences: Preferences | None = None) -> list[Move]:
        candidates = Candidates(programme, preferences or self.preferences, strict=self.strict)
        return [one.move for one in candidates.of(self.showing)]

    def works(self, programme: Programme, *moves: Move, preferences: Preferences | None = None) -> bool:
        """Nothing that is moved is in what is wrong, in the past, or where what is a must is not kept."""
        preferences, moved = preferences or self.preferences, {move.uid for move in moves}
        if any(self.is_past(move) for move in moves):
            return False
        after = with_moves(programme, moves)
        if any(moved.intersection(conflict.uids) for conflict in self.bad(find_conflicts(after))):
            return False
        return all(count <= self._broken(programme, must) for must, count in _musts_missed(after, preferences))

    def is_past(self, move: Move) -> bool:
        earliest = self.preferences.not_before
        return earliest is not None and move.starts_at is not None and move.starts_at < earliest

    def is_wished(self, move: Move) -> bool:
        """Whether it is not in the past, and no wish that is a must speaks against it."""
        alone = replace(self.programme, showings=(replace(self.showing, hall=move.hall, starts_at=move.starts_at),))
        return not self.is_past(move) and not any(_musts_missed(alone, replace(self.preferences, orders=())))

    def _broken(self, programme: Programme, must: Wish | Sequel) -> int:
        return dict(_musts_missed(programme, self.preferences)).get(must, 0)

    def placed(self, move: Move) -> Placed | None:
        return self.programme.place(replace(self.showing, hall=move.hall, starts_at=move.starts_at))

    def changed(self, **facts: object) -> Programme:
        """The programme with another house."""
        house: House = replace(self.programme.house, **facts)  # type: ignore[arg-type]  # a House's own fields
        return replace(self.programme, house=house)

    def with_hall(self, hall: HallFacts) -> Programme:
        return self.changed(halls={**self.programme.house.halls, hall.id: hall})


def _musts_missed(programme: Programme, preferences: Preferences) -> Iterator[tuple[Wish | Sequel, int]]:
    """Each must that is not kept, and for how many showings."""
    return ((one.wanted, one.count) for one in unmet(programme, preferences) if one.wanted.points is None)


def errors(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Those that another place could mend."""
    return [conflict for conflict in grave(conflicts) if conflict.severity is Severity.ERROR]


def alone(
    programme: Programme, *block: Showing, preferences: Preferences, strict: bool = False, beside: Showing | None = None
) -> list[Candidate]:
    """The places it would have in an empty house; several run as one. None: it is impossible.

    Looked at is every start at which anything begins or ceases to be allowed, so that none is overlooked. `beside`:
    what has a place already, to which the orders of `preferences` bind it; it takes no room.
    """
    empty = replace(programme, showings=tuple(replace(showing, starts_at=None, hall=None) for showing in block))
    grid, longest = (
        Grid(programme.calendar),
        max((pause_of(hall) for hall in programme.house.halls.values()), default=0),
    )
    free = empty_stretches(empty, grid, offsets_of(empty.showings, longest)[1], not_before=preferences.not_before)
    around = replace(programme, showings=(*empty.showings, beside)) if beside else empty
    return Candidates(around, preferences, strict=strict).among(empty.showings, free)


def can_follow(programme: Programme, order: Sequel, first: Showing, then: Showing, preferences: Preferences) -> bool:
    """Whether these two can keep an order in an empty house; one that has a place stays there.

    Looked at are all places of either at which anything begins or ceases to be allowed, and what they leave the other.
    """
    bound = replace(preferences, orders=(replace(order, first=first.uid, then=then.uid, points=None),))
    for leader, other in ((first, then), (then, first)):
        if other.starts_at is None and any(
            alone(programme, other, preferences=bound, beside=place) for place in _places(programme, leader, bound)
        ):
            return True
    return False


def _places(programme: Programme, showing: Showing, preferences: Preferences) -> list[Showing]:
    """One for each start it could have, or the place it has."""
    if showing.starts_at is not None:
        return [showing]
    moves = [one.move for one in alone(programme, showing, preferences=preferences)]
    by_start = {move.starts_at: replace(showing, hall=move.hall, starts_at=move.starts_at) for move in moves}
    return list(by_start.values())
