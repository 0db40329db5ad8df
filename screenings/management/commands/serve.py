"""The site as visitors reach it: granian with what the docs promise."""

from argparse import ArgumentParser
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import DEFAULT_DB_ALIAS

from screenings.management.exit_codes import WRONG_CONFIGURATION
from screenings.management.server_start import THREADS, exec_server, lock_database_file, require_free_port
from screenings.reliability import version_triggers
from screenings.reliability.sqlite_file import database_file

STOP_SECONDS = 30  # in which requests in hand are finished


class Command(BaseCommand):
    help = (
        "Serve the site. A worker that is killed is replaced, while its visitors wait. On SQLite this is one process "
        "with threads, and a second server on the same database is refused with exit code 78."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at; default: 127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument("--uds", type=Path, help="a Unix socket to listen at, instead of host and port")
        parser.add_argument("--workers", type=int, default=1, help="processes; on SQLite 1; default: 1")
        parser.add_argument("--threads", type=int, default=THREADS, help=f"threads of each process; default: {THREADS}")

    def check(self, *args: Any, **options: Any) -> None:
        try:
            super().check(*args, **options)
            # A warning, and none where the database does not answer: the site starts without it.
            super().check(tags=[version_triggers.CHECK_TAG], databases=[DEFAULT_DB_ALIAS])
        except SystemCheckError as problem:
            problem.returncode = WRONG_CONFIGURATION
            raise

    def handle(self, **options: Any) -> None:
        host = _address(options["host"])
        for name in ("workers", "threads"):
            if options[name] < 1:
                raise CommandError(f"{options[name]} {name} cannot serve anybody. Write 1 or more: --{name} 1")
        if options["workers"] > 1 and database_file():
            raise ImproperlyConfigured(
                f"--workers {options['workers']} is for PostgreSQL: SQLite takes one process at a time. Leave it out "
                "and write more --threads, or set DATABASE_URL to PostgreSQL."
            )
        lock_database_file()
        if not options["uds"]:
            require_free_port(host, options["port"])
        place = options["uds"] or f"http://{f'[{host}]' if ':' in host else host}:{options['port']}"
        self.stdout.write(f"Serving at {place}. Ctrl-C ends it.")
        self.stdout.flush()
        exec_server(
            host=host,
            port=options["port"],
            uds=options["uds"],
            workers=options["workers"],
            threads=options["threads"],
            stop_seconds=STOP_SECONDS,
        )


def _address(host: str) -> str:
    """granian takes addresses alone."""
    address = "127.0.0.1" if host == "localhost" else host
    try:
        return str(ip_address(address))
    except ValueError:
        raise CommandError(
            f"{host} is no address to listen at. Write 127.0.0.1 behind a proxy on this machine, 0.0.0.0 for all."
        ) from None
