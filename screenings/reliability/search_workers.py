"""Which process carries out a search, and whether it is gone, as far as this machine and the clock can tell."""

import os
import socket
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from screenings.models import SearchRun, SearchState

MAX_WORKER_ID_LENGTH: Final = 200  # characters
# A search says about once a second that it is alive; one not heard of for so long has lost its process. A database may
# be busy for a while, so it is only after a few seconds that the machine is asked whether the process is gone.
LOST_AFTER: Final = timedelta(seconds=30)
SILENT_AFTER: Final = timedelta(seconds=5)
_TOKEN: Final = uuid4().hex


def current_worker_id() -> str:
    """Names it among all that have ever run: the machine, its number there, and a token of its own."""
    return f"{socket.gethostname()[: MAX_WORKER_ID_LENGTH - 60]} {os.getpid()} {_TOKEN}"


def is_worker_gone(worker: str) -> bool:
    """Whether that process has ended. Of another machine, and of a number that was given anew, nobody can tell."""
    host, number, token = [*worker.split(" "), "", ""][:3]
    if host != socket.gethostname()[: MAX_WORKER_ID_LENGTH - 60] or not number.isdecimal() or os.name != "posix":
        return False
    if int(number) == os.getpid():
        return token != _TOKEN
    with suppress(PermissionError, OverflowError):
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
    return False


def is_lost(run: SearchRun, *, at: datetime) -> bool:
    """Whether its process is gone: the server was stopped, or crashed."""
    if run.state not in (SearchState.RUNNING, SearchState.STOPPING):
        return False
    if run.alive_at is None or run.alive_at < at - LOST_AFTER:
        return True
    return run.alive_at < at - SILENT_AFTER and is_worker_gone(run.worker)
