"""The front door: which festival, and what it says before, during and after its run."""

from datetime import datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Festival
from tests import world
from tests.public.pages import Page
from tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def festival() -> Festival:
    """One show on each of the first three evenings, and one after midnight."""
    festival = world.festival(tagline="Ships that pass")
    hall, section = world.hall(festival), world.section(festival)
    for number, title in enumerate(("One", "Two", "Three")):
        world.screening(world.film(festival, title, section=section), hall, f"2026-10-{9 + number:02} 20:00")
    world.screening(world.film(festival, "Late"), hall, "2026-10-10 00:30")
    world.published(festival)
    return festival


def home(client: Client, moment: datetime) -> Page:
    with time_machine.travel(moment, tick=False):
        return Page(client.get("/harbour/"))


def showings(page: Page) -> list[str]:
    return [row.partition("Calendar file of ")[0].strip() for row in page.rows]


def test_the_front_door_leads_to_the_current_festival(client: Client, festival: Festival) -> None:
    world.festival("Past", slug="past", starts_on="2020-01-01", ends_on="2020-01-02")
    with time_machine.travel(at("2026-10-10 12:00")):
        response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/harbour/")


def test_without_a_festival_it_says_how_to_begin(client: Client) -> None:
    found = Page(client.get("/"))
    assert "No festival yet" in found.text
    assert "/admin/" in found.links


def test_before_the_run_it_names_the_first_screenings(client: Client, festival: Festival) -> None:
    found = home(client, at("2026-10-01 12:00"))
    assert "The festival opens on Friday 9 October 2026, in 8 days." in found.text
    assert "First screenings" in found.text
    assert "Now on" not in found.text
    assert showings(found)[0] == "Fri 9 Oct, 20:00 to 21:30 One Odeon, Hall 1"


def test_on_the_eve_it_says_tomorrow(client: Client, festival: Festival) -> None:
    assert "The festival opens on Friday 9 October 2026, tomorrow." in home(client, at("2026-10-08 12:00")).text


def test_during_the_run_it_tells_what_is_on_and_what_is_next(client: Client, festival: Festival) -> None:
    found = home(client, at("2026-10-10 01:00"))
    # One in the morning belongs to the evening before.
    assert "Today is Friday 9 October 2026." in found.text
    assert showings(found) == [
        "Sat 10 Oct, 00:30 to 02:00 Late Odeon, Hall 1",
        "Sat 10 Oct, 20:00 to 21:30 Two Odeon, Hall 1",
        "Sun 11 Oct, 20:00 to 21:30 Three Odeon, Hall 1",
    ]
    assert "Fri 9 Oct 2 screenings Sat 10 Oct 1 screening Sun 11 Oct 1 screening All 4 screenings" in found.text
    assert "Competition 3 screenings" in found.text


def test_a_show_is_on_from_its_start_until_its_end_and_not_at_it(client: Client, festival: Festival) -> None:
    for moment, is_on in (("19:59", False), ("20:00", True), ("21:29", True), ("21:30", False)):
        assert ("Now on" in home(client, at(f"2026-10-10 {moment}")).text) is is_on, moment


def test_after_the_run_it_says_so(client: Client, festival: Festival) -> None:
    found = home(client, at("2026-11-01 12:00"))
    assert "The festival is over. It ran from 9 October 2026 to 20 October 2026." in found.text
    assert found.rows == []


def test_a_special_after_the_run_is_to_come_and_the_festival_not_over(client: Client, festival: Festival) -> None:
    world.screening(world.film(festival, "Special"), world.hall(festival), "2026-12-05 20:00")
    world.published(festival, at("2026-10-25 12:00"))

    found = home(client, at("2026-11-01 12:00"))
    assert "It ran from 9 October 2026 to 20 October 2026, and there is more to come." in found.text
    assert "is over" not in found.text
    assert showings(found) == ["Sat 5 Dec, 20:00 to 21:30 Special Odeon, Hall 1"]
    assert "The festival is over." in home(client, at("2026-12-06 12:00")).text


def test_before_the_first_publication_nothing_of_the_timetable_shows(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-09 20:00")
    found = home(client, at("2026-10-01 12:00"))
    assert "The programme is not published yet." in found.text
    assert "Cléo" not in found.text


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_eight_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    festival = world.festival()
    for index in range(number):
        section = world.section(festival, f"Section {index}")
        hall = world.hall(festival, f"Hall {index}")
        world.screening(world.film(festival, f"Film {index}", section=section), hall, "2026-10-10 20:00")
        world.screening(world.film(festival, f"Next {index}", section=section), hall, "2026-10-11 20:00")
    world.published(festival)
    with django_assert_num_queries(8):
        found = home(client, at("2026-10-10 20:30"))
    assert len(found.rows) == 2 * number


def test_an_unknown_festival_is_not_found_and_the_page_helps_on(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing at this address." in Page(response).text
