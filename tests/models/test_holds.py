"""What a screening on hold was announced in stays, so that the public loses nothing that nobody cancelled."""

from typing import Any

import pytest
from django.db.models import RestrictedError
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Film, Hall, PublishedScreening, Screening
from tests import world
from tests.pages import read
from tests.world import at, on_hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(harbour: Festival) -> Screening:
    """Announced as Alpha in Hall 1; on hold it became Beta in Hall 2."""
    row = world.screening(world.film(harbour, "Alpha"), world.hall(harbour), "2026-10-10 18:00")
    world.published(harbour)
    on_hold(row)
    row.film, row.hall = world.film(harbour, "Beta"), world.hall(harbour, "Hall 2")
    return world.saved(row)


@pytest.mark.parametrize("model", [Hall, Film])
def test_the_hall_and_the_film_that_the_public_keeps_cannot_be_deleted(model: Any, moved: Screening) -> None:
    with pytest.raises(RestrictedError):
        model.objects.order_by("pk")[0].delete()

    assert PublishedScreening.objects.current(moved.festival).get().title == "Alpha"


def test_the_page_says_what_keeps_it_and_the_way_out(desk: Client, moved: Screening) -> None:
    hall = Hall.objects.get(name="Hall 1")
    page = read(desk.get(reverse("admin:screenings_hall_delete", args=[hall.pk])))

    assert "Alpha, Sat 10 Oct 18:00, Odeon, Hall 1, which is on hold: release it first" in page.text
    assert "Yes, I’m sure" not in page.buttons


def test_once_it_is_released_and_published_they_can(moved: Screening) -> None:
    moved.hold.delete()
    Film.objects.get(title="Alpha").delete()
    Hall.objects.get(name="Hall 1").delete()

    world.published(moved.festival, at("2026-05-01 12:00"))
    assert PublishedScreening.objects.current(moved.festival).get().title == "Beta"


def test_what_is_not_on_hold_keeps_nothing(harbour: Festival) -> None:
    row = world.screening(world.film(harbour, "Alpha"), world.hall(harbour), "2026-10-10 18:00")
    world.published(harbour)
    row.hall = world.hall(harbour, "Hall 2")
    world.saved(row)

    Hall.objects.get(name="Hall 1").delete()
