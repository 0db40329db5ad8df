"""The lock of one server on SQLite's file, and whether the open file is still the one at its path."""

import errno
import fcntl
import os
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import ConnectionHandler

from screenings.reliability import sqlite_file
from screenings.reliability.sqlite_file import database_file as our_file
from screenings.reliability.sqlite_file import lock_for_server, lock_for_worker, record_opened_file, was_replaced


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "festival.sqlite3"


def never(sentence: str) -> None:
    raise AssertionError(sentence)


def written(path: Path, text: str) -> None:
    path.with_name(f"{path.name}.lock").write_text(text, encoding="utf-8")


def test_a_second_server_is_told_who_has_the_file_and_what_to_do(path: Path) -> None:
    with lock_for_server(path):
        for second in (lambda: lock_for_server(path), lambda: lock_for_worker(path, on_wait=never)):
            with pytest.raises(ImproperlyConfigured) as refused:
                second()
            assert str(refused.value) == (
                f"Another server already works on {path} (process {os.getpid()} on {os.uname().nodename}). SQLite "
                "takes one server at a time: stop that one first, or set DATABASE_URL to PostgreSQL."
            )


def test_what_a_server_that_is_gone_has_left_hinders_nobody(path: Path) -> None:
    lock_for_server(path).close()
    assert path.with_name("festival.sqlite3.lock").exists()
    lock_for_server(path).close()
    with lock_for_worker(path, on_wait=never) or pytest.fail("nobody else has it"):
        pass


def test_a_worker_needs_no_lock_where_its_server_has_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with lock_for_server(path):
        monkeypatch.setattr(sqlite_file, "parent_process", lambda: "the server")
        monkeypatch.setattr(os, "getppid", os.getpid)
        assert lock_for_worker(path, on_wait=never) is None


def test_a_server_of_the_same_number_in_another_container_is_another(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lock_for_server(path):
        monkeypatch.setattr(sqlite_file, "parent_process", lambda: "the server")
        written(path, f"{os.getppid()} 0 elsewhere\n")
        with pytest.raises(ImproperlyConfigured, match=f"process {os.getppid()} on elsewhere"):
            lock_for_worker(path, on_wait=never)


def test_the_next_server_waits_for_what_is_left_of_one_that_was_killed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = lock_for_server(path)
    dead = 2**22 + 1  # above the system's highest number
    written(path, f"{dead} 0 {os.uname().nodename}\n")
    monkeypatch.setattr(sqlite_file, "sleep", lambda seconds: left.close())
    lock_for_server(path).close()


def test_a_folder_that_cannot_be_written_is_said_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match=r"cannot write .*: .*\. SQLite writes beside its file too"):
        lock_for_server(tmp_path / "taken" / "festival.sqlite3")


def test_a_share_that_cannot_lock_is_said_with_the_way_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    with pytest.raises(ImproperlyConfigured, match=r"cannot lock files: No locks .* a local disk and no network share"):
        lock_for_server(path)


def test_a_file_that_was_replaced_or_deleted_is_told_until_it_is_back(path: Path) -> None:
    databases = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}}
    connection = ConnectionHandler(databases)["default"]
    assert isinstance(connection, DatabaseWrapper)
    assert not was_replaced(path)
    sqlite3.connect(path).close()
    record_opened_file(connection)
    assert not was_replaced(path)
    aside = path.rename(path.with_name("aside.sqlite3"))
    assert was_replaced(path)
    sqlite3.connect(path).close()
    # Another thread opens the new one: the first may still write to the old one.
    record_opened_file(connection)
    assert was_replaced(path)
    aside.rename(path)
    assert not was_replaced(path)


@pytest.mark.parametrize("name", [":memory:", "file:memorydb_default?mode=memory&cache=shared"])
def test_a_database_in_memory_has_no_file(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": "django.db.backends.sqlite3", "NAME": name})
    assert our_file() is None
