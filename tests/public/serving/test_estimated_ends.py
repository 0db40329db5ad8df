"""Where an end rests on a running time that nobody knows, everything says so; where it is stated, nothing does."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from screenings.publishing import publish
from tests import world
from tests.public.pages import Page

pytestmark = pytest.mark.django_db
HOME = "/harbour/"
PLACES = ("screenings/", "films/open/", "timetable/2026-10-10/", "sections/competition/", "venues/odeon/")
# Everything a reader may take for the end of a show that begins at 20:00 and is taken to be 100 minutes long.
END = "21:40"


@pytest.fixture
def harbour() -> Festival:
    """One film of unknown length: shown once without an end and once with a stated one; and a part of it."""
    of = world.festival()
    opened = world.film(of, "Open", runtime=None, section=world.section(of))
    world.screening(opened, world.hall(of), "2026-10-10 20:00")
    world.published(of)
    return of


def page(client: Client, path: str) -> Page:
    return Page(client.get(HOME + path))


def stated(of: Festival) -> None:
    """The same end, but by somebody's word."""
    Screening.objects.update(stated_length=100)
    assert publish(of, at=world.SPRING + timedelta(days=1)).publication is not None


@pytest.mark.parametrize("place", PLACES)
def test_a_page_says_about_before_an_end_that_is_assumed(client: Client, harbour: Festival, place: str) -> None:
    assert f"20:00 to about {END}" in page(client, place).text
    stated(harbour)
    said = page(client, place).text
    assert f"20:00 to {END}" in said
    assert "about 21" not in said


@pytest.mark.parametrize("place", ["films/", "films/open/", "sections/competition/"])
def test_a_film_awaits_its_running_time_only_while_an_end_rests_on_it(
    client: Client, harbour: Festival, place: str
) -> None:
    assert "running time to be confirmed" in page(client, place).text
    stated(harbour)
    assert "to be confirmed" not in page(client, place).text


def test_programs_are_told_too_and_never_of_a_stated_end(client: Client, harbour: Festival) -> None:
    assert told(client) == {
        "calendar": True, "json": True, "csv": "yes", "schedule": True, "json-ld": False, "one": True,
    }  # fmt: skip
    stated(harbour)
    assert told(client) == {
        "calendar": False, "json": False, "csv": "no", "schedule": False, "json-ld": True, "one": False,
    }  # fmt: skip


def told(client: Client) -> dict[str, Any]:
    """By feed, whether it says that the end is an estimate; of the film's own data, whether it names an end."""

    def read(path: str) -> str:
        return client.get(HOME + path).content.decode().replace("\r\n ", "")

    (row,) = csv.DictReader(io.StringIO(read("screenings.csv")))
    (entry,) = json.loads(read("screenings.json"))["screenings"]
    graph = read("films/open/").partition('type="application/ld+json">')[2].partition("</script>")[0]
    (event,) = (node for node in json.loads(graph)["@graph"] if node["@type"] == "ScreeningEvent")
    uid = Screening.objects.get().uid
    return {
        "calendar": "the end is an estimate" in read("screenings.ics").replace("\\,", ","),
        "json": entry["end_is_estimated"],
        "csv": row["end_is_estimated"],
        "schedule": "the end is an estimate" in read("schedule.xml"),
        "json-ld": "endDate" in event,
        "one": "the end is an estimate" in read(f"screenings/{uid}.ics"),
    }


def test_a_new_end_that_is_assumed_is_no_sure_one_in_the_news(client: Client, harbour: Festival) -> None:
    Screening.objects.update(qa=20)
    publish(harbour, at=world.SPRING + timedelta(days=1))
    for path in ("changes/", "changes.atom"):
        assert "It ends at about 22:00 instead of 21:40." in client.get(HOME + path).content.decode()


def test_that_an_end_is_now_stated_is_news_to_nobody(client: Client, harbour: Festival) -> None:
    stated(harbour)
    assert "Open" not in page(client, "changes/").text.partition("The programme: 1 screening")[0]


def test_a_part_of_a_programme_awaits_its_running_time_as_the_programme_does(client: Client) -> None:
    of = world.festival()
    shorts = world.programme(of, "Shorts", world.film(of, "Part", runtime=None), world.film(of, "Known"))
    world.screening(shorts, world.hall(of), "2026-10-10 20:00")
    world.published(of)
    assert "Part, running time to be confirmed" in page(client, "films/shorts/").text
    stated(of)
    assert "In this programme Part Known, 90 min" in page(client, "films/shorts/").text


def test_the_house_reads_it_on_its_sheets_and_lists(harbour: Festival) -> None:
    staff, row = Client(), Screening.objects.get()
    staff.force_login(User.objects.create_superuser("ada"))

    def said(name: str, *args: object) -> str:
        return staff.get(reverse(f"admin:{name}", args=args)).content.decode()

    def read() -> list[bool]:
        sheet = said("run-sheet", harbour.pk, "2026-10-10", row.hall_id)
        turnaround = said("turnaround", harbour.pk, "2026-10-10", row.hall.venue_id if row.hall else 0)
        film = said("screenings_film_change", row.film_id)
        return ["about 21:40" in sheet, "about 21:40" in turnaround, "about 21:40" in film,
                "21:40?" in said("screenings_screening_changelist")]  # fmt: skip

    assert read() == [True] * 4
    stated(harbour)
    assert read() == [False] * 4
