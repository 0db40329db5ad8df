"""What several tests start from."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.template.base import Template
from django.test import Client, override_settings
from django.test.utils import _TestState
from hypothesis import settings
from pytest_django.plugin import blocking_manager_key

from festival.catalogues import compile_all
from screenings.models import Festival
from screenings.public import known_languages
from screenings.publishing import publish
from tests.pseudo_language import spoken
from tests.world import SPRING, festival

ROLES = pytest.StashKey[str]()
# No test fails for being slow on a busy machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

compile_all()
# The site does so when its addresses are asked for; what is registered are cases of tests.
admin.autodiscover()

# Before the demo festival's first day.
SUMMER = datetime(2024, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def folders_of_this_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests that run beside each other share no files."""
    folder = tmp_path_factory.mktemp("site")
    with override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media"):
        yield


@pytest.fixture(scope="session", autouse=True)
def pages_are_rendered_as_on_the_site(django_test_environment: None) -> Iterator[None]:
    """Django would copy the context of every template rendered, a third of a form's time, and no test reads it."""
    with mock.patch.object(Template, "_render", _TestState.saved_data.template_render):
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


@pytest.fixture(autouse=True)
def no_language_is_known_from_another_test() -> Iterator[None]:
    """The process remembers in which language a festival was read last."""
    with mock.patch.object(known_languages, "_languages", {}):
        yield


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
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that accents each letter."""
    spoken(monkeypatch)


@pytest.fixture
def spring() -> Iterator[None]:
    """It is spring, half a year before the festival of tests/world.py."""
    with time_machine.travel(SPRING):
        yield


@pytest.fixture(scope="session")
def roles(django_db_setup: None, django_db_blocker: Any) -> str:
    """The groups that the migrations make, as text."""
    with django_db_blocker.unblock():
        return serializers.serialize("json", Group.objects.all(), use_natural_foreign_keys=True)


@pytest.fixture(autouse=True)
def note_roles(request: pytest.FixtureRequest) -> None:
    """Before a test that commits: what it leaves behind is emptied, and the groups with it."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.node.stash[ROLES] = request.getfixturevalue("roles")


def pytest_collection_finish() -> None:
    """Some thousands of tests stay until the end: no look for what may go has to go through them again."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """Tests may come in any order, those that need the groups after those that commit."""
    result = yield
    if nextitem and (text := item.stash.get(ROLES, "")):  # after the last, the database is gone
        with item.config.stash[blocking_manager_key].unblock():
            ContentType.objects.clear_cache()  # they have other keys now
            for each in serializers.deserialize("json", text):
                each.save()
    return result
