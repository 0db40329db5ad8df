"""Person pages."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Credit, Guest, Person, PublishedScreening, Role
from screenings.publishing import publish
from tests import world
from tests.public.pages import Page
from tests.world import saved

pytestmark = pytest.mark.django_db


def test_a_person_shows_their_public_films_and_where_they_come_along(client: Client) -> None:
    festival = world.festival()
    person = world.person(biography="Born in Ixelles.", website="https://varda.example")
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
        "Agnès Varda Born in Ixelles. Website Films Cléo (1962) Director, Cast (A nurse), Taking part Comes along to"
        in found.text
    )
    assert len(found.rows) == 1
    assert "Nightjar" not in found.text
    assert client.get("/harbour/people/ida-lupino/").status_code == 404


def test_a_guest_of_a_published_screening_has_a_page_and_a_guest_of_none_has_not(client: Client) -> None:
    festival = world.festival()
    showing = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    showing.guests.add(world.guest(festival, "Host Hilde"))
    world.guest(festival, "Secret Guest")
    world.published(festival)
    assert "Host Hilde Comes along to" in Page(client.get("/harbour/people/host-hilde/")).text
    assert client.get("/harbour/people/secret-guest/").status_code == 404


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
