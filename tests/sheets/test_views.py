"""Run sheets, turnaround lists and itineraries in the admin."""

import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.models import Festival, PrivateAddress, Screening
from screenings.sheets.private_addresses import private_calendar_address, secret_token
from tests.benchmarks.festivals import large_festival
from tests.desk.forms import send
from tests.loading.rich_festival import rich
from tests.pages import read
from tests.sheets.pages import DAY, sheet, text_of
from tests.staff import member, staff_client
from tests.world import at, film, guest, hall, published, saved, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(
        film(harbour), hall(harbour, capacity=120), f"{DAY} 20:00", intro=10, qa=20, notes="Row 1 <is> kept"
    )
    row.guests.add(guest(harbour))
    return row


def test_a_venue_prints_a_page_for_each_hall_that_shows_something(desk: Client, evening: Screening) -> None:
    harbour = evening.festival
    hall(harbour, "Hall 2")
    hall(harbour, "Hall 1", "Gloria")
    screening(evening.film, hall(harbour, "Hall 3"), "2026-10-11 00:30", status="cancelled")
    assert evening.hall
    page = sheet(desk, "run-sheets", harbour.pk, DAY, evening.hall.venue_id)
    assert [part.name for part in read(page).all("article")] == ["Odeon, Hall 1", "Odeon, Hall 3"]
    said = text_of(page)
    for words in (
        "Odeon, Hall 1 Saturday 10 October 2026",
        "19:40 Doors 20:00 Introduction, 10 min 20:10 Film",
        "21:40 Film ends, Q&A, 20 min 22:00 Q&A ends 22:15 Hall free",
        "After the film Q&A until 22:00 with Agnès Varda",
        "People up to 120", "Notes Row 1 <is> kept", "Last of the day in this hall",
        "00:30 (Sunday) Film",
        "Cancelled",
    ):  # fmt: skip
        assert words in said, words
    alone = sheet(desk, "run-sheet", harbour.pk, DAY, hall(harbour, "Hall 2").pk)
    assert "Nothing is shown here on this day." in text_of(alone)


def test_when_doors_open_is_typed_for_the_festival_and_for_a_hall(desk: Client, evening: Screening) -> None:
    harbour, place = evening.festival, evening.hall
    assert place is not None
    for row, typed, opened in ((harbour, {"default_doors": "30"}, "19:30"), (place, {"doors": "45"}, "19:15")):
        form = reverse(f"admin:screenings_{row._meta.model_name}_change", args=[row.pk])
        assert send(desk, form, **typed).status_code == 302
        said = text_of(sheet(desk, "run-sheet", harbour.pk, DAY, place.pk))
        assert f"doors {next(iter(typed.values()))} min before the start" in said
        assert f"{opened} Doors" in said
        assert f" {opened} 20:00 " in text_of(sheet(desk, "turnaround", harbour.pk, DAY, place.venue_id))


def test_a_sheet_says_how_far_it_is_from_what_the_public_reads(desk: Client, evening: Screening) -> None:
    harbour = evening.festival
    Festival.objects.update(publishing="after-review")
    address = ("run-sheet", harbour.pk, DAY, evening.hall_id)
    assert "Nothing of this is public yet." in text_of(sheet(desk, *address))
    published(harbour)
    assert "public yet." not in text_of(sheet(desk, *address))
    evening.starts_at = at(f"{DAY} 20:15")
    saved(evening)
    said = text_of(sheet(desk, *address))
    assert "1 change on this sheet is not public yet." in said
    assert "Moved: Cléo, from Sat 10 Oct 20:00, Odeon, Hall 1 to Sat 10 Oct 20:15, Odeon, Hall 1." in said
    handed = text_of(sheet(desk, "itinerary", harbour.pk, evening.guests.get().pk))
    assert "Some of this is not public yet." in handed
    # A hall that everything has left keeps its page while the public is sent there.
    home, evening.hall = evening.hall, hall(harbour, "Hall 2")
    saved(evening)
    assert home
    pages = read(sheet(desk, "run-sheets", harbour.pk, DAY, home.venue_id)).all("article")
    numbered = [(page, len(page.all("li", of_class="show"))) for page in pages]
    assert [(page.name, number, "1 change on this sheet" in page.text) for page, number in numbered] == [
        ("Odeon, Hall 1", 0, True), ("Odeon, Hall 2", 1, True),
    ]  # fmt: skip


