"""Section pages."""

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import world
from tests.public.pages import Page
from tests.world import saved

pytestmark = pytest.mark.django_db


def test_a_section_shows_its_films_and_showings_and_no_others(client: Client) -> None:
    festival = world.festival()
    section, hall = world.section(festival, about="New ships."), world.hall(festival)
    world.screening(world.film(festival, "One", section=section), hall, "2026-10-10 20:00")
    world.screening(world.film(festival, "Secret", section=section), hall, "2026-10-11 20:00", billing="secret")
    world.screening(world.film(festival, "Other"), hall, "2026-10-12 20:00")
    world.published(festival)
    found = Page(client.get("/harbour/sections/competition/"))
    assert "Competition New ships." in found.text
    assert (
        "Films One 90 min Next: Sat 10 Oct, 20:00 to 21:30 Odeon, Hall 1 ☆ Add to my plan: One "
        "Showings Saturday 10 October 2026 20:00 to 21:30 One Odeon, Hall 1"
    ) in found.text
    assert ("Secret" in found.text, "Other" in found.text) == (False, False)
    assert "webcal://harbour.example/harbour/sections/competition.ics" in found.links


def test_a_section_without_a_published_screening_is_not_found(client: Client) -> None:
    festival = world.festival()
    hidden = world.section(festival, "Hidden")
    world.screening(world.film(festival, section=hidden), world.hall(festival), "2026-10-10 20:00", billing="tba")
    world.published(festival)
    assert client.get("/harbour/sections/hidden/").status_code == 404


def test_the_index_has_each_section_with_its_next_showing_and_none_that_is_secret(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    first, second, hidden = (
        world.section(festival, name, order=order) for order, name in enumerate(("Zenith", "Avant", "Hidden"))
    )
    first.about = "New ships."
    saved(first)
    world.screening(world.film(festival, "One", section=first), hall, "2026-10-10 20:00")
    world.screening(world.film(festival, "Two", section=first), hall, "2026-10-12 20:00")
    world.screening(world.film(festival, "Three", section=second), hall, "2026-10-10 16:00", status="cancelled")
    world.screening(world.film(festival, "Four", section=second), hall, "2026-10-10 10:00", audience="press")
    world.screening(world.film(festival, "Nightjar", section=hidden), hall, "2026-10-11 10:00", billing="secret")
    world.published(festival)
    with time_machine.travel(world.at("2026-10-10 21:30"), tick=False):
        found = Page(client.get("/harbour/sections/"))
    assert (
        "Films Sections People Zenith New ships. 2 screenings Next: Mon 12 Oct, 20:00 to 21:30 Odeon, Hall 1 "
        "Avant 2 screenings The timetable"
    ) in " ".join(found.text.replace("Harbour Film Festival", "").split())
    assert "Hidden" not in found.text
    assert "/harbour/sections/zenith/" in found.links


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_ten_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    festival = world.festival()
    section, hall = world.section(festival), world.hall(festival)
    for index in range(number):
        part = world.film(festival, f"Part {index}", directors=(f"Director {index}",))
        both = world.programme(festival, f"Shorts {index}", part, section=section)
        world.screening(both, hall, f"2026-10-1{index} 20:00")
    world.published(festival)
    with django_assert_num_queries(10):
        assert len(Page(client.get("/harbour/sections/competition/")).rows) == number
    with django_assert_num_queries(3):
        assert client.get("/harbour/sections/").status_code == 200
