"""Earlier editions: reached from the home, and from films and people that were there."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Festival, Film
from screenings.publishing import publish
from tests import world
from tests.pages import read
from tests.world import SPRING, saved

pytestmark = pytest.mark.django_db
RUN = {"2024": date(2024, 10, 9), "2025": date(2025, 10, 9), "2026": date(2026, 10, 9), "2027": date(2027, 10, 9)}


def edition(year: str) -> Festival:
    starts = RUN[year]
    return world.festival(
        f"Harbour {year}", slug=f"harbour-{year}", starts_on=starts, ends_on=starts + timedelta(days=11)
    )


def show(of: Festival, title: str = "Cléo", *, billing: str = "", guest: str = "", **kwargs: Any) -> Film:
    """A screening of such a film, public unless its billing says otherwise."""
    film = world.film(of, title, **{"year": 1962, **kwargs})
    row = world.screening(film, world.hall(of), f"{of.starts_on} 20:00", billing=billing or "title")
    if guest:
        row.guests.add(world.guest(of, guest))
    world.published(of)
    return film


def editions(client: Client, path: str) -> list[tuple[str, str]]:
    page = read(client.get(path))
    return page.section("Earlier editions").links if "Earlier editions" in page.headings else []


def test_a_film_leads_to_itself_at_earlier_editions_the_newest_first(client: Client) -> None:
    for year in RUN:
        show(edition(year), directors=("Agnès Varda",))
    assert editions(client, "/harbour-2026/films/cleo/") == [
        ("Harbour 2025", "/harbour-2025/films/cleo/"),
        ("Harbour 2024", "/harbour-2024/films/cleo/"),
    ]
    assert editions(client, "/harbour-2024/films/cleo/") == []
    assert client.get("/harbour-2024/films/cleo/").status_code == 200


@pytest.mark.parametrize(
    ("change", "is_the_same"),
    [
        ({}, True), ({"directors": ()}, True), ({"directors": ("Agnès Varda", "Jacques Demy")}, True),
        ({"directors": ("Ida Lupino",)}, False), ({"year": 1963}, False), ({"year": None}, False),
        ({"title": "Cleo"}, True), ({"title": "Cléo II"}, False),
    ],
)  # fmt: skip
def test_the_same_film_has_the_same_title_and_year_and_no_other_director(
    client: Client, change: dict[str, Any], is_the_same: bool
) -> None:
    show(edition("2025"), **{"directors": ("Agnès Varda",), **change})
    show(edition("2026"), directors=("Agnès Varda",))
    assert bool(editions(client, "/harbour-2026/films/cleo/")) == is_the_same


def test_a_film_without_a_year_is_not_taken_for_another(client: Client) -> None:
    for year in ("2025", "2026"):
        show(edition(year), "Untitled", year=None)
    assert editions(client, "/harbour-2026/films/untitled/") == []


def test_nothing_is_told_of_what_is_secret_or_was_not_published_there(client: Client) -> None:
    show(edition("2025"), billing="secret", directors=("Agnès Varda",), guest="Agnès Varda")
    world.film(edition("2024"), "Cléo", year=1962, directors=("Agnès Varda",))
    show(edition("2026"), directors=("Agnès Varda",))
    assert editions(client, "/harbour-2026/films/cleo/") == []
    assert editions(client, "/harbour-2026/people/agnes-varda/") == []
    assert editions(client, "/harbour-2026/") == [("Harbour 2025", "/harbour-2025/")]


def test_a_person_leads_to_where_they_had_a_film_a_part_of_a_programme_or_came_along(client: Client) -> None:
    show(edition("2024"), "Other", directors=("Ida Lupino",), guest="Agnès Varda")
    before = edition("2025")
    part = world.film(before, "Part", directors=("Agnès Varda",))
    world.screening(world.programme(before, "Shorts", part), world.hall(before), "2025-10-09 20:00")
    world.published(before)
    show(edition("2026"), directors=("Agnès Varda",))
    assert editions(client, "/harbour-2026/people/agnes-varda/") == [
        ("Harbour 2025", "/harbour-2025/people/agnes-varda/"),
        ("Harbour 2024", "/harbour-2024/people/agnes-varda/"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow_with_the_editions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for year in list(RUN)[-1 - number :]:
        show(edition(year), directors=("Agnès Varda",))
    for path, queries in (("films/cleo/", 18), ("people/agnes-varda/", 8), ("", 7)):
        with django_assert_num_queries(queries):
            assert len(editions(client, f"/harbour-2027/{path}")) == number


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_kept_is_made_anew_once_an_earlier_edition_changes(client: Client) -> None:
    before, now = edition("2025"), edition("2026")
    show(now, directors=("Agnès Varda",))
    paths = ("/harbour-2026/films/cleo/", "/harbour-2026/people/agnes-varda/", "/harbour-2026/")
    assert [editions(client, path) for path in paths] == [[], [], []]
    show(before, directors=("Agnès Varda",))
    assert [len(editions(client, path)) for path in paths] == [1, 1, 1]
    before.name = "Harbour, the first"
    saved(before)
    assert [editions(client, path)[0][0] for path in paths] == ["Harbour, the first"] * 3
    before.films.get().screenings.update(billing="secret")
    publish(before, at=SPRING + timedelta(days=1))
    assert [len(editions(client, path)) for path in paths] == [0, 0, 1]
