"""The protocol with a child process: a task goes in, messages go both ways, all of it pickled.

They are plain child processes, not multiprocessing's: a daemonic worker may start them, and the main program need not
be importable.
"""

import os
import pickle
import signal
import subprocess
import sys
import traceback
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
    """What a process is to do, as a value. Messages from its parent wait in `inbox`; its own go out by `send`."""

    def run(self, inbox: Inbox, send: Send) -> None: ...


class WorkerProcess:
    """A child process at work. A thread passes each of its messages to `on_message`, and ENDED at its end.

    With `own_session` a Ctrl-C meant for this process does not reach it, and stop() ends its own children with it.
    """

    def __init__(
        self, task: WorkerTask, on_message: Send, *, own_session: bool = False, stderr: IO[bytes] | None = None
    ) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry or os.getcwd() for entry in sys.path)}
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment,
            start_new_session=own_session,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin, self.stdout, self.own_session = self.process.stdin, self.process.stdout, own_session
        self.listener = Thread(target=_forward_messages, args=(self.stdout, on_message), daemon=True)
        self.listener.start()
        self.send(task)

    def send(self, message: Any) -> None:
        """Send a message. To a process that has ended it is dropped without an error: ENDED follows."""
        with suppress(BrokenPipeError):
            pickle.dump(message, self.stdin)
            self.stdin.flush()

    def stop(self) -> None:
        """Kill the process and wait for its end."""
        with suppress(ProcessLookupError, PermissionError):
            if self.own_session:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        self.process.wait()
        self.listener.join()
        self.stdout.close()
        with suppress(BrokenPipeError):
            self.stdin.close()


def _forward_messages(source: IO[bytes], on_message: Send) -> None:
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            on_message(pickle.load(source))  # noqa: S301 - from the process on the other side
    on_message(ENDED)


def main() -> None:
    """The child's side: the task comes first on the standard input. When that ends, the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the parent
    source, drain = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not come between the pickles
    task: WorkerTask = pickle.load(source)  # noqa: S301 - from the process that started this one
    inbox: Inbox = SimpleQueue()
    Thread(target=_forward_messages, args=(source, _receiver(inbox)), daemon=True).start()

    def send(message: Any) -> None:
        pickle.dump(message, drain)
        drain.flush()

    # Whatever the outcome, no orderly end: it would stumble over the standard input, which the other thread holds.
    try:
        task.run(inbox, send)
    except BrokenPipeError:
        pass
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _receiver(inbox: Inbox) -> Send:
    def receive(message: Any) -> None:
        if message == ENDED:
            os._exit(1)
        inbox.put(message)

    return receive
