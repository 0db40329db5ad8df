"""What several tests start from."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from hypothesis import settings

from screenings.models import Festival
from screenings.publishing import publish
from tests.world import SPRING, festival

# No test fails for being slow on a busy machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Before the demo festival's first day.
SUMMER = datetime(2024, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def folders_of_this_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests that run beside each other share no files: one clears away the imports that another has under way."""
    folder = tmp_path_factory.mktemp("site")
    with override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """In memory, SQLite refuses a table that another thread reads; a browser's requests come beside each other."""
    in_browser = any(item.get_closest_marker("browser") for item in request.session.items)
    if in_browser and connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")


@pytest.fixture
def demo(db: None) -> Festival:
    """The demo festival as `loaddata` leaves it: nothing is public yet."""
    call_command("loaddata", "demo", verbosity=0)
    return Festival.objects.get(slug="strangers")


@pytest.fixture
def published_demo(demo: Festival) -> Festival:
    """The demo festival after its first publication."""
    publish(demo, at=SUMMER)
    return demo


@pytest.fixture
def desk(db: None) -> Client:
    """Signed in as a superuser."""
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    return client


@pytest.fixture
def harbour(db: None) -> Festival:
    """Publishes as saved, as festivals do unless they say otherwise."""
    return festival(publishing="as-saved")


@pytest.fixture
def spring() -> Iterator[None]:
    """It is spring, half a year before the festival of tests/world.py."""
    with time_machine.travel(SPRING):
        yield
