"""Whether the process of a search is gone: known of this machine alone, and never guessed."""

import os
import subprocess
import sys
from unittest.mock import patch

import pytest

from screenings.reliability import search_workers
from screenings.reliability.search_workers import MAX_WORKER_ID_LENGTH, current_worker_id, is_worker_gone


def named(number: int, token: str = "0") -> str:
    return f"{current_worker_id().split(' ')[0]} {number} {token}"


def test_this_one_is_there_and_another_that_had_its_number_is_not() -> None:
    assert not is_worker_gone(current_worker_id())
    assert is_worker_gone(named(os.getpid()))


def test_one_that_has_ended_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert not is_worker_gone(named(other.pid))
        other.kill()
        other.wait()
        assert is_worker_gone(named(other.pid))


def test_of_somebody_elses_process_it_is_only_known_that_it_is_there() -> None:
    with patch.object(os, "kill", side_effect=PermissionError):
        assert not is_worker_gone(named(os.getpid() + 1))


@pytest.mark.parametrize(
    "worker", ["", "here", "elsewhere 1 0", f"{current_worker_id().split(' ')[0]} x 0", named(10**30)]
)
def test_of_what_cannot_be_known_nothing_is_said(worker: str) -> None:
    assert not is_worker_gone(worker)


def test_a_long_name_of_a_machine_fits() -> None:
    with patch.object(search_workers.socket, "gethostname", return_value="h" * 255):
        assert len(current_worker_id()) <= MAX_WORKER_ID_LENGTH
        assert not is_worker_gone(current_worker_id())
