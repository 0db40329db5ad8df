"""Real servers, started as the docs say, and visitors who each ask again as soon as they are answered."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter, sleep
from typing import Self

ROOT = Path(__file__).parents[2]
TOKEN = "a" * 32  # of a form, as its cookie and its field have it
PATIENCE = 60.0  # seconds, on a busy machine
SERVE = (sys.executable, "manage.py", "serve", "--port")
GRANIAN = (sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "4",
           "--workers-kill-timeout", "5", "festival.wsgi:application", "--port")  # fmt: skip
UNGUARDED = tuple("tests.faults.unguarded_wsgi:application" if part == GRANIAN[-2] else part for part in GRANIAN)
Process = subprocess.Popen[str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(port: int, path: str, *, method: str = "GET", body: str | None = None, **headers: str) -> tuple[int, str]:
    """Over a connection of its own. Raises OSError or HTTPException where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@contextmanager
def started(environment: dict[str, str], *command: str, port: int) -> Iterator[Process]:
    """The command with the port at its end, once it answers; with all that it started it is gone afterwards."""
    log = Path(environment["DATA_DIR"]) / f"server-{port}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, str(port)], env=environment, cwd=ROOT, stdout=output, stderr=output, text=True,
            start_new_session=True,
        )  # fmt: skip
    try:
        wait_until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            for child in children(process.pid):
                os.kill(child, signal.SIGKILL)


def answers(port: int) -> bool:
    try:
        return asked(port, "/healthz")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline, "it never came"
        sleep(0.05)


def children(pid: int) -> list[int]:
    """Those of the main thread, which starts the workers."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def is_alive(pid: int) -> bool:
    """A zombie that nobody has waited for is dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Visitors:
    """While it is open they ask for a page; then `counts` has what they got, `seconds` how long each waited."""

    def __init__(self, port: int, path: str, *, number: int) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds: list[float] = []
        self._over = Event()
        self._threads = [Thread(target=self._visit, args=(port, path)) for _ in range(number)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def ask(self, port: int, path: str) -> int:
        return asked(port, path)[0]

    def _visit(self, port: int, path: str) -> None:
        while not self._over.is_set():
            begin = perf_counter()
            try:
                got = str(self.ask(port, path))
            except (OSError, http.client.HTTPException):
                got = "nothing"
                sleep(0.01)
            self.seconds.append(perf_counter() - begin)
            self.counts[got] += 1
