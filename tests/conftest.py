"""What several tests start from."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from hypothesis import settings

from screenings.models import Festival
from screenings.publishing import publish

# No test fails for being slow on a busy machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Before the demo festival's first day.
SUMMER = datetime(2024, 7, 1, 12, tzinfo=UTC)


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
