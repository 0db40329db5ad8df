"""The migrated SQLite database, kept from one run to the next: migrating takes a core twenty seconds."""

import hashlib
import os
import sqlite3
import sys
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.management.commands import migrate
from django.db import connections

from tests.test_layers import LAYERS

ROOT = Path(__file__).parents[1]
# No migration, no trigger and no model reads the code of a room above these.
HIGHEST = LAYERS["reliability"]


def digest() -> str:
    """Of all that a migrated database is made by: our code, what is installed, and who reads the file."""
    rooms = (ROOT / "screenings" / room for room, layer in LAYERS.items() if layer <= HIGHEST)
    ours = [ROOT / "screenings" / "apps.py", Path(__file__), *(ROOT / "tests").glob("settings.py")]
    for folder in (ROOT / "festival", *rooms):
        ours += folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
    made_by = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for each in sorted(f"{one.name} {one.version}" for one in metadata.distributions()):
        made_by.update(each.encode())
    for file in sorted(ours):
        made_by.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return made_by.hexdigest()[:32]


def from_what_is_kept(folder: Path) -> Any:
    """A patch of `migrate`: an empty database becomes a copy of the one kept there, which is made where it is not."""
    anew = migrate.Command.handle
    kept = folder / f"{digest()}.sqlite3"

    def handle(self: migrate.Command, *args: Any, **options: Any) -> Any:
        connection = connections[options["database"]]
        if connection.vendor != "sqlite" or connection.introspection.table_names():
            return anew(self, *args, **options)
        connection.ensure_connection()
        if kept.exists():
            with closing(sqlite3.connect(f"{kept.as_uri()}?mode=ro", uri=True)) as source:
                source.backup(connection.connection)
            return None
        result = anew(self, *args, **options)
        for old in set(folder.glob("*.sqlite3")) - {kept}:
            old.unlink(missing_ok=True)
        # Another process may make the same one beside this; whoever is last has the whole file too.
        mine = folder / f"{kept.name}.{os.getpid()}"
        with closing(sqlite3.connect(mine)) as target:
            connection.connection.backup(target)
        mine.replace(kept)
        return result

    return mock.patch.object(migrate.Command, "handle", handle)
