"""A number of screenings is the number of rows it leads to, wherever it stands."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client

from screenings.models import Festival
from tests import world
from tests.public.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour() -> Festival:
    """Five screenings of two days, two sections and three halls; the only one in Hall 2 is cancelled."""
    of = world.festival()
    main, night = (world.section(of, name) for name in ("Main", "Night"))
    alpha, beta = world.film(of, "Alpha", section=main), world.film(of, "Beta", section=night)
    one, two, lux = world.hall(of), world.hall(of, "Hall 2"), world.hall(of, "Luxury Lounge", "Lux")
    world.screening(alpha, one, "2026-10-10 18:00")
    world.screening(beta, one, "2026-10-10 21:00", public_note="Bring a jacket")
    world.screening(alpha, lux, "2026-10-11 18:00")
    world.screening(beta, two, "2026-10-11 21:00", status="cancelled", public_note="The print is late")
    world.screening(beta, one, "2026-10-12 00:30")
    world.published(of)
    return of


def page(client: Client, path: str) -> Page:
    return Page(client.get(f"/harbour/{path}"))


def rows(client: Client, query: str) -> int:
    """Of the listing, counted one by one."""
    return len(re.findall(r'<tr class="showing-', client.get(f"/harbour/screenings/{query}").content.decode()))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 5), ("?day=2026-10-10", 2), ("?day=2026-10-11", 3), ("?section=main", 2), ("?section=night", 3),
        ("?venue=odeon", 4), ("?venue=lux", 1), ("?hall=odeon.hall-1", 3), ("?hall=odeon.hall-2", 1), ("?q=beta", 3),
    ],
)  # fmt: skip
def test_the_listing_says_how_many_rows_it_has_and_its_feeds_have_as_many(
    client: Client, harbour: Festival, query: str, number: int
) -> None:
    said = page(client, f"screenings/{query}").text
    assert f" {number} screening{'' if number == 1 else 's'}" in said
    assert rows(client, query) == number
    found = json.loads(client.get(f"/harbour/screenings.json{query}").content)
    assert (found["count"], len(found["screenings"])) == (number, number)
    table = client.get(f"/harbour/screenings.csv{query}").content.decode()
    assert len(list(csv.DictReader(io.StringIO(table)))) == number
    assert client.get(f"/harbour/screenings.ics{query}").content.count(b"BEGIN:VEVENT") == number


def test_every_page_that_states_a_number_states_the_listings(client: Client, harbour: Festival) -> None:
    home = page(client, "").text
    for said in ("All 5 screenings", "Sat 10 Oct 2 screenings", "Sun 11 Oct 3 screenings", "Main 2 screenings",
                 "Night 3 screenings"):  # fmt: skip
        assert said in home
    for path in ("timetable/", "screenings/"):
        strip = page(client, path).text
        assert "Sat 10 Oct 2 screenings" in strip
        assert "Sun 11 Oct 3 screenings" in strip
    options = page(client, "screenings/").text
    for said in ("Odeon (4)", "Lux (1)", "Hall 1 (3)", "Hall 2 (1)", "Main 2 screenings", "Public (5)"):
        assert said in options
    venues = page(client, "venues/").text
    assert re.search(r"Lux 1 screening Odeon 4 screenings|Odeon 4 screenings Lux 1 screening", venues)
    halls = page(client, "venues/odeon/").text
    assert "Hall 1 3 screenings" in halls
    assert "Hall 2 1 screening" in halls
    assert "The programme: 5 screenings" in page(client, "changes/").text


def test_on_paper_the_number_is_that_of_the_rows_and_of_those_that_are_over(client: Client, harbour: Festival) -> None:
    with time_machine.travel(world.at("2026-10-11 12:00"), tick=False):
        said = page(client, "screenings/").text
        assert "5 screenings. " in said
        assert "2 screenings are over" in said
        assert rows(client, "") == 5
    sheet = finders.find("screenings/print.css")
    assert isinstance(sheet, str)
    assert ".past" not in Path(sheet).read_text(), "what says how many are over is printed"


@pytest.mark.parametrize(
    "path", ["screenings/", "timetable/2026-10-10/", "films/beta/", "venues/odeon/", "sections/night/"]
)
def test_a_public_note_stands_wherever_a_row_stands_for_the_screening(
    client: Client, harbour: Festival, path: str
) -> None:
    said = page(client, path).text
    assert said.count("Bring a jacket") == (2 if path.startswith("timetable") else 1)


def test_the_luxury_lounge_is_at_the_lux(client: Client, harbour: Festival) -> None:
    for path in ("screenings/", "films/alpha/", "timetable/2026-10-11/", "schedule.xml", "screenings.ics"):
        assert "Luxury Lounge" in client.get(f"/harbour/{path}").content.decode().replace("\r\n ", "")
    assert "Lux, Luxury Lounge" in page(client, "screenings/").text
    assert "Lux, Luxury Lounge" in client.get("/harbour/schedule.xml").content.decode()
