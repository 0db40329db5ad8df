"""acknowledge(): with a reason, and only what can be."""

import pytest
from django.core.exceptions import ValidationError

from screenings.models import Acknowledgement
from screenings.publishing import preview_publication
from screenings.scheduling.acknowledgements import acknowledge
from tests import world
from tests.world import SPRING

pytestmark = pytest.mark.django_db


def test_an_acknowledgement_needs_a_reason() -> None:
    festival = world.changeovers_are_errors(world.festival())
    film, hall = world.film(festival), world.hall(festival)
    world.screening(film, hall, "2026-10-10 20:00")
    world.screening(film, hall, "2026-10-10 21:40")
    with pytest.raises(ValidationError):
        acknowledge(festival, preview_publication(festival, at=SPRING).blocking, reason=" ", by=None, at=SPRING)
    assert not Acknowledgement.objects.exists()


def test_a_double_booking_cannot_be_acknowledged() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    world.screening(film, hall, "2026-10-10 20:00")
    world.screening(film, hall, "2026-10-10 21:00")
    with pytest.raises(ValueError, match="cannot be acknowledged"):
        acknowledge(festival, preview_publication(festival, at=SPRING).blocking, reason="We know.", by=None, at=SPRING)
    assert not Acknowledgement.objects.exists()
