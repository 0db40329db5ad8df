"""Which process carries out a search, and whether it is gone, as far as this machine can tell."""

import os
import socket
from contextlib import suppress
from typing import Final
from uuid import uuid4

MAX_WORKER_ID_LENGTH: Final = 200  # characters
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
