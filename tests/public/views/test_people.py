"""Person pages."""

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Credit, Guest, Person, PublishedScreening, Role
from screenings.public.index_pages import PER_PAGE
from screenings.publishing import publish
from tests import world
from tests.pages import read
from tests.public.pages import Page
from tests.world import saved

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-10-01 12:00", tick=False)
def test_a_person_shows_their_public_films_and_where_they_come_along(client: Client) -> None:
    festival = world.festival()
    person = world.person(
        biography="Born in Ixelles.", website="https://varda.example", filmography=("1985, Vagabond, director",)
    )
    film = world.film(festival, directors=("Agnès Varda",), year=1962)
    saved(Credit(film=film, person=person, role=Role.CAST, character="A nurse"))
    saved(Credit(film=film, person=person, role=Role.OTHER, order=2))
    showing = world.screening(film, world.hall(festival), "2026-10-10 20:00")
    showing.guests.add(world.guest(festival))
    hidden = world.film(festival, "Nightjar", directors=("Agnès Varda", "Ida Lupino"))
    world.screening(hidden, world.hall(festival), "2026-10-11 20:00", billing="secret")
    world.published(festival)
    found = Page(client.get("/harbour/people/agnes-varda/"))
    assert (
        "Agnès Varda Born in Ixelles. Website Films Cléo (1962) Director, Cast (A nurse), Taking part "
        "Next: Sat 10 Oct, 20:00 to 21:30 Odeon, Hall 1 Beyond this programme 1985, Vagabond, director Comes along to"
        in found.text
    )
    assert len(found.rows) == 1
    assert "Nightjar" not in found.text
    assert client.get("/harbour/people/ida-lupino/").status_code == 404


