"""Lists show one edition, and say in their address which."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Film
from tests.pages import listed, read
from tests.world import SPRING, festival, film, hall, section

FILMS = reverse("admin:screenings_film_changelist")


@pytest.fixture
def editions(harbour: Festival) -> tuple[Festival, Festival]:
    """This year's with Cléo in Hall 1, last year's with Vagabond in Room A."""
    before = festival("Harbour 2025", slug="harbour-2025", starts_on="2025-10-09", ends_on="2025-10-20")
    film(harbour, "Cléo", section=section(harbour, "Competition"))
    film(before, "Vagabond", section=section(before, "Retrospective"))
    hall(harbour, "Hall 1")
    hall(before, "Room A", "Gloria")
    with time_machine.travel(SPRING):
        return harbour, before


def test_a_list_leads_to_the_edition_that_is_worked_on(desk: Client, editions: tuple[Festival, Festival]) -> None:
    working, before = editions
    desk.post("/admin/edition/", {"edition": working.pk})
    answer = desk.get(FILMS, {"missing": "print"})
    assert answer.headers["Location"] == f"{FILMS}?missing=print&festival__id__exact={working.pk}"
    assert listed(desk.get(answer.headers["Location"])) == ["Cléo"]
    assert listed(desk.get(FILMS, {"festival__id__exact": before.pk})) == ["Vagabond"]
    assert listed(desk.get(FILMS, {"festival__id__exact": "all"})) == ["Cléo", "Vagabond"]


def test_the_filters_of_a_list_offer_what_its_edition_has(desk: Client, editions: tuple[Festival, Festival]) -> None:
    _working, before = editions
    links = dict(read(desk.get(FILMS, {"festival__id__exact": before.pk})).links)
    assert "Retrospective" in links
    assert "Competition" not in links
    screenings = reverse("admin:screenings_screening_changelist")
    links = dict(read(desk.get(screenings, {"festival__id__exact": before.pk})).links)
    assert "Gloria, Room A" in links
    assert "Odeon, Hall 1" not in links


@pytest.mark.parametrize("name", ["hall", "print", "traveltime", "venue", "guest", "publication", "merge", "section"])
def test_a_list_of_a_festivals_rows_says_whose(name: str, desk: Client, editions: tuple[Festival, Festival]) -> None:
    address = reverse(f"admin:screenings_{name}_changelist")
    answer = desk.get(address)
    assert answer.status_code == 302
    assert "festival__id__exact=" in answer.headers["Location"]
    assert desk.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("nonsense", ["x", "0", "99999999999999999999", "%00"])
def test_what_is_no_festival_has_no_rows(nonsense: str, desk: Client, editions: tuple[Festival, Festival]) -> None:
    assert listed(desk.get(f"{FILMS}?festival__id__exact={nonsense}")) == []


def test_what_a_list_was_opened_for_is_what_its_action_means(desk: Client, editions: tuple[Festival, Festival]) -> None:
    working, before = editions
    opened = f"{FILMS}?festival__id__exact={working.pk}"
    desk.post("/admin/edition/", {"edition": before.pk})
    asked = {"action": "delete_selected", "select_across": "1", "_selected_action": ["1"], "post": "yes"}
    desk.post(opened, asked)
    assert list(Film.objects.values_list("title", flat=True)) == ["Vagabond"]


def test_one_festival_is_no_filter(desk: Client, harbour: Festival) -> None:
    page = desk.get(FILMS)
    assert page.status_code == 200
    assert "All festivals" not in page.content.decode()
