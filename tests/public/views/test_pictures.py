"""Drawn pictures over HTTP: kept for ever under their own address, and never of a film that is not public."""

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from screenings.images.title_card import darkened
from screenings.loading import published_screenings
from screenings.models import Festival, Film
from screenings.public.share_images import festival_card, film_card
from screenings.text.colours import channels
from tests import world
from tests.world import saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def festival() -> Festival:
    festival = world.festival()
    film = world.film(festival, "Cléo", section=world.section(festival, colour="#0b6e4f"))
    world.screening(film, world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    return festival


def card_address(festival: Festival) -> str:
    film = Film.objects.get(title="Cléo")
    tag = film_card(festival, film, published_screenings(festival).values()).tag
    return f"/harbour/films/cleo/card-{tag}.png"


def test_a_films_card_is_kept_for_ever(festival: Festival, client: Client) -> None:
    response = client.get(card_address(festival))
    image = Image.open(io.BytesIO(response.content)).convert("RGB")
    assert (image.size, image.getpixel((600, 20))) == ((1200, 630), channels(darkened("#0b6e4f")))
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    told = client.get(card_address(festival), headers={"if-none-match": response.headers["ETag"]})
    assert (told.status_code, told.content) == (304, b"")
    assert client.head(card_address(festival)).headers["ETag"] == response.headers["ETag"]
    assert client.post(card_address(festival)).status_code == 405


def test_what_was_shared_before_a_new_title_leads_to_the_new_picture(festival: Festival, client: Client) -> None:
    before = card_address(festival)
    film = Film.objects.get()
    film.original_title = "Cléo de 5 à 7"
    saved(film)
    response = client.get(before)
    assert (response.status_code, response.headers["Location"]) == (302, card_address(festival))
    assert response.headers["Cache-Control"] == "no-cache"
    assert before != card_address(festival)


def test_the_festivals_card_and_marks(festival: Festival, client: Client) -> None:
    tag = festival_card(festival).tag
    for path, kind, size in (
        (f"/harbour/card-{tag}.png", "image/png", (1200, 630)),
        ("/harbour/icon.png", "image/png", (180, 180)),
        ("/favicon.ico", "image/x-icon", (48, 48)),
    ):
        response = client.get(path)
        assert response.headers["Content-Type"] == kind, path
        assert Image.open(io.BytesIO(response.content)).size == size, path
        assert client.get(path, headers={"if-none-match": response.headers["ETag"]}).status_code == 304, path
    svg = client.get("/harbour/icon.svg")
    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert svg.headers["Content-Security-Policy"] == "default-src 'none'"
    assert svg.headers["Cache-Control"] == "public, max-age=86400"
    assert client.get("/harbour/card-x.png").headers["Location"] == f"/harbour/card-{tag}.png"


def test_a_new_colour_is_a_new_mark(festival: Festival, client: Client) -> None:
    before = client.get("/harbour/icon.svg").headers["ETag"]
    festival.colour = "#3d348b"
    saved(festival)
    after = client.get("/harbour/icon.svg", headers={"if-none-match": before})
    assert b"#3d348b" in after.content


def test_before_there_is_a_festival_there_is_a_favicon(client: Client) -> None:
    assert client.get("/favicon.ico").status_code == 200
    assert b'rel="icon" href="/favicon.ico"' in client.get("/").content


@pytest.mark.parametrize("billing", ["secret", "tba"])
def test_a_film_that_is_not_named_has_no_picture(client: Client, billing: str) -> None:
    festival = world.festival()
    film = world.film(festival, "Nightjar")
    world.screening(film, world.hall(festival), "2026-10-10 20:00", billing=billing)
    world.published(festival)
    for tag in ("x", film_card(festival, film, []).tag):
        assert client.get(f"/harbour/films/nightjar/card-{tag}.png").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_picture_costs_a_fixed_number_of_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    festival = world.festival()
    film = world.film(festival, "Cléo", directors=tuple(f"Director {index}" for index in range(number)))
    for index in range(number):
        world.screening(film, world.hall(festival, f"Hall {index}"), "2026-10-10 20:00")
    world.published(festival)
    address = card_address(festival)
    with django_assert_num_queries(8):
        assert client.get(address).status_code == 200
