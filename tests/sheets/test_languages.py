"""Sheets, the door and private calendars in the language of the festival; the desk around them stays English."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Guest, Hall, Print, PrivateCalendar, Screening, TravelTime
from screenings.sheets.private_calendars import calendar_body
from tests.pages import messages
from tests.pseudo_language import LANGUAGE, OWN, Texts, is_marked
from tests.sheets.calendars import calendar_of, events, read
from tests.sheets.pages import DAY, sheet, text_of
from tests.world import SPRING, at, film, guest, hall, published, saved, screening

pytestmark = pytest.mark.django_db
SHEETS = ("run-sheet", "run-sheets", "turnaround", "door", "door-hall", "itineraries", "itinerary")


@pytest.fixture(autouse=True)
def half_past_seven() -> Iterator[None]:
    """On the evening of the sheets."""
    with time_machine.travel(at(f"{DAY} 19:30"), tick=False):
        yield


def evening(harbour: Festival, language: str) -> Screening:
    """A guest at four screenings; an introduction and a Q&A, a secret, a short changeover, what is sold out; more than
    the public knows."""
    Festival.objects.update(name=OWN, language=language)
    harbour.refresh_from_db()
    odeon, gloria = hall(harbour, OWN, OWN, capacity=90), hall(harbour, OWN * 2, OWN * 2)
    small = hall(harbour, OWN * 3, OWN, capacity=None)
    Hall.objects.filter(pk=odeon.pk).update(wheelchair_spaces=2, formats=["DCP"])
    saved(TravelTime(origin=odeon.venue, destination=gloria.venue, minutes=25, by=OWN))
    visitor = guest(harbour, OWN, arrives_at=at(f"{DAY} 09:00"), departs_at=at("2026-10-12 03:00"))
    shown = film(harbour, OWN, languages=("fr",), subtitles=("en",))
    copies = [saved(Print(film=shown, label=OWN * number, format="DCP")) for number in (1, 2)]
    rows = [
        screening(shown, odeon, f"{DAY} 18:00", intro=10, qa=20, access=("captions", "relaxed"), notes=OWN),
        screening(shown, odeon, f"{DAY} 20:05", billing="secret", print=copies[0], expected_audience=50),
        screening(shown, odeon, "2026-10-11 00:30", audience="press", sold_out=True),
        screening(shown, gloria, f"{DAY} 22:10", print=copies[0], standby=True, qa=20),
        screening(film(harbour, OWN + "2", runtime=None), small, f"{DAY} 18:05", public_note=OWN),
        screening(shown, small, "2026-10-11 18:05", audience="private", status="cancelled"),
    ]
    for row in rows[:4]:
        row.guests.add(visitor)
    published(harbour)
    Screening.objects.filter(pk=rows[0].pk).update(starts_at=at(f"{DAY} 18:15"))
    return rows[0]


def arguments(name: str, row: Screening) -> tuple[object, ...]:
    festival, place = row.festival_id, row.hall
    assert place
    if name in ("itinerary", "itineraries"):
        return (festival, row.guests.get().pk) if name == "itinerary" else (festival,)
    if name.startswith("door"):
        return (festival, place.pk) if name == "door-hall" else (festival,)
    return (festival, DAY, place.pk if name == "run-sheet" else place.venue_id)


@pytest.mark.parametrize("name", SHEETS)
def test_every_text_of_a_sheet_is_marked(desk: Client, pseudo: None, harbour: Festival, name: str) -> None:
    page = sheet(desk, name, *arguments(name, evening(harbour, LANGUAGE))).content.decode()
    found = Texts(page, LANGUAGE).found

    assert len(found) > 5
    assert [text for text in found if not is_marked(text)] == []


@pytest.mark.parametrize("of", ["hall", "venue", "guest"])
def test_every_text_of_a_private_calendar_is_marked(pseudo: None, harbour: Festival, of: str) -> None:
    row = evening(harbour, LANGUAGE)
    assert row.hall
    owner = {"hall": row.hall, "venue": row.hall.venue, "guest": row.guests.get()}[of]
    calendar = calendar_of(owner, harbour)

    shown = events(calendar, SPRING)
    Guest.objects.update(departs_at=None)
    row.guests.clear()
    row.delete()
    published(harbour, SPRING + timedelta(days=1))
    left = events(calendar, SPRING + timedelta(days=1))

    texts = [str(event[name]) for event in (*shown, *left) for name in ("SUMMARY", "DESCRIPTION") if name in event]
    assert len(texts) > 8
    assert [text for text in texts if not is_marked(text)] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nl",
            (
                "zaterdag 10 oktober 2026 120 plaatsen, deuren open 20 min voor het begin, 15 min om te wisselen",
                "19:40 Deuren 20:00 Inleiding, 10 min 20:10 Film 21:40 Einde film, Q&A, 20 min 22:00 Einde Q&A",
                "Na de film Q&A tot 22:00 met Agnès Varda Publiek Uitverkocht: 120",
                "Laatste van de dag in deze zaal",
            ),
        ),
        (
            "es",
            (
                "sábado 10 de octubre de 2026 120 butacas, puertas 20 min antes del inicio, 15 min de cambio",
                "19:40 Puertas 20:00 Presentación, 10 min 20:10 Película 21:40 Fin de la película, coloquio, 20 min",
                "Después de la película Coloquio hasta las 22:00 con Agnès Varda Público Agotado: 120",
                "La última del día en esta sala",
            ),
        ),
    ],
)
def test_a_run_sheet_reads_as_its_cinema_speaks(
    desk: Client, harbour: Festival, language: str, said: tuple[str, ...]
) -> None:
    harbour.language = language
    row = screening(film(saved(harbour)), hall(harbour, capacity=120), f"{DAY} 20:00", intro=10, qa=20, sold_out=True)
    row.guests.add(guest(harbour))

    page = sheet(desk, "run-sheet", *arguments("run-sheet", row))

    text = text_of(page)
    assert [part for part in said if part not in text] == []
    assert "Private calendar" in text, "the desk around it stays English"


def test_what_is_done_at_the_door_is_said_in_the_houses_language_and_kept_in_the_desks(
    desk: Client, harbour: Festival
) -> None:
    harbour.language = "nl"
    row = screening(film(saved(harbour)), hall(harbour), f"{DAY} 20:00")

    said = set(Texts(sheet(desk, "door-hall", *arguments("door-hall", row)).content.decode(), "nl").found)
    door = reverse("admin:door-hall", args=arguments("door-hall", row))
    answer = desk.post(door, {"screening": row.pk, "sold_out": "1"}, follow=True)

    assert {"19:40: deuren open voor Cléo", "Deuren 19:40, uit 21:30", "Uitverkocht", "Wachtrij"} <= said
    assert messages(answer)[0] == "Cléo is uitverkocht."
    assert LogEntry.objects.latest("pk").get_change_message() == "Cléo is sold out."


def test_a_guest_reads_their_own_language_and_the_others_the_festivals(desk: Client, harbour: Festival) -> None:
    harbour.language = "nl"
    row = screening(film(saved(harbour)), hall(harbour), f"{DAY} 20:00", qa=20)
    almodovar, varda = guest(harbour, "Pedro Almodóvar", language="es"), guest(harbour, "Agnès Varda")
    row.guests.set([almodovar, varda])

    page = sheet(desk, "itineraries", harbour.pk).content.decode()

    spanish, dutch = " ".join(Texts(page, "es").found), " ".join(Texts(page, "nl").found)
    assert "Pedro Almodóvar Llegada: aún no se sabe. Salida: aún no se sabe. sábado 10 de octubre" in spanish
    assert "Coloquio de 21:30 a 21:50" in spanish
    assert "Agnès Varda Aankomst: nog niet bekend. Vertrek: nog niet bekend. zaterdag 10 oktober" in dutch
    assert "Q&A 21:30 tot 21:50" in dutch


def test_a_guests_calendar_in_another_language_rises_once(harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), f"{DAY} 20:00", qa=20)
    visitor = guest(harbour, arrives_at=at(f"{DAY} 09:00"))
    row.guests.add(visitor)
    published(harbour)
    calendar = calendar_of(visitor, harbour)

    english = read(calendar, SPRING)
    Guest.objects.update(language="es")
    spanish = read(calendar, SPRING + timedelta(days=1))
    again = read(calendar, SPRING + timedelta(days=2))

    assert {title: int(event["SEQUENCE"]) for title, event in english.items()} == {"Arrival: Agnès Varda": 0, "Cléo": 0}
    assert {title: int(event["SEQUENCE"]) for title, event in spanish.items()} == {"Llegada: Agnès Varda": 1, "Cléo": 1}
    assert str(english["Cléo"]["DESCRIPTION"]) == "Q&A 21:30 to 21:50"
    assert str(spanish["Cléo"]["DESCRIPTION"]) == "Coloquio de 21:30 a 21:50"
    assert again == spanish
    fresh = PrivateCalendar.objects.get(pk=calendar.pk)
    assert b"PRODID:-//Festival Scheduler//Screenings//ES\r\n" in calendar_body(fresh, "secret")
