"""A guest's and a cinema's private calendar in the feed conformance programs, as made and after everything changed.

With Thunderbird, GNOME and KDE where they are set up (`setup.sh --slow`). The oracle is made from the rows.
"""

import json
import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Guest, PrivateAddress, PrivateEntry, Screening
from screenings.sheets.private_addresses import make_address, private_calendar_address, secret_token
from tests import world
from tests.clients import test_conformance
from tests.clients.conformance import CONFORM, HOME, LIFECYCLE, conforms

pytestmark = test_conformance.pytestmark
SLOW = ("--slow",) if (HOME / "bin" / "kcalendarcore_reader").exists() and shutil.which("thunderbird") else ()
QUARTER = timedelta(minutes=15)


def told(uid: object, summary: str, start: datetime, end: datetime, status: str = "CONFIRMED") -> dict[str, str]:
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    return {
        "uid": str(uid), "summary": summary, "start": start.isoformat(), "end": end.isoformat(), "status": status,
    }  # fmt: skip


def of_screening(row: Screening, mark: str = "", status: str = "CONFIRMED") -> dict[str, str]:
    assert row.starts_at
    return told(row.uid, mark + row.film.title, row.starts_at, row.starts_at + timedelta(minutes=row.length), status)


def of_stays(guest: Guest) -> Iterable[dict[str, str]]:
    """Their UIDs are whatever they were first."""
    for what, moment in (("Arrival", guest.arrives_at), ("Departure", guest.departs_at)):
        if moment:
            uid = PrivateEntry.objects.get(vevent__contains=f"SUMMARY:{what}").uid
            yield told(uid, f"{what}: {guest}", moment, moment + QUARTER)


@pytest.fixture
def varda(live_server: LiveServer) -> Guest:
    """Four screenings around the night the clock is put back, over midnight and in two cities' zones."""
    of = world.festival(site_url=live_server.url, starts_on=date(2026, 10, 23), ends_on=date(2026, 10, 26))
    row = world.guest(of, arrives_at=world.at("2026-10-23 23:50"), departs_at=datetime(2026, 10, 25, 1, 10, tzinfo=UTC))
    lisbon = world.hall(of, "Sala 1", "Cinemateca", timezone="Europe/Lisbon")
    for title, hall, start in (
        ("Cléo; from 5, to\\7 “née” 電影 🎬" * 4, world.hall(of), "2026-10-24 20:00"),
        ("Jane B. by Agnès V.", world.hall(of), "2026-10-25 01:30"),
        ("Lions Love", lisbon, "2026-10-24 13:00"),
        ("Jury", world.hall(of), "2026-10-24 10:00"),
    ):
        audience = "private" if title == "Jury" else "public"
        world.screening(world.film(of, title), hall, start, audience=audience, qa=30).guests.add(row)
    world.published(of)
    return row


def given_out(of: Festival, what: object) -> PrivateAddress:
    return make_address(of, what, given_to="", by=None, at=world.SPRING)  # type: ignore[arg-type]  # a guest or a venue


def body(address: PrivateAddress) -> bytes:
    response = Client(headers={"host": "127.0.0.1"}).get(
        f"/{address.calendar.festival.slug}/house/{secret_token(address)}.ics"
    )
    assert response.status_code == 200
    return bytes(response.content)


def test_every_calendar_program_reads_a_guests_calendar(varda: Guest, tmp_path: Path) -> None:
    address = given_out(varda.festival, varda)
    body(address)
    marks = {"private": "Private: ", "public": ""}
    rows = [of_screening(row, marks[row.audience]) for row in Screening.objects.placed().for_timetable()]
    path = tmp_path / "oracle.json"
    path.write_text(json.dumps([*rows, *of_stays(varda)]))
    conforms(
        str(CONFORM), *SLOW, private_calendar_address(address.calendar, secret_token(address)), "--oracle", str(path)
    )


def test_a_guest_sees_what_moved_left_was_cancelled_and_taken_back(varda: Guest, tmp_path: Path) -> None:
    address, of = given_out(varda.festival, varda), varda.festival
    before, after, expected = tmp_path / "before.ics", tmp_path / "after.ics", tmp_path / "expected.json"
    before.write_bytes(body(address))
    stays = {each["summary"]: each for each in of_stays(varda)}
    moved, left, cancelled, jury = Screening.objects.order_by("pk")
    assert moved.starts_at
    Screening.objects.filter(pk=moved.pk).update(starts_at=moved.starts_at + timedelta(hours=1))
    left.guests.clear()
    cancelled.status = "cancelled"
    world.saved(cancelled)
    arrives_at, varda.arrives_at = varda.arrives_at, None
    assert arrives_at
    varda.departs_at = world.at("2026-10-26 12:00")
    world.saved(varda)
    world.published(of, world.SPRING + timedelta(days=1))
    after.write_bytes(body(address))
    moved.refresh_from_db()
    expected.write_text(
        json.dumps(
            [
                of_screening(moved),
                of_screening(left, "Not here any more: ", "CANCELLED"),
                of_screening(cancelled, "Cancelled: ", "CANCELLED"),
                of_screening(jury, "Private: "),
                told(
                    stays["Arrival: Agnès Varda"]["uid"], "Not known any more: Arrival: Agnès Varda", arrives_at,
                    arrives_at + QUARTER, "CANCELLED",
                ),
                {**next(iter(of_stays(varda)))},
            ]
        )
    )  # fmt: skip
    conforms(str(LIFECYCLE), *SLOW, str(before), str(after), "--expect", str(expected))
