"""A proposal: where everything without a place could go, judged by the rules themselves."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from typing import Final
from uuid import UUID

from screenings.solver.bounds.lower_bound import LowerBound, lower_bound_process
from screenings.solver.explain.infeasibility import SCREENING, Infeasibility, find_infeasibilities
from screenings.solver.improve.postprocess import postprocess
from screenings.solver.improve.preplace import preplace
from screenings.solver.model.build import SolverModel
from screenings.solver.objective import TermContribution, score, term_contributions
from screenings.solver.preference_violations import PreferenceViolation, preference_violations
from screenings.solver.preferences import DEFAULT_PREFERENCES, Preferences
from screenings.solver.search.annealing import Annealing, Effort, SearchResult, StepLimit
from screenings.solver.search.multistart import multistart_search
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

SCORING_INTERVAL: Final = 0.05  # of the effort
# What comes after a search by the clock takes as long again at most; one of so many steps, or a stopped one, is seen to
# its end, to the same one every time.
LATE_FACTOR: Final = 2.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: the share of its effort spent, and the best it has so far.

    `best` says where that puts what is movable. `conflicts` and `score` are what the rules and the terms say of a best
    of a moment ago: they are asked a few times in a search only, and not before the first time. No placing has fewer
    `points` than `bound`.
    """

    spent: float
    steps: int
    placed: int
    unplaced: int
    points: int
    bound: int = 0
    conflicts: int | None = None
    score: int | None = None
    best: Callable[[], tuple[Move, ...]] = field(default=tuple, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A difference to a programme, and what the rules and the terms say of the programme it would make.

    `moves` are only those that change something. `unplaced` found no place within the effort given, which proves
    nothing; what is `impossible` was known before and not searched for. `bound`: no placing of these showings has fewer
    of the search's own points, `points`. `unmet`: wishes and orders that are not kept.
    """

    programme: Programme
    moves: tuple[Move, ...]
    unplaced: tuple[UUID, ...]
    conflicts: tuple[Conflict, ...]
    contributions: tuple[TermContribution, ...]
    objective: int
    lower_bound: int
    steps: int
    preference_violations: tuple[PreferenceViolation, ...] = ()
    infeasibilities: tuple[Infeasibility, ...] = ()

    def placed_count(self, uids: Collection[UUID]) -> int:
        """How many of these have a place in it."""
        return sum(s.uid in uids and s.starts_at is not None for s in self.programme.showings)

    @property
    def score(self) -> int:
        """Points of the whole programme; fewer are better."""
        return score(self.contributions)


def unplaced_uids(programme: Programme) -> frozenset[UUID]:
    """What has no place yet."""
    return frozenset(s.uid for s in programme.showings if not s.cancelled and programme.placed_showing(s) is None)


def propose(
    programme: Programme,
    *,
    effort: Effort,
    movable: Collection[UUID] | None = None,
    preferences: Preferences = DEFAULT_PREFERENCES,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    on_infeasible: Callable[[tuple[Infeasibility, ...]], None] | None = None,
    processes: int = 1,
    bound_seconds: float = 0,
) -> Proposal:
    """Place what is movable, by default what has no place, so that no error is among what the rules find then.

    `effort` is asked every few hundred steps which share of the effort is spent, and ends the search at 1: a clock, a
    count of steps or a stop button. For one seed and one number of Steps the proposal is always the same, with so many
    processes, each of which searches from another seed. The search ends early where no other can be better.
    `warn` hears what is impossible before the search. `proving`: seconds that a process beside it may take for a better
    bound, which the proposal does not wait for.
    """
    programme = replace(programme, picks=frozenset())  # what one visitor has picked is no matter of the timetable
    free = unplaced_uids(programme) if movable is None else frozenset(movable)
    if not programme.context.halls:
        never = find_infeasibilities(programme, movable=free)
        if on_infeasible:
            on_infeasible(never)
        return replace(build_proposal(programme, programme, free, preferences), infeasibilities=never)
    begun, searched = preplace(with_moves(programme, map(Move, free)), free, preferences)
    led = free - searched
    given = with_moves(programme, (Move(s.uid, s.hall, s.starts_at) for s in begun.showings if s.uid in led))
    model = SolverModel(given, searched, preferences)
    never = find_infeasibilities(given, movable=searched, preferences=preferences, model=model)
    if on_infeasible:
        on_infeasible(never)
    if nowhere := {one.uids[0] for one in never if one.kind == SCREENING and one.severity is Severity.ERROR}:
        searched -= nowhere
        given = with_moves(given, map(Move, nowhere))
        model = SolverModel(given, searched, preferences)
    with lower_bound_process(model.problem, bound_seconds) as bound:
        found = MonitoredSearch(model, given, effort, bound, on_progress).search(seed, processes)
    is_late = partial(_is_late, effort, found.steps)
    after = postprocess(with_moves(given, _moves(model, found.assignment)), free, preferences, is_late)
    done = build_proposal(programme, after, free, preferences, found.objective, bound.value, found.steps)
    return replace(done, infeasibilities=never)


def _is_late(effort: Effort, steps: int) -> bool:
    return LATE_FACTOR <= effort(steps) < inf


def _moves(model: SolverModel, where: Sequence[int]) -> tuple[Move, ...]:
    """A move for all that is movable, also to where it is already; one to nowhere for what has no place."""
    placed = {
        place.uid: Move(place.uid, place.hall, model.grid.moment(place.start)) for place in model.assignments(where)
    }
    return tuple(placed.get(uid, Move(uid)) for uid in model.movable)


@dataclass(slots=True)
class MonitoredSearch:
    """A search that tells how far it is, and ends where what it has is proven to be the best."""

    model: SolverModel
    programme: Programme
    effort: Effort
    lower_bound: LowerBound
    on_progress: Callable[[Progress], None] | None
    best: SearchResult | None = None
    next_scored_at: float = 0.0
    last_scored: SearchResult | None = None
    conflicts: int | None = None
    score: int | None = None

    def search(self, seed: int, processes: int) -> SearchResult:
        task, begin = self.model.problem, self.model.initial_assignment()
        if processes > 1:
            # What counts steps has to be the same again: it does not end early.
            effort = self.effort if isinstance(self.effort, StepLimit) else self.effort_spent
            return multistart_search(
                task, begin, effort=effort, seed=seed, processes=processes, on_progress=self.report_progress
            )
        alone = Annealing(task, seed=seed, initial=begin)

        def ask(steps: int) -> float:
            spent = self.effort_spent(steps)
            self.report_progress(spent, alone.result())
            return spent

        return alone.run(ask)

    def effort_spent(self, steps: int) -> float:
        spent = self.effort(steps)
        return 1.0 if self.best and self.best.objective <= self.lower_bound.value else spent

    def report_progress(self, spent: float, best: SearchResult) -> None:
        self.best = best
        if self.on_progress:
            self._score_best(spent, best)
            lost = sum(len(block) for block, at in zip(self.model.blocks, best.assignment, strict=True) if at < 0)
            self.on_progress(
                Progress(
                    spent=min(1.0, spent),
                    steps=best.steps,
                    placed=len(self.model.movable) - lost,
                    unplaced=lost,
                    points=best.objective,
                    bound=self.lower_bound.value,
                    conflicts=self.conflicts,
                    score=self.score,
                    best=partial(_moves, self.model, best.assignment),
                )
            )

    def _score_best(self, spent: float, best: SearchResult) -> None:
        """Ask the rules and the terms, now and then."""
        if spent < self.next_scored_at or (self.last_scored and self.last_scored.assignment == best.assignment):
            return
        self.next_scored_at, self.last_scored = min(1.0, spent + SCORING_INTERVAL), best
        programme = with_moves(self.programme, _moves(self.model, best.assignment))
        conflicts = find_conflicts(programme)
        self.conflicts = len(conflicts)
        self.score = score(term_contributions(programme, conflicts, self.model.preferences))


def build_proposal(
    before: Programme,
    after: Programme,
    movable: Collection[UUID],
    preferences: Preferences,
    objective: int = 0,
    lower_bound: int = 0,
    steps: int = 0,
) -> Proposal:
    """What changes from one programme to the other, and what is found in the other."""
    known = {showing.uid: showing for showing in before.showings}
    moves = tuple(
        Move(s.uid, s.hall, s.starts_at)
        for s in after.showings
        if (s.hall, s.starts_at) != (known[s.uid].hall, known[s.uid].starts_at)
    )
    conflicts = find_conflicts(after)
    terms = term_contributions(after, conflicts, preferences)
    lost = tuple(s.uid for s in after.showings if s.uid in movable and s.starts_at is None)
    return Proposal(
        after, moves, lost, conflicts, terms, objective, lower_bound, steps, preference_violations(after, preferences)
    )
