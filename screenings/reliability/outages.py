"""What a database or a disk says when it cannot write or answer now. Anything else it says is a fault of ours."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum

from django.db import Error, InterfaceError, OperationalError, ProgrammingError
from django.db.transaction import TransactionManagementError


class Outage(Enum):
    """Why it cannot. What is `readable` still answers questions."""

    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    UNAVAILABLE = "away"
    NO_STORAGE = "no-storage"

    @property
    def can_read(self) -> bool:
        return self is not Outage.UNAVAILABLE

    @property
    def retry_after(self) -> int:
        """Seconds until another try is worth it; a disk is not made room on at once."""
        return {Outage.BUSY: 5, Outage.UNAVAILABLE: 10}.get(self, 60)


# Primary result codes; the extended ones have further bits above these eight. https://sqlite.org/rescode.html
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_PROTOCOL: Outage.BUSY,
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_READONLY: Outage.READ_ONLY,
    sqlite3.SQLITE_IOERR: Outage.UNAVAILABLE,
    sqlite3.SQLITE_CANTOPEN: Outage.UNAVAILABLE,
    sqlite3.SQLITE_NOMEM: Outage.UNAVAILABLE,
    sqlite3.SQLITE_CORRUPT: Outage.UNAVAILABLE,
    sqlite3.SQLITE_NOTADB: Outage.UNAVAILABLE,  # something else was written over it
}
_NO_ROOM = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_FSYNC)
# SQLSTATEs, whole or by their class. https://www.postgresql.org/docs/current/errcodes-appendix.html
_OF_POSTGRESQL = {
    "55P03": Outage.BUSY,  # lock_timeout
    "57014": Outage.BUSY,  # statement_timeout
    "40001": Outage.BUSY,
    "40P01": Outage.BUSY,  # a deadlock: the other one goes on
    "53300": Outage.UNAVAILABLE,  # too many connections
    "53100": Outage.FULL,
    "25006": Outage.READ_ONLY,
    "25P03": Outage.UNAVAILABLE,  # it ends a connection that was in a transaction for too long
    "25P04": Outage.UNAVAILABLE,
    "XX001": Outage.UNAVAILABLE,  # damaged
    "XX002": Outage.UNAVAILABLE,
    "08": Outage.UNAVAILABLE,
    "53": Outage.UNAVAILABLE,
    "57": Outage.UNAVAILABLE,
    "58": Outage.UNAVAILABLE,
}
_OF_SYSTEM = {
    errno.ENOSPC: Outage.FULL,
    errno.EDQUOT: Outage.FULL,
    errno.EROFS: Outage.READ_ONLY,
    errno.EACCES: Outage.READ_ONLY,  # uploads that were restored as another user
    errno.EPERM: Outage.READ_ONLY,
    errno.EIO: Outage.READ_ONLY,
    errno.EREMOTEIO: Outage.NO_STORAGE,  # as uploads say it for any storage that is no disk
}
# Where no driver's error is left: by its words, and else as away.
_OF_WORDS = {
    "is locked": Outage.BUSY,
    "disk is full": Outage.FULL,
    "readonly database": Outage.READ_ONLY,
    "no such ": None,
}
# What Django raises of its own once a connection has broken within a transaction; the break itself is its context.
_RAISED_AFTER_BREAK = (ProgrammingError, TransactionManagementError)


def outage_of(error: BaseException | None) -> Outage | None:
    """Which outage an exception tells of; None for every other fault."""
    if isinstance(error, OSError):
        return _OF_SYSTEM.get(error.errno or 0)
    if not isinstance(error, Error):
        return None
    if isinstance(error, _RAISED_AFTER_BREAK) and isinstance(error.__context__, Error):
        return outage_of(error.__context__)
    for cause in _causes(error):
        if isinstance(cause, sqlite3.Error):
            return _of_sqlite(cause)
        if hasattr(cause, "sqlstate"):
            return _of_postgresql(cause)
    return _by_words(error)


def _causes(problem: BaseException) -> Iterator[BaseException]:
    cause = problem.__cause__
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _of_sqlite(driver_error: sqlite3.Error) -> Outage | None:
    code = getattr(driver_error, "sqlite_errorcode", 0)
    return Outage.FULL if code in _NO_ROOM else _OF_SQLITE.get(code & 0xFF)


def _of_postgresql(driver_error: BaseException) -> Outage | None:
    state = getattr(driver_error, "sqlstate", None)
    if state is not None:
        return _OF_POSTGRESQL.get(state) or _OF_POSTGRESQL.get(state[:2])
    # Without a state the server has not spoken: the connection was not made, or is no more.
    name, words = type(driver_error).__name__, str(driver_error)
    lost = name in ("OperationalError", "ConnectionTimeout") or (name == "InterfaceError" and "connection" in words)
    return Outage.UNAVAILABLE if lost else None


def _by_words(problem: Error) -> Outage | None:
    words = str(problem)
    if isinstance(problem, InterfaceError):
        return Outage.UNAVAILABLE if "connection" in words else None
    if not isinstance(problem, OperationalError):
        return None
    return next((outage for some, outage in _OF_WORDS.items() if some in words), Outage.UNAVAILABLE)
