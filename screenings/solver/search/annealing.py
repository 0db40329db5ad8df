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

from screenings.solver.model.problem import FORBIDDEN, NOWHERE, Task
from screenings.solver.search.chain_reinsertion import settle_pieces
from screenings.solver.search.state import Arrangement, Near

HOT, COLD = 3.0, 0.2  # points; found by trial on festivals of 376 to 937 showings
LOOK_UP: Final = 256  # steps between two questions about the effort spent
LOST_FIRST: Final = 0.1  # how often a step begins with a job that has no place
# It is this hot until every job has a place, but no longer than for this share of the effort: shuffling makes room.
PACKING, PACKED_BY = 10.0, 0.5
# At the end each film's showings are laid exactly where there are no more places for them all than this: it takes a
# tenth of a second or so, on a festival of many halls without hours of their own as long as the search itself.
PLACES_LOOKED_AT: Final = 200_000

Effort = Callable[[int], float]  # steps done → the share of the effort spent; at 1 the search ends


@dataclass(frozen=True, slots=True)
class Steps:
    """An effort of so many steps. Once it is `stopped` it ends before, with what it has by then."""

    limit: int
    stopped: Callable[[], bool] = bool

    def __call__(self, steps: int) -> float:
        return inf if self.stopped() else steps / self.limit