@time_machine.travel("2026-10-10 12:00", tick=False)
def test_each_film_of_a_person_says_when_it_is_shown_next(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    over, twice = (world.film(festival, title, directors=("Agnès Varda",)) for title in ("Cléo", "Vagabond"))
    world.screening(over, hall, "2026-10-10 09:00")
    for start in ("2026-10-12 20:00", "2026-10-11 18:30"):
        world.screening(twice, hall, start)
    world.published(festival)
    films = read(client.get("/harbour/people/agnes-varda/")).section("Films")
    assert [item.removeprefix("Cléo Director").strip() for item in films.items] == [
        "",
        "Vagabond Director Next: Sun 11 Oct, 18:30 to 20:00 Odeon, Hall 1",
    ]


def test_a_guest_of_a_published_screening_has_a_page_and_a_guest_of_none_has_not(client: Client) -> None:
    festival = world.festival()
    showing = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    showing.guests.add(world.guest(festival, "Host Hilde"))
    world.guest(festival, "Secret Guest")
    world.published(festival)
    assert "Host Hilde Comes along to" in Page(client.get("/harbour/people/host-hilde/")).text
    assert client.get("/harbour/people/secret-guest/").status_code == 404


def test_the_index_has_everybody_with_a_page_in_the_order_of_an_index_and_nobody_else(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    varda = world.person(sort_name="Varda, Agnès")
    early = world.film(festival, "Cléo", directors=("Agnès Varda",))
    saved(Credit(film=early, person=varda, role=Role.WRITER, order=2))
    shorts = world.programme(festival, "Shorts", world.film(festival, "Salut", directors=("Agnès Varda",)))
    world.screening(early, hall, "2026-10-10 10:00")
    world.screening(shorts, hall, "2026-10-11 20:00")
    world.screening(world.film(festival), hall, "2026-10-12 20:00").guests.add(world.guest(festival, "Host Hilde"))
    secret = world.screening(
        world.film(festival, "Nightjar", directors=("Ida Lupino", "Agnès Varda")), hall, "2026-10-13 20:00",
        billing="secret",
    )  # fmt: skip
    secret.guests.add(world.guest(festival, "Secret Guest"))
    world.film(festival, "Unplaced", directors=("Unseen Una",))
    other = world.festival("Elsewhere", slug="elsewhere")
    world.film(other, "Away", directors=("Away Anna",))
    world.published(festival)
    with time_machine.travel(world.at("2026-10-10 12:00"), tick=False):
        found = read(client.get("/harbour/people/")).all("main")[0]
    assert found.all("ul", of_class="people")[0].items == [
        "Host Hilde Guest Next: Mon 12 Oct, 20:00 to 21:30 Odeon, Hall 1",
        "Agnès Varda Director, Screenplay Cléo, Salut Next: Sun 11 Oct, 20:00 to 21:30 Odeon, Hall 1",
    ]
    assert found.link("Agnès Varda") == "/harbour/people/agnes-varda/"


def test_a_long_index_has_pages_and_letters(client: Client) -> None:
    festival = world.festival()
    names = [f"{chr(ord('A') + n // 5)}x {n:03}" for n in range(PER_PAGE + 6)]
    world.screening(world.film(festival, directors=tuple(reversed(names))), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    pages = [read(client.get(f"/harbour/people/{query}")) for query in ("", "?page=2")]
    named = [
        [link for link, href in page.links if href.startswith("/harbour/people/") and "x" in link] for page in pages
    ]
    assert (named[0], named[1]) == (names[:PER_PAGE], names[PER_PAGE:])
    assert pages[0].link("N") == "?page=2#initial-n"
    assert [client.get(f"/harbour/people/?page={number}").status_code for number in ("0", "3", "x")] == [404] * 3


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_eight_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    festival = world.festival()
    hall, guest = world.hall(festival), world.guest(festival)
    for index in range(number):
        film = world.film(festival, f"Film {index}", directors=("Agnès Varda",))
        world.screening(film, hall, f"2026-10-1{index} 20:00").guests.add(guest)
    world.published(festival)
    with django_assert_num_queries(8):
        assert len(Page(client.get("/harbour/people/agnes-varda/")).rows) == number
    with django_assert_num_queries(8):
        assert client.get("/harbour/people/").status_code == 200


def test_whoever_bears_a_guests_name_gets_no_page_by_it(client: Client) -> None:
    festival = world.festival()
    announced = world.guest(festival, "Anna Müller")
    other = saved(Person(name="Anna Müller", biography="Lives at the quay and is nobody's guest."))
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00").guests.add(announced)
    world.published(festival)

    assert "Anna Müller Comes along to" in Page(client.get(f"/harbour/people/{announced.person.slug}/")).text
    assert client.get(f"/harbour/people/{other.slug}/").status_code == 404
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"/people/{announced.person.slug}/" in sitemap
    assert f"/people/{other.slug}/" not in sitemap


def test_another_person_of_the_same_name_is_announced_instead_and_that_is_no_news(client: Client) -> None:
    festival = world.festival()
    first = world.guest(festival, "Anna Müller")
    second = saved(Guest(festival=festival, person=saved(Person(name="Anna Müller"))))
    shown = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    shown.guests.add(first)
    world.published(festival)
    shown.guests.set([second])

    outcome = publish(festival, at=world.SPRING)

    assert outcome.publication is not None
    assert outcome.changes == ()
    assert client.get(f"/harbour/people/{first.person.slug}/").status_code == 404
    assert client.get(f"/harbour/people/{second.person.slug}/").status_code == 200


def test_a_guest_whose_name_is_corrected_keeps_the_page(client: Client) -> None:
    festival = world.festival()
    guest = world.guest(festival, "Ana Müller")
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00").guests.add(guest)
    world.published(festival)
    Person.objects.update(name="Anna Müller")

    assert "Anna Müller Comes along to" in Page(client.get(f"/harbour/people/{guest.person.slug}/")).text


def test_a_secret_screening_tells_of_no_guest(client: Client) -> None:
    festival = world.festival()
    guest = world.guest(festival, "Anna Müller")
    hidden = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00", billing="secret")
    hidden.guests.add(guest)
    world.published(festival)

    assert PublishedScreening.objects.get().guest_keys == ()
    assert client.get(f"/harbour/people/{guest.person.slug}/").status_code == 404


def test_two_of_one_name_at_one_screening_are_two_and_no_news_the_next_time(client: Client) -> None:
    festival = world.festival()
    guests = [saved(Guest(festival=festival, person=saved(Person(name="Anna Müller")))) for _ in range(2)]
    parts = [world.film(festival, "Untitled", runtime=minutes) for minutes in (10, 20)]
    shorts = world.programme(festival, "Shorts", *parts)
    world.screening(shorts, world.hall(festival), "2026-10-10 20:00").guests.set(guests)
    world.published(festival)

    row = PublishedScreening.objects.get()
    assert row.guests == ("Anna Müller", "Anna Müller")
    assert (row.parts, row.part_slugs) == (("Untitled", "Untitled"), ("untitled", "untitled-2"))
    assert publish(festival, at=world.SPRING).publication is None
    assert client.get("/harbour/films/untitled-2/").status_code == 200
