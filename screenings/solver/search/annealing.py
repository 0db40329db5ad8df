"""Simulated annealing over buckets: one job moved, or two exchanged, some hundred thousand times a second.

Worse timetables are accepted while it is hot and hardly any more when it has cooled; the best one seen is kept. It
proves nothing: a job without a place found none within the effort given.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, inf, log
from random import Random
from typing import Final

from screenings.solver.model.problem import FORBIDDEN, UNASSIGNED, Problem
from screenings.solver.search.chain_reinsertion import reinsert_repeat_groups
from screenings.solver.search.state import Neighbours, SolutionState

START_TEMPERATURE, END_TEMPERATURE = 3.0, 0.2  # points; found by trial on festivals of 376 to 937 showings
STEPS_PER_CHECK: Final = 256  # steps between two questions about the effort spent
UNPLACED_FIRST_RATE: Final = 0.1  # how often a step begins with a job that has no place
# It is this hot until every job has a place, but no longer than for this share of the effort: shuffling makes room.
PACKING_TEMPERATURE, PACKING_SHARE = 10.0, 0.5
# At the end each film's showings are laid exactly where there are no more places for them all than this: it takes a
# tenth of a second or so, on a festival of many halls without hours of their own as long as the search itself.
MAX_REINSERTION_OPTIONS: Final = 200_000

Effort = Callable[[int], float]  # steps done → the share of the effort spent; at 1 the search ends


@dataclass(frozen=True, slots=True)
class StepLimit:
    """An effort of so many steps. Once it is `stopped` it ends before, with what it has by then."""

    limit: int
    stopped: Callable[[], bool] = bool

    def __call__(self, steps: int) -> float:
        return inf if self.stopped() else steps / self.limit


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best timetable seen: each job's bucket or NOWHERE, its points, how many have no place, and the steps done."""

    assignment: tuple[int, ...]
    objective: int
    unplaced: int
    steps: int


