"""What would let a showing in: a guest who stays longer or comes earlier, and so of a print."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from screenings.solver.explain.relaxations import (
    GUEST_FROM,
    GUEST_UNTIL,
    MAX_TRIED,
    PRINT_FROM,
    PRINT_UNTIL,
    Relaxation,
    RelaxationSearch,
)
from screenings.timetable.context import RuleGuest, RulePrint
from screenings.timetable.formats import prints_needed
from screenings.timetable.rules.guests import required_guests
from screenings.timetable.what_if import Move


class GuestRelaxations(RelaxationSearch):
    def guests(self) -> Iterator[Relaxation]:
        """A guest comes earlier or stays longer."""
        for number in self._expected():
            guest = self.programme.context.guests[number]
            for kind, found in self._for_guest(guest):
                yield Relaxation(kind, (found[1],), guest.id, found[0])

    def _expected(self) -> tuple[int, ...]:
        hall = next(iter(self.programme.context.halls), None)
        if hall is None:
            return ()
        place = self.programme.placed_showing(replace(self.showing, hall=hall, starts_at=self.grid.origin))
        assert place is not None
        return required_guests(self.programme.context, place)[0]

    def _for_guest(self, guest: RuleGuest) -> Iterator[tuple[str, tuple[datetime, Move]]]:
        for kind, bound in ((GUEST_UNTIL, guest.departs_at), (GUEST_FROM, guest.arrives_at)):
            if bound is None:
                continue
            until = kind == GUEST_UNTIL
            opened = replace(guest, departs_at=None) if until else replace(guest, arrives_at=None)
            asked = []
            for move in self.candidate_moves(
                self.with_facts(guests={**self.programme.context.guests, guest.id: opened})
            ):
                assert move.starts_at is not None
                moment = move.starts_at + timedelta(minutes=self.showing.length) if until else move.starts_at
                if (moment > bound) == until:
                    asked.append((moment, move))
            for moment, move in sorted(asked, key=lambda one: abs(one[0] - bound))[:MAX_TRIED]:
                changed = replace(guest, departs_at=moment) if until else replace(guest, arrives_at=moment)
                if self.is_acceptable(
                    self.with_facts(guests={**self.programme.context.guests, guest.id: changed}), move
                ):
                    yield kind, (moment, move)
                    break

    def prints(self) -> Iterator[Relaxation]:
        """A print is here longer, or comes earlier."""
        for number in {each for prints, _ in self._needed() for each in prints}:
            copy = self.programme.context.prints[number]
            for kind, bound in ((PRINT_UNTIL, copy.available_until), (PRINT_FROM, copy.available_from)):
                if bound is not None and (found := self._for_print(copy, kind, bound)):
                    yield Relaxation(kind, (found[1],), copy.id, found[0])

    def _needed(self) -> list[tuple[tuple[int, ...], bool]]:
        return list(prints_needed(self.programme.context, self.showing))

    def _for_print(self, copy: RulePrint, kind: str, bound: date) -> tuple[date, Move] | None:
        until = kind == PRINT_UNTIL
        opened = replace(copy, available_until=None) if until else replace(copy, available_from=None)
        places = self.candidate_moves(self.with_facts(prints={**self.programme.context.prints, copy.id: opened}))
        days = [(place.day, move) for move in places if (place := self.placed(move))]
        asked = [(day, move) for day, move in days if (day > bound) == until]
        for day, move in sorted(asked, key=lambda one: abs(one[0] - bound))[:MAX_TRIED]:
            changed = replace(copy, available_until=day) if until else replace(copy, available_from=day)
            if self.is_acceptable(self.with_facts(prints={**self.programme.context.prints, copy.id: changed}), move):
                return day, move
        return None
