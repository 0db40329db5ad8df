"""A plan's calendar, as a calendar program reads it."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import icalendar
import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from screenings.models import Festival, Plan, PlanAddress, Screening, Status
from screenings.plans.actions import address_token, give_address
from tests.plans.visitors import PLAN, star
from tests.world import SPRING, festival, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


@pytest.fixture
def goer() -> Client:
    """Goes to Cléo on Saturday and to Le Bonheur."""
    client = Client()
    for number in (1, 3):
        star(client, str(UUID(int=number)))
    return client


def feed_address() -> str:
    """That of the one plan there is; a new one each time."""
    plan = Plan.objects.get()
    give_address(plan, PlanAddress.CALENDAR, at=SPRING)
    return f"{PLAN}calendar/{address_token(plan.addresses.get())}.ics"


def entries(answer: Any) -> dict[int, tuple[str, str, int, str]]:
    """By the number of the screening: title, status, SEQUENCE and DTSTAMP."""
    assert answer.status_code == 200, answer.status_code
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    for event in events:
        assert event["DTSTAMP"].to_ical() == event["LAST-MODIFIED"].to_ical()
    return {
        UUID(str(event["UID"])).int: (
            str(event["SUMMARY"]), str(event["STATUS"]), int(event["SEQUENCE"]), event["DTSTAMP"].to_ical().decode()
        )
        for event in events
    }  # fmt: skip


def test_it_has_the_chosen_screenings_as_the_festival_publishes_them(goer: Client) -> None:
    address = feed_address()
    answer = Client().get(address)
    assert entries(answer) == {
        1: ("Cléo", "CONFIRMED", 0, "20260401T120000Z"),
        3: ("Le Bonheur", "CONFIRMED", 0, "20260401T120000Z"),
    }
    whole = Client().get("/harbour/screenings.ics").content
    for event in answer.content.split(b"BEGIN:VEVENT")[1:]:
        assert event.partition(b"END:VEVENT")[0] in whole
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert str(calendar["X-WR-CALNAME"]) == "Harbour Film Festival: my plan"
    assert str(calendar["SOURCE"]) == f"https://harbour.example{address}"
    assert str(calendar["URL"]) == f"https://harbour.example{PLAN}"
    assert "METHOD" not in calendar
    assert "UID" not in calendar


def test_it_follows_the_plan_and_what_is_taken_out_is_cancelled(goer: Client) -> None:
    address = feed_address()
    with time_machine.travel(SPRING + timedelta(hours=1)):
        star(goer, str(UUID(int=1)), "out")
        star(goer, str(UUID(int=2)))
        star(goer, str(UUID(int=3)), "must")
    told = entries(Client().get(address))
    assert told == {
        1: ("Cancelled: Cléo", "CANCELLED", 1, "20260401T130000Z"),
        2: ("Vagabond", "CONFIRMED", 0, "20260401T120000Z"),
        3: ("Le Bonheur", "CONFIRMED", 0, "20260401T120000Z"),
    }
    with time_machine.travel(SPRING + timedelta(hours=2)):
        star(goer, str(UUID(int=1)))
    assert entries(Client().get(address))[1] == ("Cléo", "CONFIRMED", 2, "20260401T140000Z")


def test_out_and_in_within_a_second_moves_the_stamp_all_the_same(goer: Client) -> None:
    address = feed_address()
    with time_machine.travel(SPRING, tick=False):
        for rank in ("out", "want", "out"):
            star(goer, str(UUID(int=1)), rank)
    assert entries(Client().get(address))[1] == ("Cancelled: Cléo", "CANCELLED", 3, "20260401T120002Z")


def test_it_follows_the_festival_also_for_what_was_taken_out_and_put_back(goer: Client) -> None:
    address = feed_address()
    with time_machine.travel(SPRING + timedelta(hours=1)):
        star(goer, str(UUID(int=1)), "out")
        star(goer, str(UUID(int=1)))
    Screening.objects.filter(uid=UUID(int=1)).update(starts_at="2026-10-10 15:00+00:00")
    Screening.objects.filter(uid=UUID(int=3)).update(status=Status.CANCELLED)
    published(Festival.objects.get(), SPRING + timedelta(days=1))
    assert entries(Client().get(address)) == {
        1: ("Cléo", "CONFIRMED", 3, "20260402T120000Z"),
        3: ("Cancelled: Le Bonheur", "CANCELLED", 1, "20260402T120000Z"),
    }


@pytest.mark.django_db(transaction=True)
def test_304_costs_two_queries_and_equal_tags_are_equal_bytes(goer: Client) -> None:
    address = feed_address()
    first, client = Client().get(address), Client()
    assert Client().get(address).content == first.content
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    assert len(queries) == 2
    assert client.get(address, headers={"if-modified-since": first.headers["Last-Modified"]}).status_code == 304
    star(goer, str(UUID(int=2)))
    second = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]
    assert client.head(address).content == b""


def test_it_is_for_its_holder_alone_and_kept_by_nobody(goer: Client) -> None:
    answer = Client().get(feed_address())
    assert {name: answer.headers.get(name) for name in (
        "Content-Type", "Cache-Control", "X-Robots-Tag", "Referrer-Policy", "Set-Cookie", "Access-Control-Allow-Origin",
    )} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, max-age=0, must-revalidate",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "no-referrer",
        "Set-Cookie": None,
        "Access-Control-Allow-Origin": None,
    }  # fmt: skip


def test_a_withdrawn_a_foreign_and_an_invented_address_are_not_found_alike(goer: Client) -> None:
    old, new = feed_address(), feed_address()
    festival("Elsewhere", slug="elsewhere")
    told = set()
    for address in (
        old,
        new.replace("harbour", "elsewhere"),
        f"{PLAN}calendar/{'x' * 24}.ics",
        f"{PLAN}calendar/{'x' * 999}.ics",
    ):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store"), address
        told.add(answer.content)
    assert len(told) == 1
    assert Client().get(new).status_code == 200
    goer.post(f"{PLAN}forget/")
    assert Client().get(new).status_code == 404


def test_while_the_database_is_away_it_answers_what_it_last_said(goer: Client) -> None:
    address = feed_address()
    whole = Client().get(address)
    with patch("screenings.plans.feed._find", side_effect=OperationalError("connection refused")):
        kept = Client().get(address)
    assert (kept.status_code, kept.content) == (200, whole.content)
