"""The process that searches: an order on its standard input, news and the answer on its standard output, all pickled.

It imports nothing but the solver and knows no database. Whatever comes on its standard input after the order asks it
to stop and to answer with the best so far; when that input ends, whoever asked is gone, and so is the search.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import Any, BinaryIO, Final

from screenings.solver.api import Progress, SolveRequest, SolveResult, explain_unplaced, solve
from screenings.timetable.what_if import Move

PROGRESS_INTERVAL: Final = 0.5  # seconds
BEST_INTERVAL: Final = 2.0
EXPLAIN_SECONDS: Final = 20.0  # seconds for saying why, at most
SOLVER_PROCESS_NICENESS: Final = 10  # than the server, whose pages are to stay fast on a small machine


@dataclass(frozen=True, slots=True)
class ProgressMessage:
    """How far it is. `best` only now and then, and only when it has changed. At a share of 1 the rules are asked."""

    spent: float
    placed: int | None = None
    unplaced: int | None = None
    points: int | None = None
    bound: int | None = None
    conflicts: int | None = None
    score: int | None = None
    best: tuple[Move, ...] | None = None


class ProgressSender:
    """Sends news, but not more often than anybody looks."""

    def __init__(self, send: Callable[[Any], None]) -> None:
        self.send = send
        self.next_message = self.next_best = 0.0
        self.points: int | None = None

    def send_progress(self, progress: Progress) -> None:
        now = monotonic()
        if now < self.next_message and progress.spent < 1:
            return
        self.next_message, best = now + PROGRESS_INTERVAL, None
        if progress.points != self.points and (now >= self.next_best or progress.spent >= 1):
            self.next_best, self.points, best = now + BEST_INTERVAL, progress.points, progress.best()
        self.send(
            ProgressMessage(
                spent=progress.spent,
                placed=progress.placed,
                unplaced=progress.unplaced,
                points=progress.points,
                bound=progress.bound,
                conflicts=progress.conflicts,
                score=progress.score,
                best=best,
            )
        )

    def send_share(self, spent: float) -> None:
        """Of a repair, which says no more."""
        now = monotonic()
        if now >= self.next_message or spent >= 1:
            self.next_message = now + PROGRESS_INTERVAL
            self.send(ProgressMessage(min(1.0, spent)))


def search(request: SolveRequest, *, seconds: float, stop: Event, send: Callable[[Any], None]) -> SolveResult:
    begun, teller = monotonic(), ProgressSender(send)

    def effort(_steps: int) -> float:
        spent = 1.0 if stop.is_set() else (monotonic() - begun) / seconds
        if request.is_repair:
            teller.send_share(spent)
        return spent

    proposal = solve(request, effort=effort, on_progress=teller.send_progress)
    send(ProgressMessage(1.0))
    until = monotonic() + EXPLAIN_SECONDS
    return explain_unplaced(request, proposal, is_time_up=lambda: monotonic() > until)


def _listen(stop: Event, source: BinaryIO) -> None:
    while source.read(1):
        stop.set()
    os.killpg(os.getpgid(0), signal.SIGKILL)  # with whatever processes the solver has started


def main() -> None:
    source, drain = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not come between the pickles
    os.nice(SOLVER_PROCESS_NICENESS)
    order, seconds = pickle.load(source)  # noqa: S301 - from the process that started this one
    stop = Event()
    Thread(target=_listen, args=(stop, source), daemon=True).start()

    def send(what: Any) -> None:
        pickle.dump(what, drain)
        drain.flush()

    send(search(order, seconds=seconds, stop=stop, send=send))
