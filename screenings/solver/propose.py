"""A proposal: places for everything that is movable, judged by the rules themselves."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from typing import Final
from uuid import UUID

from screenings.solver.explain.infeasibility import SCREENING, Infeasibility, find_infeasibilities
from screenings.solver.improve.postprocess import postprocess
from screenings.solver.improve.preplace import preplace
from screenings.solver.model.build import SolverModel
from screenings.solver.objective import TermContribution, score, term_contributions
from screenings.solver.preference_violations import PreferenceViolation, preference_violations
from screenings.solver.preferences import DEFAULT_PREFERENCES, Preferences
from screenings.solver.progress import DEFAULT_INTERVAL, Progress
from screenings.solver.search.annealing import Annealing, Effort, SearchResult, StepLimit
from screenings.solver.search.multistart import multistart_search
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

SCORING_INTERVAL: Final = 0.05  # of the effort
REPORTS_PER_BEST: Final = 4  # reports of progress, of which one says where everything is
# What comes after a search by the clock takes as long again at most; one of so many steps, or a stopped one, is seen to
# its end, to the same one every time.
LATE_FACTOR: Final = 2.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A difference to a programme, with the conflicts and the score of the programme that it would make.

    `moves` are those that change something. `unplaced` found no place within the effort, which proves nothing;
    `infeasibilities` were proven before the search and not searched for. `objective`: the search's own points.
    """

    programme: Programme
    moves: tuple[Move, ...]
    unplaced: tuple[UUID, ...]
    conflicts: tuple[Conflict, ...]
    contributions: tuple[TermContribution, ...]
    objective: int
    steps: int
    preference_violations: tuple[PreferenceViolation, ...] = ()
    infeasibilities: tuple[Infeasibility, ...] = ()

    def placed_count(self, uids: Collection[UUID]) -> int:
        """How many of these have a place in the proposal."""
        return sum(showing.uid in uids and showing.starts_at is not None for showing in self.programme.showings)

    @property
    def score(self) -> int:
        """Points of the whole programme; fewer are better."""
        return score(self.contributions)


def unplaced_uids(programme: Programme) -> frozenset[UUID]:
    """The showings that have no place yet and are not cancelled."""
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
    progress_interval: float = DEFAULT_INTERVAL,
    goes_on: bool = False,
) -> Proposal:
    """Place what is movable, by default what has no place, so that the rules find no error in it.

    `effort` is asked every few hundred steps which share of the effort is spent, and ends the search at 1: a clock, a
    count of steps or a stop button. The same seed, StepLimit and number of processes always give the same proposal;
    each process searches from another seed. The search ends early at the lower bound. `on_infeasible` is called before
    the search. `progress_interval`: the share of the effort between two reports. If it `goes_on`, it begins with what
    has a place where it is, and its answer is never worse than that.
    """
    free = unplaced_uids(programme) if movable is None else frozenset(movable)
    if not programme.context.halls:
        infeasibilities = find_infeasibilities(programme, movable=free)
        if on_infeasible:
            on_infeasible(infeasibilities)
        return replace(build_proposal(programme, programme, free, preferences), infeasibilities=infeasibilities)
    preplaced_programme, searched = preplace(with_moves(programme, map(Move, free)), free, preferences)
    preplaced = free - searched
    prepared = with_moves(
        programme, (Move(s.uid, s.placement) for s in preplaced_programme.showings if s.uid in preplaced)
    )
    model = SolverModel(prepared, searched, preferences)
    infeasibilities = find_infeasibilities(prepared, movable=searched, preferences=preferences, model=model)
    if on_infeasible:
        on_infeasible(infeasibilities)
    if impossible := {
        infeasibility.uids[0]
        for infeasibility in infeasibilities
        if infeasibility.kind == SCREENING and infeasibility.severity is Severity.ERROR
    }:
        searched -= impossible
        prepared = with_moves(prepared, map(Move, impossible))
        model = SolverModel(prepared, searched, preferences)
    if goes_on:
        prepared = with_moves(prepared, (Move(s.uid, s.placement) for s in programme.showings if s.uid in searched))
        model = SolverModel(prepared, searched, preferences)
    result = MonitoredSearch(model, prepared, effort, on_progress, progress_interval).search(seed, processes)
    is_late = partial(_is_late, effort, result.steps)
    improved = postprocess(with_moves(prepared, model.moves(result.assignment)), free, preferences, is_late)
    proposal = build_proposal(programme, improved, free, preferences, result.objective, result.steps)
    if goes_on:
        proposal = min(build_proposal(programme, programme, free, preferences), proposal, key=_rank)
    return replace(proposal, infeasibilities=infeasibilities)


