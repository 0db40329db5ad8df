"""The listing in a frame of another site: which part of it, and on whose pages."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Festival
from screenings.models.festivals import check_site
from screenings.public.views import embed as embed_view
from tests import world
from tests.public.pages import Page
from tests.world import SPRING, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]
ADDRESS = "/harbour/embed/"


@pytest.fixture
def festival() -> Festival:
    """At the Odeon one for the public, one for the press and a secret one; at the Lantern one more."""
    festival = world.festival(embedded_by=("https://odeon.example", "https://*.lantern.example"))
    odeon, cleo = world.hall(festival), world.film(festival, "Cléo")
    world.screening(cleo, odeon, "2026-10-10 20:00", ticket_url="https://t.example/1")
    world.screening(world.film(festival, "Presswork"), odeon, "2026-10-11 09:00", audience="press")
    world.screening(world.film(festival, "Mumword"), odeon, "2026-10-11 20:00", billing="secret")
    world.screening(world.film(festival, "Vagabond"), world.hall(festival, "L", venue="Lantern"), "2026-10-12 20:00")
    world.published(festival)
    return festival


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return re.findall(r'<p class="title">(?:<a [^>]*>)?<bdi>(.*?)</bdi>', response.content.decode())


def policy(client: Client, address: str = ADDRESS) -> tuple[str, str | None]:
    """Whom frame-ancestors names, and the older header."""
    headers = client.get(address).headers
    found = re.search(r"frame-ancestors ([^;]*)", headers["Content-Security-Policy"])
    assert found
    return found[1], headers.get("X-Frame-Options")


def test_a_cinema_shows_its_part_of_what_is_to_come(festival: Festival, client: Client) -> None:
    assert titles(client) == ["Cléo", "Secret screening", "Vagabond"]
    assert titles(client, "?venue=odeon") == ["Cléo", "Secret screening"]
    assert titles(client, "?venue=odeon&audience=press") == ["Presswork"]
    assert titles(client, "?venue=not-yet") == []
    with time_machine.travel(world.at("2026-10-11 23:00")):
        assert titles(client, "?venue=odeon") == []
        assert titles(client) == ["Vagabond"]
        page = Page(client.get(f"{ADDRESS}?venue=odeon"))
        assert "Nothing more is announced here." in page.text
    assert b"umword" not in client.get(ADDRESS).content


def test_a_value_that_cannot_be_read_is_said_and_shows_nothing(festival: Festival, client: Client) -> None:
    page = Page(client.get(f"{ADDRESS}?day=tomorrow"))
    assert "Write a date as 2024-10-12." in page.text
    assert titles(client, "?day=tomorrow") == []


def test_only_the_sites_that_the_festival_names_may_frame_it(festival: Festival, client: Client) -> None:
    assert policy(client) == ("https://odeon.example https://*.lantern.example", None)
    for other in ("/harbour/", "/harbour/screenings/", "/harbour/plan/"):
        assert policy(client, other) == ("'none'", "DENY")
    festival.embedded_by = ()
    saved(festival)
    assert policy(client) == ("'none'", "DENY")


@pytest.mark.django_db(transaction=True)
def test_who_knows_it_already_is_told_so_with_the_policy_of_now(
    festival: Festival, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    known = {"if-none-match": client.get(ADDRESS).headers["ETag"]}
    with django_assert_num_queries(2):
        unchanged = client.get(ADDRESS, headers=known)
    assert unchanged.status_code == 304
    assert "frame-ancestors https://odeon.example" in unchanged.headers["Content-Security-Policy"]


def test_while_the_database_is_away_the_sites_named_last_still_may(festival: Festival, client: Client) -> None:
    policy(client)
    with patch.object(embed_view.Festival.objects, "filter", side_effect=OperationalError("gone")):
        assert embed_view._sites("harbour") == ("https://odeon.example", "https://*.lantern.example")
        assert embed_view._sites("another") == ()


@pytest.mark.parametrize(
    "address",
    ["https://cinema.example", "http://localhost:8080", "https://*.cinema.example", "https://xn--kino-5qa.example"],
)
def test_a_site_is_its_origin(address: str) -> None:
    check_site(address)


@pytest.mark.parametrize(
    "address",
    [
        "*", "https://*", "cinema.example", "https://cinema.example/", "https://cinema.example/embed", "'self'",
        "https://a.example; script-src *", "https://a.example https://b.example", "https://a.example\n", "data:",
        "https://*.*.example", "https://user@a.example", "https://", "https://кино.example",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_how_to_write_it(address: str) -> None:
    with pytest.raises(ValidationError, match="Write https:// and its name"):
        check_site(address)


def test_every_link_opens_a_page_of_its_own_and_it_is_not_for_search_engines(
    festival: Festival, client: Client
) -> None:
    content = client.get(ADDRESS).content.decode()
    assert '<base target="_blank">' in content
    assert '<meta name="robots" content="noindex">' in content
    assert "/harbour/embed/" not in client.get("/sitemap.xml").content.decode()
    assert "https://t.example/1" in content


@pytest.mark.parametrize("number", [1, 3])
def test_its_queries_do_not_grow_with_the_programme(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    festival = world.festival()
    for index in range(number):
        world.screening(world.film(festival, f"Film {index}"), world.hall(festival, f"H{index}"), "2026-10-10 20:00")
    world.published(festival, SPRING + timedelta(days=1))
    with django_assert_num_queries(5):
        assert len(titles(client)) == number
