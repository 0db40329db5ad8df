"""DATABASE_URL, right and wrong."""

from importlib import util
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from festival.connections import database

SAFE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
}


def made(url: str, folder: Path = Path("/nowhere")) -> dict[str, Any]:
    return database(url, default=folder / "festival.sqlite3", max_age=600)


def test_without_an_address_it_is_sqlite_in_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "a folder # with 100 %" / "inside"

    assert made("", folder) == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "festival.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": SAFE,
    }
    assert folder.is_dir()


def test_a_folder_that_cannot_be_made_is_said_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match=r"taken cannot be made: .* Set DATA_DIR to a folder you may write"):
        made("", tmp_path / "taken")


def test_an_sqlite_file_of_one_s_own_is_as_safe() -> None:
    found = made("sqlite:////srv/my festival.sqlite3")

    assert (found["NAME"], found["OPTIONS"]) == ("/srv/my festival.sqlite3", SAFE)


def test_postgresql_keeps_its_connections_and_asks_whether_they_live() -> None:
    found = made("postgres://ann:p%40ss@db.example:5433/festival?sslmode=require")

    assert {name: found[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "festival",
        "USER": "ann",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
    }
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)
    assert found["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "festival.sqlite3",
        "postgres://ann:secret@db.example:port/festival",
        "postgres://ann:secret@db.example",
        "mysql://ann:secret@db.example/festival",
        "postgres:/",
        "://",
    ],
)
def test_an_address_not_understood_says_what_to_write_and_keeps_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        made(url)

    assert str(caught.value).startswith("DATABASE_URL is not understood. Write postgres://USER:PASSWORD@HOST:5432/NAME")
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "festival.connections.find_spec", lambda name: None if name == "psycopg" else util.find_spec(name)
    )
    with pytest.raises(ImproperlyConfigured, match=r"psycopg is not installed.*'.\[postgres\]'"):
        made("postgres://db.example/festival")
