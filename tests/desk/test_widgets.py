"""What is typed into a box is understood as people write it."""

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Venue
from tests import world
from tests.desk.forms import complaints, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("typed", "kept"), [("Germany", "DE"), ("germany", "DE"), ("DE", "DE"), (" ", "")])
def test_a_country_is_typed_by_name_or_code(desk: Client, typed: str, kept: str) -> None:
    venue = world.hall(world.festival()).venue
    address = reverse("admin:screenings_venue_change", args=[venue.pk])
    assert send(desk, address, country=typed).status_code == 302
    assert Venue.objects.get(pk=venue.pk).country.code == kept


def test_the_form_shows_the_countrys_name(desk: Client) -> None:
    venue = world.hall(world.festival()).venue
    Venue.objects.update(country="DE")
    assert 'value="Germany"' in desk.get(reverse("admin:screenings_venue_change", args=[venue.pk])).content.decode()


def test_no_country_of_that_name_is_said(desk: Client) -> None:
    venue = world.hall(world.festival()).venue
    address = reverse("admin:screenings_venue_change", args=[venue.pk])
    assert complaints(send(desk, address, country="Atlantis"))
    assert Venue.objects.get(pk=venue.pk).country.code == ""
