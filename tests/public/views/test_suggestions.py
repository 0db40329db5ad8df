"""Suggestions while one types."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import world

pytestmark = pytest.mark.django_db
ADDRESS = "/harbour/suggestions.json"


def test_they_lead_to_pages_and_to_what_a_search_finds(client: Client) -> None:
    festival = world.festival()
    film = world.film(festival, "L’Été", directors=("Eva Été",), genres=["Été & co"])
    world.screening(film, world.hall(festival), "2026-10-10 20:00")
    assert client.get(ADDRESS, {"q": "ete"}).json() == {"suggestions": []}
    world.published(festival)
    assert client.get(ADDRESS, {"q": "ete"}).json() == {
        "suggestions": [
            {"kind": "Genre", "label": "Été & co", "address": "/harbour/screenings/?genre=%C3%89t%C3%A9+%26+co"},
            {"kind": "Person", "label": "Eva Été", "address": "/harbour/screenings/?q=Eva+%C3%89t%C3%A9"},
            {"kind": "Film", "label": "L’Été", "address": "/harbour/films/lete/"},
        ]
    }
    for suggestion in client.get(ADDRESS, {"q": "ete"}).json()["suggestions"]:
        assert "L’Été" in client.get(suggestion["address"]).content.decode()


@pytest.mark.parametrize("query", ["", "x", "(.*)+$" * 2000, "\u202e\u05e9\u05dc", "🎬" * 300, "\x00"])
def test_whatever_is_typed_is_answered(
    client: Client, query: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    client.get(ADDRESS)
    with django_assert_num_queries(2):
        assert client.get(ADDRESS, {"q": query}).json() == {"suggestions": []}
