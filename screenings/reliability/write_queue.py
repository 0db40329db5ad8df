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

PATIENCE = 5.0  # seconds somebody waits before a page before they wonder
GRACE = 0.5  # seconds that any number may wait: what this site itself writes is mostly done by then
COMMANDS = 20.0  # seconds a command waits, as festival/connections.py tells SQLite
AT_ONCE = 2  # who may wait longer, of the four threads we start
_WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "REPLACE")
_LOCKS = ("FOR UPDATE", "FOR NO KEY UPDATE")


class Queue:
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
            patience = self._patience(now)
            self._since[ticket] = now
        try:
            yield patience
        finally:
            with self._lock:
                del self._since[ticket]

    def _patience(self, now: float) -> float:
        if len(self._since) < AT_ONCE:
            return PATIENCE
        return 0.0 if now - min(self._since.values()) > GRACE else GRACE


QUEUE = Queue()


class Turn:
    """Around the statements of one request, which waits in vain once at most."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.waited_in_vain = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        database = context["connection"]
        _make_patient(database, PATIENCE)
        if not _may_wait(database, sql):
            return execute(sql, params, many, context)
        with self.queue.joined() as patience, _patient(database, 0.0 if self.waited_in_vain else patience):
            try:
                return execute(sql, params, many, context)
            except OperationalError as problem:
                self.waited_in_vain = outage_of(problem) is Outage.BUSY
                raise


def taking_turns() -> AbstractContextManager[None]:
    """For what a request does in this thread."""
    return connection.execute_wrapper(Turn(QUEUE))


@contextmanager
def if_it_can() -> Iterator[None]:
    """Around what is good to note and may be left out: it waits for nobody, and an outage passes without a word."""
    try:
        with connection.execute_wrapper(_hurried):
            yield
    except Error as problem:
        if outage_of(problem) is None:
            raise


def patient_as_commands() -> AbstractContextManager[None]:
    """For what a command does in this thread: as long on PostgreSQL as SQLite's own setting says."""
    return connection.execute_wrapper(_unhurried)


def _hurried(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not _may_wait(context["connection"], sql):
        return execute(sql, params, many, context)
    with _patient(context["connection"], 0.0):
        return execute(sql, params, many, context)


def _unhurried(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    _make_patient(context["connection"], COMMANDS)
    return execute(sql, params, many, context)


def _may_wait(database: Any, sql: str) -> bool:
    if database.vendor == "sqlite":
        # Whoever is in a transaction has the lock: it is taken where one begins.
        return sql.startswith(_WRITES) and not database.connection.in_transaction
    return sql.startswith(_WRITES) or any(lock in sql for lock in _LOCKS)


@contextmanager
def _patient(database: Any, patience: float) -> Iterator[None]:
    """The database's own patience with a lock, for one statement."""
    raw = database.connection
    before = float(database.settings_dict["OPTIONS"].get("timeout", 5)) if database.vendor == "sqlite" else PATIENCE
    if patience != before:
        with database.wrap_database_errors:
            raw.execute(_telling(database, patience))
    try:
        yield
    finally:
        # In a transaction that has failed PostgreSQL is told nothing any more, and its end takes the setting back.
        if patience != before and database.connection is raw and (database.vendor == "sqlite" or _listens(raw)):
            raw.execute(_telling(database, before))


def _make_patient(database: Any, seconds: float) -> None:
    """Once a connection: by itself PostgreSQL waits for ever, also to read a table that is being altered."""
    raw = database.connection
    if database.vendor != "postgresql" or getattr(database, "patient_connection", None) is raw:
        return
    # The way back to a savepoint is a statement too, and the only one that a failed transaction takes.
    if not _listens(raw):
        return
    with database.wrap_database_errors:
        raw.execute(_telling(database, seconds))
    # A transaction that fails takes it back.
    if not database.in_atomic_block:
        database.patient_connection = raw


def _telling(database: Any, patience: float) -> str:
    milliseconds = round(patience * 1000)
    if database.vendor == "sqlite":
        return f"PRAGMA busy_timeout = {milliseconds}"
    return f"SET lock_timeout = {max(1, milliseconds)}"  # 0 would mean for ever


def _listens(raw: Any) -> bool:
    return raw.info.transaction_status.name in ("IDLE", "INTRANS")