def _by_day(costs: Sequence[int], of_day: Sequence[Sequence[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """By day the buckets that are not forbidden, cheapest first, and what they cost."""
    if not costs:  # a fixed job's
        return [[] for _ in of_day], [[] for _ in of_day]
    options = [[bucket for bucket in buckets if costs[bucket] != FORBIDDEN] for buckets in of_day]
    for buckets in options:
        buckets.sort(key=costs.__getitem__)
    return options, [[costs[bucket] for bucket in buckets] for buckets in options]


class Annealing:
    """One search. `best` may be read at any time; the same seed and the same number of steps give the same."""

    def __init__(self, problem: Problem, *, seed: int = 0, initial: Sequence[int] = ()) -> None:
        """`begin`: the bucket to begin with by job, taken where it can be had."""
        self.draw = Random(seed).random  # noqa: S311  # a search, not a secret
        self.state = SolutionState(problem)
        self.movable = [number for number, job in enumerate(problem.activities) if job.fixed_bin is None]
        self._init_options()
        self._start_with(initial)
        self.steps, self.packed_at = 0, 0.0
        self._keep_best()

    def _init_options(self) -> None:
        """By job and day, the buckets it may lie in; and its first and last day."""
        state, jobs = self.state, self.state.problem.activities
        self.bins_by_day: list[list[list[int]]] = []
        self.costs_by_day: list[list[list[int]]] = []
        self.first_day, self.last_day = [0] * len(jobs), [-1] * len(jobs)
        of_day: list[list[int]] = [[] for _ in state.day_load]
        for bucket, day in enumerate(state.day_of):
            if state.interval_of[bucket] != UNASSIGNED:
                of_day[day].append(bucket)
        known: dict[int, tuple[list[list[int]], list[list[int]]]] = {}  # jobs alike share one list of costs
        for number, job in enumerate(jobs):
            if id(job.bin_costs) not in known:
                known[id(job.bin_costs)] = _by_day(job.bin_costs, of_day)
            options, prices = known[id(job.bin_costs)]
            self.bins_by_day.append(options)
            self.costs_by_day.append(prices)
            days = [day for day, buckets in enumerate(options) if buckets]
            if days:
                self.first_day[number], self.last_day[number] = days[0], days[-1]

    def restart_from(self, assignment: Sequence[int]) -> None:
        """As if it had come to this arrangement, from another search for the same task."""
        self.state = SolutionState(self.state.problem)
        self._start_with(assignment)
        if self.state.objective < self.best.objective:
            self._keep_best()

    def result(self) -> SearchResult:
        """The best so far, and all steps done."""
        return replace(self.best, steps=self.steps)

    def _start_with(self, begin: Sequence[int]) -> None:
        """What is bound by the clock comes last, by start: when it begins then changes no more."""
        state = self.state
        wanted = [
            (job, bucket)
            for job, bucket in enumerate(begin)
            if bucket != UNASSIGNED and state.assignment[job] != bucket and state.bin_costs[job][bucket] != FORBIDDEN
        ]
        bound = state.lag_state.activities
        wanted.sort(
            key=lambda one: (state.starts_from[one[1]], state.sort_key[one[0]]) if one[0] in bound else (UNASSIGNED,)
        )
        for job, bucket in wanted:
            self._place_initially(job, bucket)

    def _place_initially(self, job: int, bucket: int) -> None:
        company = self.state.siblings_cost(job, bucket, self.state.neighbours_of(job))
        if company != FORBIDDEN:
            delta = (
                self.state.bin_costs[job][bucket]
                + company
                - self.state.cost_at(job, UNASSIGNED, self.state.neighbours_of(job))
            )
            self.state.relocate(job, UNASSIGNED, bucket, delta, inf)

    def _keep_best(self) -> None:
        where = self.state.assignment
        self.best = SearchResult(tuple(where), self.state.objective, where.count(UNASSIGNED), self.steps)

    def run(
        self,
        effort: Effort,
        *,
        start_temperature: float = START_TEMPERATURE,
        end_temperature: float = END_TEMPERATURE,
        stop_at: float = 1.0,
    ) -> SearchResult:
        """Search until `effort`, asked every 256 steps, says 1, or `until`. May be called again to go on from there.

        It ends where nothing better is possible.
        """
        random, movable, state = self.draw, self.movable, self.state
        lost = [job for job in movable if state.assignment[job] < 0]
        heat, least = start_temperature, state.problem.lower_bound
        while movable:
            if not self.steps % STEPS_PER_CHECK:
                spent = effort(self.steps)
                if spent >= stop_at or self.best.objective <= least:
                    break
                heat = self._temperature(spent, start_temperature, end_temperature, packing=bool(lost))
            self.steps += 1
            among = lost if lost and random() < UNPLACED_FIRST_RATE else movable
            job = among[int(random() * len(among))]
            near = state.neighbours_of(job)
            old = state.assignment[job]
            lying, allowed = state.current_cost(job), -heat * log(random() + 1e-300)
            bucket = self._random_bin(job, near, lying + allowed + state.max_relief(job, old))
            if bucket in (UNASSIGNED, old):
                continue
            other = self._relocate_or_swap(job, bucket, near, lying, allowed)
            if other is None:
                continue
            if old < 0:
                lost.remove(job)
                if other != job:
                    lost.append(other)
            if state.objective < self.best.objective:
                self._keep_best()
        if stop_at >= 1:
            self._reinsert_repeat_groups()
        return self.result()

    def _temperature(self, spent: float, hot: float, cold: float, *, packing: bool) -> float:
        if packing and spent < PACKING_SHARE:
            self.packed_at = spent
            return PACKING_TEMPERATURE
        return hot * exp(log(cold / hot) * (spent - self.packed_at) / (1 - self.packed_at))

    def _reinsert_repeat_groups(self) -> None:
        """On from the best."""
        places = sum(len(buckets) for job in self.movable for buckets in self.bins_by_day[job])
        if places > MAX_REINSERTION_OPTIONS or self.best.objective <= self.state.problem.lower_bound:
            return
        self.restart_from(self.best.assignment)
        reinsert_repeat_groups(self.state, self.bins_by_day)
        if self.state.objective < self.best.objective:
            self._keep_best()

    def _random_bin(self, job: int, near: Neighbours, limit: float) -> int:
        """A bucket it may lie in for no more than `limit`, on a day between those of the film's other showings.

        NOWHERE if none comes up.
        """
        low, high = self.first_day[job], self.last_day[job]
        if near:
            before, after = near
            if before >= 0 and self.state.day_of[before] >= low:
                low = self.state.day_of[before] + 1
            if after >= 0 and self.state.day_of[after] <= high:
                high = self.state.day_of[after] - 1
        if low > high:
            return UNASSIGNED
        day = low + int(self.draw() * (high - low + 1))
        count = bisect_right(self.costs_by_day[job][day], limit)
        return self.bins_by_day[job][day][int(self.draw() * count)] if count else UNASSIGNED

    def _relocate_or_swap(self, job: int, bucket: int, near: Neighbours, lying: int, allowed: float) -> int | None:
        """Lay a job there, or exchange it with one that lies there. The other one, or the job itself; None: neither."""
        state = self.state
        company = state.siblings_cost(job, bucket, near)
        if company < 0:
            return None
        old = state.assignment[job]
        delta = state.bin_costs[job][bucket] + company - lying
        if state.relocate(job, old, bucket, delta, allowed):
            return job
        inside = state.contents[bucket]
        if not inside:
            return None
        other = inside[int(self.draw() * len(inside))]
        if state.group_of[other] == state.group_of[job] or (state.time_lags[job] and state.have_time_lag(job, other)):
            return None
        return other if state.swap(job, old, other, bucket, delta, allowed) else None
