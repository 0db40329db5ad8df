"""A disk of three megabytes that is full: of the database where that is a file, and of the uploads on both."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.faults.browser_user import BrowserUser, TimedResponse
from tests.faults.conftest import UNGUARDED
from tests.photos import photo
from tests.races.conftest import told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk is PostgreSQL's own")
FEED, LISTING = "/harbour/screenings.ics", "/harbour/screenings/"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root mounts a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """To the last byte. Without the file that is returned there is room again."""
    filler = disk / "filler"
    with pytest.raises(OSError, match="No space left"):
        filler.write_bytes(bytes(4 * 1024 * 1024))
    return filler


@pytest.fixture
def on_disk(environment: dict[str, str], keys: dict[str, Any], disk: Path) -> dict[str, str]:
    """The database on that disk, as a restored backup lies there."""
    with closing(sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///"))) as whole:
        whole.execute(f"VACUUM INTO '{disk / 'festival.sqlite3'}'")
    return {**environment, "DATABASE_URL": f"sqlite:///{disk / 'festival.sqlite3'}"}


def save(person: BrowserUser, keys: dict[str, Any], **typed: Any) -> Callable[[], TimedResponse]:
    address = f"/admin/screenings/film/{keys['film']}/change/"
    form = {**person.get(address).fields(), "_save": "1", **typed}
    return lambda: person.post(address, form)


@needs_sqlite
def test_on_a_full_disk_a_save_is_told_so_and_everything_is_read_as_before(
    serve: Callable[..., BrowserUser], on_disk: dict[str, str], keys: dict[str, Any], disk: Path
) -> None:
    nobody = serve(DATABASE_URL=on_disk["DATABASE_URL"])
    ada = BrowserUser(nobody.port).sign_in()
    saving = save(ada, keys, title="Typed over", synopsis="word " * 4000)
    before, filler = told(on_disk, "tests.faults.ground", "look"), fill(disk)
    refused, health = saving(), nobody.get("/healthz")
    assert (refused.status, refused.headers["Retry-After"]) == (503, "60"), refused.text
    assert "The server’s disk is full, so nothing was saved." in refused.text
    assert "Typed over" in refused.text
    assert (health.status, health.text) == (503, "the disk of the database is full\n")
    assert [nobody.get(path).status for path in (FEED, LISTING, "/harbour/films/cleo/")] == [200] * 3
    assert ada.get("/admin/screenings/film/").status == 200
    again = refused.fields()
    done = subprocess.run(
        [sys.executable, "manage.py", "createsuperuser", "--no-input", "--username", "eve", "--email", "eve@x.example"],
        env={**on_disk, "DJANGO_SUPERUSER_PASSWORD": "x" * 40_000}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) in ((75, 1), (0, 0)), done.stderr
    filler.unlink()
    assert nobody.get("/healthz").text == "ok\n"
    assert told(on_disk, "tests.faults.ground", "look") == before
    assert ada.post(f"/admin/screenings/film/{keys['film']}/change/", again).status == 302
    assert told(on_disk, "tests.faults.ground", "look")["titles"] == ["Typed over"]
    with closing(sqlite3.connect(disk / "festival.sqlite3")) as reopened:
        assert reopened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@needs_sqlite
def test_without_the_guard_it_is_a_bare_error(
    serve: Callable[..., BrowserUser], on_disk: dict[str, str], keys: dict[str, Any], disk: Path
) -> None:
    nobody = serve(UNGUARDED, DATABASE_URL=on_disk["DATABASE_URL"])
    saving = save(BrowserUser(nobody.port).sign_in(), keys, title="Typed over", synopsis="word " * 4000)
    fill(disk)
    answer = saving()
    assert (answer.status, "Typed over" in answer.text) == (500, False)


def test_an_upload_that_fills_the_disk_leaves_nothing_there_and_is_asked_for_again(
    serve: Callable[..., BrowserUser], environment: dict[str, str], keys: dict[str, Any], disk: Path
) -> None:
    nobody = serve(MEDIA_ROOT=str(disk))
    ada = BrowserUser(nobody.port).sign_in()
    address = f"/admin/screenings/film/{keys['film']}/change/"
    form = {**ada.get(address).fields(), "images-TOTAL_FORMS": "1", "_save": "1"}
    form |= {"images-0-caption": "On the pier", "images-0-order": "1", "images-0-kind": "still"}
    form |= {"images-0-focus_x": "50", "images-0-focus_y": "50"}
    filler = fill(disk)
    with filler.open("r+b") as file:
        file.truncate(filler.stat().st_size - 16 * 1024)
    picture = {"images-0-file": photo((2000, 1000))}
    refused = ada.post(address, form, picture)
    assert refused.status == 503, re.findall(r"(?s)errorlist.*?</ul>", refused.text)
    assert "The server’s disk is full, so nothing was saved." in refused.text
    assert "On the pier" in refused.text
    assert 'type="file" name="images-0-file"' in refused.text
    left = [path for path in disk.rglob("*") if path.is_file()]
    assert left == [filler]
    assert nobody.get("/healthz").text == "the disk of the uploads is full\n"
    assert told(environment, "tests.faults.ground", "look")["images"] == 0
    filler.unlink()
    assert ada.post(address, refused.fields(), picture).status == 302
    assert told(environment, "tests.faults.ground", "look")["images"] == 1
