"""Weights and wishes are rows on the page of a festival's rules."""

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, PlacementWish, TermWeight
from tests import world
from tests.admin.forms import complaints, send

pytestmark = pytest.mark.django_db


def test_a_weight_and_a_wish_are_entered_on_the_page_of_the_rules(desk: Client, harbour: Festival) -> None:
    film = world.film(harbour)
    address = reverse("admin:screenings_festivalrules_change", args=[harbour.pk])
    typed = {
        "term_weights-TOTAL_FORMS": "1", "term_weights-0-name": "clashes", "term_weights-0-weight": "7",
        "placement_wishes-TOTAL_FORMS": "1", "placement_wishes-0-film": str(film.pk),
        "placement_wishes-0-day": "2026-10-10", "placement_wishes-0-begins": "20:00",
    }  # fmt: skip
    answer = send(desk, address, **typed)

    assert answer.status_code == 302
    assert [str(row) for row in TermWeight.objects.all()] == ["clashes: 7"]
    assert [str(row) for row in PlacementWish.objects.all()] == ["Cléo: 2026-10-10, from 20:00"]


def test_a_wish_without_a_place_is_refused_on_the_page(desk: Client, harbour: Festival) -> None:
    film = world.film(harbour)
    address = reverse("admin:screenings_festivalrules_change", args=[harbour.pk])
    typed = {"placement_wishes-TOTAL_FORMS": "1", "placement_wishes-0-film": str(film.pk)}

    assert complaints(send(desk, address, **typed)) == ["Say where: a hall, a day, or hours."]
