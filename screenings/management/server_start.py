"""How a command becomes the server that answers visitors."""

import os
import socket
import sys
from errno import EADDRINUSE
from pathlib import Path
from typing import Final, NoReturn

from django.conf import settings
from django.core.management import CommandError
from django.db import connections

from screenings.reliability.sqlite_file import database_file, lock_for_server

THREADS: Final = 4
SERVER: Final = Path(__file__).with_name("server.py")  # by its path: a command may be called from any folder


def lock_database_file() -> None:
    """This process, and what it becomes, is the one server on SQLite's file. Raises ImproperlyConfigured."""
    if path := database_file():
        _locks.append(lock_for_server(path, inherited=True))


_locks: Final[list[object]] = []  # closed, a lock would be gone


def require_free_port(host: str, port: int) -> None:
    if not 1 <= port <= 65535:
        raise CommandError(f"{port} is no port. Choose one from 1024 to 65535: --port 8001")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # Without it a port whose last connections are still closing would look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            why = "is in use" if problem.errno == EADDRINUSE else f"cannot be used ({problem.strerror})"
            other = port + 1 if 1024 <= port < 65535 else 8001
            raise CommandError(f"Port {port} {why}. Choose another: --port {other}") from problem


def exec_server(
    *,
    host: str,
    port: int,
    uds: Path | None = None,
    workers: int = 1,
    threads: int = THREADS,
    stop_seconds: int,
    environment: dict[str, str] | None = None,
) -> NoReturn:
    """Ctrl-C and a stop signal are then the server's own. The locks go with it."""
    connections.close_all()
    module, _, name = settings.WSGI_APPLICATION.rpartition(".")
    command = [
        *(sys.executable, "-P", str(SERVER), f"{module}:{name}", "--host", host),
        *("--port", str(port), "--workers", str(workers), "--threads", str(threads)),
        *("--stop-seconds", str(stop_seconds), "--folder", str(settings.BASE_DIR)),
        *(("--uds", str(uds.resolve())) if uds else ()),
    ]
    # Absolute: the server works in another folder than the caller.
    places = {name: str(getattr(settings, name)) for name in ("DATA_DIR", "MEDIA_ROOT")}
    os.execve(sys.executable, command, {**os.environ, **places, **(environment or {})})  # noqa: S606 - no shell is meant
