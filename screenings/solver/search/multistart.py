"""Multi-start: searches from different seeds, each in a process; for the last part all go on from the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from queue import Empty, SimpleQueue
from typing import Any, Final

from screenings.solver.model.problem import Problem
from screenings.solver.search.annealing import Annealing, Effort, SearchResult, StepLimit
from screenings.solver.worker_process import ENDED, Inbox, Send, WorkerProcess

SYNC_AT: Final = 0.8  # the share of the effort at which they compare: at 0.5 they came out alike, or worse
CHECKS_PER_REPORT: Final = 64  # looks at the effort between two times that a part says how far it is
POLL_SECONDS: Final = 0.05  # seconds between two looks at the effort of all
MAX_FINAL_POLLS: Final = 200  # such looks until a part that was told to stop is given up
SEED_STRIDE: Final = 1 << 32  # between the seeds of the parts

ProgressCallback = Callable[
    [float, SearchResult], None
]  # the share of the effort spent, and the best so far with the steps of all


def multistart_search(
    problem: Problem,
    initial: Sequence[int],
    *,
    effort: Effort,
    seed: int,
    processes: int,
    on_progress: ProgressCallback = lambda _, __: None,
) -> SearchResult:
    """The best result of all searches; of equals, the first one's.

    With a StepLimit each search makes so many steps, and the same seed and number of processes give the same result.
    """
    limit = effort.limit if isinstance(effort, StepLimit) else None
    tasks = [SearchTask(problem, tuple(initial), seed + number * SEED_STRIDE, limit) for number in range(processes)]
    result = Multistart(tasks).run(effort, on_progress)
    return result or Annealing(problem, seed=seed, initial=initial).run(effort)  # where no process can be had


@dataclass(frozen=True, slots=True)
class SearchReport:
    """What one search has found. If `is_waiting`, it waits for the assignment to go on from."""

    result: SearchResult
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class SearchTask:
    """One of the searches. It is sent the share of the effort spent and ends at 1; with a limit it counts its steps."""

    problem: Problem
    initial: tuple[int, ...]
    seed: int
    step_limit: int | None

    def run(self, inbox: Inbox, send: Send) -> None:
        search = Annealing(self.problem, seed=self.seed, initial=self.initial)
        spent, looks = 0.0, 0

        def effort(steps: int) -> float:
            nonlocal spent, looks
            if looks % CHECKS_PER_REPORT == 0:
                send(SearchReport(search.result()))
            looks += 1
            while not inbox.empty():
                spent = inbox.get()
            return spent if self.step_limit is None or spent >= 1 else steps / self.step_limit

        search.run(effort, stop_at=SYNC_AT)
        send(SearchReport(search.result(), is_waiting=True))
        while isinstance(message := inbox.get(), float):
            spent = message
        search.restart_from(message)
        send(SearchReport(search.run(effort)))


class Multistart:
    """The parent's side. `results` are the latest of each search."""

    def __init__(self, tasks: Sequence[SearchTask]) -> None:
        self.tasks = tasks
        self.counts_steps = any(task.step_limit is not None for task in tasks)
        self.inbox: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        self.results: dict[int, SearchResult] = {}
        self.processes: dict[int, WorkerProcess] = {}  # while they are at work
        self.waiting: set[int] = set()

    def run(self, effort: Effort, on_progress: ProgressCallback) -> SearchResult | None:
        """The best result; None where no process could be started."""
        started: list[WorkerProcess] = []
        try:
            for number, task in enumerate(self.tasks):
                started.append(WorkerProcess(task, partial(self._receive, number)))
                self.processes[number] = started[-1]
            looks_left = MAX_FINAL_POLLS
            while self.processes and looks_left:
                self._drain()
                spent = effort(max((result.steps for result in self.results.values()), default=0))
                if self.results:
                    on_progress(min(1.0, spent), self._best_result())
                looks_left -= spent >= 1 and not self.counts_steps  # who counts ends by itself
                self._steer(spent)
        finally:
            for process in started:
                process.stop()
        return self._best_result() if self.results else None

    def _receive(self, number: int, message: Any) -> None:
        self.inbox.put((number, message))

    def _drain(self) -> None:
        """Take in all messages that are there or come within a moment."""
        try:
            number, message = self.inbox.get(timeout=POLL_SECONDS)
            while True:
                if message == ENDED:
                    del self.processes[number]
                    self.waiting.discard(number)
                else:
                    self.results[number] = message.result
                    self.waiting |= {number} if message.is_waiting else set()
                number, message = self.inbox.get_nowait()
        except Empty:
            return

    def _best_result(self) -> SearchResult:
        in_order = (self.results[number] for number in sorted(self.results))
        best = min(in_order, key=lambda result: (result.unplaced, result.objective))
        return SearchResult(
            best.assignment, best.objective, best.unplaced, sum(result.steps for result in self.results.values())
        )

    def _steer(self, spent: float) -> None:
        """Send the share of the effort spent and, once all searches wait, the assignment to go on from.

        Searches that count steps are told of a stop only.
        """
        if not self.counts_steps or spent == inf:
            for process in self.processes.values():
                process.send(float(spent))
        if self.waiting and self.waiting == self.processes.keys():
            assignment = self._best_result().assignment
            for process in self.processes.values():
                process.send(assignment)
            self.waiting.clear()
