"""Which faults of a database and a disk are outages, and that others stay what they are."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import (
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
)

from screenings.reliability.outages import Outage, outage_of


@contextmanager
def sqlite(path: Path, **options: object) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(path, timeout=0, isolation_level=None, **options)  # type: ignore[call-overload]
    try:
        yield opened
    finally:
        opened.close()


def told(act: Callable[[], object]) -> Outage | None:
    """What Django's own wrapper would hand on of what SQLite says."""
    with pytest.raises(sqlite3.Error) as caught:
        act()
    problem = OperationalError(*caught.value.args)
    problem.__cause__ = caught.value
    return outage_of(problem)


def test_what_sqlite_says_when_it_cannot_write_is_told_from_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite3"
    with sqlite(path) as one, sqlite(path) as other:
        one.execute("CREATE TABLE film (title)")
        one.execute("BEGIN IMMEDIATE")
        assert told(lambda: other.execute("BEGIN IMMEDIATE")) is Outage.BUSY
        one.execute("COMMIT")
        one.execute(f"PRAGMA max_page_count = {one.execute('PRAGMA page_count').fetchone()[0]}")
        assert told(lambda: one.execute("INSERT INTO film VALUES (zeroblob(100000))")) is Outage.FULL
        assert told(lambda: one.execute("SELECT * FROM cinema")) is None
        assert told(lambda: one.execute("SELEKT")) is None
    with sqlite(f"file:{path}?mode=ro", uri=True) as reader:  # type: ignore[arg-type]
        assert told(lambda: reader.execute("INSERT INTO film VALUES (1)")) is Outage.READ_ONLY
    assert told(lambda: sqlite3.connect(tmp_path / "nowhere" / "one.sqlite3")) is Outage.UNAVAILABLE
    path.write_bytes(bytes(range(256)) * 64)
    with sqlite(path) as opened:
        assert told(lambda: opened.execute("SELECT * FROM film")) is Outage.UNAVAILABLE


@pytest.mark.parametrize(
    ("problem", "cause", "outage"),
    [
        (OperationalError, psycopg.errors.LockNotAvailable(), Outage.BUSY),
        (OperationalError, psycopg.errors.DeadlockDetected(), Outage.BUSY),
        (OperationalError, psycopg.errors.DiskFull(), Outage.FULL),
        (InternalError, psycopg.errors.ReadOnlySqlTransaction(), Outage.READ_ONLY),
        (OperationalError, psycopg.errors.AdminShutdown(), Outage.UNAVAILABLE),
        (OperationalError, psycopg.errors.ConnectionFailure(), Outage.UNAVAILABLE),
        (OperationalError, psycopg.errors.DatabaseDropped(), Outage.UNAVAILABLE),
        (InternalError, psycopg.errors.IdleInTransactionSessionTimeout(), Outage.UNAVAILABLE),
        (InternalError, psycopg.errors.DataCorrupted(), Outage.UNAVAILABLE),
        (OperationalError, psycopg.OperationalError("connection failed: refused"), Outage.UNAVAILABLE),
        (InterfaceError, psycopg.InterfaceError("the connection is closed"), Outage.UNAVAILABLE),
        (InterfaceError, psycopg.InterfaceError("the cursor is closed"), None),
        (ProgrammingError, psycopg.errors.UndefinedTable(), None),
        (IntegrityError, psycopg.errors.UniqueViolation(), None),
        (OperationalError, None, Outage.UNAVAILABLE),
        (ProgrammingError, None, None),
    ],
)
def test_what_postgresql_says_is_told_by_its_state(
    problem: type[Error], cause: Exception | None, outage: Outage | None
) -> None:
    said = problem("said")
    said.__cause__ = cause
    assert outage_of(said) is outage


def test_a_full_disk_is_one_under_a_file_too_and_a_missing_file_is_not() -> None:
    assert outage_of(OSError(errno.ENOSPC, "No space left on device")) is Outage.FULL
    for code in (errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO):
        assert outage_of(OSError(code, "")) is Outage.READ_ONLY
    assert outage_of(FileNotFoundError(errno.ENOENT, "No such file")) is None
    assert outage_of(ValueError("locked")) is None


@pytest.mark.django_db
def test_a_query_of_ours_that_is_wrong_is_no_outage() -> None:
    with pytest.raises(Error) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM there_is_no_such_table")
    assert outage_of(caught.value) is None
