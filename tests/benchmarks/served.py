"""The site served by a process of its own, with benchmark settings."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from tests.benchmarks.load import Connection

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(environment: dict[str, str], log: Path, *, by: str = "serve") -> Iterator[int]:
    """The shipped server, started by that command, on a port of its own; it is gone afterwards, whatever happened."""
    port = free_port()
    command = [sys.executable, "manage.py", by, "--port", str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output)
    try:
        deadline = monotonic() + 90  # the demo's first start makes its festival
        while True:
            try:
                with Connection(port, "/healthz", {}) as probe:
                    probe.ask()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert monotonic() < deadline, log.read_text()
                sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)
