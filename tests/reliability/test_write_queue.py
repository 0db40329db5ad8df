"""Who writes waits, but never so many that nobody is left to serve a page."""

import sqlite3
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from screenings.reliability.write_queue import MAX_LONG_WAITS, MAX_WAIT, SHORT_WAIT, QueuedWrites, WriteQueue


class FakeClock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_few_may_wait_for_long_and_more_for_a_moment_only() -> None:
    queue = WriteQueue(FakeClock())
    with ExitStack() as stack:
        given = [stack.enter_context(queue.joined()) for _ in range(MAX_LONG_WAITS + 3)]
    assert given == [MAX_WAIT] * MAX_LONG_WAITS + [SHORT_WAIT] * 3


def test_who_comes_while_others_are_stuck_is_refused_at_once_until_one_has_left() -> None:
    clock = FakeClock()
    queue = WriteQueue(clock)
    with ExitStack() as stack:
        first = [stack.enter_context(queue.joined()) for _ in range(MAX_LONG_WAITS)]
        clock.now += 2 * SHORT_WAIT
        with queue.joined() as late:
            assert (first, late) == ([MAX_WAIT] * MAX_LONG_WAITS, 0.0)
    with queue.joined() as afterwards:
        assert afterwards == MAX_WAIT


class Database:
    """A connection of SQLite to a file, as Django's has it; another one can hold its lock."""

    vendor = "sqlite"
    settings_dict = {"OPTIONS": {"timeout": 20}}
    wrap_database_errors = nullcontext()

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, timeout=20, isolation_level=None)

    def run(self, turn: QueuedWrites, sql: str) -> int:
        """How long it would wait for the lock, in milliseconds."""
        told: list[int] = []

        def execute(*_: Any) -> None:
            told.append(self.patience())

        turn(execute, sql, None, False, {"connection": self})
        return told[0]

    def patience(self) -> int:
        return int(self.connection.execute("PRAGMA busy_timeout").fetchone()[0])


def test_what_takes_the_lock_of_sqlite_waits_as_long_as_it_may_and_what_has_it_or_reads_does_not_wait(
    tmp_path: Path,
) -> None:
    database, turn = Database(tmp_path / "one.sqlite3"), QueuedWrites(WriteQueue())
    assert database.run(turn, "BEGIN IMMEDIATE") == MAX_WAIT * 1000
    assert database.run(turn, 'INSERT INTO "film"') == MAX_WAIT * 1000
    assert database.run(turn, "SELECT 1") == 20_000
    database.connection.execute("BEGIN")
    assert database.run(turn, 'UPDATE "film"') == 20_000
    assert database.patience() == 20_000
    database.connection.close()


def test_a_request_that_waited_in_vain_does_not_wait_again(tmp_path: Path) -> None:
    database, turn = Database(tmp_path / "one.sqlite3"), QueuedWrites(WriteQueue())

    def locked(*_: Any) -> None:
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError):
        turn(locked, "BEGIN IMMEDIATE", None, False, {"connection": database})
    assert database.run(turn, "BEGIN IMMEDIATE") == 0
    assert database.run(QueuedWrites(WriteQueue()), "BEGIN IMMEDIATE") == MAX_WAIT * 1000
    database.connection.close()


@pytest.mark.slow  # it empties the database behind it
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own setting")
def test_postgresql_is_told_how_long_a_statement_may_wait_for_a_row() -> None:
    def patience(*_: Any) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            return str(cursor.fetchone()[0])

    def given(sql: str) -> str:
        return str(QueuedWrites(queue)(patience, sql, None, False, {"connection": connection}))

    clock = FakeClock()
    queue = WriteQueue(clock)
    with transaction.atomic():
        assert given("UPDATE") == "5s"
        transaction.set_rollback(True)  # and all that was told is taken back
    assert given("UPDATE") == "5s"
    with ExitStack() as stack:
        for _ in range(MAX_LONG_WAITS):
            stack.enter_context(queue.joined())
        assert given("UPDATE") == "500ms"
        clock.now += 2 * SHORT_WAIT
        with transaction.atomic():
            assert given("SELECT 1 FOR UPDATE") == "1ms"
    assert patience() == "5s"
