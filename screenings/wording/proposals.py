"""A proposal in words and as data."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from screenings.solver.api import (
    WISH_KIND_BY_NAME,
    Preferences,
    SolveRequest,
    SolveResult,
    TermContribution,
    preference_violations,
    slot_constraints_of,
)
from screenings.timetable.conflicts import Severity
from screenings.timetable.shape import timetable_shape
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.infeasibility import infeasibility_sentences
from screenings.wording.placements import placement_text
from screenings.wording.preferences import preference_violation_sentence
from screenings.wording.relaxations import explanation_sentences
from screenings.wording.shape import shape_data, shape_rows
from screenings.wording.weights import weight_sentence
from screenings.wording.wishes import wish_text

MAX_CONFLICTS = 50  # conflicts that a report names


class ProposalReport:
    """One answer to one order, told."""

    def __init__(self, request: SolveRequest, result: SolveResult, *, seconds: float = 0) -> None:
        self.before, self.movable, self.seconds = request.programme, request.movable, seconds
        self.proposal, self.result, self.weights = result.proposal, result, request.preferences.all_weights
        self.showings = {showing.uid: showing for showing in request.programme.showings}
        self.shapes = timetable_shape(self.before), timetable_shape(self.proposal.programme)
        self.wishes = tuple(
            wish_rows(
                self.before,
                self.proposal.programme,
                request.preferences,
                (result.contributions_before, self.proposal.contributions),
            )
        )
        self.after = {showing.uid: showing for showing in result.proposal.programme.showings}

    def lines(self) -> Iterator[str]:
        proposal = self.proposal
        yield from (self._move(move) for move in proposal.moves)
        never = self._impossible_uids()
        for uid in proposal.unplaced:
            if uid not in never:
                yield f"? {self._title(uid)}: no place found within {self.seconds:.1f} s"
                yield from (f"    {sentence}" for sentence in self._explanation_sentences(uid))
        yield from (
            f"! {preference_violation_sentence(proposal.programme, violation, self.weights)}"
            for violation in proposal.preference_violations
        )
        for conflict in proposal.conflicts:
            if conflict.severity is not Severity.NOTICE:
                yield f"! {conflict_sentence(conflict)}"
        yield from self.summary()

    def _impossible_uids(self) -> set[UUID]:
        """What is known to have no place by itself: no search was made for it."""
        fatal = (
            infeasibility for infeasibility in self.proposal.infeasibilities if infeasibility.severity is Severity.ERROR
        )
        return {
            uid for infeasibility in fatal if infeasibility.kind in ("screening", "halls") for uid in infeasibility.uids
        }

    def summary(self) -> Iterator[str]:
        proposal = self.proposal
        yield (
            f"{proposal.placed_count(self.movable)} of {len(self.movable)} screenings have a place, "
            f"{len(proposal.moves)} of them a new one. The rules find {self._conflict_counts()}."
        )
        if self.wishes:
            yield "How far the wishes are kept, now and then:"
            yield from (f"  {wish_sentence(row)}" for row in self.wishes)
        yield "What kind of timetable it is, now and then:"
        yield from (f"  {measure}: {now} → {then}" for measure, now, then in shape_rows(*self.shapes))
        yield "What it could not have all of, now and then:"
        before = {contribution.term.name: contribution.amount for contribution in self.result.contributions_before}
        for term in proposal.contributions:
            if term.weight and (term.amount or before[term.term.name]):
                yield (
                    f"  {term.term.name}: {before[term.term.name]} → {term.amount} {term.term.unit}; "
                    f"{weight_sentence(term.term.name, self.weights)}"
                )

    def _conflict_counts(self) -> str:
        counts = Counter(conflict.severity.value for conflict in self.proposal.conflicts)
        counted = (
            f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}"
            for name in ("error", "warning", "notice")
            if counts[name]
        )
        return ", ".join(counted) or "nothing"

    def page_data(self) -> dict[str, Any]:
        """For a page, to be kept: all in words already, as the programme it speaks of will have changed."""
        proposal = self.proposal
        before = {contribution.term.name: contribution for contribution in self.result.contributions_before}
        grave = [conflict for conflict in proposal.conflicts if conflict.severity is not Severity.NOTICE]
        return {
            "new": sum(self._is_new(move) for move in proposal.moves),
            "moved": sum(not self._is_new(move) for move in proposal.moves),
            "found": self._conflict_counts(),
            "conflicts": [[conflict.severity.value, conflict_sentence(conflict)] for conflict in grave[:MAX_CONFLICTS]],
            "more_conflicts": max(0, len(grave) - MAX_CONFLICTS),
            "wishes": [list(row) for row in self.wishes],
            "shape": list(shape_rows(*self.shapes)),
            "score": proposal.score,
            "score_before": sum(contribution.points for contribution in self.result.contributions_before),
            "terms": [
                [
                    contribution.term.unit,
                    weight_sentence(contribution.term.name, self.weights),
                    before[contribution.term.name].amount,
                    contribution.amount,
                ]
                for contribution in proposal.contributions
                if contribution.weight and (contribution.amount or before[contribution.term.name].amount)
            ],
            "unplaced": [
                [self._title(uid), self._explanation_sentences(uid)]
                for uid in proposal.unplaced
                if uid not in self._impossible_uids()
            ],
            "impossible": [
                list(infeasibility_sentences(self.before, infeasibility)) for infeasibility in proposal.infeasibilities
            ],
            "unmet": [
                preference_violation_sentence(proposal.programme, violation, self.weights)
                for violation in proposal.preference_violations
            ],
        }

    def _is_new(self, move: Move) -> bool:
        return self.showings[move.uid].starts_at is None

    def json_data(self) -> dict[str, Any]:
        proposal = self.proposal
        return {
            "moves": [self._move_data(move) for move in proposal.moves],
            "unplaced": [
                {"uid": str(uid), "title": self._title(uid), "why": self._explanation_sentences(uid)}
                for uid in proposal.unplaced
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
                    "kind": infeasibility.kind,
                    "severity": infeasibility.severity.value,
                    "screenings": [str(uid) for uid in infeasibility.uids],
                    "short": infeasibility.unplaceable,
                    "sentences": list(infeasibility_sentences(self.before, infeasibility)),
                }
                for infeasibility in proposal.infeasibilities
            ],
            "unmet": [
                {
                    "sentence": preference_violation_sentence(proposal.programme, violation, self.weights),
                    "count": violation.count,
                    "points": violation.constraint.penalty,
                }
                for violation in proposal.preference_violations
            ],
            "wishes": [dict(zip(("wish", "counted", "now", "then"), row, strict=True)) for row in self.wishes],
            "score": proposal.score,
            "terms": [
                {
                    "name": contribution.term.name,
                    "unit": contribution.term.unit,
                    "amount": contribution.amount,
                    "weight": contribution.weight,
                    "points": contribution.points,
                }
                for contribution in proposal.contributions
            ],
            "shape": dict(zip(("now", "then"), map(shape_data, self.shapes), strict=True)),
            "search": {"points": proposal.objective, "steps": proposal.steps},
        }

    def _explanation_sentences(self, uid: UUID) -> list[str]:
        explanation = self.result.explanations.get(uid)
        return list(explanation_sentences(self.proposal.programme, explanation)) if explanation else []

    def _title(self, uid: UUID) -> str:
        return self.showings[uid].title

    def _move(self, move: Move) -> str:
        old = self.showings[move.uid]
        new = self.after[move.uid]
        if old.starts_at is None:
            return f"+ {old.title}: {placement_text(new.placement, self.before)}"
        before, after = (placement_text(showing.placement, self.before) for showing in (old, new))
        return f"~ {old.title}: {before} → {after}"

    def _move_data(self, move: Move) -> dict[str, Any]:
        old = self.showings[move.uid]
        return {
            "uid": str(move.uid),
            "title": old.title,
            "from": self._placement_data(old.hall, old.starts_at),
            "to": self._placement_data(move.hall, move.starts_at),
        }

    def _placement_data(self, hall: int | None, starts_at: Any) -> dict[str, str] | None:
        if hall is None or starts_at is None:
            return None
        facts = self.before.context.halls[hall]
        return {"hall": facts.name, "starts_at": starts_at.astimezone(facts.zone).isoformat()}


def wish_rows(
    before: Programme,
    after: Programme,
    preferences: Preferences,
    contributions: tuple[Iterable[TermContribution], Iterable[TermContribution]],
) -> Iterator[tuple[str, str, int, int]]:
    """Each wish in words, what is counted where it is not kept, and how often that is so now and then."""
    amounts = [{each.term.name: each for each in of} for of in contributions]
    violations = [
        {each.constraint: each.count for each in preference_violations(of, preferences)} for of in (before, after)
    ]
    for wish in preferences.wishes:
        section = before.context.sections.get(wish.section, "") if wish.section is not None else ""
        text = wish_text(wish.name, section)
        for term in WISH_KIND_BY_NAME[wish.name].extra_points:
            now, then = (amount[term] for amount in amounts)
            yield text, now.term.unit[:1].upper() + now.term.unit[1:], now.amount, then.amount
        for constraint in slot_constraints_of(wish, before):
            now_missed, then_missed = (of.get(constraint, 0) for of in violations)
            yield text, gettext("Screenings on other days"), now_missed, then_missed


def wish_sentence(row: tuple[str, str, int, int]) -> str:
    """`Not so late: 12 → 2 screenings that start at ten in the evening or later, but for midnight sections`."""
    wish, counted, now, then = row
    return f"{wish}: {now} → {then} {counted[:1].lower()}{counted[1:]}"
