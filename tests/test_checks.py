"""The system checks: each says what is wrong, and is silent where nothing is."""

import sqlite3
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from pytest_django import Settings

from screenings.checks import (
    data_directory_is_writable,
    file_system_type,
    production_settings_are_set,
    requests_are_no_transactions,
    sqlite_is_on_a_local_disk,
    sqlite_is_safe_with_processes,
)
from screenings.management.commands.serve import Command


@pytest.fixture
def production(settings: Settings) -> Settings:
    settings.DEMO = False
    settings.SECRET_KEY_IS_LASTING = True
    settings.SITE_URL = "https://festival.example"
    settings.ALLOWED_HOSTS = ["festival.example"]
    settings.ALLOWED_HOSTS_IS_DEFAULT = False
    return settings


def ids(messages: list[CheckMessage]) -> list[str | None]:
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


def test_a_complete_production_has_nothing_to_say(production: Settings) -> None:
    assert ids(production_settings_are_set(None)) == []


@pytest.mark.parametrize(
    ("setting", "value", "found"),
    [
        ("SECRET_KEY_IS_LASTING", False, ["screenings.W002"]),
        ("SITE_URL", "http://festival.example", ["screenings.W003"]),
        ("ALLOWED_HOSTS_IS_DEFAULT", True, ["screenings.W004"]),
        ("ALLOWED_HOSTS", ["other.example"], ["screenings.W005"]),
        ("ALLOWED_HOSTS", [".example"], []),
        ("SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https"), ["screenings.W007"]),
        ("ALLOWED_HOSTS", ["*"], []),
        ("SITE_URL", "https://", ["screenings.W005"]),
        ("SITE_URL", "https://festival.example:8443", []),
        ("SITE_URL", "festival.example", ["screenings.W003", "screenings.W005"]),
    ],
)
def test_what_production_lacks_is_named(production: Settings, setting: str, value: object, found: list[str]) -> None:
    setattr(production, setting, value)

    assert ids(production_settings_are_set(None)) == found


def test_the_demo_is_no_production(production: Settings) -> None:
    production.DEMO = True
    production.SITE_URL = "http://127.0.0.1:8000"
    production.ALLOWED_HOSTS = ["127.0.0.1"]
    production.ALLOWED_HOSTS_IS_DEFAULT = True

    assert ids(production_settings_are_set(None)) == []


@pytest.fixture
def old_sqlite(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    for name in ("GRANIAN_WORKERS", "WEB_CONCURRENCY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", ["GRANIAN_WORKERS", "WEB_CONCURRENCY"])
def test_several_processes_on_an_old_sqlite_are_warned_of(
    old_sqlite: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "2")

    assert ids(sqlite_is_safe_with_processes(None)) == ["screenings.W001"]


@pytest.mark.parametrize("processes", ["", "1", None])
def test_one_process_is_safe(old_sqlite: None, monkeypatch: pytest.MonkeyPatch, processes: str | None) -> None:
    if processes is not None:
        monkeypatch.setenv("GRANIAN_WORKERS", processes)

    assert sqlite_is_safe_with_processes(None) == []


def test_a_mended_sqlite_and_postgresql_are_safe_with_any_number(
    old_sqlite: None, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("GRANIAN_WORKERS", "4")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert sqlite_is_safe_with_processes(None) == []

    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert sqlite_is_safe_with_processes(None) == []


def test_a_project_that_makes_each_request_a_transaction_is_told_that_nothing_is_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert requests_are_no_transactions(None) == []
    monkeypatch.setitem(settings.DATABASES["default"], "ATOMIC_REQUESTS", True)
    (warning,) = requests_are_no_transactions(None)
    assert (warning.id, (warning.hint or "").split(":")[0]) == ("screenings.W012", "Leave ATOMIC_REQUESTS out")


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/srv/festival/data", "nfs4"), ("/srv/festival", "nfs4"), ("/srv", "ext4"), ("/srv/my share/x", "cifs")],
)
def test_a_folder_is_on_the_file_system_that_is_mounted_nearest(tmp_path: Path, folder: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nnas:/festival /srv/festival nfs4 rw 0 0\n//nas/share /srv/my\\040share cifs rw 0 0\n",
        encoding="utf-8",
    )
    assert file_system_type(Path(folder), mounts) == kind
    assert file_system_type(Path(folder), tmp_path / "none") == ""


@pytest.mark.parametrize(("kind", "found"), [("nfs4", ["screenings.W006"]), ("ext4", []), ("overlay", [])])
def test_sqlite_on_a_network_share_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, kind: str, found: list[str]
) -> None:
    file = {"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/festival/festival.sqlite3"}
    monkeypatch.setitem(settings.DATABASES, "default", file)
    monkeypatch.setattr("screenings.checks.file_system_type", lambda folder, mounts: kind)
    assert ids(sqlite_is_on_a_local_disk(None)) == found
    monkeypatch.setitem(settings.DATABASES, "default", {**file, "ENGINE": "django.db.backends.postgresql"})
    assert ids(sqlite_is_on_a_local_disk(None)) == []


def test_a_folder_we_may_write_is_no_news(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert data_directory_is_writable(None) == []

    settings.DATA_DIR = tmp_path / "not-made-yet"
    assert data_directory_is_writable(None) == []


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that not even root may write to: /proc")
def test_a_folder_we_may_not_write_is_an_error(settings: Settings) -> None:
    settings.DATA_DIR = Path("/proc/self")

    assert ids(data_directory_is_writable(None)) == ["screenings.E001"]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that not even root may write to: /proc")
def test_a_server_that_an_error_keeps_from_starting_is_not_started_again(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_DIR = Path("/proc/self")

    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "serve"])

    assert ended.value.code == 78
    assert "The data directory /proc/self cannot be written to." in capsys.readouterr().err
