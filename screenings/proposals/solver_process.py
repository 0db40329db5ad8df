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

from screenings.solver.api import Answer, Order, Progress, explained, proposed
from screenings.timetable.what_if import Move

NEWS_EVERY: Final = 0.5  # seconds
BEST_EVERY: Final = 2.0
EXPLAINING: Final = 20.0  # seconds for saying why, at most
NICER: Final = 10  # than the server, whose pages are to stay fast on a small machine


@dataclass(frozen=True, slots=True)
class News:
    """How far it is. `best` only now and then, and only when it has changed. At a share of 1 the rules are asked."""

    spent: float
    placed: int | None = None
    unplaced: int | None = None
    points: int | None = None
    bound: int | None = None
    conflicts: int | None = None
    score: int | None = None
    best: tuple[Move, ...] | None = None


class Teller:
    """Sends news, but not more often than anybody looks."""

    def __init__(self, send: Callable[[Any], None]) -> None:
        self.send = send
        self.next_news = self.next_best = 0.0
        self.points: int | None = None

    def hear(self, progress: Progress) -> None:
        now = monotonic()
        if now < self.next_news and progress.spent < 1:
            return
        self.next_news, best = now + NEWS_EVERY, None
        if progress.points != self.points and (now >= self.next_best or progress.spent >= 1):
            self.next_best, self.points, best = now + BEST_EVERY, progress.points, progress.best()
        self.send(
            News(
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

    def hear_share(self, spent: float) -> None:
        """Of a repair, which says no more."""
        now = monotonic()
        if now >= self.next_news or spent >= 1:
            self.next_news = now + NEWS_EVERY
            self.send(News(min(1.0, spent)))


def search(order: Order, *, seconds: float, stop: Event, send: Callable[[Any], None]) -> Answer:
    begun, teller = monotonic(), Teller(send)

    def effort(_steps: int) -> float:
        spent = 1.0 if stop.is_set() else (monotonic() - begun) / seconds
        if order.repair:
            teller.hear_share(spent)
        return spent

    proposal = proposed(order, effort=effort, watch=teller.hear)
    send(News(1.0))
    until = monotonic() + EXPLAINING
    return explained(order, proposal, enough=lambda: monotonic() > until)


def _listen(stop: Event, source: BinaryIO) -> None:
    while source.read(1):
        stop.set()
    os.killpg(os.getpgid(0), signal.SIGKILL)  # with whatever processes the solver has started


def main() -> None:
    source, drain = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not come between the pickles
    os.nice(NICER)
    order, seconds = pickle.load(source)  # noqa: S301 - from the process that started this one
    stop = Event()
    Thread(target=_listen, args=(stop, source), daemon=True).start()

    def send(what: Any) -> None:
        pickle.dump(what, drain)
        drain.flush()

    send(search(order, seconds=seconds, stop=stop, send=send))
