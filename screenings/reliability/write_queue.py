"""Who writes waits for whoever writes already, but a few at a time: the other threads go on serving pages and feeds.

SQLite has one writer, PostgreSQL locks rows. While another program holds such a lock for long, each save would wait for
it in a thread of this process, and there are only a handful.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from time import monotonic
from typing import Any

from django.db import Error, OperationalError, connection

from screenings.reliability.outages import Outage, outage_of

MAX_WAIT = 5.0  # seconds somebody waits before a page before they wonder
SHORT_WAIT = 0.5  # seconds that any number may wait: what this site itself writes is mostly done by then
COMMAND_WAIT = 20.0  # seconds a command waits, as festival/connections.py tells SQLite
MAX_LONG_WAITS = 2  # who may wait longer, of the four threads we start
_WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "REPLACE")
_LOCKS = ("FOR UPDATE", "FOR NO KEY UPDATE")


class WriteQueue:
    """Who is in a statement that may have to wait."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._since: dict[object, float] = {}

    @contextmanager
    def joined(self) -> Iterator[float]:
        """For how many seconds one more may wait. None at all where others have been stuck for a while already."""
        ticket = object()
        with self._lock:
            now = self._clock()
            patience = self._allowed_wait(now)
            self._since[ticket] = now
        try:
            yield patience
        finally:
            with self._lock:
                del self._since[ticket]

    def _allowed_wait(self, now: float) -> float:
        if len(self._since) < MAX_LONG_WAITS:
            return MAX_WAIT
        return 0.0 if now - min(self._since.values()) > SHORT_WAIT else SHORT_WAIT


WRITE_QUEUE = WriteQueue()


class QueuedWrites:
    """Around the statements of one request, which waits in vain once at most."""

    def __init__(self, queue: WriteQueue) -> None:
        self.queue = queue
        self.has_timed_out = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        database = context["connection"]
        _set_default_lock_timeout(database, MAX_WAIT)
        if not _may_wait(database, sql):
            return execute(sql, params, many, context)
        with self.queue.joined() as patience, _lock_timeout(database, 0.0 if self.has_timed_out else patience):
            try:
                return execute(sql, params, many, context)
            except OperationalError as problem:
                self.has_timed_out = outage_of(problem) is Outage.BUSY
                raise


def queued_writes() -> AbstractContextManager[None]:
    """For what a request does in this thread."""
    return connection.execute_wrapper(QueuedWrites(WRITE_QUEUE))


@contextmanager
def best_effort_write() -> Iterator[None]:
    """Around what is good to note and may be left out: it waits for nobody, and an outage passes without a word."""
    try:
        with connection.execute_wrapper(_without_waiting):
            yield
    except Error as problem:
        if outage_of(problem) is None:
            raise


def command_lock_timeout() -> AbstractContextManager[None]:
    """For what a command does in this thread: as long on PostgreSQL as SQLite's own setting says."""
    return connection.execute_wrapper(_with_command_timeout)


def _without_waiting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not _may_wait(context["connection"], sql):
        return execute(sql, params, many, context)
    with _lock_timeout(context["connection"], 0.0):
        return execute(sql, params, many, context)


def _with_command_timeout(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    _set_default_lock_timeout(context["connection"], COMMAND_WAIT)
    return execute(sql, params, many, context)


def _may_wait(database: Any, sql: str) -> bool:
    if database.vendor == "sqlite":
        # Whoever is in a transaction has the lock: it is taken where one begins.
        return sql.startswith(_WRITES) and not database.connection.in_transaction
    return sql.startswith(_WRITES) or any(lock in sql for lock in _LOCKS)


@contextmanager
def _lock_timeout(database: Any, seconds: float) -> Iterator[None]:
    """The database's own patience with a lock, for one statement."""
    raw = database.connection
    before = float(database.settings_dict["OPTIONS"].get("timeout", 5)) if database.vendor == "sqlite" else MAX_WAIT
    if seconds != before:
        with database.wrap_database_errors:
            raw.execute(_timeout_statement(database, seconds))
    try:
        yield
    finally:
        # In a transaction that has failed PostgreSQL is told nothing any more, and its end takes the setting back.
        if (
            seconds != before
            and database.connection is raw
            and (database.vendor == "sqlite" or _accepts_statements(raw))
        ):
            raw.execute(_timeout_statement(database, before))


def _set_default_lock_timeout(database: Any, seconds: float) -> None:
    """Once a connection: by itself PostgreSQL waits for ever, also to read a table that is being altered."""
    raw = database.connection
    if database.vendor != "postgresql" or getattr(database, "patient_connection", None) is raw:
        return
    # The way back to a savepoint is a statement too, and the only one that a failed transaction takes.
    if not _accepts_statements(raw):
        return
    with database.wrap_database_errors:
        raw.execute(_timeout_statement(database, seconds))
    # A transaction that fails takes it back.
    if not database.in_atomic_block:
        database.patient_connection = raw


def _timeout_statement(database: Any, seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    if database.vendor == "sqlite":
        return f"PRAGMA busy_timeout = {milliseconds}"
    return f"SET lock_timeout = {max(1, milliseconds)}"  # 0 would mean for ever


def _accepts_statements(raw: Any) -> bool:
    return raw.info.transaction_status.name in ("IDLE", "INTRANS")
