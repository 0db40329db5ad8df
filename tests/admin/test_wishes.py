"""Weights, wishes and orders are rows on a page of their own, which whoever schedules may change."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.models import Festival, PlacementOrder, PlacementWish, TermWeight
from tests import world
from tests.desk.forms import complaints, send
from tests.pages import read
from tests.staff import member

pytestmark = pytest.mark.django_db


def test_whoever_schedules_enters_a_weight_a_wish_and_an_order(harbour: Festival) -> None:
    film, sequel, talk = (world.film(harbour, title) for title in ("Cléo", "Cléo returns", "Talk"))
    address = reverse("admin:screenings_festivalwishes_change", args=[harbour.pk])
    typed = {
        "placement_orders-TOTAL_FORMS": "2", "placement_orders-0-first_film": str(film.pk),
        "placement_orders-0-then_film": str(sequel.pk), "placement_orders-0-at_once": "on",
        "placement_orders-0-after": "0", "placement_orders-0-least": "0",
        "placement_orders-1-first_film": str(sequel.pk), "placement_orders-1-then_film": str(talk.pk),
        "placement_orders-1-after": "20", "placement_orders-1-within": "60", "placement_orders-1-least": "0",
        "term_weights-TOTAL_FORMS": "1", "term_weights-0-name": "clashes", "term_weights-0-weight": "7",
        "placement_wishes-TOTAL_FORMS": "1", "placement_wishes-0-film": str(film.pk),
        "placement_wishes-0-day": "2026-10-10", "placement_wishes-0-begins": "20:00",
    }  # fmt: skip
    answer = send(member("scheduler"), address, **typed)

    assert answer.status_code == 302, answer.content.decode()
    assert [str(row) for row in PlacementOrder.objects.all()] == [
        "Cléo returns after Cléo, at once", "Talk after Cléo returns, 20 to 60 min after its end"
    ]  # fmt: skip
    assert [str(row) for row in TermWeight.objects.all()] == ["clashes: 7"]
    assert [str(row) for row in PlacementWish.objects.all()] == ["Cléo: 2026-10-10, from 20:00"]


def test_the_page_says_in_premieres_what_points_and_weights_amount_to(desk: Client, harbour: Festival) -> None:
    film, sequel = world.film(harbour), world.film(harbour, "Cléo returns")
    for points in (None, 12):
        world.saved(PlacementWish(festival=harbour, film=film, day=world.OPENING, points=points))
    world.saved(PlacementOrder(festival=harbour, first_film=film, then_film=sequel, points=2))
    world.saved(TermWeight(festival=harbour, name="clashes", weight=8))
    page = read(desk.get(reverse("admin:screenings_festivalwishes_change", args=[harbour.pk])))
    said = [part.text for part in page.all("div", of_class="readonly")][1:]  # after the festival's preset
    assert [text for text in said if text != "shown once it is saved"] == [
        "a must",
        "as much as 3 premieres outside the evening",
        "less than a premiere outside the evening",
    ]
    assert "10 points are as much as 2.5 premieres outside the evening." in page.text
    assert "weighs as much as 2 premieres outside the evening" in page.text
    labels = [label.text for label in page.all("label") if label["for"].startswith("id_placement_orders-0-")]
    assert len(labels) == len(set(labels))
    TermWeight.objects.create(festival=harbour, name="wishes", weight=0)
    page = read(desk.get(reverse("admin:screenings_festivalwishes_change", args=[harbour.pk])))
    assert "Points are not counted now, as the weight of wishes is 0." in page.text


def test_a_wish_without_a_place_is_refused_on_the_page(desk: Client, harbour: Festival) -> None:
    film = world.film(harbour)
    address = reverse("admin:screenings_festivalwishes_change", args=[harbour.pk])
    typed = {"placement_wishes-TOTAL_FORMS": "1", "placement_wishes-0-film": str(film.pk)}

    assert complaints(send(desk, address, **typed)) == ["Say where: a hall, a day, or hours."]


def test_a_page_of_many_wishes_asks_no_more_than_one_of_few(desk: Client, harbour: Festival) -> None:
    address = reverse("admin:screenings_festivalwishes_change", args=[harbour.pk])
    first, then = world.film(harbour), world.film(harbour, "Jaws")
    row = world.screening(first, world.hall(harbour), "2026-10-10 20:00")
    asked = []
    for _ in range(2):
        for _ in range(len(asked) + 1):
            world.saved(PlacementOrder(festival=harbour, first_screening=row, then_film=then))
            world.saved(PlacementWish(festival=harbour, screening=row, day=world.OPENING))
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(address).content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert "Jaws" in page


def test_the_rules_stay_with_the_superuser(harbour: Festival) -> None:
    scheduler = member("scheduler")
    rules = reverse("admin:screenings_festivalrules_change", args=[harbour.pk])
    assert scheduler.post(rules, {}).status_code == 403
    assert member("programmer").post(rules.replace("rules", "wishes"), {}).status_code == 403


def test_a_preset_replaces_the_weights_and_the_page_says_whose_they_are(harbour: Festival) -> None:
    client, address = member("scheduler"), reverse("admin:screenings_festivalwishes_change", args=[harbour.pk])
    world.saved(TermWeight(festival=harbour, name="clashes", weight=7))
    assert "no preset: they are the festival" in client.get(address).content.decode()
    assert send(client, address, preset="children").status_code == 302
    weights = dict(TermWeight.objects.filter(festival=harbour).values_list("name", "weight"))
    assert weights["after-five"] > 0
    assert "clashes" not in weights
    page = client.get(address).content.decode()
    assert "festival of its own" not in page
    assert "Children’s festival" in page.replace("&#x27;", "’").replace("'", "’")
