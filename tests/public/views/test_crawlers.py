"""robots.txt and the sitemap: every public page, and nothing that is not public."""

from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from screenings.models import Festival
from tests import world
from tests.world import saved

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client: Client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return [element.text or "" for element in fromstring(response.content).iter(LOC)]


@pytest.fixture
def festival() -> Festival:
    """A published programme with a part, a guest, a secret and films nobody knows of."""
    festival = world.festival()
    part = world.film(festival, "Part", directors=("Alice Guy",))
    programme = world.programme(festival, "Shorts", part, section=world.section(festival))
    shown = world.screening(programme, world.hall(festival), "2026-10-10 20:00")
    shown.guests.add(world.guest(festival, "Agnès Varda"))
    hidden = world.film(festival, "Nightjar", directors=("Ida Lupino",), section=world.section(festival, "Heron"))
    world.screening(hidden, world.hall(festival, venue="Lantern"), "2026-10-10 20:00", billing="secret")
    world.screening(hidden, world.hall(festival, venue="Vault"), "2026-10-11 20:00", audience="private")
    world.published(festival)
    world.screening(world.film(festival, "Tomorrow"), world.hall(festival), "2026-10-12 20:00")
    return festival


def test_the_sitemap_is_every_public_page_and_no_other(festival: Festival, client: Client) -> None:
    site = "https://harbour.example/harbour"
    assert addresses(client) == [
        f"{site}/", f"{site}/screenings/", f"{site}/timetable/overview/", f"{site}/films/",
        f"{site}/sections/", f"{site}/people/",
        f"{site}/venues/", f"{site}/changes/", f"{site}/timetable/2026-10-10/", f"{site}/films/part/",
        f"{site}/films/shorts/", f"{site}/venues/lantern/", f"{site}/venues/odeon/",
        f"{site}/sections/competition/", f"{site}/people/agnes-varda/", f"{site}/people/alice-guy/",
    ]  # fmt: skip


def test_every_page_of_the_sitemap_is_there_and_names_itself(festival: Festival, client: Client) -> None:
    for address in addresses(client):
        response = client.get(address.removeprefix("https://harbour.example"))
        assert response.status_code == 200, address
        assert f'<link rel="canonical" href="{address}">' in response.content.decode()


def test_what_was_published_and_then_deleted_or_renamed_is_not_offered(festival: Festival, client: Client) -> None:
    film = festival.films.get(title="Part")
    film.slug = "renamed"
    saved(film)
    assert not [address for address in addresses(client) if "part/" in address or "renamed" in address]


def test_a_festival_that_is_not_published_yet_is_in_no_sitemap(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    assert addresses(client) == []


@pytest.mark.django_db(transaction=True)
def test_the_sitemap_is_cheap_to_ask_for_again(festival: Festival, client: Client) -> None:
    response = client.get("/sitemap.xml")
    assert response.headers["Cache-Control"] == "public, max-age=0, stale-if-error=86400"
    told = client.get("/sitemap.xml", headers={"if-none-match": response.headers["ETag"]})
    assert (told.status_code, told.content) == (304, b"")
    assert client.head("/sitemap.xml").content == b""
    assert b"2026-04-01T12:00:00Z" in response.content


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow_with_festivals(client: Client, django_assert_num_queries: Any, number: int) -> None:
    for index in range(number):
        festival = world.festival(f"Festival {index}", slug=f"festival-{index}")
        film = world.film(festival, f"Film {index}", directors=(f"Director {index}",))
        world.screening(film, world.hall(festival), "2026-10-10 20:00")
        world.published(festival)
    with django_assert_num_queries(8):
        assert len(addresses(client)) == 12 * number


def test_robots_may_read_what_is_public_and_find_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    assert rules.can_fetch("Any", "/harbour/films/cleo/")
    assert not rules.can_fetch("Any", "/admin/screenings/film/")
    assert rules.site_maps() == ["http://127.0.0.1:8000/sitemap.xml"]
