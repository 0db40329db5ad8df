"""A festival in another language: its pages, its feeds, and the publication that switches it."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from screenings.models import Festival, PublishedScreening
from screenings.publishing import publish
from tests import world
from tests.public.pages import Page
from tests.world import SPRING, film, hall, saved, screening

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=1)


@pytest.fixture
def harbour() -> Festival:
    festival = world.festival()
    for number, title in enumerate(("Cléo", "Persona", "Playtime")):
        shown = film(festival, title, directors=("Agnès Varda",), countries=["FR"], languages=("fr",))
        screening(shown, hall(festival), f"2026-10-1{number} 20:00", qa=20)
    publish(festival, at=SPRING)
    return festival


def switched(festival: Festival, language: str) -> Festival:
    festival.language = language
    return saved(festival)


def feed(client: Client, name: str = "screenings.ics") -> str:
    return client.get(f"/harbour/{name}").content.decode()


def events(client: Client) -> dict[str, tuple[int, str]]:
    """Of each event its SEQUENCE and its description, by its title."""
    return {
        str(event["SUMMARY"]): (int(event["SEQUENCE"]), str(event["DESCRIPTION"]))
        for event in Calendar.from_ical(feed(client)).walk("VEVENT")
    }


def test_switching_the_language_is_one_publication_in_which_every_event_rises_once(
    client: Client, harbour: Festival
) -> None:
    english = events(client)
    festival = switched(harbour, "nl")
    assert events(client) == english

    result = publish(festival, at=LATER)

    dutch = events(client)
    assert (result.publication and result.publication.number, result.changes) == (2, ())
    assert {title: sequence for title, (sequence, _) in dutch.items()} == dict.fromkeys(english, 1)
    assert all("Regie: Agnès Varda" in text and "Q&A na de film: 20 minuten" in text for _, text in dutch.values())
    assert publish(festival, at=LATER + timedelta(days=1)).publication is None


def test_back_in_english_the_events_say_what_they_said(client: Client, harbour: Festival) -> None:
    english = events(client)
    publish(switched(harbour, "es"), at=LATER)
    publish(switched(harbour, "en"), at=LATER + timedelta(days=1))

    assert events(client) == {title: (2, text) for title, (_, text) in english.items()}


def test_an_earlier_publication_keeps_its_language(client: Client, harbour: Festival) -> None:
    publish(switched(harbour, "nl"), at=LATER)

    first = PublishedScreening.objects.in_publication(harbour.pk, 1).first()
    assert first is not None
    assert "Directed by: Agnès Varda" in first.vevent


@pytest.mark.parametrize(("language", "said"), [("en", "//EN"), ("nl", "//NL"), ("es", "//ES")])
def test_a_calendar_names_the_language_of_its_publication(
    client: Client, harbour: Festival, language: str, said: str
) -> None:
    if language != "en":
        publish(switched(harbour, language), at=LATER)

    assert f"PRODID:-//Festival Scheduler//Screenings{said}\r\n" in feed(client)


@pytest.mark.parametrize("language", ["en", "nl", "es"])
def test_a_page_says_which_language_it_is_in_and_the_staff_stay_with_english(
    client: Client, desk: Client, harbour: Festival, language: str
) -> None:
    switched(harbour, language)

    assert f'<html lang="{language}">' in client.get("/harbour/").content.decode()
    assert "Select festival to change" in desk.get("/admin/screenings/festival/").content.decode()


@pytest.mark.django_db(transaction=True)  # within one nothing is kept
def test_a_kept_page_is_made_anew_in_the_new_language(client: Client, harbour: Festival) -> None:
    english = client.get("/harbour/screenings/")
    switched(harbour, "nl")

    dutch = client.get("/harbour/screenings/", headers={"If-None-Match": english.headers["ETag"]})

    assert dutch.status_code == 200
    assert "zaterdag 10 oktober 2026" in dutch.content.decode()


def test_what_the_browser_prefers_changes_nothing(client: Client, harbour: Festival) -> None:
    plain = client.get("/harbour/screenings/").content

    assert client.get("/harbour/screenings/", headers={"Accept-Language": "nl,es;q=0.8"}).content == plain


@pytest.mark.parametrize(
    ("language", "found", "none", "shown"),
    [
        (
            "nl",
            "1 voorstelling op zaterdag 10 oktober 2026 in Odeon of paris.",
            "Geen enkele voorstelling past. Sectie: 9 weghalen: filter Sectie Locatie: Odeon weghalen: filter Locatie",
            "Regie: Agnès Varda Frankrijk · 90 min Eerstvolgende: za 10 okt, 20:00 tot 21:50",
        ),
        (
            "es",
            "1 proyección el sábado 10 de octubre de 2026 en Odeon o paris.",
            "Ninguna proyección coincide. Sección: 9 quitar el filtro Sección Sede: Odeon quitar el filtro Sede",
            "Dirección: Agnès Varda Francia · 90 min Próxima: sáb 10 oct, 20:00 a 21:50",
        ),
    ],
)
def test_filters_and_films_are_said_as_their_readers_say_it(
    client: Client, harbour: Festival, language: str, found: str, none: str, shown: str
) -> None:
    switched(harbour, language)

    assert found in _read(client, "screenings/?day=2026-10-10&venue=odeon&venue=paris")
    assert none in _read(client, "screenings/?venue=odeon&section=9")
    assert shown in _read(client, "films/cleo/")


def _read(client: Client, path: str) -> str:
    return Page(client.get(f"/harbour/{path}")).text
