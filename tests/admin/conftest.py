"""What several tests of the admin start from."""

import pytest

from screenings.models import Festival
from tests.world import film, hall, screening


@pytest.fixture
def evening(harbour: Festival) -> Festival:
    """A changeover that is too short, and a film twice on one day."""
    cleo, odeon = film(harbour, "Cléo"), hall(harbour)
    screening(cleo, odeon, "2026-10-10 20:00")
    screening(film(harbour, "Vagabond"), odeon, "2026-10-10 21:35")
    screening(cleo, hall(harbour, "Hall 2"), "2026-10-10 10:00")
    return harbour
