"""Venue pages: the address, the ways to it, the halls and what is on in them."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Festival, Publication, TravelTime, Venue
from screenings.public.publication_index import publication_index
from tests import world
from tests.public.pages import Page, publish_many
from tests.world import saved

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> Page:
    response = client.get(f"/harbour/venues/{path}")
    assert response.status_code == 200
    return Page(response)


def test_a_venue_page_tells_the_way_the_halls_and_the_showings(client: Client) -> None:
    festival = world.festival()
    saved(
        Venue(
            festival=festival, name="Odeon", address="Quay 1", city="Hamburg", latitude="53.543000",
            longitude="9.966000", website="https://odeon.example", phone="040 1", access_notes="A lift.\nNo steps.",
        )
    )  # fmt: skip
    first = world.hall(festival, capacity=200, wheelchair_spaces=1)
    world.hall(festival, "Hall 2")
    world.screening(world.film(festival), first, "2026-10-10 20:00")
    world.published(festival)
    found = page(client, "odeon/")
    for said in (
        "Odeon Quay 1, Hamburg Phone: 040 1 Website of the venue Map: OpenStreetMap · Google Maps · Apple Maps",
        "Getting in A lift. No steps.",
        "Hall 1 200 seats · 1 wheelchair space · 1 screening",
        "Hall 2 0 screenings",
        "Showings Saturday 10 October 2026 20:00 to 21:30 Cléo Hall 1",
    ):
        assert said in found.text
    assert {
        "geo:53.543000,9.966000",
        "https://www.openstreetmap.org/?mlat=53.543000&mlon=9.966000#map=17/53.543000/9.966000",
        "https://www.google.com/maps/search/?api=1&query=53.543000%2C9.966000",
        "https://maps.apple.com/?ll=53.543000,9.966000&q=Odeon%2C%20Quay%201%2C%20Hamburg",
        "webcal://harbour.example/harbour/venues/odeon.ics",
        "webcal://harbour.example/harbour/venues/odeon/hall-1.ics",
        "/harbour/screenings/?hall=odeon.hall-1",
    } <= set(found.links)


def test_every_link_to_a_halls_screenings_finds_them(client: Client) -> None:
    festival = world.festival()
    world.hall(festival, "Hall 2")
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    (link,) = [link for link in page(client, "odeon/").links if link.startswith("/harbour/screenings/?hall")]
    assert len(Page(client.get(link)).rows) == 3


def test_a_venue_in_another_zone_says_whose_times_it_gives(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival, "Main", "Paris Theater", timezone="America/New_York")
    world.screening(world.film(festival), hall, "2026-10-10 20:00")
    world.published(festival)
    assert "Times here are New York time." in page(client, "paris-theater/").text


def test_a_venue_without_a_published_screening_is_not_found(client: Client) -> None:
    festival = world.festival()
    world.hall(festival, venue="Unused")
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    assert client.get("/harbour/venues/unused/").status_code == 404
    assert "Odeon 1 screening" in page(client, "").text
    assert "Unused" not in page(client, "").text


def test_a_renamed_address_still_shows_what_was_published_under_it(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    Venue.objects.update(slug="grand-odeon", address="1 Quay")
    found = page(client, "odeon/")
    assert "1 Quay" in found.text
    assert not [link for link in found.links if "grand-odeon" in link]
    assert client.get("/harbour/venues/grand-odeon/").headers["Location"] == "/harbour/venues/odeon/"


def test_a_busy_venue_shows_two_hundred_and_leads_to_the_rest(client: Client) -> None:
    festival = world.festival()
    publish_many(festival, 2020)
    world.hall(festival, venue="Cinema 3")
    found = page(client, "cinema-3/")
    assert len(found.rows) == 200
    assert "/harbour/screenings/?venue=cinema-3" in found.links


def cinemas(of: Festival, *places: tuple[str, str, str]) -> None:
    """Venues by name, latitude and longitude, each with a published screening."""
    for name, latitude, longitude in places:
        saved(Venue(festival=of, name=name, latitude=latitude or None, longitude=longitude or None))
        world.screening(world.film(of, f"In {name}"), world.hall(of, venue=name), "2026-10-10 20:00")
    world.published(of)


CITY = (
    ("Abaton", "53.567000", "9.983000"),
    ("Metropolis", "53.556000", "9.990000"),
    ("Zeise", "53.556000", "9.969000"),
)


def test_the_venues_lie_on_a_sketch_with_the_minutes_between_them(client: Client) -> None:
    festival = world.festival()
    cinemas(festival, *CITY, ("Nowhere known", "", ""))
    found = page(client, "")
    tags = [tag for tag, _ in found.elements]
    assert (tags.count("svg"), tags.count("circle"), tags.count("line")) == (1, 3, 2)
    assert "1 Abaton → 2 Metropolis: 23 min on foot (estimate)" in found.text
    assert "From Abaton south to Metropolis: 23 min on foot (estimate)." in found.text


def test_a_venues_page_shows_the_way_to_every_other_as_somebody_walked_it(client: Client) -> None:
    festival = world.festival()
    cinemas(festival, *CITY)
    metropolis, zeise = Venue.objects.get(name="Metropolis"), Venue.objects.get(name="Zeise")
    saved(TravelTime(origin=zeise, destination=metropolis, minutes=20, by="on foot, along the water"))
    found = page(client, "metropolis/")
    assert "2 Metropolis → 3 Zeise: 20 min on foot, along the water" in found.text
    assert "2 Metropolis → 1 Abaton: 23 min on foot (estimate)" in found.text
    assert ("circle", ("class", "cx", "cy", "r")) in found.elements


def test_a_venue_that_is_not_public_is_on_no_sketch(client: Client) -> None:
    festival = world.festival()
    saved(Venue(festival=festival, name="Vault", latitude="53.550000", longitude="9.950000"))
    world.screening(world.film(festival, "Private"), world.hall(festival, venue="Vault"), "2026-10-11 20:00",
                    audience="private")  # fmt: skip
    cinemas(festival, *CITY[:2])
    assert "Vault" not in page(client, "").text
    assert [tag for tag, _ in page(client, "abaton/").elements].count("circle") == 2


def test_a_single_known_place_is_no_sketch(client: Client) -> None:
    cinemas(world.festival(), CITY[0], ("Nowhere known", "", ""))
    for path in ("", "abaton/", "nowhere-known/"):
        assert "svg" not in [tag for tag, names in page(client, path).elements if "role" in names]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 5), ("cinema-0/", 8)])
def test_the_sketch_costs_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int, path: str, queries: int
) -> None:
    cinemas(world.festival(), *((f"Cinema {index}", f"53.5{index}0000", "9.900000") for index in range(number + 1)))
    with django_assert_num_queries(queries):
        page(client, path)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 4), ("odeon/", 7)])
def test_the_queries_do_not_grow_with_halls_and_showings(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int, path: str, queries: int
) -> None:
    festival = world.festival()
    for index in range(number):
        world.screening(
            world.film(festival, f"Film {index}"), world.hall(festival, f"Hall {index}"), "2026-10-10 20:00"
        )
        world.screening(
            world.film(festival, f"Other {index}"), world.hall(festival, venue=f"V {index}"), "2026-10-10 20:00"
        )
    world.published(festival)
    with django_assert_num_queries(queries):
        page(client, path)


def test_halls_are_counted_here_and_in_the_filter_unless_their_cinema_says_its_own_order(client: Client) -> None:
    festival = world.festival()
    for name in ("Screen 10", "Screen 9", "Screen 1"):
        world.screening(world.film(festival, f"In {name}"), world.hall(festival, name), "2026-10-10 20:00")
    world.hall(festival, "Foyer", order=1)
    world.published(festival)
    halls = re.findall(r"Screen \d+|Foyer", page(client, "odeon/").text.partition("Showings")[0])
    assert list(dict.fromkeys(halls)) == ["Screen 1", "Screen 9", "Screen 10", "Foyer"]
    offered = [option.label for option in publication_index(Publication.objects.current(festival)).options["hall"]]
    assert offered == ["Screen 1", "Screen 9", "Screen 10"]
