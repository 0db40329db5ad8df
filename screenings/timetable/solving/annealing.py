"""Simulated annealing over buckets: one job moved, or two exchanged, some hundred thousand times a second.

Worse timetables are accepted while it is hot and hardly any more when it has cooled; the best one seen is kept. It
proves nothing: a job without a place found none within the effort given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from random import Random
from typing import Final

from screenings.timetable.solving.arrangement import Arrangement, Near
from screenings.timetable.solving.task import FORBIDDEN, NOWHERE, Task

HOT, COLD = 3.0, 0.2  # points; found by trial on festivals of 376 to 937 showings
LOOK_UP: Final = 256  # steps between two questions about the effort spent
LOST_FIRST: Final = 0.1  # how often a step begins with a job that has no place
# It is this hot until every job has a place, but no longer than for this share of the effort: shuffling makes room.
PACKING, PACKED_BY = 10.0, 0.5

Effort = Callable[[int], float]  # steps done → the share of the effort spent; at 1 the search ends


@dataclass(frozen=True, slots=True)
class Found:
    """The best timetable seen: each job's bucket or NOWHERE, its points, how many have no place, and the steps done."""

    where: tuple[int, ...]
    points: int
    unplaced: int
    steps: int


class Annealing:
    """One search. `best` may be read at any time; the same seed and the same number of steps give the same."""

    def __init__(self, task: Task, *, seed: int = 0, begin: Sequence[int] = ()) -> None:
        """`begin`: the bucket to begin with by job, taken where it can be had."""
        self.draw = Random(seed).random  # noqa: S311  # a search, not a secret
        self.state = Arrangement(task)
        self.movable = [number for number, job in enumerate(task.jobs) if job.fixed is None]
        self._options()
        for job, bucket in enumerate(begin):
            if bucket != NOWHERE and task.jobs[job].costs[bucket] != FORBIDDEN:
                self._begin(job, bucket)
        self.steps = 0
        self._keep()

    def _options(self) -> None:
        """By job and day, the buckets it may lie in; and its first and last day."""
        state, jobs = self.state, self.state.task.jobs
        self.options: list[list[list[int]]] = []
        self.first, self.last = [0] * len(jobs), [-1] * len(jobs)
        known: dict[int, list[list[int]]] = {}  # jobs alike share one list of costs
        for number, job in enumerate(jobs):
            by_day = known.get(id(job.costs))
            if by_day is None:
                by_day = known[id(job.costs)] = [[] for _ in state.count]
                for bucket, cost in enumerate(job.costs):
                    if cost != FORBIDDEN:
                        by_day[state.day[bucket]].append(bucket)
            self.options.append(by_day)
            days = [day for day, buckets in enumerate(by_day) if buckets]
            if days:
                self.first[number], self.last[number] = days[0], days[-1]

    def _begin(self, job: int, bucket: int) -> None:
        company = self.state.company(job, bucket, self.state.near(job))
        if company != FORBIDDEN:
            delta = self.state.costs[job][bucket] + company - self.state.lying(job, NOWHERE, self.state.near(job))
            self.state.relocate(job, NOWHERE, bucket, delta, inf)

    def _keep(self) -> None:
        where = self.state.where
        self.best = Found(tuple(where), self.state.points, where.count(NOWHERE), self.steps)

    def run(self, effort: Effort, *, hot: float = HOT, cold: float = COLD) -> Found:
        """Search until `effort`, asked every 256 steps, says 1. May be called again to go on from there."""
        random, movable, state = self.draw, self.movable, self.state
        lost = [job for job in movable if state.where[job] < 0]
        heat, cooling, since = hot, log(cold / hot), 0.0
        while movable:
            if not self.steps % LOOK_UP:
                spent = effort(self.steps)
                if spent >= 1:
                    break
                if lost and spent < PACKED_BY:
                    heat, since = PACKING, spent
                else:
                    heat = hot * exp(cooling * (spent - since) / (1 - since))
            self.steps += 1
            among = lost if lost and random() < LOST_FIRST else movable
            job = among[int(random() * len(among))]
            near = state.near(job)
            bucket = self._somewhere(job, near)
            old = state.where[job]
            if bucket in (NOWHERE, old):
                continue
            other = self._try(job, bucket, near, allowed=-heat * log(random() + 1e-300))
            if other is None:
                continue
            if old < 0:
                lost.remove(job)
                if other != job:
                    lost.append(other)
            if state.points < self.best.points:
                self._keep()
        return Found(self.best.where, self.best.points, self.best.unplaced, self.steps)

    def _somewhere(self, job: int, near: Near) -> int:
        """A bucket it may lie in, on a day between those of the film's other showings; NOWHERE if none comes up."""
        low, high = self.first[job], self.last[job]
        if near:
            before, after = near
            if before >= 0 and self.state.day[before] >= low:
                low = self.state.day[before] + 1
            if after >= 0 and self.state.day[after] <= high:
                high = self.state.day[after] - 1
        if low > high:
            return NOWHERE
        there = self.options[job][low + int(self.draw() * (high - low + 1))]
        return there[int(self.draw() * len(there))] if there else NOWHERE

    def _try(self, job: int, bucket: int, near: Near, *, allowed: float) -> int | None:
        """Lay a job there, or exchange it with one that lies there. The other one, or the job itself; None: neither."""
        state = self.state
        company = state.company(job, bucket, near)
        if company < 0:
            return None
        old = state.where[job]
        delta = state.costs[job][bucket] + company - state.lying(job, old, near)
        if state.relocate(job, old, bucket, delta, allowed):
            return job
        inside = state.content[bucket]
        if not inside:
            return None
        other = inside[int(self.draw() * len(inside))]
        if state.chain[other] == state.chain[job]:
            return None
        return other if state.exchange(job, old, other, bucket, delta, allowed) else None
