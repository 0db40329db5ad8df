"""The machine's own Chromium, on the published demo festival."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Screening
from tests.browser.signing_in import PASSWORD
from tests.world import festival, film, hall, screening, section

# The browser's driver runs an event loop in this thread; the database is asked from it on purpose.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("No Chromium on this machine: apt-get install chromium")
    if found is None:
        pytest.skip("no Chromium on this machine")
    # Root, as in a container, has no sandbox.
    return {"executable_path": found, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture(scope="session")
def base_url() -> None:
    """In place of pytest-playwright's own, which this pytest warns of: a session's fixture that is a method."""


@pytest.fixture
def site(live_server: LiveServer, published_demo: Festival) -> str:
    """The festival's own address."""
    return f"{live_server.url}{published_demo.get_absolute_url()}"


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser has to say, such as of a blocked style; empty at the end of a test."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


@pytest.fixture
def harbour(db: None) -> Festival:
    return festival()


@pytest.fixture
def desk(live_server: LiveServer, harbour: Festival) -> str:
    User.objects.create_superuser("ada", password=PASSWORD)
    return live_server.url


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(film(harbour, section=section(harbour, colour="#336699")), hall(harbour), "2026-10-10 20:00")
    hall(harbour, "Hall 2")
    return row
