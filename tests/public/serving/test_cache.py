"""Redis as a cache that may be away: a real server, killed and frozen."""

import logging
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from festival import cache as cache_module
from festival.cache import OptionalRedisCache
from festival.connections import cache

SERVER = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(SERVER is None, reason="redis-server is not installed on this machine")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def connected(port: int) -> OptionalRedisCache:
    url = f"redis://127.0.0.1:{port}/0"
    made = cache(url)
    return OptionalRedisCache(url, {"OPTIONS": made["OPTIONS"]})


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    assert SERVER is not None
    command = [SERVER, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    deadline = monotonic() + 20
    while monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        sleep(0.05)
    yield process, port
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()


def everything(asked: OptionalRedisCache) -> list[object]:
    """Every question once, in an order in which a living cache gives other answers than one that is away."""
    answers: list[object] = [
        asked.set("film", "Cléo"),
        asked.get("film"),
        asked.get("film", "nothing"),
        asked.get_or_set("film", "made anew"),
        asked.has_key("film"),
        asked.add("film", "another"),
        asked.set_many({"one": 1, "two": 2}),
        asked.get_many(["one", "two"]),
        asked.touch("film"),
        asked.delete("film"),
        asked.delete_many(["one", "two"]),
        asked.clear(),
    ]
    try:
        answers.append(asked.incr("count"))
    except ValueError:
        answers.append(ValueError)
    return answers


EMPTY: list[object] = [None, None, "nothing", "made anew", False, True, [], {}, False, False, None, False, ValueError]


def test_an_address_nobody_listens_at_is_an_empty_cache(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert everything(connected(free_port())) == EMPTY

    assert [record.message.split(":")[0] for record in caplog.records] == [
        "Redis does not answer, working without a cache"
    ]


@needs_redis
def test_a_living_server_is_a_real_cache(server: tuple[subprocess.Popen[bytes], int]) -> None:
    asked = connected(server[1])

    assert everything(asked) == [
        None, "Cléo", "Cléo", "Cléo", True, False, [], {"one": 1, "two": 2}, True, True, None, True, ValueError,
    ]  # fmt: skip
    asked.set("count", 1)
    assert asked.incr("count") == 2


@needs_redis
@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP])
def test_a_server_killed_or_frozen_in_between_is_no_error(
    server: tuple[subprocess.Popen[bytes], int], fault: signal.Signals
) -> None:
    process, port = server
    asked = connected(port)
    asked.set("film", "Cléo")

    process.send_signal(fault)

    assert everything(asked) == EMPTY


@needs_redis
def test_it_is_asked_again_after_a_rest(
    server: tuple[subprocess.Popen[bytes], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    process, port = server
    asked = connected(port)
    asked.set("film", "Cléo")
    process.send_signal(signal.SIGSTOP)
    assert asked.get("film") is None
    process.send_signal(signal.SIGCONT)

    assert asked.get("film") is None  # it rests
    now = monotonic()
    monkeypatch.setattr(cache_module, "monotonic", lambda: now + cache_module.RETRY_INTERVAL)
    assert asked.get("film") == "Cléo"
