"""The list of films: its pages, its letters and what is chosen from it."""

from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client

from screenings.models import Film
from screenings.public.index_pages import PER_PAGE
from tests import world
from tests.pages import Element, read
from tests.public.pages import films_page, publish_many
from tests.world import saved

pytestmark = pytest.mark.django_db


def many_films(number: int) -> list[str]:
    """The addresses of so many public films in the order of their titles, five to each letter."""
    festival = world.festival()
    titles = [f"{chr(ord('A') + n // 5)}x {n:05}" for n in range(number)]
    films = [Film(festival=festival, slug=f"film-{n:05}", title=title) for n, title in enumerate(titles)]
    for film in films:
        film.refresh_keys()
    Film.objects.bulk_create(reversed(films))
    publish_many(festival, number)
    return [f"/harbour/films/{film.slug}/" for film in films]


def test_the_films_come_in_pages_that_lead_to_each_other_and_hold_each_film_once(client: Client) -> None:
    films, found, path = many_films(PER_PAGE * 2 + 1), [], ""
    for number in (1, 2, 3):
        one = films_page(client, path)
        found.append([link for link in one.links if link.startswith("/harbour/films/film-")])
        assert one.canonical == "https://harbour.example/harbour/films/" + (f"?page={number}" if number > 1 else "")
        assert f"Page {number} of 3" in one.text
        path = f"?page={number + 1}"
        assert [link for link in one.links if link == path] == ([path] if number < 3 else [])
    assert [len(links) for links in found] == [PER_PAGE, PER_PAGE, 1]
    assert [link for links in found for link in links] == films
    assert "Films, page 3" in films_page(client, "?page=3").text


def test_a_letter_leads_to_the_first_film_under_it(client: Client) -> None:
    many_films(PER_PAGE + 6)
    first, second = films_page(client, ""), films_page(client, "?page=2")
    letters = [link for link in first.links if "#initial-" in link]
    assert letters == [link for link in second.links if "#initial-" in link]
    assert letters[0] == "/harbour/films/#initial-a"
    assert letters[-2:] == ["?page=2#initial-m", "?page=2#initial-n"]
    assert [each for each in second.ids if each.startswith("initial-")] == ["initial-m", "initial-n"]


def test_a_short_list_of_films_has_neither_pages_nor_letters(client: Client) -> None:
    many_films(PER_PAGE)
    one = films_page(client, "?page=1")
    assert "Page 1" not in one.text
    assert not [link for link in one.links if "#initial-" in link or "page=" in link]


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", ""])
def test_a_page_of_films_that_there_is_not_is_not_found(client: Client, number: str) -> None:
    many_films(3)
    assert client.get(f"/harbour/films/?page={number}").status_code == 404


def choosable(client: Client) -> Callable[[str], list[str]]:
    """Five public films and a secret one; the titles that a query leaves."""
    festival = world.festival()
    hall, main, night = world.hall(festival), world.section(festival, "Main"), world.section(festival, "Night")
    for number, (title, section, countries, genres) in enumerate((
        ("Äpfel & Birnen", main, ["DE"], ("Comedy",)), ("Cléo", main, ["FR", "IT"], ("Drama",)),
        ("Déjà vu", night, ["FR"], ("Comedy", "Drama")), ("Zebra", night, [], ()), ("Zephyr", None, ["IT"], ()),
    )):  # fmt: skip
        film = world.film(festival, title, section=section, countries=countries, genres=genres)
        world.screening(film, hall, f"2026-10-1{number} 20:00")
    secret = world.film(
        festival, "Zenith", section=world.section(festival, "Hidden"), countries=["JP"], genres=("Noir",)
    )
    world.screening(secret, hall, "2026-10-17 20:00", billing="secret")
    world.published(festival)

    def left(query: str) -> list[str]:
        found = read(client.get(f"/harbour/films/{query}", follow=True))
        return [part.text for films in found.all("ul", of_class="films") for part in films.all("p", of_class="title")]

    return left


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?q=", "Äpfel & Birnen, Cléo, Déjà vu, Zebra, Zephyr"), ("?q=deja", "Déjà vu"), ("?q=zehpyr", "Zephyr"),
        ("?q=aepfel+and", "Äpfel & Birnen"), ("?q=Zenith", ""), ("?section=main", "Äpfel & Birnen, Cléo"),
        ("?section=hidden", ""), ("?section=nothing", ""), ("?country=FR", "Cléo, Déjà vu"), ("?country=JP", ""),
        ("?country=FR&country=IT", "Cléo, Déjà vu, Zephyr"),
        ("?section=night&section=main&country=DE", "Äpfel & Birnen"),
        ("?genre=Comedy&country=FR", "Déjà vu"), ("?genre=Noir", ""), ("?section=night&q=z&genre=", "Zebra"),
    ],
)  # fmt: skip
def test_films_are_chosen_by_title_section_country_and_genre(client: Client, query: str, titles: str) -> None:
    assert ", ".join(choosable(client)(query)) == titles


