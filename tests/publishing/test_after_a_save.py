"""What a save makes public, as the festival publishes."""

from datetime import timedelta

import pytest

from screenings.loading import published_screenings
from screenings.publishing import publish_after_save
from tests import world
from tests.world import SPRING

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=1)


@pytest.mark.parametrize(
    ("publishing", "first", "state"),
    [("as-saved", True, "published"), ("as-saved", False, "before-first"), ("after-review", True, "waiting")],
)
def test_a_save_goes_public_as_the_festival_has_decided(publishing: str, first: bool, state: str) -> None:
    festival = world.festival(publishing=publishing)
    screening = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    if first:
        world.published(festival)
    screening.sold_out = True
    world.saved(screening)
    saved = publish_after_save(festival, at=LATER)
    assert (saved.state, len(saved.changes)) == (state, 1)
    assert [row.sold_out for row in published_screenings(festival).values()] == (
        [state == "published"] if first else []
    )


def test_a_save_that_double_books_stays_inside_and_says_so() -> None:
    festival = world.festival(publishing="as-saved")
    film, hall = world.film(festival), world.hall(festival)
    world.screening(film, hall, "2026-10-10 20:00")
    world.published(festival)
    world.screening(film, hall, "2026-10-10 20:30")
    saved = publish_after_save(festival, at=LATER)
    assert (saved.state, len(saved.changes), len(saved.blocking)) == ("blocked", 1, 1)
    assert len(published_screenings(festival)) == 1
