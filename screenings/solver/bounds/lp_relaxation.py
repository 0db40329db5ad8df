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

from screenings.solver.model.problem import FORBIDDEN, Problem, RepeatGroup

RowTerms = list[tuple[int, int]]  # column, how many times
DUAL_SCALE = 1 << 40  # prices of rows are rounded to so many parts of a point, that sums of them are exact


@dataclass(slots=True)
class LinearProgram:
    """Least points of columns between 0 and their highest, where each row lies between its lower and its upper."""

    costs: list[int] = field(default_factory=list)
    column_upper: list[int] = field(default_factory=list)
    rows: list[RowTerms] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)

    def add_column(self, cost: int = 0, upper: int = 1) -> int:
        self.costs.append(cost)
        self.column_upper.append(upper)
        return len(self.costs) - 1

    def add_row(self, terms: RowTerms, lower: float, upper: float) -> None:
        self.rows.append(terms)
        self.row_lower.append(lower)
        self.row_upper.append(upper)

    def dual_bound(self, duals: Sequence[float]) -> Fraction:
        """What no solution goes below, whatever the prices of the rows: exact, even where a solver was not.

        The nearer the prices are to the best, the higher it is (weak duality).
        """
        total, left = 0, [cost * DUAL_SCALE for cost in self.costs]
        for terms, lower, upper, price in zip(self.rows, self.row_lower, self.row_upper, duals, strict=True):
            limit, whole = lower if price > 0 else upper, round(price * DUAL_SCALE)
            if whole and limit not in (inf, -inf):
                total += whole * int(limit)
                for column, times in terms:
                    left[column] -= whole * times
        total += sum(price * highest for price, highest in zip(left, self.column_upper, strict=True) if price < 0)
        return Fraction(total, DUAL_SCALE)


class LPRelaxation:
    """The program of a task."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.program = problem, LinearProgram()
        self.columns_by_bin: list[list[tuple[int, int]]] = [
            [] for _ in problem.bins
        ]  # by bucket, jobs and their columns
        self.unplaced_column: dict[int, int] = {}  # by movable job, the column of its having no place
        self.columns_by_day: dict[int, list[list[int]]] = {}  # by movable job and day, columns
        self.columns_by_daypart: dict[int, list[list[int]]] = {}
        self.cumulative_columns: dict[
            int, list[int]
        ] = {}  # by movable job and day, the column of its lying there or before
        self.days = 1 + max((bucket.day for bucket in problem.bins), default=0)
        self.parts = 1 + max((bucket.daypart for bucket in problem.bins), default=0)
        for number, job in enumerate(problem.activities):
            if job.fixed_bin is None:
                self._assignment_rows(number)
        for segment in range(len(problem.intervals)):
            self._capacity_rows(segment)
        for chain in problem.repeat_groups:
            if chain.is_ordered:
                self._repeat_rows(chain)
        self._idle_rows()
        self._crowding_rows()

    def _assignment_rows(self, number: int) -> None:
        """A job lies somewhere, or has no place."""
        job, linear = self.problem.activities[number], self.program
        self.unplaced_column[number] = linear.add_column(job.unplaced_cost)
        self.columns_by_day[number] = [[] for _ in range(self.days)]
        self.columns_by_daypart[number] = [[] for _ in range(self.parts)]
        for bucket, cost in enumerate(job.bin_costs):
            if cost != FORBIDDEN:
                column = linear.add_column(cost)
                self.columns_by_bin[bucket].append((number, column))
                self.columns_by_day[number][self.problem.bins[bucket].day].append(column)
                self.columns_by_daypart[number][self.problem.bins[bucket].daypart].append(column)
        everywhere = [column for columns in self.columns_by_day[number] for column in columns]
        linear.add_row([(self.unplaced_column[number], 1), *((column, 1) for column in everywhere)], 1, 1)

    def _capacity_rows(self, number: int) -> None:
        """From each bucket of a segment on: all is over when it closes, and in each the last begins in time."""
        segment, buckets = self.problem.intervals[number], self.problem.bins
        jobs = self.problem.activities
        tail = 0
        if not segment.changeover_must_fit:
            turns = (jobs[job].changeover for bucket in segment.bins for job, _ in self.columns_by_bin[bucket])
            tail = segment.changeover + max(turns, default=0)
        for place, first in enumerate(segment.bins):
            terms: RowTerms = []
            longest = 0
            for bucket in segment.bins[place:]:
                mine = [
                    (column, jobs[job].duration + segment.changeover) for job, column in self.columns_by_bin[bucket]
                ]
                longest = max([longest, *(size for _, size in mine)])
                terms = terms + mine
                room = buckets[bucket].starts_before - 1 - buckets[first].starts_from + longest
                if bucket == segment.bins[-1]:
                    room = min(room, segment.closes - buckets[first].starts_from + tail)
                if terms:
                    self.program.add_row(terms, -inf, room)

    def _repeat_rows(self, chain: RepeatGroup) -> None:
        """Where two have a place, the later showing is on a later day; and what they cost each other."""
        linear = self.program
        for job, then in pairwise(chain.activities):
            if job not in self.unplaced_column or then not in self.unplaced_column:
                continue
            first, second = self._cumulative(job), self._cumulative(then)
            near = linear.add_column(chain.next_day_cost)
            for day in range(self.days):
                gone = [(self.unplaced_column[job], -1)]
                linear.add_row([(second[day], 1), *[(c, -1) for c in first[max(0, day - 1) : day]], *gone], -inf, 0)
                two_before = [(c, -1) for c in first[max(0, day - 2) : max(0, day - 1)]]
                linear.add_row([(second[day], 1), *two_before, *gone, (near, -1)], -inf, 0)
            if chain.same_daypart_cost:
                for mine, others in zip(self.columns_by_daypart[job], self.columns_by_daypart[then], strict=True):
                    if mine and others:
                        same = linear.add_column(chain.same_daypart_cost)
                        linear.add_row([*((column, 1) for column in mine + others), (same, -1)], -inf, 1)

    def _cumulative(self, job: int) -> list[int]:
        if job not in self.cumulative_columns:
            columns: list[int] = []
            for day in range(self.days):
                columns.append(self.program.add_column())
                there = [(column, 1) for column in self.columns_by_day[job][day]]
                before = [(columns[-2], 1)] if day else []
                self.program.add_row([*there, *before, (columns[-1], -1)], 0, 0)
            self.cumulative_columns[job] = columns
        return self.cumulative_columns[job]

    def _idle_rows(self) -> None:
        for bucket, cost in enumerate(self.problem.idle_costs):
            if cost:
                empty = self.program.add_column(cost)
                self.program.add_row([(empty, 1), *((column, 1) for _, column in self.columns_by_bin[bucket])], 1, inf)

    def _crowding_rows(self) -> None:
        if not self.problem.crowding_cost:
            return
        for day, full in enumerate(self.problem.day_capacities):
            fixed = sum(
                job.fixed_bin is not None and self.problem.bins[job.fixed_bin].day == day
                for job in self.problem.activities
            )
            over = self.program.add_column(self.problem.crowding_cost, len(self.problem.activities))
            there = [(column, 1) for days in self.columns_by_day.values() for column in days[day]]
            self.program.add_row([*there, (over, -1)], -inf, max(0, full - fixed))
