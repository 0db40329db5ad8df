"""A database of its own for processes that race, and what they say when they are done."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own, of the kind the suite runs on."""
    shared = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "only-for-tests",
    }  # fmt: skip
    if connection.vendor == "sqlite":
        yield {**shared, "DATABASE_URL": f"sqlite:///{tmp_path / 'race.sqlite3'}"}
        return
    name = f"{connection.settings_dict['NAME']}_race"
    address, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {**shared, "DATABASE_URL": f"{address}/{name}"}
    finally:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def told(environment: dict[str, str], module: str, *arguments: str) -> dict[str, Any]:
    """What a module of the tests prints when it is run there."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
