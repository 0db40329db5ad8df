"""A backup is restored while the site runs: nothing that was kept is taken for what the backup holds."""

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils.html import strip_tags

from tests.faults.browser_user import BrowserUser

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGE, LISTING, HEALTH = "/harbour/films/cleo/", "/harbour/screenings/", "/healthz"
Environment = dict[str, str]


@pytest.fixture
def sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's file")


def file_of(environment: Environment) -> Path:
    return Path(environment["DATABASE_URL"].removeprefix("sqlite:///"))


def address_of(environment: Environment) -> str:
    return environment["DATABASE_URL"].replace("postgres:", "postgresql:", 1)


def execute(environment: Environment, *statements: str) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file_of(environment), timeout=20)) as database, database:
            for statement in statements:
                database.execute(statement)
    else:
        with psycopg.connect(address_of(environment)) as database:
            for statement in statements:
                database.execute(statement)


def name(environment: Environment, title: str) -> None:
    execute(environment, f"UPDATE screenings_film SET title = '{title}'")


def back_up(environment: Environment, to: Path) -> None:
    """As docs/backup.md does."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file_of(environment), timeout=20)) as database:
            database.execute("VACUUM INTO ?", [str(to)])
    else:
        subprocess.run(["pg_dump", "--format", "custom", "--file", to, address_of(environment)], check=True)


def restore(environment: Environment, backup: Path) -> None:
    """Into the database that is open."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(file_of(environment))) as database:
            source.backup(database)
    else:
        execute(environment, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        flags = ("--exit-on-error", "--no-owner", "--no-privileges", "--no-comments")
        subprocess.run(["pg_restore", *flags, "--dbname", address_of(environment), backup], check=True)


def title(answer: Any) -> str:
    assert answer.status == 200, answer.text
    heading: str = answer.text.partition("<h1")[2].partition("</h1>")[0]
    return strip_tags(heading.partition(">")[2])


def test_the_next_page_is_the_restored_one_and_so_is_each_after_it(
    serve: Callable[..., BrowserUser], environment: Environment, keys: dict[str, Any], tmp_path: Path
) -> None:
    visitor = serve()
    before = visitor.get(PAGE)
    assert title(before) == "Cléo"
    back_up(environment, tmp_path / "backup")
    name(environment, "Later")
    kept = visitor.get(PAGE)
    assert [title(kept), title(visitor.get(PAGE))] == ["Later", "Later"]

    restore(environment, tmp_path / "backup")
    restored = visitor.get(PAGE, **{"If-None-Match": kept.headers["ETag"]})
    assert (restored.content, restored.headers["ETag"]) == (before.content, before.headers["ETag"])
    # Who has had just this page since before the backup is told so.
    assert visitor.get(PAGE, **{"If-None-Match": before.headers["ETag"]}).status == 304

    # It goes on from there, and never comes to a token that was another page's.
    name(environment, "Otherwise")
    otherwise = visitor.get(PAGE, **{"If-None-Match": kept.headers["ETag"]})
    assert title(otherwise) == "Otherwise"
    name(environment, "Later")
    again = visitor.get(PAGE, **{"If-None-Match": kept.headers["ETag"]})
    assert title(again) == "Later"
    assert len({answer.headers["ETag"] for answer in (before, kept, otherwise, again)}) == 4


def test_health_says_that_a_file_was_put_in_the_place_of_the_open_one_which_wants_a_restart(
    sqlite: None,
    serve: Callable[..., BrowserUser],
    environment: Environment,
    keys: dict[str, Any],
    tmp_path: Path,
) -> None:
    """What cannot be: each of the server's connections goes on with the file that it has opened, wherever that lies."""
    visitor = serve()
    back_up(environment, tmp_path / "backup")
    name(environment, "Later")
    assert title(visitor.get(PAGE)) == "Later"
    (tmp_path / "backup").replace(file_of(environment))
    assert title(visitor.get(PAGE)) in ("Later", "Cléo")
    assert (visitor.get(HEALTH).status, visitor.get(HEALTH).text) == (503, "the database file was replaced\n")
