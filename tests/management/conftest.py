"""What an export of the site needs of the installation."""

from collections.abc import Iterator

import pytest
import time_machine
from pytest_django.fixtures import Settings

from tests.world import SPRING


@pytest.fixture
def exports(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://harbour.example", ["harbour.example", "testserver"]
    # As on a real site: it serves the styles and scripts.
    settings.MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware", *settings.MIDDLEWARE]
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    with time_machine.travel(SPRING, tick=False):
        yield
