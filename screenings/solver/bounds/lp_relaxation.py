"""A task with its shows cut in pieces: what no timetable can do with less than, as a linear program.

Every timetable is a solution of the program, at no more points than it has: rooms and the order of a film's showings
bind, and a show may lie in several buckets by halves and thirds. Rivals, ties and waiting are left aside. So the least
that the program comes to is a bound, and often a close one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import inf

from screenings.solver.model.problem import FORBIDDEN, Chain, Task

Terms = list[tuple[int, int]]  # column, how many times
SCALE = 1 << 40  # prices of rows are rounded to so many parts of a point, that sums of them are exact


@dataclass(slots=True)
class Linear:
    """Least points of columns between 0 and their highest, where each row lies between its lower and its upper."""

    costs: list[int] = field(default_factory=list)
    highest: list[int] = field(default_factory=list)
    rows: list[Terms] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def column(self, cost: int = 0, highest: int = 1) -> int:
        self.costs.append(cost)
        self.highest.append(highest)
        return len(self.costs) - 1

    def row(self, terms: Terms, lower: float, upper: float) -> None:
        self.rows.append(terms)
        self.lower.append(lower)
        self.upper.append(upper)

    def bound(self, prices: Sequence[float]) -> Fraction:
        """What no solution goes below, whatever the prices of the rows: exact, even where a solver was not.

        The nearer the prices are to the best, the higher it is (weak duality).
        """
        total, left = 0, [cost * SCALE for cost in self.costs]
        for terms, lower, upper, price in zip(self.rows, self.lower, self.upper, prices, strict=True):
            limit, whole = lower if price > 0 else upper, round(price * SCALE)
            if whole and limit not in (inf, -inf):
                total += whole * int(limit)
                for column, times in terms:
                    left[column] -= whole * times
        total += sum(price * highest for price, highest in zip(left, self.highest, strict=True) if price < 0)
        return Fraction(total, SCALE)


class InPieces:
    """The program of a task."""

    def __init__(self, task: Task) -> None:
        self.task, self.linear = task, Linear()
        self.inside: list[list[tuple[int, int]]] = [[] for _ in task.buckets]  # by bucket, jobs and their columns
        self.lost: dict[int, int] = {}  # by movable job, the column of its having no place
        self.by_day: dict[int, list[list[int]]] = {}  # by movable job and day, columns
        self.by_part: dict[int, list[list[int]]] = {}
        self.until: dict[int, list[int]] = {}  # by movable job and day, the column of its lying there or before
        self.days = 1 + max((bucket.day for bucket in task.buckets), default=0)
        self.parts = 1 + max((bucket.part for bucket in task.buckets), default=0)
        for number, job in enumerate(task.jobs):
            if job.fixed is None:
                self._place(number)
        for segment in range(len(task.segments)):
            self._room(segment)
        for chain in task.chains:
            if chain.ordered:
                self._order(chain)
        self._evenings()
        self._crowds()

    def _place(self, number: int) -> None:
        """A job lies somewhere, or has no place."""
        job, linear = self.task.jobs[number], self.linear
        self.lost[number] = linear.column(job.unplaced)
        self.by_day[number] = [[] for _ in range(self.days)]
        self.by_part[number] = [[] for _ in range(self.parts)]
        for bucket, cost in enumerate(job.costs):
            if cost != FORBIDDEN:
                column = linear.column(cost)
                self.inside[bucket].append((number, column))
                self.by_day[number][self.task.buckets[bucket].day].append(column)
                self.by_part[number][self.task.buckets[bucket].part].append(column)
        everywhere = [column for columns in self.by_day[number] for column in columns]
        linear.row([(self.lost[number], 1), *((column, 1) for column in everywhere)], 1, 1)

    def _room(self, number: int) -> None:
        """From each bucket of a segment on: all is over when it closes, and in each the last begins in time."""
        segment, buckets = self.task.segments[number], self.task.buckets
        jobs = self.task.jobs
        tail = 0
        if not segment.strict:
            turns = (jobs[job].changeover for bucket in segment.buckets for job, _ in self.inside[bucket])
            tail = segment.pause + max(turns, default=0)
        for place, first in enumerate(segment.buckets):
            terms: Terms = []
            longest = 0
            for bucket in segment.buckets[place:]:
                mine = [(column, jobs[job].size + segment.pause) for job, column in self.inside[bucket]]
                longest = max([longest, *(size for _, size in mine)])
                terms = terms + mine
                room = buckets[bucket].until - 1 - buckets[first].begins + longest
                if bucket == segment.buckets[-1]:
                    room = min(room, segment.closes - buckets[first].begins + tail)
                if terms:
                    self.linear.row(terms, -inf, room)

    def _order(self, chain: Chain) -> None:
        """Where two have a place, the later showing is on a later day; and what they cost each other."""
        linear = self.linear
        for job, then in pairwise(chain.jobs):
            if job not in self.lost or then not in self.lost:
                continue
            first, second = self._cumulated(job), self._cumulated(then)
            near = linear.column(chain.near)
            for day in range(self.days):
                gone = [(self.lost[job], -1)]
                linear.row([(second[day], 1), *[(c, -1) for c in first[max(0, day - 1) : day]], *gone], -inf, 0)
                two_before = [(c, -1) for c in first[max(0, day - 2) : max(0, day - 1)]]
                linear.row([(second[day], 1), *two_before, *gone, (near, -1)], -inf, 0)
            if chain.same_part:
                for mine, others in zip(self.by_part[job], self.by_part[then], strict=True):
                    if mine and others:
                        same = linear.column(chain.same_part)
                        linear.row([*((column, 1) for column in mine + others), (same, -1)], -inf, 1)

    def _cumulated(self, job: int) -> list[int]:
        if job not in self.until:
            columns: list[int] = []
            for day in range(self.days):
                columns.append(self.linear.column())
                there = [(column, 1) for column in self.by_day[job][day]]
                before = [(columns[-2], 1)] if day else []
                self.linear.row([*there, *before, (columns[-1], -1)], 0, 0)
            self.until[job] = columns
        return self.until[job]

    def _evenings(self) -> None:
        for bucket, cost in enumerate(self.task.idle):
            if cost:
                empty = self.linear.column(cost)
                self.linear.row([(empty, 1), *((column, 1) for _, column in self.inside[bucket])], 1, inf)

    def _crowds(self) -> None:
        if not self.task.crowd:
            return
        for day, full in enumerate(self.task.full):
            fixed = sum(job.fixed is not None and self.task.buckets[job.fixed].day == day for job in self.task.jobs)
            over = self.linear.column(self.task.crowd, len(self.task.jobs))
            there = [(column, 1) for days in self.by_day.values() for column in days[day]]
            self.linear.row([*there, (over, -1)], -inf, max(0, full - fixed))