@dataclass(frozen=True, slots=True)
class Found:
    """The best timetable seen: each job's bucket or NOWHERE, its points, how many have no place, and the steps done."""

    where: tuple[int, ...]
    points: int
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

    def __init__(self, task: Task, *, seed: int = 0, begin: Sequence[int] = ()) -> None:
        """`begin`: the bucket to begin with by job, taken where it can be had."""
        self.draw = Random(seed).random  # noqa: S311  # a search, not a secret
        self.state = Arrangement(task)
        self.movable = [number for number, job in enumerate(task.jobs) if job.fixed is None]
        self._options()
        self._begin_with(begin)
        self.steps, self.packed = 0, 0.0
        self._keep()

    def _options(self) -> None:
        """By job and day, the buckets it may lie in; and its first and last day."""
        state, jobs = self.state, self.state.task.jobs
        self.options: list[list[list[int]]] = []
        self.prices: list[list[list[int]]] = []
        self.first, self.last = [0] * len(jobs), [-1] * len(jobs)
        of_day: list[list[int]] = [[] for _ in state.count]
        for bucket, day in enumerate(state.day):
            if state.segment[bucket] != NOWHERE:
                of_day[day].append(bucket)
        known: dict[int, tuple[list[list[int]], list[list[int]]]] = {}  # jobs alike share one list of costs
        for number, job in enumerate(jobs):
            if id(job.costs) not in known:
                known[id(job.costs)] = _by_day(job.costs, of_day)
            options, prices = known[id(job.costs)]
            self.options.append(options)
            self.prices.append(prices)
            days = [day for day, buckets in enumerate(options) if buckets]
            if days:
                self.first[number], self.last[number] = days[0], days[-1]

    def go_on_from(self, where: Sequence[int]) -> None:
        """As if it had come to this arrangement, from another search for the same task."""
        self.state = Arrangement(self.state.task)
        self._begin_with(where)
        if self.state.points < self.best.points:
            self._keep()

    def found(self) -> Found:
        """The best so far, and all steps done."""
        return replace(self.best, steps=self.steps)

    def _begin_with(self, begin: Sequence[int]) -> None:
        """What is bound by the clock comes last, by start: when it begins then changes no more."""
        state = self.state
        wanted = [
            (job, bucket)
            for job, bucket in enumerate(begin)
            if bucket != NOWHERE and state.where[job] != bucket and state.costs[job][bucket] != FORBIDDEN
        ]
        bound = state.gaps.jobs
        wanted.sort(key=lambda one: (state.begins[one[1]], state.rank[one[0]]) if one[0] in bound else (NOWHERE,))
        for job, bucket in wanted:
            self._begin(job, bucket)

    def _begin(self, job: int, bucket: int) -> None:
        company = self.state.company(job, bucket, self.state.near(job))
        if company != FORBIDDEN:
            delta = self.state.costs[job][bucket] + company - self.state.lying(job, NOWHERE, self.state.near(job))
            self.state.relocate(job, NOWHERE, bucket, delta, inf)

    def _keep(self) -> None:
        where = self.state.where
        self.best = Found(tuple(where), self.state.points, where.count(NOWHERE), self.steps)

    def run(self, effort: Effort, *, hot: float = HOT, cold: float = COLD, until: float = 1.0) -> Found:
        """Search until `effort`, asked every 256 steps, says 1, or `until`. May be called again to go on from there.

        It ends where nothing better is possible.
        """
        random, movable, state = self.draw, self.movable, self.state
        lost = [job for job in movable if state.where[job] < 0]
        heat, least = hot, state.task.bound
        while movable:
            if not self.steps % LOOK_UP:
                spent = effort(self.steps)
                if spent >= until or self.best.points <= least:
                    break
                heat = self._heat(spent, hot, cold, packing=bool(lost))
            self.steps += 1
            among = lost if lost and random() < LOST_FIRST else movable
            job = among[int(random() * len(among))]
            near = state.near(job)
            old = state.where[job]
            lying, allowed = state.lies(job), -heat * log(random() + 1e-300)
            bucket = self._somewhere(job, near, lying + allowed + state.relief(job, old))
            if bucket in (NOWHERE, old):
                continue
            other = self._try(job, bucket, near, lying, allowed)
            if other is None:
                continue
            if old < 0:
                lost.remove(job)
                if other != job:
                    lost.append(other)
            if state.points < self.best.points:
                self._keep()
        if until >= 1:
            self._settle_pieces()
        return self.found()

    def _heat(self, spent: float, hot: float, cold: float, *, packing: bool) -> float:
        if packing and spent < PACKED_BY:
            self.packed = spent
            return PACKING
        return hot * exp(log(cold / hot) * (spent - self.packed) / (1 - self.packed))

    def _settle_pieces(self) -> None:
        """On from the best."""
        places = sum(len(buckets) for job in self.movable for buckets in self.options[job])
        if places > PLACES_LOOKED_AT or self.best.points <= self.state.task.bound:
            return
        self.go_on_from(self.best.where)
        settle_pieces(self.state, self.options)
        if self.state.points < self.best.points:
            self._keep()

    def _somewhere(self, job: int, near: Near, limit: float) -> int:
        """A bucket it may lie in for no more than `limit`, on a day between those of the film's other showings.

        NOWHERE if none comes up.
        """
        low, high = self.first[job], self.last[job]
        if near:
            before, after = near
            if before >= 0 and self.state.day[before] >= low:
                low = self.state.day[before] + 1
            if after >= 0 and self.state.day[after] <= high:
                high = self.state.day[after] - 1
        if low > high:
            return NOWHERE
        day = low + int(self.draw() * (high - low + 1))
        count = bisect_right(self.prices[job][day], limit)
        return self.options[job][day][int(self.draw() * count)] if count else NOWHERE

    def _try(self, job: int, bucket: int, near: Near, lying: int, allowed: float) -> int | None:
        """Lay a job there, or exchange it with one that lies there. The other one, or the job itself; None: neither."""
        state = self.state
        company = state.company(job, bucket, near)
        if company < 0:
            return None
        old = state.where[job]
        delta = state.costs[job][bucket] + company - lying
        if state.relocate(job, old, bucket, delta, allowed):
            return job
        inside = state.content[bucket]
        if not inside:
            return None
        other = inside[int(self.draw() * len(inside))]
        if state.chain[other] == state.chain[job] or (state.ties[job] and state.are_tied(job, other)):
            return None
        return other if state.exchange(job, old, other, bucket, delta, allowed) else None
