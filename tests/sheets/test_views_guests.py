"""Guests' itineraries: a page to hand out, and what the office reads above it."""

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening, TravelTime
from tests.pages import read
from tests.sheets.pages import DAY, sheet, text_of
from tests.staff import staff_client
from tests.world import at, film, guest, hall, saved, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(film(harbour), hall(harbour), f"{DAY} 20:00", intro=10, qa=20, notes="Row 1 is kept")
    row.guests.add(guest(harbour))
    return row


def test_a_guest_gets_their_days_on_a_page(desk: Client, evening: Screening) -> None:
    harbour = evening.festival
    varda = guest(harbour, "Jacques Demy", arrives_at=at(f"{DAY} 09:00"))
    gloria = hall(harbour, "Hall 1", "Gloria")
    assert evening.hall
    saved(TravelTime(origin=evening.hall.venue, destination=gloria.venue, minutes=25, by="tram 3"))
    evening.guests.set([varda])
    screening(film(harbour, "Lola"), gloria, f"{DAY} 22:10").guests.add(varda)
    page = sheet(desk, "itinerary", harbour.pk, varda.pk)
    said = text_of(page)
    for words in (
        "Jacques Demy Arrival: Sat 10 Oct, 09:00. Departure: not known yet.", "Saturday 10 October",
        "Introduction 20:00 to 20:10 Q&A 21:40 to 22:00",
        "25 min to the next (tram 3), but there are only 10: 15 min are missing.",
        "Jacques Demy is expected twice: Cléo ends Sat 10 Oct 22:00",
    ):  # fmt: skip
        assert words in said, words
    # What is for the staff alone is not handed to a guest.
    assert "Row 1" not in said
    everyone = sheet(desk, "itineraries", harbour.pk)
    assert [part.name for part in read(everyone).all("article")] == ["Jacques Demy"]


def test_arrival_and_departure_stand_among_the_screenings_by_time(desk: Client, evening: Screening) -> None:
    varda = evening.guests.get()
    varda.arrives_at, varda.departs_at = at(f"{DAY} 14:30"), at("2026-10-11 03:10")
    saved(varda)
    guest(evening.festival, "Jacques Demy", arrives_at=at(f"{DAY} 09:00"))
    said = text_of(sheet(desk, "itinerary", evening.festival.pk, varda.pk))
    assert "Saturday 10 October 14:30 Arrival 20:00 to 22:00 Cléo" in said
    assert "Sunday 11 October 03:10 Departure" in said
    everyone = text_of(sheet(desk, "itineraries", evening.festival.pk))
    assert "09:00 Arrival In no screening yet." in everyone


def test_a_guest_is_told_what_the_public_may_not_read_and_the_office_what_has_no_place(
    desk: Client, evening: Screening
) -> None:
    Screening.objects.filter(pk=evening.pk).update(billing="secret")
    varda = evening.guests.get()
    screening(film(evening.festival, "Lola <1961>")).guests.add(varda)
    screening(film(evening.festival, "Given up"), status="cancelled").guests.add(varda)
    said = text_of(sheet(desk, "itinerary", evening.festival.pk, varda.pk))
    assert "The public reads: Secret screening; do not name the film." in said
    assert "Not on paper Named for Lola <1961> , which has no place yet." in said
    assert "Given up" not in said


def test_a_director_whom_nobody_named_is_told_to_the_staff(desk: Client, harbour: Festival) -> None:
    varda = guest(harbour)
    screening(film(harbour, directors=("Agnès Varda",)), hall(harbour), f"{DAY} 20:00", qa=20)
    said = text_of(sheet(desk, "itinerary", harbour.pk, varda.pk))
    assert "Nobody is named for the Q&A of Cléo ; Agnès Varda is assumed as its director." in said
    assert "In no screening yet." in said


def test_guests_are_for_those_who_may_see_guests(evening: Screening) -> None:
    booth = staff_client("booth", ["view_screening"])
    assert "Guests" not in text_of(sheet(booth, "sheets", evening.festival_id))
    assert booth.get(reverse("admin:itineraries", args=[evening.festival_id])).status_code == 403
    assert staff_client("cash", ["view_film"]).get(reverse("admin:sheets", args=[1])).status_code == 403
