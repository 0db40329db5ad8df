"""Processes beside this one: values go in, values come out, nothing else is shared.

They are plain child processes, not multiprocessing's: a worker that may have no such children can start these, and
whatever program this is need not be importable. They stay in its process group.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, Final, Protocol

COMMAND: Final = (sys.executable, "-c", f"from {__name__} import main; main()")
ENDED: Final = "ended"

Send = Callable[[Any], None]
Inbox = SimpleQueue[Any]


class WorkerTask(Protocol):
    """What a process is to do, as a value: it hears what it is told meanwhile, and says what it finds."""

    def run(self, inbox: Inbox, send: Send) -> None: ...


class WorkerProcess:
    """One process at work. Each thing it says is given to `hear` by a thread of its own, and ENDED at its end."""

    def __init__(self, task: WorkerTask, on_message: Send) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry or os.getcwd() for entry in sys.path)}
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin, self.stdout = self.process.stdin, self.process.stdout
        self.listener = Thread(target=_forward_messages, args=(self.stdout, on_message), daemon=True)
        self.listener.start()
        self.send(task)

    def send(self, message: Any) -> None:
        """Where it no longer hears, its end will be heard of."""
        with suppress(BrokenPipeError):
            pickle.dump(message, self.stdin)
            self.stdin.flush()

    def stop(self) -> None:
        """Whatever it does: afterwards there is no such process."""
        self.process.kill()
        self.process.wait()
        self.listener.join()
        self.stdout.close()
        with suppress(BrokenPipeError):
            self.stdin.close()


def _forward_messages(source: IO[bytes], hear: Send) -> None:
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            hear(pickle.load(source))  # noqa: S301 - from the process on the other side
    hear(ENDED)


def main() -> None:
    """The other side: the work comes first on the standard input. When that ends, whoever asked is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for who asked
    source, drain = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not come between the pickles
    work: WorkerTask = pickle.load(source)  # noqa: S301 - from the process that started this one
    heard: Inbox = SimpleQueue()
    Thread(target=_forward_messages, args=(source, _receiver(heard)), daemon=True).start()

    def say(what: Any) -> None:
        pickle.dump(what, drain)
        drain.flush()

    with suppress(BrokenPipeError):
        work.run(heard, say)
    os._exit(0)  # the thread that listens holds the standard input, over which an orderly end would stumble


def _receiver(heard: Inbox) -> Send:
    def hear(what: Any) -> None:
        if what == ENDED:
            os._exit(1)
        heard.put(what)

    return hear
