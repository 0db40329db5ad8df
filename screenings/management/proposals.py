"""A proposal in words and as data."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from screenings.timetable.conflicts import Severity
from screenings.timetable.consequences import Move
from screenings.timetable.solver import Contribution, Preferences, Proposal, explain
from screenings.timetable.values import Programme, Showing
from screenings.wording import conflict_sentence, explanation_sentences, moment_text


class Telling:
    """One proposal for one programme, told."""

    def __init__(
        self,
        before: Programme,
        proposal: Proposal,
        movable: frozenset[UUID],
        preferences: Preferences,
        seconds: float,
    ) -> None:
        self.before, self.proposal, self.seconds = before, proposal, seconds
        self.movable, self.preferences = movable, preferences
        self.showings = {showing.uid: showing for showing in before.showings}

    def lines(self) -> Iterator[str]:
        proposal = self.proposal
        yield from (self._move(move) for move in proposal.moves)
        for uid in proposal.unplaced:
            yield f"? {self._title(uid)}: no place found within {self.seconds:.1f} s"
            yield from (f"    {said}" for said in self._why(uid))
        for conflict in proposal.conflicts:
            if conflict.severity is not Severity.NOTICE:
                yield f"! {conflict_sentence(conflict)}"
        yield from self.summary()

    def summary(self) -> Iterator[str]:
        proposal = self.proposal
        counts = Counter(conflict.severity.value for conflict in proposal.conflicts)
        found = ", ".join(f"{counts[name]} {name}s" for name in ("error", "warning", "notice") if counts[name])
        yield (
            f"{len(self.movable) - len(proposal.unplaced)} of {len(self.movable)} screenings have a place, "
            f"{len(proposal.moves)} of them a new one. The rules find {found or 'nothing'}."
        )
        yield f"Score {proposal.score}, fewer points are better:"
        yield from (f"  {_term(one)}" for one in proposal.terms if one.amount)

    def data(self) -> dict[str, Any]:
        proposal = self.proposal
        return {
            "moves": [self._move_data(move) for move in proposal.moves],
            "unplaced": [
                {"uid": str(uid), "title": self._title(uid), "why": self._why(uid)} for uid in proposal.unplaced
            ],
            "conflicts": [
                {
                    "code": conflict.code,
                    "severity": conflict.severity.value,
                    "screenings": [str(uid) for uid in conflict.uids],
                    "sentence": conflict_sentence(conflict),
                }
                for conflict in proposal.conflicts
            ],
            "score": proposal.score,
            "terms": [
                {
                    "name": one.term.name,
                    "unit": one.term.unit,
                    "amount": one.amount,
                    "weight": one.weight,
                    "points": one.points,
                }
                for one in proposal.terms
            ],
            "search": {"points": proposal.points, "bound": proposal.bound, "steps": proposal.steps},
        }

    def _why(self, uid: UUID) -> list[str]:
        explained = explain(self.proposal.programme, uid, movable=self.movable, preferences=self.preferences)
        return list(explanation_sentences(self.proposal.programme, explained))

    def _title(self, uid: UUID) -> str:
        return self.showings[uid].title

    def _place(self, showing: Showing) -> str:
        place = self.before.place(showing)
        return f"{moment_text(place.start, place.hall.zone)}, {place.hall.name}" if place else "nowhere"

    def _move(self, move: Move) -> str:
        old = self.showings[move.uid]
        new = next(showing for showing in self.proposal.programme.showings if showing.uid == move.uid)
        if old.starts_at is None:
            return f"+ {old.title}: {self._place(new)}"
        return f"~ {old.title}: {self._place(old)} → {self._place(new)}"

    def _move_data(self, move: Move) -> dict[str, Any]:
        old = self.showings[move.uid]
        return {
            "uid": str(move.uid),
            "title": old.title,
            "from": self._place_data(old.hall, old.starts_at),
            "to": self._place_data(move.hall, move.starts_at),
        }

    def _place_data(self, hall: int | None, starts_at: Any) -> dict[str, str] | None:
        if hall is None or starts_at is None:
            return None
        facts = self.before.house.halls[hall]
        return {"hall": facts.name, "starts_at": starts_at.astimezone(facts.zone).isoformat()}


def _term(one: Contribution) -> str:
    return f"{one.points:>6}  {one.term.name}: {one.amount} {one.term.unit}, {one.weight} each"
