"""A new festival is led to its first publication, and the list is gone with it."""

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival
from tests.pages import read
from tests.staff import staff_client
from tests.world import film, hall, published, screening

HEADING = "To the first publication"


def steps(client: Client) -> list[str]:
    page = read(client.get("/admin/"))
    return page.section(HEADING).items if HEADING in page.headings else []


def test_each_step_has_its_number_and_is_ticked_when_it_is_done(desk: Client, harbour: Festival) -> None:
    assert steps(desk) == [
        "0 Venues", "0 Halls", "0 Films", "0 Showings", "0 Showings without a place", "0 Errors", "Publish",
    ]  # fmt: skip
    place = hall(harbour)
    screening(film(harbour), place, "2026-10-10 20:00")
    screening(film(harbour, "Late"))
    assert steps(desk) == [
        "1 Venues Done", "1 Halls Done", "2 Films Done", "2 Showings Done", "1 Showings without a place",
        "0 Errors Done", "Publish",
    ]  # fmt: skip
    screening(film(harbour, "Same"), place, "2026-10-10 20:30")
    assert "1 Errors" in steps(desk)


def test_every_step_leads_somewhere(desk: Client, harbour: Festival) -> None:
    for _round in range(2):
        for words, where in read(desk.get("/admin/")).section(HEADING).links:
            assert desk.get(where).status_code == 200, words
        screening(film(harbour), hall(harbour), "2026-10-10 20:00")


def test_it_is_gone_with_the_first_publication(desk: Client, harbour: Festival) -> None:
    screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    assert steps(desk) == []


@pytest.mark.parametrize("permissions", [["view_festival"], ["view_screening"], []])
def test_who_may_not_read_what_it_is_made_of_is_not_led(permissions: list[str], harbour: Festival) -> None:
    assert steps(staff_client("eve", permissions)) == []


def test_the_first_of_each_is_added_and_the_next_is_listed(desk: Client, harbour: Festival) -> None:
    ways = dict(read(desk.get("/admin/")).section(HEADING).links)
    assert ways["0 Films"] == reverse("admin:film-several")
    film(harbour)
    ways = dict(read(desk.get("/admin/")).section(HEADING).links)
    assert ways["1 Films"].startswith(reverse("admin:screenings_film_changelist"))
