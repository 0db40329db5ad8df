"""The bound that a linear program proves, found by HiGHS where that is installed: the extra `bound`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil
from typing import Any, Final

from screenings.solver.bounds.lp_relaxation import InPieces, Linear
from screenings.solver.model.problem import FORBIDDEN, Task
from screenings.solver.search.worker import Beside, Heard, Say

NICER: Final = 5  # than the search
LARGEST: Final = 500_000  # places of jobs; more would take gigabytes, and longer than anybody searches


def least_points(task: Task, seconds: float) -> int | None:
    """Points that no timetable for this task can do with less than; None without HiGHS.

    It may come to less than `task.bound` where the time does not suffice.
    """
    linear = InPieces(task).linear
    prices = _prices(linear, seconds)
    return None if prices is None else ceil(linear.bound(prices))


def _prices(linear: Linear, seconds: float) -> list[float] | None:
    """What HiGHS says each row costs, whether it came to an end or not."""
    with suppress(ImportError):
        import highspy  # noqa: PLC0415 - heavy, and not everybody's: it brings numpy

        solver = highspy.Highs()
        for name, value in (("output_flag", False), ("time_limit", seconds), ("threads", 1), ("solver", "ipx")):
            solver.setOptionValue(name, value)
        solver.passModel(_model(highspy, linear))
        solver.run()
        return list(solver.getSolution().row_dual)
    return None


def _model(highspy: Any, linear: Linear) -> Any:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(linear.costs), len(linear.rows)
    model.col_cost_, model.col_lower_, model.col_upper_ = linear.costs, [0] * len(linear.costs), linear.highest
    model.row_lower_, model.row_upper_ = linear.lower, linear.upper
    starts, columns, times = [0], [], []
    for terms in linear.rows:
        columns += [column for column, _ in terms]
        times += [count for _, count in terms]
        starts.append(len(columns))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, columns, times
    return model


@dataclass(frozen=True, slots=True)
class Proof:
    """The work of a process beside the search."""

    task: Task
    seconds: float

    def do(self, heard: Heard, say: Say) -> None:
        os.nice(NICER)
        say(least_points(self.task, self.seconds))


class Bound:
    """What is known of the least points: `points`, at first those of each job by itself, more once more is proven."""

    def __init__(self, task: Task) -> None:
        self.points = task.bound

    def hear(self, said: Any) -> None:
        if isinstance(said, int):
            self.points = max(self.points, said)


@contextmanager
def bound_beside(task: Task, seconds: float) -> Iterator[Bound]:
    """Proven, if it can be, by a process that ends with the context and gives way to all others."""
    bound = Bound(task)
    places = sum(len(job.costs) - job.costs.count(FORBIDDEN) for job in task.jobs)
    if not seconds or places > LARGEST or find_spec("highspy") is None:
        yield bound
        return
    beside = Beside(Proof(task, seconds), bound.hear)
    try:
        yield bound
    finally:
        beside.end()
