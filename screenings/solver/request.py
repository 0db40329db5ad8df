"""What is asked of the solver and what it answers, as values that can be sent to another process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from screenings.solver.explain.explain import Explanation, explain
from screenings.solver.explain.infeasibility import Infeasibility
from screenings.solver.objective import TermContribution, term_contributions
from screenings.solver.preferences import DEFAULT_PREFERENCES, Preferences
from screenings.solver.progress import DEFAULT_INTERVAL, Progress
from screenings.solver.propose import Proposal, moves_between, propose
from screenings.solver.repair import repair
from screenings.solver.search.annealing import Effort
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme


@dataclass(frozen=True, slots=True)
class SolveRequest:
    """A search or, if `is_repair`, a repair, which moves only what is in a conflict, `published` showings last.

    `start`: what a search goes on from, where that is another timetable than `programme`, which the answer is a
    difference to. `movable`: what may get another place. `baseline`: conflicts that a repair leaves alone. The rest is
    as for propose().
    """

    programme: Programme
    movable: frozenset[UUID]
    published: frozenset[UUID] = frozenset()
    preferences: Preferences = DEFAULT_PREFERENCES
    is_repair: bool = False
    seed: int = 0
    processes: int = 1
    progress_interval: float = DEFAULT_INTERVAL
    baseline: Programme | None = None
    start: Programme | None = None


@dataclass(frozen=True, slots=True)
class SolveResult:
    """A proposal and why it could not place everything, as far as there was time to explain.

    `contributions_before` are the objective's terms of the programme as it was.
    """

    proposal: Proposal
    explanations: Mapping[UUID, Explanation]
    contributions_before: tuple[TermContribution, ...]


def solve(
    request: SolveRequest,
    *,
    effort: Effort,
    on_progress: Callable[[Progress], None] | None = None,
    on_infeasible: Callable[[tuple[Infeasibility, ...]], None] | None = None,
) -> Proposal:
    """Search or repair, as the request says. `on_infeasible` is called by a search only."""
    begins = request.start or request.programme
    proposal = _search_from(begins, request, effort, on_progress, on_infeasible)
    return replace(proposal, moves=moves_between(request.programme, proposal.programme)) if request.start else proposal


def _search_from(
    begins: Programme,
    request: SolveRequest,
    effort: Effort,
    on_progress: Callable[[Progress], None] | None,
    on_infeasible: Callable[[tuple[Infeasibility, ...]], None] | None,
) -> Proposal:
    if request.is_repair:
        return repair(
            begins,
            movable=request.movable,
            published=request.published,
            baseline=request.baseline,
            preferences=request.preferences,
            effort=_reporting(effort, request.progress_interval, on_progress) if on_progress else effort,
        )
    return propose(
        begins,
        effort=effort,
        movable=request.movable,
        preferences=request.preferences,
        seed=request.seed,
        on_progress=on_progress,
        on_infeasible=on_infeasible,
        processes=request.processes,
        progress_interval=request.progress_interval,
        goes_on=request.start is not None,
    )


def _reporting(effort: Effort, interval: float, on_progress: Callable[[Progress], None]) -> Effort:
    """The same effort, reporting the share spent, which is all that is known of a repair under way."""
    next_report_at = 0.0

    def spent(steps: int) -> float:
        nonlocal next_report_at
        share = effort(steps)
        if share >= next_report_at or share >= 1:
            next_report_at = share + interval
            on_progress(Progress(min(1.0, share)))
        return share

    return spent


def explain_unplaced(
    request: SolveRequest, proposal: Proposal, *, is_time_up: Callable[[], bool] = lambda: False
) -> SolveResult:
    """Explain each showing that the proposal left without a place; `is_time_up` is asked before each."""
    explanations: dict[UUID, Explanation] = {}
    for uid in proposal.unplaced:
        if is_time_up():
            break
        explanations[uid] = explain(proposal.programme, uid, movable=request.movable, preferences=request.preferences)
    return SolveResult(
        proposal,
        explanations,
        term_contributions(request.programme, find_conflicts(request.programme), request.preferences),
    )