@time_machine.travel(at(f"{DAY} 19:45"), tick=False)
def test_what_runs_now_is_marked(desk: Client, evening: Screening) -> None:
    screening(evening.film, hall(evening.festival), f"{DAY} 22:30")
    page = sheet(desk, "run-sheet", evening.festival_id, DAY, evening.hall_id)
    assert [line["class"] for line in read(page).all("li", of_class="show")] == ["show is-now", "show"]
    assert [line.all("h3")[0].text.endswith("Now") for line in read(page).all("li", of_class="show")] == [True, False]
    assert "Printed Sat 10 Oct 19:45 CEST" in text_of(page)


def test_a_cinema_sees_who_goes_in_and_out_of_all_its_halls(desk: Client, evening: Screening) -> None:
    harbour = evening.festival
    other = screening(film(harbour, "Lola", runtime=95), hall(harbour, "Hall 2", capacity=80), f"{DAY} 20:20")
    screening(other.film, hall(harbour, "Hall 2"), f"{DAY} 22:00", access=("captions",), sold_out=True)
    assert evening.hall
    page = sheet(desk, "turnaround", harbour.pk, DAY, evening.hall.venue_id)
    rows = read(page).rows
    assert [(*row[:3], "Short changeover" in row[-1]) for row in rows] == [
        ("19:40", "20:00", "22:00", False), ("20:00", "20:20", "21:55", True), ("21:55", "22:00", "23:35", False),
    ]  # fmt: skip
    said = text_of(page)
    for words in (
        "Several halls let out at once 21:55 to 22:00: Hall 2 and Hall 1 let out, up to 200 people",
        "Short changeover: 5 min until Lola at 22:00, 15 min needed", "Sold out: 80", "Access: open captions",
    ):  # fmt: skip
        assert words in said, words


def test_the_overview_leads_to_every_sheet_of_a_day_and_to_every_guest(desk: Client, evening: Screening) -> None:
    page = sheet(desk, "sheets-day", evening.festival_id, DAY).content.decode()
    assert evening.hall
    ways = {
        "run-sheets": (DAY, evening.hall.venue_id), "turnaround": (DAY, evening.hall.venue_id),
        "run-sheet": (DAY, evening.hall_id), "itinerary": (evening.guests.get().pk,), "itineraries": (),
    }  # fmt: skip
    for name, args in ways.items():
        assert reverse(f"admin:{name}", args=[evening.festival_id, *args]) in page, name
    address = reverse("admin:itinerary", args=[evening.festival_id, evening.guests.get().pk])
    assert address in desk.get(f"/admin/screenings/guest/{evening.guests.get().pk}/change/").content.decode()


def test_halls_are_counted(desk: Client, harbour: Festival) -> None:
    for name in ("Screen 10", "Screen 9", "Screen 1"):
        screening(film(harbour, f"In {name}"), hall(harbour, name), "2026-10-10 20:00")
    page = sheet(desk, "sheets-day", harbour.pk, DAY).content.decode()
    assert list(dict.fromkeys(re.findall(r"Screen \d+", page))) == ["Screen 1", "Screen 9", "Screen 10"]


