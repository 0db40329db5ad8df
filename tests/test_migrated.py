import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.migrated import ROOT

# By names: the keys are others once a test that commits has emptied the tables.
ROWS = (
    "SELECT app_label, model FROM django_content_type",
    "SELECT model, codename, name FROM auth_permission p JOIN django_content_type t ON t.id = content_type_id",
    (
        "SELECT g.name, codename FROM auth_group g JOIN auth_group_permissions m ON g.id = m.group_id"
        " JOIN auth_permission p ON p.id = m.permission_id"
    ),
)


def contents(opened: Any) -> tuple[set[tuple[str, ...]], list[set[tuple[object, ...]]]]:
    """Every table, index and trigger as it is written, and the rows that migrations leave behind."""
    written = set(opened.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return written, [set(opened.execute(query)) for query in ROWS]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL nothing is kept")
def test_the_database_of_the_tests_is_what_migrate_makes(tmp_path: Path) -> None:
    file = tmp_path / "anew.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)

    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as anew:
        assert contents(connection.connection) == contents(anew)
