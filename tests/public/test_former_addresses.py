"""Addresses that change go on leading to what had them: pages by a redirect, feeds in place."""

from datetime import timedelta
from typing import NamedTuple

import icalendar
import pytest
from django.test import Client

from screenings.models import Credit, Festival, Film, FormerAddress, Hall, Person, Role, Screening, Section, Venue
from tests import world
from tests.pages import read
from tests.world import SPRING, saved

pytestmark = pytest.mark.django_db


class Harbour(NamedTuple):
    festival: Festival
    alpha: Film
    first: Screening


@pytest.fixture
def harbour() -> Harbour:
    """Alpha in competition and Hall 1, Beta outside of it in Hall 2 and again in another cinema."""
    festival = world.festival()
    alpha = world.film(festival, "Alpha", section=world.section(festival), directors=("Anne",))
    first = world.screening(alpha, world.hall(festival), "2026-10-10 18:00")
    beta = world.film(festival, "Beta")
    world.screening(beta, world.hall(festival, "Hall 2"), "2026-10-10 21:00")
    world.screening(beta, world.hall(festival, "Screen", venue="Rialto"), "2026-10-11 21:00")
    world.published(festival)
    return Harbour(festival, alpha, first)


def publish_again(festival: Festival, days: int = 1) -> None:
    world.published(festival, SPRING + timedelta(days=days))


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    calendar = icalendar.Calendar.from_ical(response.content)
    return sorted(str(event["SUMMARY"]) for event in calendar.walk("VEVENT"))


def leads_to(client: Client, old: str, new: str) -> None:
    response = client.get(old)
    assert (response.status_code, response.headers.get("Location")) == (302, new)
    assert client.get(new).status_code == 200


def test_a_film_is_found_at_every_address_it_had(client: Client, harbour: Harbour) -> None:
    for slug in ("alpha-two", "alpha-three"):
        Film.objects.filter(pk=harbour.alpha.pk).update(slug=slug)
    publish_again(harbour.festival)
    for old in ("alpha", "alpha-two"):
        leads_to(client, f"/harbour/films/{old}/", "/harbour/films/alpha-three/")
        assert titles(client, f"/harbour/films/{old}.ics") == ["Alpha"]
    assert client.get("/harbour/films/never/").status_code == 404
    assert client.get("/harbour/films/never.ics").status_code == 404


def test_an_address_that_another_film_has_taken_is_that_films(client: Client, harbour: Harbour) -> None:
    Film.objects.filter(slug="alpha").update(slug="alpha-old")
    Film.objects.filter(slug="beta").update(slug="alpha")
    publish_again(harbour.festival)
    assert "Beta" in client.get("/harbour/films/alpha/").content.decode()
    assert titles(client, "/harbour/films/alpha.ics") == ["Beta", "Beta"]
    leads_to(client, "/harbour/films/beta/", "/harbour/films/alpha/")
    # Who had an address last is found by it once nobody has it.
    Film.objects.filter(slug="alpha").update(slug="gamma")
    publish_again(harbour.festival, 2)
    leads_to(client, "/harbour/films/alpha/", "/harbour/films/gamma/")


def test_a_venue_a_section_and_a_person(client: Client, harbour: Harbour) -> None:
    Venue.objects.filter(slug="odeon").update(slug="grand")
    Section.objects.filter(slug="competition").update(slug="main")
    Person.objects.filter(slug="anne").update(slug="ann")
    publish_again(harbour.festival)
    leads_to(client, "/harbour/venues/odeon/", "/harbour/venues/grand/")
    leads_to(client, "/harbour/sections/competition/", "/harbour/sections/main/")
    leads_to(client, "/harbour/people/anne/", "/harbour/people/ann/")
    assert titles(client, "/harbour/venues/odeon.ics") == ["Alpha", "Beta"]
    assert titles(client, "/harbour/screenings.ics?section=competition") == ["Alpha"]
    assert titles(client, "/harbour/screenings.ics?venue=odeon") == ["Alpha", "Beta"]
    leads_to(
        client, "/harbour/screenings/?section=competition&sort=title", "/harbour/screenings/?section=main&sort=title"
    )


def test_a_hall_by_each_part_of_its_address_and_in_another_cinema(client: Client, harbour: Harbour) -> None:
    hall = Hall.objects.get(slug="hall-2")
    Venue.objects.filter(slug="odeon").update(slug="grand")
    publish_again(harbour.festival)
    assert titles(client, "/harbour/screenings.ics?hall=odeon.hall-2") == ["Beta"]
    Hall.objects.filter(pk=hall.pk).update(slug="small")
    publish_again(harbour.festival, 2)
    for old in ("odeon.hall-2", "grand.hall-2", "odeon.small"):
        assert titles(client, f"/harbour/screenings.ics?hall={old}") == ["Beta"], old
    hall = Hall.objects.get(pk=hall.pk)
    hall.venue = Venue.objects.get(slug="rialto")
    hall.save()
    publish_again(harbour.festival, 3)
    for old in ("odeon.hall-2", "grand.hall-2", "grand.small"):
        assert titles(client, f"/harbour/screenings.ics?hall={old}") == ["Beta"], old
        leads_to(client, f"/harbour/screenings/?hall={old}", "/harbour/screenings/?hall=rialto.small")
    assert titles(client, "/harbour/screenings.ics?hall=rialto.screen") == ["Beta"]


