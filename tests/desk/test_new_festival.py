"""*A festival from its schedule*: what the file says is in the form, the rest is typed, and the file comes in."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, PendingImport, Screening
from tests.assistant.test_calendars import EVENT, calendar
from tests.assistant.test_documents import CONFERENCE
from tests.desk.forms import fields_of
from tests.pages import read
from tests.staff import staff_client

pytestmark = pytest.mark.django_db
HARBOUR = {
    "name": "Harbour", "slug": "harbour", "starts_on": "2024-10-04", "ends_on": "2024-10-13",
    "timezone": "Europe/Berlin",
}  # fmt: skip


def uploaded(client: Client, name: str, data: bytes) -> HttpResponse:
    return client.post(reverse("admin:festival-from-schedule"), {"file": SimpleUploadedFile(name, data)})


def sent(client: Client, page: HttpResponse, **typed: str) -> HttpResponse:
    return client.post(reverse("admin:festival-from-schedule"), {**fields_of(page), **typed})


def test_a_schedule_makes_its_festival_and_comes_in(desk: Client) -> None:
    front = read(desk.get("/admin/"))
    start = desk.get(front.only("Make it from its schedule", "a")["href"])
    assert read(start).text.count("Read the file") <= 1
    asked = uploaded(desk, "schedule.json", json.dumps(CONFERENCE).encode())
    typed = fields_of(asked)
    assert {name: typed[name] for name in HARBOUR} == HARBOUR
    assert not Festival.objects.exists()

    checked = desk.get(sent(desk, asked).headers["Location"])
    assert "would be: added 2 films, 2 halls and 2 screenings. Nothing was written yet." in read(checked).text
    festival = Festival.objects.get()
    desk.post(reverse("admin:bring-in-write", args=[festival.pk]), fields_of(checked))

    assert (festival.name, festival.ends_on) == ("Harbour", date(2024, 10, 13))
    assert Screening.objects.count() == 2


def test_what_a_calendar_does_not_say_is_typed(desk: Client, tmp_path: Path) -> None:
    path = calendar(tmp_path / "plan.ics", EVENT.replace(" (OmU)", ""))
    asked = uploaded(desk, path.name, path.read_bytes())
    assert fields_of(asked)["starts_on"] == "2024-10-04"

    refused = sent(desk, asked, name="", timezone="Europe/Berlin", slug="quay")
    assert "This field is required." in read(refused).text
    assert not Festival.objects.exists()
    checked = desk.get(sent(desk, refused, name="Quay").headers["Location"])

    assert "would be: added 1 film, 1 hall and 1 screening." in read(checked).text
    assert Festival.objects.get().slug == "quay"


def test_a_file_that_cannot_be_read_and_one_that_is_gone_make_nothing(desk: Client) -> None:
    assert "this is no JSON" in read(uploaded(desk, "schedule.json", b"{")).text
    asked = uploaded(desk, "schedule.json", json.dumps(CONFERENCE).encode())
    PendingImport.objects.all().delete()
    gone = desk.get(sent(desk, asked).headers["Location"])

    assert "That file is no longer here, and no festival was made." in read(gone).text
    assert not Festival.objects.exists()


def test_the_form_of_a_new_festival_leads_there(desk: Client) -> None:
    page = read(desk.get(reverse("admin:screenings_festival_add")))
    assert page.only("Make it from that", "a")["href"] == reverse("admin:festival-from-schedule")


def test_who_may_not_make_festivals_does_not_see_it() -> None:
    assert staff_client("ada", ("view_festival",)).get(reverse("admin:festival-from-schedule")).status_code == 403