def _rank(proposal: Proposal) -> tuple[int, int, int]:
    errors = sum(conflict.severity is Severity.ERROR for conflict in proposal.conflicts)
    return len(proposal.unplaced), errors, proposal.score


def _is_late(effort: Effort, steps: int) -> bool:
    return LATE_FACTOR <= effort(steps) < inf


@dataclass(slots=True)
class MonitoredSearch:
    """A search that reports its progress, and ends where the incumbent has reached the lower bound."""

    model: SolverModel
    programme: Programme
    effort: Effort
    on_progress: Callable[[Progress], None] | None
    progress_interval: float
    best: SearchResult | None = None
    lower_bound: int = 0
    next_report_at: float = 0.0
    next_best_at: float = 0.0
    reported_points: int | None = None
    next_scored_at: float = 0.0
    last_scored: SearchResult | None = None
    conflicts: int | None = None
    score: int | None = None

    def search(self, seed: int, processes: int) -> SearchResult:
        problem, initial = self.model.problem, self.model.initial_assignment()
        self.lower_bound = problem.lower_bound
        if processes > 1:
            # What counts steps has to be the same again: it does not end early.
            effort = self.effort if isinstance(self.effort, StepLimit) else self.effort_spent
            return multistart_search(
                problem, initial, effort=effort, seed=seed, processes=processes, on_progress=self.report_progress
            )
        annealing = Annealing(problem, seed=seed, initial=initial)

        def ask(steps: int) -> float:
            spent = self.effort_spent(steps)
            self.report_progress(spent, annealing.result())
            return spent

        return annealing.run(ask)

    def effort_spent(self, steps: int) -> float:
        spent = self.effort(steps)
        return 1.0 if self.best and self.best.objective <= self.lower_bound else spent

    def report_progress(self, spent: float, best: SearchResult) -> None:
        self.best = best
        if self.on_progress and (spent >= self.next_report_at or spent >= 1):
            self.next_report_at = spent + self.progress_interval
            self._score_best(spent, best)
            unplaced = sum(
                len(block) for block, bin_index in zip(self.model.blocks, best.assignment, strict=True) if bin_index < 0
            )
            self.on_progress(
                Progress(
                    spent=min(1.0, spent),
                    placed=len(self.model.movable) - unplaced,
                    unplaced=unplaced,
                    points=best.objective,
                    conflicts=self.conflicts,
                    score=self.score,
                    best=self._moves_if_new(spent, best),
                )
            )

    def _moves_if_new(self, spent: float, best: SearchResult) -> tuple[Move, ...] | None:
        if best.objective == self.reported_points or (spent < self.next_best_at and spent < 1):
            return None
        self.next_best_at, self.reported_points = spent + REPORTS_PER_BEST * self.progress_interval, best.objective
        return self.model.moves(best.assignment)

    def _score_best(self, spent: float, best: SearchResult) -> None:
        """Ask the rules and the objective's terms about the incumbent, a few times in a search."""
        if spent < self.next_scored_at or (self.last_scored and self.last_scored.assignment == best.assignment):
            return
        self.next_scored_at, self.last_scored = min(1.0, spent + SCORING_INTERVAL), best
        programme = with_moves(self.programme, self.model.moves(best.assignment))
        conflicts = find_conflicts(programme)
        self.conflicts = len(conflicts)
        self.score = score(term_contributions(programme, conflicts, self.model.preferences))


def moves_between(before: Programme, after: Programme) -> tuple[Move, ...]:
    """What has another place in the second one; both have the same showings."""
    places = {showing.uid: showing.placement for showing in before.showings}
    return tuple(Move(s.uid, s.placement) for s in after.showings if s.placement != places[s.uid])


def build_proposal(
    before: Programme,
    after: Programme,
    movable: Collection[UUID],
    preferences: Preferences,
    objective: int = 0,
    steps: int = 0,
) -> Proposal:
    """The difference between two programmes as a proposal; the rules and the terms judge the second one."""
    moves = moves_between(before, after)
    conflicts = find_conflicts(after)
    contributions = term_contributions(after, conflicts, preferences)
    unplaced = tuple(s.uid for s in after.showings if s.uid in movable and s.starts_at is None)
    return Proposal(
        after, moves, unplaced, conflicts, contributions, objective, steps, preference_violations(after, preferences)
    )