def test_the_festival_with_everything_below_it(client: Client, harbour: Harbour) -> None:
    Festival.objects.update(slug="port")
    publish_again(Festival.objects.get())
    for path in ("", "screenings/?venue=odeon", "films/alpha/", "changes/", "venues/", "people/anne/"):
        leads_to(client, f"/harbour/{path}", f"/port/{path}")
    leads_to(client, "/harbour/timetable/2026-10-10/", "/port/timetable/2026-10-10/")
    for path, found in (
        ("screenings.ics", ["Alpha", "Beta", "Beta"]),
        ("screenings.ics?hall=odeon.hall-1", ["Alpha"]),
        ("films/alpha.ics", ["Alpha"]),
        ("venues/rialto.ics", ["Beta"]),
        (f"screenings/{harbour.first.uid}.ics", ["Alpha"]),
    ):
        assert titles(client, f"/harbour/{path}") == found, path
    for path in ("screenings.json", "screenings.csv", "schedule.xml", "changes.atom"):
        assert client.get(f"/harbour/{path}").content == client.get(f"/port/{path}").content, path
    Film.objects.filter(slug="alpha").update(slug="alpha-two")
    publish_again(Festival.objects.get(), 2)
    assert titles(client, "/harbour/films/alpha.ics") == ["Alpha"]


def test_the_address_of_one_festival_is_nothing_to_another(client: Client, harbour: Harbour) -> None:
    other = world.festival("Other", slug="other")
    world.screening(world.film(other, "Gamma"), world.hall(other), "2026-10-10 18:00")
    world.published(other)
    Film.objects.filter(slug="alpha").update(slug="alpha-two")
    publish_again(harbour.festival)
    assert client.get("/other/films/alpha/").status_code == 404
    assert titles(client, "/other/screenings.ics?section=competition") == []


def test_until_it_is_published_the_new_address_leads_to_the_public_one(client: Client, harbour: Harbour) -> None:
    Film.objects.filter(slug="alpha").update(slug="alpha-two", synopsis="A letter.")
    Section.objects.filter(slug="competition").update(slug="main")
    Venue.objects.filter(slug="odeon").update(slug="grand")
    leads_to(client, "/harbour/films/alpha-two/", "/harbour/films/alpha/")
    leads_to(client, "/harbour/sections/main/", "/harbour/sections/competition/")
    leads_to(client, "/harbour/venues/grand/", "/harbour/venues/odeon/")
    shown = client.get("/harbour/films/alpha/").content.decode()
    assert "A letter." in shown
    assert "alpha-two" not in shown
    assert titles(client, "/harbour/films/alpha-two.ics") == ["Alpha"]


def test_until_it_is_published_the_lists_name_what_is_public(client: Client, harbour: Harbour) -> None:
    Film.objects.filter(slug="alpha").update(slug="alpha-two")
    Section.objects.filter(slug="competition").update(slug="main")
    Venue.objects.filter(slug="odeon").update(slug="grand")

    for page, link in (
        ("/harbour/films/", "/harbour/films/alpha/"),
        ("/harbour/", "/harbour/sections/competition/"),
        ("/harbour/sections/competition/", "/harbour/films/alpha/"),
        ("/harbour/people/anne/", "/harbour/films/alpha/"),
        ("/harbour/venues/", "/harbour/venues/odeon/"),
    ):
        shown = client.get(page)
        assert shown.status_code == 200, page
        assert f'href="{link}"' in shown.content.decode(), page
    assert "2 screenings" in read(client.get("/harbour/venues/")).text


def test_a_slug_that_stays_notes_nothing_and_one_that_goes_takes_its_notes_along(harbour: Harbour) -> None:
    harbour.alpha.save()
    Film.objects.update(title="Alpha")
    assert not FormerAddress.objects.exists()
    Film.objects.filter(pk=harbour.alpha.pk).update(slug="alpha-two")
    assert [str(each) for each in harbour.alpha.former_addresses.all()] == ["alpha"]
    Screening.objects.filter(film=harbour.alpha).delete()
    Film.objects.get(pk=harbour.alpha.pk).delete()
    assert not FormerAddress.objects.exists()


def test_a_persons_page_of_old(client: Client, harbour: Harbour) -> None:
    saved_person = world.person("Ann")
    saved(Credit(film=harbour.alpha, person=saved_person, role=Role.CAST, order=1))
    Person.objects.filter(pk=saved_person.pk).update(slug="ann-lee")
    leads_to(client, "/harbour/people/ann/", "/harbour/people/ann-lee/")
