"""Relaxations by people and prints: a guest stays longer or comes earlier, a print is here for longer."""

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
        for guest_id in self._expected():
            guest = self.programme.context.guests[guest_id]
            for kind, relaxed in self._for_guest(guest):
                yield Relaxation(kind, (relaxed[1],), guest.id, relaxed[0])

    def _expected(self) -> tuple[int, ...]:
        hall = next(iter(self.programme.context.halls), None)
        if hall is None:
            return ()
        show = self.programme.placed_showing(replace(self.showing, hall=hall, starts_at=self.grid.origin))
        assert show is not None
        return required_guests(self.programme.context, show)[0]

    def _for_guest(self, guest: RuleGuest) -> Iterator[tuple[str, tuple[datetime, Move]]]:
        for kind, limit in ((GUEST_UNTIL, guest.departs_at), (GUEST_FROM, guest.arrives_at)):
            if limit is None:
                continue
            is_departure = kind == GUEST_UNTIL
            without_limit = replace(guest, departs_at=None) if is_departure else replace(guest, arrives_at=None)
            candidates = []
            for move in self.candidate_moves(
                self.with_facts(guests={**self.programme.context.guests, guest.id: without_limit})
            ):
                assert move.starts_at is not None
                moment = move.starts_at + timedelta(minutes=self.showing.length) if is_departure else move.starts_at
                if (moment > limit) == is_departure:
                    candidates.append((moment, move))
            for moment, move in sorted(candidates, key=lambda candidate: abs(candidate[0] - limit))[:MAX_TRIED]:
                changed = replace(guest, departs_at=moment) if is_departure else replace(guest, arrives_at=moment)
                if self.is_acceptable(
                    self.with_facts(guests={**self.programme.context.guests, guest.id: changed}), move
                ):
                    yield kind, (moment, move)
                    break

    def prints(self) -> Iterator[Relaxation]:
        """A print is here longer, or comes earlier."""
        for print_id in {print_id for prints, _ in self._needed() for print_id in prints}:
            copy = self.programme.context.prints[print_id]
            for kind, limit in ((PRINT_UNTIL, copy.available_until), (PRINT_FROM, copy.available_from)):
                if limit is not None and (relaxed := self._for_print(copy, kind, limit)):
                    yield Relaxation(kind, (relaxed[1],), copy.id, relaxed[0])

    def _needed(self) -> list[tuple[tuple[int, ...], bool]]:
        return list(prints_needed(self.programme.context, self.showing))

    def _for_print(self, copy: RulePrint, kind: str, limit: date) -> tuple[date, Move] | None:
        is_last_day = kind == PRINT_UNTIL
        without_limit = replace(copy, available_until=None) if is_last_day else replace(copy, available_from=None)
        moves = self.candidate_moves(self.with_facts(prints={**self.programme.context.prints, copy.id: without_limit}))
        days = [(show.day, move) for move in moves if (show := self.placed(move))]
        candidates = [(day, move) for day, move in days if (day > limit) == is_last_day]
        for day, move in sorted(candidates, key=lambda candidate: abs(candidate[0] - limit))[:MAX_TRIED]:
            changed = replace(copy, available_until=day) if is_last_day else replace(copy, available_from=day)
            if self.is_acceptable(self.with_facts(prints={**self.programme.context.prints, copy.id: changed}), move):
                return day, move
        return None
