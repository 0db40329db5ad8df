"""Has a process of its own search, so that the pages keep the interpreter to themselves, and listens to it.

That process imports nothing but the solver and knows no database. When whoever asked is gone, so is the search.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from time import monotonic
from typing import IO, Any, Final

from screenings.solver.api import Progress, SolveRequest, SolveResult, explain_unplaced, solve
from screenings.solver.worker_process import ENDED, Inbox, Send, WorkerProcess

POLL_INTERVAL = 1.0  # seconds
PROGRESS_INTERVAL: Final = 0.5  # seconds
EXPLAIN_SECONDS: Final = 20.0  # seconds for saying why, at most
NICENESS: Final = 10  # than the server, whose pages are to stay fast on a small machine
# Seconds beyond the time given, or after a stop: until then the rules have been asked about what was found.
GRACE: Final = 180.0
STOP: Final = "stop"


class SolverProcessFailed(Exception):
    """The process ended without a result; the message is for the log."""


@dataclass(frozen=True, slots=True)
class SolveTask:
    """The work of the process: reports of progress, then the result. Any message asks it to stop with the best so far.

    At a share of 1 the rules are asked about what was found.
    """

    request: SolveRequest
    seconds: float

    def run(self, inbox: Inbox, send: Send) -> None:
        os.nice(NICENESS)
        started = monotonic()

        def effort(_steps: int) -> float:
            return (monotonic() - started) / self.seconds if inbox.empty() else 1.0

        proposal = solve(self.request, effort=effort, on_progress=send)
        send(Progress(1.0))
        deadline = monotonic() + EXPLAIN_SECONDS
        send(explain_unplaced(self.request, proposal, is_time_up=lambda: monotonic() > deadline))


def solve_in_process(
    request: SolveRequest,
    *,
    seconds: float,
    on_progress: Callable[[Progress | None], bool],
    grace: float = GRACE,
) -> SolveResult:
    """The result. `on_progress` is called about once a second with what is new, if anything is: whether to go on.

    Raises SolverProcessFailed; whatever `on_progress` raises ends the search as well.
    """
    messages: SimpleQueue[Any] = SimpleQueue()
    task = SolveTask(replace(request, progress_interval=PROGRESS_INTERVAL / seconds), seconds)
    with TemporaryFile() as stderr:
        child = WorkerProcess(task, messages.put, own_session=True, stderr=stderr)
        try:
            deadline, goes_on = monotonic() + seconds + grace, True
            while True:
                message = _newest(messages)
                if isinstance(message, SolveResult):
                    return message
                if message == ENDED:
                    raise SolverProcessFailed(f"it ended with {child.process.wait()}: {_tail(stderr)}")
                if not on_progress(message) and goes_on:
                    goes_on, deadline = False, min(deadline, monotonic() + grace)
                    child.send(STOP)
                if monotonic() > deadline:
                    raise SolverProcessFailed("it took too long to answer")
        finally:
            child.stop()


def _newest(messages: SimpleQueue[Any]) -> Any:
    """All reports within a poll's time as one, or the result, or ENDED; None where nothing came."""
    newest: Progress | None = None
    until = monotonic() + POLL_INTERVAL
    while (left := until - monotonic()) > 0:
        try:
            message = messages.get(timeout=left)
        except Empty:
            break
        if not isinstance(message, Progress):
            return message
        newest = message.after(newest) if newest else message
    return newest


def _tail(stderr: IO[bytes]) -> str:
    stderr.seek(0)
    return stderr.read().decode(errors="replace").strip()[-2000:]
