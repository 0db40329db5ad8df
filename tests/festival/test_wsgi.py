"""What a server and a command load before they are asked for anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What few requests and commands want, and what only the tests have; the last by way of others, where it is installed.
HEAVY = {
    "charset_normalizer", "django_tables2", "django.contrib.postgres", "highspy", "hypothesis", "numpy", "openpyxl",
    "psycopg", "scipy",
}  # fmt: skip


def loaded(statement: str, folder: Path) -> set[str]:
    """The modules of a fresh Python on SQLite after the statement."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "festival.settings", "SECRET_KEY": "x", "DATABASE_URL": ""}
    ended = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        env={**environment, "DATA_DIR": str(folder), "WORKER": "none"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ended.stdout.split())


@pytest.mark.parametrize("statement", ["import festival.wsgi", "import django; django.setup()"])
def test_a_start_loads_nothing_that_is_rarely_wanted(statement: str, tmp_path: Path) -> None:
    modules = loaded(statement, tmp_path)

    assert "screenings.models" in modules
    assert modules & HEAVY == set()
