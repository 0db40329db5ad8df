"""Times on the clock that a festival chooses, wherever staff and public read them, and nowhere in the data."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.addresses import table, the_house, visitor
from tests.desk.forms import fields_of, form_of
from tests.pages import read
from tests.world import SPRING, film, guest, hall, published, screening

TWELVE, TWENTY_FOUR = "7:30 pm", "19:30"


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """19:30 in a festival with twelve hours, an error and a guest; public."""
    Festival.objects.update(clock="12")
    harbour.refresh_from_db()
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 19:30")
    row.guests.add(guest(harbour, arrives_at=row.starts_at - timedelta(days=1), departs_at=row.starts_at))
    published(harbour)
    return row


def staff(name: str, *extra: object) -> Callable[[Screening], str]:
    return lambda row: reverse(f"admin:{name}", args=[row.festival_id, *extra])


PAGES: dict[str, Callable[[Screening], str]] = {
    "list": lambda row: reverse("admin:screenings_screening_changelist"),
    "form": lambda row: reverse("admin:screenings_screening_change", args=[row.pk]),
    "film": lambda row: reverse("admin:screenings_film_change", args=[row.film_id]),
    "table": lambda row: reverse("admin:screening-table"),
    "guests": lambda row: reverse("admin:screenings_guest_changelist"),
    "board": staff("board-day", "2026-10-10"),
    "overview": staff("board-overview"),
    "run sheet": lambda row: reverse("admin:run-sheet", args=[row.festival_id, "2026-10-10", row.hall_id]),
    "itineraries": staff("itineraries"),
    "conflicts": staff("conflicts"),
    "home": lambda row: "/harbour/",
    "listing": lambda row: "/harbour/screenings/",
    "film page": lambda row: "/harbour/films/cleo/",
    "timetable": lambda row: "/harbour/timetable/2026-10-10/",
}


def words(client: Client, address: str) -> str:
    """All that the page says, in its fields as well."""
    page = read(client.get(address, follow=True))
    return " ".join([page.text, *(field["value"] for field in page.all("input"))]).replace("\u00a0", " ")


OF_TWELVE = r"\d\s?[ap]\.?m\b"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_the_time_as_its_festival_chooses(
    desk: Client, evening: Screening, name: str, time_machine: Any
) -> None:
    time_machine.move_to(SPRING)
    address = PAGES[name](evening)
    twelve = words(desk, address)
    Festival.objects.update(clock="24")
    twenty_four = words(desk, address)
    assert TWELVE in twelve
    assert TWENTY_FOUR in twenty_four
    assert TWENTY_FOUR not in twelve
    assert not re.search(OF_TWELVE, twenty_four)


# Documentation and forms of import say how times are written, and the choice of the clock names both.
SAYS_HOW = ("/help/", "/import/", "/export/")
NAMES_BOTH = "with 24 hours, 19:30 with 12 hours, 7:30 pm"
OF_TWENTY_FOUR = r"(?<![\d:+-])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]|\s?[ap]\.?m)"


@pytest.mark.slow
@pytest.mark.parametrize(("clock", "other"), [("12", OF_TWENTY_FOUR), ("24", OF_TWELVE)])
@pytest.mark.django_db
def test_no_page_of_any_address_tells_the_time_on_the_other_clock(clock: str, other: str, time_machine: Any) -> None:
    """Every page that is read by people, as a superuser finds it."""
    time_machine.move_to(SPRING)
    facts = the_house()
    Festival.objects.update(clock=clock)
    client = visitor("superuser")
    found = {}
    for row in table().values():
        address = row.address.format(**facts)
        if any(part in address for part in SAYS_HOW):
            continue
        answer = client.get(address)
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = read(answer)
        text = " ".join([page.text, *(field["value"] for field in page.all("input") if field["type"] != "hidden")])
        text = text.replace("\u00a0", " ").replace(NAMES_BOTH, "")
        if times := re.findall(rf".{{0,40}}{other}.{{0,20}}", text):
            found[address] = times[:3]
    assert found == {}


@pytest.mark.parametrize(
    "feed", ["screenings.ics", "screenings.json", "screenings.csv", "schedule.xml", "changes.atom"]
)
def test_calendars_and_data_keep_their_bytes(client: Client, evening: Screening, feed: str) -> None:
    before = client.get(f"/harbour/{feed}").content
    Festival.objects.update(clock="24")
    assert client.get(f"/harbour/{feed}").content == before


def test_a_form_shows_and_takes_the_same_time(desk: Client, evening: Screening) -> None:
    address = form_of(evening)
    sent = fields_of(desk.get(address))
    assert sent["starts_at_1"] == "7:30\u00a0pm"
    desk.post(address, {**sent, "notes": "Flowers.", "_save": "1"})
    row = Screening.objects.get()
    assert (row.starts_at, row.notes) == (evening.starts_at, "Flowers.")
