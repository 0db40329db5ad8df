"""SQLite's file: whether the one that is open is still the one at its path, and the lock that one server has on it."""

import fcntl
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import parent_process
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Workers of a server that was killed see it within a second or two and end.
ORPHAN_TIMEOUT = 10.0  # seconds
LOCK_POLL_INTERVAL = 0.2  # seconds
# What was open first, by path. A second opening of the same path tells nothing: others may still have the first file.
_opened: dict[Path, tuple[int, int]] = {}


def database_file() -> Path | None:
    """None where the database is no file of ours: PostgreSQL, or SQLite in memory."""
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    if "sqlite3" not in database["ENGINE"] or name.startswith((":memory:", "file:")):
        return None
    return Path(name).resolve()


def record_opened_file(connection: Any, **kwargs: Any) -> None:
    """Django tells of each connection it opens."""
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        path = Path(connection.settings_dict["NAME"]).resolve()
        for file in (path, lock_file(path)):
            if identity := _identity(file):
                _opened.setdefault(file, identity)


def lock_file(path: Path) -> Path:
    """Beside the database: closing another handle of the file itself would drop SQLite's own locks."""
    return path.with_name(f"{path.name}.lock")


def was_replaced(path: Path) -> bool:
    """Whether the file that was at this path when the database was opened is there no longer.

    What is saved into such a database would be lost; without its lock file a second server could start.
    """
    return path in _opened and _opened[path] != _identity(path)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@dataclass(frozen=True, slots=True)
class LockHolder:
    """The process that has the lock, as it wrote itself into the file. A machine's name tells containers apart.

    `server`: whose worker it is; 0 where it has the lock for all of its own workers, or is none.
    """

    pid: int
    server_pid: int
    hostname: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.hostname}"


UNKNOWN_HOLDER: Final = LockHolder(0, 0, "an unknown machine")


def lock_for_server(path: Path, *, inherited: bool = False) -> IO[str]:
    """The lock for as long as the answer is kept open; the system lets it go when the process ends, however it ends.

    `inherited`: also for what the process becomes by exec. Raises ImproperlyConfigured where another server has it.
    """
    with ExitStack() as unless_locked:
        file = unless_locked.enter_context(_open(path))
        _lock(file, path, server_pid=0)
        os.set_inheritable(file.fileno(), inherited)
        unless_locked.pop_all()
        return file


def lock_for_worker(path: Path, *, on_wait: Callable[[str], None]) -> IO[str] | None:
    """The lock for a process that a WSGI server has started; None where its parent has it for all its workers.

    Where a worker beside it has the lock, it waits for its end: the server is replacing that one, or was started with
    more workers than SQLite takes. `waits` is called with a sentence then. Raises ImproperlyConfigured as above.
    """
    with ExitStack() as unless_locked:
        file = unless_locked.enter_context(_open(path))
        if not _lock(file, path, server_pid=os.getppid() if parent_process() else 0, on_wait=on_wait):
            return None
        unless_locked.pop_all()
        return file


def _lock(file: IO[str], path: Path, *, server_pid: int, on_wait: Callable[[str], None] | None = None) -> bool:
    """False where `server` itself has it."""
    deadline = monotonic() + ORPHAN_TIMEOUT
    while not _try_lock(file, path, server_pid=server_pid):
        holder = _holder(file)
        ours = server_pid and holder.hostname == os.uname().nodename
        if ours and holder.pid == server_pid:
            return False
        if ours and holder.server_pid == server_pid:
            if on_wait:
                on_wait(f"SQLite takes one process at a time: this one waits until {holder} ends.")
            on_wait = None
        elif monotonic() > deadline or not _is_orphaned(holder):
            raise ImproperlyConfigured(_taken_message(path, holder))
        sleep(LOCK_POLL_INTERVAL)
    return True


def _open(path: Path) -> IO[str]:
    lock = lock_file(path)
    try:
        return lock.open("a+", encoding="utf-8")
    except OSError as problem:
        raise ImproperlyConfigured(
            f"The server cannot write {lock}: {problem.strerror}. SQLite writes beside its file too: give the folder "
            "to the user the site runs as, or set DATA_DIR to a folder it may write."
        ) from problem


def _try_lock(file: IO[str], path: Path, *, server_pid: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as problem:
        raise ImproperlyConfigured(
            f"The file system of {path.parent} cannot lock files: {problem.strerror}. SQLite needs a local disk and no "
            "network share: set DATA_DIR to a folder on one, or set DATABASE_URL to PostgreSQL."
        ) from problem
    file.truncate(0)
    file.write(f"{os.getpid()} {server_pid} {os.uname().nodename}\n")
    file.flush()
    return True


def _holder(file: IO[str]) -> LockHolder:
    file.seek(0)
    match file.read().split():
        case [process, server, machine] if process.isdecimal() and server.isdecimal():
            return LockHolder(int(process), int(server), machine)
    return UNKNOWN_HOLDER


def _is_orphaned(holder: LockHolder) -> bool:
    """The server is dead and its workers still have what they inherited; or it is about to write who it is."""
    if holder is UNKNOWN_HOLDER:
        return True
    if holder.hostname != os.uname().nodename:
        return False
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _taken_message(path: Path, holder: LockHolder) -> str:
    return (
        f"Another server already works on {path} ({holder}). SQLite takes one server at a time: stop that one first, "
        "or set DATABASE_URL to PostgreSQL."
    )
