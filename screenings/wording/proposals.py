"""A proposal in words and as data."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from screenings.solver.api import Answer, Contribution, Order
from screenings.timetable.conflicts import Severity
from screenings.timetable.values import Showing
from screenings.timetable.what_if import Move
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.impossible import impossible_sentences
from screenings.wording.moments import moment_text
from screenings.wording.relaxations import explanation_sentences
from screenings.wording.wishes import unmet_sentence

LINES = 50  # conflicts that a report names


class Telling:
    """One answer to one order, told."""

    def __init__(self, order: Order, answer: Answer, *, seconds: float = 0) -> None:
        self.before, self.movable, self.seconds = order.programme, order.movable, seconds
        self.proposal, self.answer = answer.proposal, answer
        self.showings = {showing.uid: showing for showing in order.programme.showings}
        self.after = {showing.uid: showing for showing in answer.proposal.programme.showings}

    def lines(self) -> Iterator[str]:
        proposal = self.proposal
        yield from (self._move(move) for move in proposal.moves)
        never = self._never()
        for uid in proposal.unplaced:
            if uid not in never:
                yield f"? {self._title(uid)}: no place found within {self.seconds:.1f} s"
                yield from (f"    {said}" for said in self._why(uid))
        yield from (f"! {unmet_sentence(proposal.programme, one)}" for one in proposal.unmet)
        for conflict in proposal.conflicts:
            if conflict.severity is not Severity.NOTICE:
                yield f"! {conflict_sentence(conflict)}"
        yield from self.summary()

    def _never(self) -> set[UUID]:
        """What is known to have no place by itself: no search was made for it."""
        found = (one for one in self.proposal.impossible if one.severity is Severity.ERROR)
        return {uid for one in found if one.kind in ("screening", "halls") for uid in one.uids}

    def summary(self) -> Iterator[str]:
        proposal = self.proposal
        yield (
            f"{proposal.placed(self.movable)} of {len(self.movable)} screenings have a place, "
            f"{len(proposal.moves)} of them a new one. The rules find {self._found()}."
        )
        yield f"Score {proposal.score}, fewer points are better:"
        yield from (f"  {_term(one)}" for one in proposal.terms if one.amount)
        if proof := self.proof():
            yield proof

    def proof(self) -> str:
        """How much better it could be at best; nothing of a repair."""
        proposal = self.proposal
        if not proposal.points:
            return ""
        if proposal.bound >= proposal.points:
            return f"The search came to {proposal.points} points of its own, and no placing of these has fewer."
        return (
            f"The search came to {proposal.points} points of its own; "
            f"no placing of these has fewer than {proposal.bound}."
        )

    def _found(self) -> str:
        counts = Counter(conflict.severity.value for conflict in self.proposal.conflicts)
        found = (
            f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}"
            for name in ("error", "warning", "notice")
            if counts[name]
        )
        return ", ".join(found) or "nothing"

    def report(self) -> dict[str, Any]:
        """For a page, to be kept: all in words already, as the programme it speaks of will have changed."""
        proposal = self.proposal
        before = {one.term.name: one for one in self.answer.terms_before}
        grave = [one for one in proposal.conflicts if one.severity is not Severity.NOTICE]
        return {
            "new": sum(self._is_new(move) for move in proposal.moves),
            "moved": sum(not self._is_new(move) for move in proposal.moves),
            "found": self._found(),
            "conflicts": [[one.severity.value, conflict_sentence(one)] for one in grave[:LINES]],
            "more_conflicts": max(0, len(grave) - LINES),
            "score": proposal.score,
            "score_before": sum(one.points for one in self.answer.terms_before),
            "terms": [
                [one.term.unit, one.weight, before[one.term.name].points, one.points]
                for one in proposal.terms
                if one.amount or before[one.term.name].amount
            ],
            "proof": self.proof(),
            "unplaced": [[self._title(uid), self._why(uid)] for uid in proposal.unplaced if uid not in self._never()],
            "impossible": [list(impossible_sentences(self.before, one)) for one in proposal.impossible],
            "unmet": [unmet_sentence(proposal.programme, one) for one in proposal.unmet],
        }

    def _is_new(self, move: Move) -> bool:
        return self.showings[move.uid].starts_at is None

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
            "impossible": [
                {
                    "kind": one.kind,
                    "severity": one.severity.value,
                    "screenings": [str(uid) for uid in one.uids],
                    "short": one.short,
                    "sentences": list(impossible_sentences(self.before, one)),
                }
                for one in proposal.impossible
            ],
            "unmet": [
                {"sentence": unmet_sentence(proposal.programme, one), "count": one.count, "points": one.wanted.points}
                for one in proposal.unmet
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
        explanation = self.answer.explanations.get(uid)
        return list(explanation_sentences(self.proposal.programme, explanation)) if explanation else []

    def _title(self, uid: UUID) -> str:
        return self.showings[uid].title

    def _place(self, showing: Showing) -> str:
        place = self.before.place(showing)
        return f"{moment_text(place.start, place.hall.zone)}, {place.hall.name}" if place else "nowhere"

    def _move(self, move: Move) -> str:
        old = self.showings[move.uid]
        new = self.after[move.uid]
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