def boxes(found: Element) -> dict[str, list[str]]:
    """What can be ticked in each menu, with its number; a star before what is ticked."""
    return {
        menu.all("legend")[0].text: [
            f"{'*' * ('checked' in box)}{box.parent.text}" for box in menu.all("input") if box.parent
        ]
        for menu in found.all("fieldset")
    }


def test_the_form_offers_what_there_is_with_numbers_and_says_what_is_chosen(client: Client) -> None:
    choosable(client)
    found = read(client.get("/harbour/films/?section=main&country=FR"))
    assert boxes(found) == {
        "Section": ["*Main (1)", "Night (1)"],
        "Country": ["*France (1)", "Germany (1)", "Italy (1)"],
        "Genre": ["Comedy (0)", "Drama (1)"],
    }
    assert "1 film Section: Main remove the filter Section Country: France remove the filter Country" in found.text
    chips = found.only("Chosen filters", "ul")
    assert [part["href"] for part in chips.all("a")] == [
        "/harbour/films/?country=FR", "/harbour/films/?section=main", "/harbour/films/",
    ]  # fmt: skip
    assert "No film fits." in read(client.get("/harbour/films/?country=XX")).text
    assert boxes(read(client.get("/harbour/films/?country=XX")))["Country"][-1] == "*XX (0)"
    assert 'content="noindex' in client.get("/harbour/films/?country=FR").content.decode()
    assert 'content="noindex' not in client.get("/harbour/films/").content.decode()


def test_the_number_of_each_box_is_how_many_films_it_brings(client: Client) -> None:
    left = choosable(client)
    for query in ("", "?country=FR", "?country=FR&country=DE&q=e", "?section=main&section=night", "?genre=Drama"):
        found = read(client.get(f"/harbour/films/{query}"))
        for box in found.all("input"):
            if box["type"] == "checkbox":
                chosen = QueryDict(query.removeprefix("?"), mutable=True)
                chosen.setlist(box["name"], [box["value"]])
                assert box.parent
                assert box.parent.text.endswith(f" ({len(left('?' + chosen.urlencode()))})"), (query, box.parent.text)


def test_the_pages_of_a_choice_keep_it(client: Client) -> None:
    many_films(PER_PAGE * 2 + 1)
    found = films_page(client, "?q=x")
    assert "?q=x&page=2" in found.links
    assert "?q=x&page=2#initial-m" in found.links
    assert [link for link in films_page(client, "?q=x&page=3").links if link.startswith("/harbour/films/film-")] == [
        "/harbour/films/film-00120/"
    ]


def test_a_script_with_many_letters_gets_no_letters(client: Client) -> None:
    many_films(PER_PAGE + 1)
    for number, film in enumerate(Film.objects.all()):
        film.title = chr(0x4E00 + number)
        saved(film)
    assert not [link for link in films_page(client, "").links if "#initial-" in link]
