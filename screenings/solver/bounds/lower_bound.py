"""The bound that a linear program proves, found by HiGHS where that is installed: the extra `bound`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil
from typing import Any, Final

from screenings.solver.bounds.lp_relaxation import LinearProgram, LPRelaxation
from screenings.solver.model.problem import FORBIDDEN, Problem
from screenings.solver.search.worker import Inbox, Send, WorkerProcess

NICENESS: Final = 5  # than the search
MAX_LP_COLUMNS: Final = 500_000  # places of jobs; more would take gigabytes, and longer than anybody searches


def lp_lower_bound(problem: Problem, seconds: float) -> int | None:
    """Points that no timetable for this task can do with less than; None without HiGHS.

    It may come to less than `task.bound` where the time does not suffice.
    """
    linear = LPRelaxation(problem).program
    prices = _duals(linear, seconds)
    return None if prices is None else ceil(linear.dual_bound(prices))


def _duals(linear: LinearProgram, seconds: float) -> list[float] | None:
    """What HiGHS says each row costs, whether it came to an end or not."""
    with suppress(ImportError):
        import highspy  # noqa: PLC0415 - heavy, and not everybody's: it brings numpy

        solver = highspy.Highs()
        for name, value in (("output_flag", False), ("time_limit", seconds), ("threads", 1), ("solver", "ipx")):
            solver.setOptionValue(name, value)
        solver.passModel(_highs_model(highspy, linear))
        solver.run()
        return list(solver.getSolution().row_dual)
    return None


def _highs_model(highspy: Any, linear: LinearProgram) -> Any:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(linear.costs), len(linear.rows)
    model.col_cost_, model.col_lower_, model.col_upper_ = linear.costs, [0] * len(linear.costs), linear.column_upper
    model.row_lower_, model.row_upper_ = linear.row_lower, linear.row_upper
    starts, columns, times = [0], [], []
    for terms in linear.rows:
        columns += [column for column, _ in terms]
        times += [count for _, count in terms]
        starts.append(len(columns))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, columns, times
    return model


@dataclass(frozen=True, slots=True)
class LowerBoundTask:
    """The work of a process beside the search."""

    problem: Problem
    seconds: float

    def run(self, inbox: Inbox, send: Send) -> None:
        os.nice(NICENESS)
        send(lp_lower_bound(self.problem, self.seconds))


class LowerBound:
    """What is known of the least points: `points`, at first those of each job by itself, more once more is proven."""

    def __init__(self, problem: Problem) -> None:
        self.value = problem.lower_bound

    def update(self, message: Any) -> None:
        if isinstance(message, int):
            self.value = max(self.value, message)


@contextmanager
def lower_bound_process(problem: Problem, seconds: float) -> Iterator[LowerBound]:
    """Proven, if it can be, by a process that ends with the context and gives way to all others."""
    bound = LowerBound(problem)
    places = sum(len(job.bin_costs) - job.bin_costs.count(FORBIDDEN) for job in problem.activities)
    if not seconds or places > MAX_LP_COLUMNS or find_spec("highspy") is None:
        yield bound
        return
    beside = WorkerProcess(LowerBoundTask(problem, seconds), bound.update)
    try:
        yield bound
    finally:
        beside.stop()
