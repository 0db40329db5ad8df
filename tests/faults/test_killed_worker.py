"""A worker is killed while visitors ask, as the system does where memory runs out; and so is the server itself."""

import os
import signal
import subprocess
from time import sleep

import pytest
from django.db import connection

from tests.faults.conftest import Environment
from tests.faults.servers import (
    GRANIAN,
    ROOT,
    SERVE,
    UNGUARDED,
    Process,
    Visitors,
    answers,
    children,
    free_port,
    is_alive,
    started,
    wait_until,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGE = "/strangers/screenings.ics"
VISITORS = 6


def kill_worker(server: int) -> int:
    worker = children(server)[0]
    os.kill(worker, signal.SIGKILL)
    return worker


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_worker_killed_under_load_costs_only_the_requests_in_its_hands(
    demo_environment: Environment, workers: str
) -> None:
    if workers == "2" and connection.vendor == "sqlite":
        pytest.skip("SQLite takes one worker")
    port = free_port()
    with started(demo_environment, *SERVE[:-1], "--workers", workers, SERVE[-1], port=port) as server:
        with Visitors(port, PAGE, number=VISITORS) as visitors:
            sleep(1)
            killed = kill_worker(server.pid)
            wait_until(lambda: len(children(server.pid)) == int(workers) and killed not in children(server.pid))
            sleep(2)
        print(f"{workers} workers: {dict(visitors.counts)}, at most {max(visitors.seconds):.2f} s")
        assert visitors.counts.keys() <= {"200", "nothing"}
        assert visitors.counts["nothing"] <= VISITORS
        assert answers(port)


def test_without_respawning_one_killed_worker_stops_the_site(demo_environment: Environment) -> None:
    """The control: the same server as granian starts it by itself."""
    port = free_port()
    with started(demo_environment, *GRANIAN, port=port) as server:
        with Visitors(port, PAGE, number=VISITORS) as visitors:
            sleep(1)
            kill_worker(server.pid)
            assert server.wait(30) == 1
            sleep(1)
        print(f"without respawning: {dict(visitors.counts)}")
        assert visitors.counts["nothing"] > 10 * VISITORS
        assert not answers(port)


def kill_again_and_again(server: Process, port: int) -> None:
    for _ in range(3):
        kill_worker(server.pid)
        wait_until(lambda: answers(port) or server.poll() is not None)


def test_a_worker_that_is_killed_as_soon_as_it_answers_is_replaced_each_time(demo_environment: Environment) -> None:
    port = free_port()
    with started(demo_environment, *SERVE, port=port) as server:
        kill_again_and_again(server, port)
        assert server.poll() is None
        assert answers(port)


def test_a_worker_that_cannot_start_is_not_started_for_ever(demo_environment: Environment) -> None:
    broken = {**demo_environment, "DJANGO_SETTINGS_MODULE": "tests.faults.broken_middleware"}
    done = subprocess.run([*SERVE, str(free_port())], env=broken, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Worker crash loop detected" in done.stdout + done.stderr


def test_without_the_guard_a_killed_server_leaves_a_worker_that_goes_on_answering(
    demo_environment: Environment,
) -> None:
    """The control, and why the lock alone would not do: the port is still served, the lock still held."""
    port = free_port()
    with started(demo_environment, *UNGUARDED, port=port) as server:
        [worker] = children(server.pid)
        try:
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
            sleep(3)
            assert is_alive(worker)
            assert answers(port)
        finally:
            os.kill(worker, signal.SIGKILL)


def test_a_killed_server_leaves_no_process_behind_and_the_next_one_starts(
    demo_environment: Environment,
) -> None:
    with started(demo_environment, *SERVE, port=free_port()) as server:
        [worker] = children(server.pid)
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        # At once, as a service manager does it: on SQLite the next waits for what is left of the one before.
        with started(demo_environment, *SERVE, port=free_port()):
            wait_until(lambda: not is_alive(worker))
