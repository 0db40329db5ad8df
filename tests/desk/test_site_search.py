"""One search for the whole desk."""

import pytest
from django.test import Client

from screenings.models import Festival
from tests.desk.costs import queries
from tests.pages import Element, read
from tests.staff import member, staff_client
from tests.world import festival, film, guest, hall, screening

SEARCH = "/admin/search/"


@pytest.fixture
def programme(harbour: Festival) -> Festival:
    """Cléo by Agnès Varda, who comes, in Hall 1 of the Odeon; another edition has a Cléo too."""
    of = screening(film(harbour, "Cléo", directors=("Agnès Varda",)), hall(harbour), "2026-10-10 20:00")
    of.guests.add(guest(harbour))
    film(festival("Harbour 2025", slug="harbour-2025", starts_on="2025-10-09", ends_on="2025-10-20"), "Cléo again")
    return harbour


def found(client: Client, words: str) -> dict[str, list[str]]:
    """What stands under each heading."""
    client.post("/admin/edition/", {"edition": Festival.objects.get(slug="harbour").pk})
    page = read(client.get(SEARCH, {"q": words}))
    return {_heading(part): [item.text for item in part.all("li")] for part in page.all("section")}


def _heading(part: Element) -> str:
    return part.all("h2")[0].text


def test_films_people_and_screenings_of_the_edition_are_found(desk: Client, programme: Festival) -> None:
    assert found(desk, "cleo") == {"Films": ["Cléo"], "Screenings": ["Cléo, Sat 10 Oct 20:00, Odeon, Hall 1"]}
    assert found(desk, "varda") == {"Films": ["Cléo"], "People": ["Agnès Varda"], "Guests": ["Agnès Varda"]}
    assert found(desk, "odeon") == {"Halls": ["Odeon, Hall 1"], "Venues": ["Odeon"]}


def test_pages_and_what_explains_them_are_found(desk: Client, programme: Festival) -> None:
    assert found(desk, "board") == {"Pages": ["Board"], "Help": ["The board", "What the board costs"]}


def test_every_hit_leads_there(desk: Client, programme: Festival) -> None:
    for words in ("cleo", "varda", "odeon", "board"):
        for text, address in read(desk.get(SEARCH, {"q": words})).all("main")[0].links:
            assert desk.get(address, follow=True).status_code == 200, text


def test_each_finds_what_they_may_read(programme: Festival) -> None:
    assert "Guests" not in found(member("reader"), "varda")
    assert found(staff_client("eve", ["view_film"]), "cleo") == {"Films": ["Cléo"]}
    assert found(staff_client("adam", []), "cleo") == {}


@pytest.mark.parametrize("nothing", ["", "   ", "zzz", "\x00", "<script>", "%" * 300, "' OR 1=1 --"])
def test_nothing_and_what_is_hostile_find_nothing(nothing: str, desk: Client, programme: Festival) -> None:
    answer = desk.get(SEARCH, {"q": nothing})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert read(answer).all("section") == []


def test_more_than_are_shown_are_led_to_in_their_list(desk: Client, programme: Festival) -> None:
    for number in range(12):
        film(programme, f"Short {number}")
    shown = found(desk, "short")["Films"]
    assert len(shown) == 9
    listed = read(desk.get(SEARCH, {"q": "short"})).link("All that is found in the list: Films")
    assert desk.get(listed).content.decode().count("Short ") >= 12


@pytest.mark.django_db(transaction=True)
def test_a_search_costs_the_same_for_one_hit_and_for_many(desk: Client, programme: Festival) -> None:
    found(desk, "cleo")
    few = queries(desk, f"{SEARCH}?q=cleo")
    for number in range(5):
        screening(film(programme, f"Cleo {number}"), hall(programme), f"2026-10-1{number} 10:00")
    queries(desk, f"{SEARCH}?q=cleo")
    assert queries(desk, f"{SEARCH}?q=cleo") == few
