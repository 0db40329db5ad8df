"""Assets that nobody has collected since the last upgrade: the check says so, and pages are served all the same."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client

from screenings.checks import static_files_are_collected
from tests import world

pytestmark = pytest.mark.filterwarnings("ignore:No directory at:UserWarning")
SITE_CSS = "screenings/site.css"


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    """As in production, with nothing collected yet."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "festival.static_files.OptionalManifestStorage"},
    }
    settings.MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware", *settings.MIDDLEWARE]
    return tmp_path / "static"


def collect() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    restart()


def restart() -> None:
    staticfiles_storage._setup()


def found() -> list[tuple[str | None, str]]:
    messages = static_files_are_collected(None)
    assert all("collectstatic" in (message.hint or "") for message in messages)
    return [(message.id, message.msg) for message in messages]


def told(message: str) -> list[tuple[str, str]]:
    return [("screenings.W008", f"Static files are not collected, or not since the last upgrade: {message}.")]


@pytest.mark.django_db
def test_the_check_finds_what_was_never_collected_and_what_has_changed_since(root: Path) -> None:
    ((code, message),) = found()
    assert code == "screenings.W008"
    assert re.search(r": \S+ and \d{2,} more\.$", message)
    collect()
    assert found() == []
    world.festival()
    page = Client().get("/harbour/").content.decode()
    assert f'"/static/{staticfiles_storage.hashed_files[SITE_CSS]}"' in page
    assert f'"/static/{SITE_CSS}"' not in page
    collected = (root / SITE_CSS).read_bytes()
    (root / SITE_CSS).write_bytes(b"/* of the last release */")
    assert found() == told(SITE_CSS)
    (root / SITE_CSS).write_bytes(collected)
    (root / staticfiles_storage.hashed_files["screenings/site.js"]).unlink()
    assert found() == told("screenings/site.js")


@pytest.mark.django_db
def test_a_start_with_everything_collected_tells_nothing(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    """admin/js/jquery.init.js has a name that could hold a digest."""
    collect()
    with caplog.at_level(logging.WARNING, logger="festival.static_files"):
        assert Client().get("/admin/login/").status_code == 200

    assert caplog.messages == []


@pytest.mark.parametrize("damage", ["absent", "unreadable", "of an older release"])
@pytest.mark.django_db
def test_a_page_has_its_look_without_a_whole_manifest(
    root: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    if damage == "unreadable":
        root.mkdir()
        (root / "staticfiles.json").write_text('{"paths": {"scree')
    elif damage == "of an older release":
        root.mkdir()
        (root / "staticfiles.json").write_text(
            '{"version": "1.1", "paths": {"screenings/old.css": "x.css"}, "hash": "1"}'
        )
    restart()
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    client = Client()
    with caplog.at_level(logging.WARNING, logger="festival.static_files"):
        pages = [client.get(address) for address in ("/harbour/", "/harbour/screenings/", "/admin/login/", "/nothing/")]
    assert [page.status_code for page in pages] == [200, 200, 200, 404]
    assert len([each for each in caplog.messages if "collectstatic" in each]) == 1
    sheets = {
        sheet for page in pages for sheet in re.findall(r'<link[^>]+href="(/static/[^"]+\.css)"', page.content.decode())
    }
    assert f"/static/{SITE_CSS}" in sheets
    for sheet in sheets:
        answer: Any = client.get(sheet)
        assert (answer.status_code, bool(b"".join(answer))) == (200, True), sheet
