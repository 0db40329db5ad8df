"""The shipped server on a database of its own, of the kind the suite runs on, and a person at it."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from screenings.models import Festival
from tests.benchmarks.served import served
from tests.faults.browser_user import BrowserUser
from tests.races.conftest import environment, told

__all__ = ["environment"]
Environment = dict[str, str]
UNGUARDED = "tests.faults.unguarded"


@pytest.fixture
def keys(environment: dict[str, str]) -> dict[str, Any]:
    return told(environment, "tests.faults.ground", "make")


@pytest.fixture
def serve(environment: dict[str, str], keys: dict[str, Any], tmp_path: Path) -> Iterator[Callable[..., BrowserUser]]:
    """Start the server, with other settings or variables where they are given; somebody who has not signed in."""
    with ExitStack() as stack:

        def start(settings: str = "tests.settings", **variables: str) -> BrowserUser:
            given = {**environment, "DJANGO_SETTINGS_MODULE": settings, **variables}
            return BrowserUser(stack.enter_context(served(given, tmp_path / "server.log")))

        yield start


@pytest.fixture
def demo_environment(published_demo: Festival, tmp_path: Path) -> Environment:
    """The demo festival for servers with production's settings. SQLite: a copy; PostgreSQL: the test's own database."""
    if connection.vendor == "sqlite":
        file = tmp_path / "festival.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        address = f"sqlite:///{file}"
    else:
        address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": address,
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "only-for-tests",
        "HTTPS": "0",
    }
