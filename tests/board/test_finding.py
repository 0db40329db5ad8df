"""One search over the cards of every day, and the errors that stand in the way."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.models import Festival
from tests.board.boards import board_of
from tests.pages import read
from tests.staff import member
from tests.world import film, hall, screening, section


def find(client: Client, of: Festival, **query: str) -> HttpResponse:
    return client.get(reverse("admin:board-find", args=[of.pk]), query)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("cleo", ["Sat 10 Oct 20:00, Odeon, Hall 1", "Mon 12 Oct 18:30, Odeon, Hall 2", "Not placed yet"]),
        ("CLÉO hall 2", ["Mon 12 Oct 18:30, Odeon, Hall 2"]),
        ("competition 20:00", ["Sat 10 Oct 20:00, Odeon, Hall 1"]),
        ("mon 12", ["Mon 12 Oct 18:30, Odeon, Hall 2"]),
        ("varda", ["Sat 10 Oct 20:00, Odeon, Hall 1", "Mon 12 Oct 18:30, Odeon, Hall 2", "Not placed yet"]),
        ("<b>", []),
    ],
)
def test_a_card_of_any_day_is_found_by_words_of_its_film_and_its_place(
    desk: Client, harbour: Festival, query: str, places: list[str]
) -> None:
    row = film(harbour, directors=("Agnès Varda",), section=section(harbour, "Competition"))
    placed = screening(row, hall(harbour), "2026-10-10 20:00")
    screening(row, hall(harbour, "Hall 2"), "2026-10-12 18:30")
    screening(row)
    screening(film(harbour, "Lola"), hall(harbour), "2026-10-10 10:00")
    found = read(find(desk, harbour, q=query)).by_id("found")
    assert [each.text.removeprefix("Cléo ") for each in found.all("li")] == places
    assert found.headings == [f"{len(places)} card{'' if len(places) == 1 else 's'} for “{query}”"]
    if query.startswith("competition"):
        assert found.link("Cléo") == board_of(harbour, open=placed.pk)


def test_errors_are_listed_with_their_cards_until_there_are_none(desk: Client, harbour: Festival) -> None:
    rows = [screening(film(harbour, title), hall(harbour), "2026-10-10 20:00") for title in ("Cléo", "Lola")]
    found = read(find(desk, harbour, errors="")).by_id("found")
    assert found.headings == ["1 error"]
    assert {way for _words, way in found.all("ul")[0].links} == {board_of(harbour, open=row.pk) for row in rows}
    shown = read(desk.get(board_of(harbour))).link("1 error blocks publishing")
    assert shown == reverse("admin:board-find", args=[harbour.pk]) + "?errors"
    rows[1].delete()
    assert read(find(desk, harbour, errors="")).by_id("found").headings == ["0 errors"]


def test_nobody_who_may_not_see_the_board_finds_anything(harbour: Festival) -> None:
    screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    assert read(find(member("programmer"), harbour, q="cleo")).by_id("found").all("li")
    stranger = Client()
    assert find(stranger, harbour, q="cleo").status_code == 302


def test_a_search_takes_no_more_queries_for_many_than_for_one(desk: Client, harbour: Festival) -> None:
    counts = []
    for number in (1, 3):
        for each in range(number):
            screening(film(harbour, f"Film {number}{each}"), hall(harbour), f"2026-10-1{each} 1{number}:00")
        with CaptureQueriesContext(connection) as queries:
            find(desk, harbour, q="film")
        counts.append(len(queries))
    assert counts[0] == counts[1]
