"""Programs as an operator starts them: in a folder of their own, with nothing of the test run's environment."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
# A program's own variables decide, and those that say how a machine reaches its package index.
HANDED_ON = ("PATH", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE", "PIP_FIND_LINKS", "SSL_CERT_FILE")
Done = subprocess.CompletedProcess[str]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    return {"LANG": "C.UTF-8", "HOME": str(home), **kept, **more}


def run(*command: object, home: Path, timeout: float = 300, **more: str) -> Done:
    """In `home`, which is also the user's home."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=home, env=environment(home, **more), capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


def must(*command: object, home: Path, **more: str) -> str:
    """Its standard output, of a program that succeeds."""
    done = run(*command, home=home, **more)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*command: object, home: Path, until: str, **more: str) -> Iterator[None]:
    """Runs beside the block, from when `until` answers."""
    with subprocess.Popen([str(word) for word in command], cwd=home, env=environment(home, **more)) as server:
        try:
            answers(until, server)
            yield
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def answers(address: str, server: subprocess.Popen[bytes]) -> None:
    gives_up = monotonic() + 600
    while monotonic() < gives_up:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            with urlopen(address, timeout=5):
                return
        except URLError:
            sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def get(address: str) -> tuple[int, str]:
    with urlopen(address, timeout=30) as answer:
        return answer.status, answer.read().decode()