@pytest.mark.parametrize(
    "address", ["sheets/2026-02-30/", "sheets/2026-10-10/venue/99/", "sheets/2026-10-10/hall/x/", "sheets/guests/99/",
                "sheets/2026-10-10/turnaround/99/", "sheets/0001-01-01/"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(desk: Client, evening: Screening, address: str) -> None:
    assert desk.get(f"/admin/screenings/festival/{evening.festival_id}/{address}").status_code == 404


def test_a_page_takes_as_many_queries_for_ten_screenings_as_for_three_hundred(desk: Client, harbour: Festival) -> None:
    rich(harbour)
    large = large_festival(300)

    def queries(of: Festival) -> list[int]:
        where = of.venues.order_by("pk")[0]
        pages = [
            ("sheets", of.pk), ("run-sheets", of.pk, DAY, where.pk), ("turnaround", of.pk, DAY, where.pk),
            ("itineraries", of.pk),
        ]  # fmt: skip
        counts = []
        desk.post(reverse("admin:choose-edition"), {"edition": of.pk})
        for name, *args in pages:
            with CaptureQueriesContext(connection) as seen:
                sheet(desk, name, *args)
            counts.append(len(seen))
        return counts

    queries(harbour)  # what is remembered about the user and the notice is asked for once
    assert queries(harbour) == queries(large)


def give(client: Client, festival: Festival, /, **typed: Any) -> Any:
    return client.post(reverse("admin:private-addresses", args=[festival.pk]), typed, follow=True)


def test_an_address_is_given_out_shown_replaced_and_revoked(desk: Client, evening: Screening) -> None:
    of = evening.festival
    published(of)
    made = give(desk, of, do="make", of=f"hall-{evening.hall_id}", day=DAY, given_to="Anna <booth>")
    said = text_of(made)
    assert "A private address for Odeon, Hall 1, Anna <booth> is made." in said
    (address,) = PrivateAddress.objects.all()
    secret = private_calendar_address(address.calendar, secret_token(address))
    assert secret in said
    assert "never fetched yet" in said
    assert 'class="qr"' in made.content.decode()
    assert Client().get(secret.removeprefix("https://harbour.example")).status_code == 200
    assert "last fetched" in text_of(sheet(desk, "run-sheet", of.pk, DAY, evening.hall_id))
    listed = text_of(sheet(desk, "sheets-day", of.pk, DAY))
    assert "Private calendars that are given out Odeon, Hall 1 Anna <booth>" in listed
    assert secret_token(address) not in listed
    renewed = text_of(give(desk, of, do="renew", address=address.pk))
    other = PrivateAddress.objects.get(revoked_at=None)
    assert secret_token(other) in renewed
    assert secret_token(address) not in renewed
    assert "is revoked: from now on nobody can read it." in text_of(give(desk, of, do="revoke", address=other.pk))
    assert "Somebody else has revoked" in text_of(give(desk, of, do="revoke", address=other.pk))
    assert Client().get(secret.removeprefix("https://harbour.example")).status_code == 404


def test_an_address_for_nobody_who_can_be_written_down_is_refused_with_the_reason(
    desk: Client, evening: Screening
) -> None:
    of = evening.festival
    said = text_of(give(desk, of, do="make", of=f"hall-{evening.hall_id}", day=DAY, given_to="\u200b"))
    assert "No address was made. Whom it is for: Write at least one visible character." in said
    assert not PrivateAddress.objects.exists()
    for wrong in (
        {"do": "make", "of": "hall-99"}, {"do": "make", "of": "film-1"}, {"do": "make"},
        {"do": "revoke", "address": "x"},
        {"do": "shout"}, {"do": "make", "of": f"hall-{evening.hall_id}", "day": "2026-02-30"},
    ):  # fmt: skip
        assert give(desk, of, **wrong).status_code == 404, wrong
    assert not PrivateAddress.objects.exists()


def test_who_may_give_out_which_calendar(evening: Screening) -> None:
    of, invited = evening.festival, evening.guests.get()
    places = {"hall": f"hall-{evening.hall_id}", "guest": f"guest-{invited.pk}"}
    clients = {role: member(role) for role in ("programmer", "scheduler", "front of house", "guest office")}
    clients["no guests"] = staff_client("booth", ["view_screening", "view_privateaddress", "add_privateaddress"])

    def status(role: str, place: str) -> int:
        return int(give(clients[role], of, do="make", of=places[place], day=DAY).status_code)

    assert {role: (status(role, "hall"), status(role, "guest")) for role in clients} == {
        "programmer": (403, 403), "scheduler": (200, 200), "front of house": (200, 200),
        "guest office": (200, 200), "no guests": (200, 403),
    }  # fmt: skip
    secrets = [secret_token(address) for address in PrivateAddress.objects.exclude(calendar__guest=None)]
    assert len(secrets) == 3
    sheets = {
        role: client.get(reverse("admin:sheets", args=[of.pk])).content.decode() for role, client in clients.items()
    }
    assert {role for role, page in sheets.items() if "given out" in page} == set(clients) - {"programmer"}
    assert "Agnès Varda" not in sheets["no guests"]
    programmer = sheet(clients["programmer"], "itinerary", of.pk, invited.pk).content.decode()
    assert not any(secret in programmer for secret in secrets)
