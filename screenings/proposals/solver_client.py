"""Asks a process of its own to search, so that the pages keep the interpreter to themselves, and listens to it."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from queue import Empty, Queue
from tempfile import TemporaryFile
from threading import Thread
from time import monotonic
from typing import IO, Any, Final

from screenings.proposals import solver_process
from screenings.proposals.solver_process import ProgressMessage
from screenings.solver.api import SolveRequest, SolveResult

POLL_INTERVAL = 1.0  # seconds
COMMAND = (sys.executable, "-c", f"from {solver_process.__name__} import main; main()")
# Beyond the time given, or after a stop: until then the rules have been asked about what was found.
GRACE: Final = 180.0
STOP: Final = b"."


class SolverProcessFailed(Exception):
    """The process ended without an answer; the message is for the log."""


def solve_in_process(
    request: SolveRequest,
    *,
    seconds: float,
    on_progress: Callable[[ProgressMessage | None], bool],
    grace: float = GRACE,
) -> SolveResult:
    """The answer. `look` is called about once a second with what is new, if anything is, and says whether to go on.

    Raises Broken; whatever `look` raises ends the search as well.
    """
    with _process() as (process, complaints):
        told: Queue[Any] = Queue()
        Thread(target=_listen, args=(process.stdout, told), daemon=True).start()
        _send(process, pickle.dumps((request, seconds)))
        deadline, goes_on = monotonic() + seconds + grace, True
        while True:
            news = _newest(told)
            if isinstance(news, SolveResult):
                return news
            if news is _END_OF_OUTPUT:
                raise SolverProcessFailed(f"it ended with {process.wait()}: {_tail(complaints)}")
            if not on_progress(news) and goes_on:
                goes_on, deadline = False, min(deadline, monotonic() + grace)
                _send(process, STOP)
            if monotonic() > deadline:
                raise SolverProcessFailed("it took too long to answer")


_END_OF_OUTPUT: Final = object()


def _newest(messages: "Queue[Any]") -> Any:
    """What came last within a look's time, a best that came before it included; None where nothing came."""
    news: ProgressMessage | None = None
    until = monotonic() + POLL_INTERVAL
    while (left := until - monotonic()) > 0:
        try:
            came = messages.get(timeout=left)
        except Empty:
            break
        if not isinstance(came, ProgressMessage):
            return came
        news = came if news is None else _with_earlier(came, news)
    return news


def _with_earlier(new: ProgressMessage, old: ProgressMessage) -> ProgressMessage:
    if new.placed is None:
        return replace(old, spent=new.spent)
    return new if new.best is not None else replace(new, best=old.best)


@contextmanager
def _process() -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    """A session of its own: a Ctrl-C meant for the server does not reach it, and its own processes end with it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry or os.getcwd() for entry in sys.path)}
    with TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - our own module
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=environment,
            start_new_session=True,
        )
        try:
            yield process, complaints
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                with suppress(OSError):
                    pipe.close()


def _listen(source: IO[bytes], messages: "Queue[Any]") -> None:
    try:
        while True:
            messages.put(pickle.load(source))  # noqa: S301 - from the process we started
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        messages.put(_END_OF_OUTPUT)


def _send(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    """What it no longer hears, its end will say."""
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        process.stdin.write(data)
        process.stdin.flush()


def _tail(stderr: IO[bytes]) -> str:
    stderr.seek(0)
    return stderr.read().decode(errors="replace").strip()[-2000:]
