"""The admin's front page says how things stand, to each what they may know, and at a fixed cost."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.desk.site import countdown
from screenings.models import Festival, Print, RuleSetting, Screening
from tests.desk.costs import queries
from tests.desk.forms import form_of, send
from tests.pages import listed, read
from tests.staff import member, staff_client
from tests.world import at, film, hall, published, saved, screening, section

DESK = "/admin/"


def words(client: Client) -> str:
    page = client.get(DESK).content.decode()
    return " ".join(strip_tags(page.replace("<", " <")).split())


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-09-27 12:00", "Opens in 12 days"),
        ("2026-10-08 12:00", "Opens tomorrow"),
        # Before six it is still the day before.
        ("2026-10-09 05:59", "Opens tomorrow"),
        ("2026-10-09 06:00", "Day 1 of 12"),
        ("2026-10-21 03:00", "Day 12 of 12"),
        ("2026-10-21 06:00", "Ended yesterday"),
        ("2026-10-24 12:00", "Ended 4 days ago"),
    ],
)
def test_the_desk_counts_by_the_festivals_own_days(moment: str, told: str, harbour: Festival) -> None:
    assert countdown(harbour, at(moment)) == told


def test_the_desk_says_what_is_missing_and_leads_there(desk: Client, harbour: Festival) -> None:
    whole = film(harbour, "Whole", section=section(harbour))
    saved(Print(film=whole))
    screening(whole, hall(harbour), "2026-10-10 20:00")
    film(harbour, "Silent", runtime=None)
    screening(film(harbour, "Unplaced"))
    page = desk.get(DESK)
    figures = [(words.partition(" "), where) for words, where in read(page).section("Still to do").links]
    assert {label: int(number) for (number, _, label), _where in figures} == {
        "screening without a place": 1,
        "film without a screening": 1,
        "film without a running time": 1,
        "films without a print": 2,
        "films without a section": 2,
        "guests whose arrival is open": 0,
    }
    for (number, _, label), where in figures:
        shown = desk.get(where)
        assert shown.status_code == 200
        assert len(listed(shown)) == int(number), label


def test_the_desk_says_what_is_public_and_what_waits(desk: Client, harbour: Festival) -> None:
    assert "None yet: nothing is public." in words(desk)
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    Festival.objects.update(publishing="after-review")
    send(desk, form_of(row), "_publish")
    assert re.search(r"Last publication Number 1, .* by ada Not public yet Nothing\.", words(desk))
    send(desk, form_of(row), starts_at_1="21:00")
    assert "Not public yet 1 change : 1 moved" in words(desk)
    assert reverse("admin:publish-review", args=[harbour.pk]) in desk.get(DESK).content.decode()


def test_the_desk_names_what_stands_in_the_way(desk: Client, harbour: Festival) -> None:
    place = hall(harbour)
    for title in ("Cléo", "Late"):
        screening(film(harbour, title), place, "2026-10-10 20:00")
    assert "Blocking Odeon, Hall 1 is double-booked" in words(desk)


def test_errors_that_read_the_same_are_told_once_and_counted(desk: Client, harbour: Festival) -> None:
    for title in ("Cléo", "Jaws"):
        for _ in range(4 if title == "Cléo" else 2):
            screening(film(harbour, title), hall(harbour, f"Hall {title}"), "2026-10-10 20:00")
    facts = read(desk.get(DESK)).section("For the public").facts["Blocking"]
    assert facts.count("Hall Cléo is double-booked") == facts.count("Hall Jaws is double-booked") == 1
    assert "(6 times)" in facts
    assert "more" not in facts


def test_today_is_the_festivals_own_day_in_time_order(desk: Client, harbour: Festival) -> None:
    place = hall(harbour)
    screening(film(harbour, "Late"), place, "2026-10-11 00:30")
    screening(film(harbour, "Now"), place, "2026-10-10 20:00")
    screening(film(harbour, "Over"), place, "2026-10-10 10:00", status="cancelled")
    screening(film(harbour, "Tomorrow"), place, "2026-10-11 20:00")
    with time_machine.travel(at("2026-10-10 20:30"), tick=False):
        today = read(desk.get(DESK)).section("Today, Sat 10 Oct").all("li")
    assert [(row["class"], row.text) for row in today] == [
        ("over", "10:00–11:30 Over Odeon, Hall 1 Cancelled"),
        ("now", "20:00–21:30 Now Odeon, Hall 1 On now"),
        ("to-come", "00:30–02:00 Late Odeon, Hall 1"),
    ]


def test_of_a_long_day_the_desk_shows_what_is_on_and_comes_next(desk: Client, harbour: Festival) -> None:
    of_all = film(harbour, runtime=50)
    for number in range(5):
        for hour in range(10, 20):
            screening(of_all, hall(harbour, f"Hall {number}"), f"2026-10-10 {hour}:00")
    with time_machine.travel(at("2026-10-10 18:30"), tick=False):
        evening = read(desk.get(DESK)).section("Today, Sat 10 Oct")
    assert [row["class"] for row in evening.all("li")] == ["now"] * 5 + ["to-come"] * 5
    assert "40 of today’s 50 screenings are over." in evening.text
    with time_machine.travel(at("2026-10-10 09:00"), tick=False):
        morning = read(desk.get(DESK)).section("Today, Sat 10 Oct")
    assert [row.text.split("–")[0] for row in morning.all("li")] == [
        f"{hour}:00" for hour in range(10, 18) for _ in "12345"
    ]
    assert "10 more come later." in morning.text
    with time_machine.travel(at("2026-10-10 23:30"), tick=False):
        night = read(desk.get(DESK)).section("Today, Sat 10 Oct")
    assert not night.all("li")
    assert "All 50 screenings of today are over." in night.text


def test_each_sees_what_they_may_read(harbour: Festival) -> None:
    screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    headings = read(staff_client("nobody", []).get(DESK)).headings
    assert not {"For the public", "Still to do"} & set(headings)
    assert not any(heading.startswith("Today") for heading in headings)
    for group in ("programmer", "scheduler", "front of house", "guest office"):
        page = read(member(group).get(DESK))
        assert len(page.section("Still to do").links) == (6 if group == "guest office" else 5), group
        assert page.section("For the public").facts["Last publication"].startswith("Number 1")


def test_before_there_is_a_festival_the_desk_offers_to_enter_one(desk: Client) -> None:
    assert "Enter the festival" in words(desk)
    assert "Enter the festival" not in words(staff_client("nobody", []))


@pytest.mark.django_db(transaction=True)
def test_the_desk_costs_the_same_for_one_screening_and_for_three(desk: Client, harbour: Festival) -> None:
    screening(film(harbour, "One"), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    with time_machine.travel(datetime(2026, 10, 10, 12, tzinfo=UTC), tick=False):
        one = queries(desk, DESK)
        for number in range(3):
            screening(film(harbour, f"Film {number}"), hall(harbour, f"Hall {number}", "Gloria"), "2026-10-10 20:00")
        assert (one, queries(desk, DESK)) == (26, 26)


@pytest.mark.django_db(transaction=True)
def test_the_notice_is_worked_out_once_and_never_late(desk: Client, harbour: Festival) -> None:
    place = hall(harbour)
    screening(film(harbour), place, "2026-10-10 20:00")
    published(harbour)
    venues = reverse("admin:screenings_venue_changelist")
    first, again = queries(desk, venues), queries(desk, venues)
    assert again < first - 5
    late = screening(film(harbour, "Late"), place, "2026-10-10 20:30")
    assert "is blocking it" in desk.get(venues).content.decode()
    late.delete()
    assert "is blocking it" not in desk.get(venues).content.decode()


@pytest.mark.django_db(transaction=True)
def test_desk_and_notice_see_what_leaves_no_history_at_once(desk: Client, harbour: Festival) -> None:
    place = hall(harbour)
    screening(film(harbour), place, "2026-10-10 20:00")
    published(harbour)
    late = screening(film(harbour, "Late"), place, "2026-10-11 20:00")
    venues = reverse("admin:screenings_venue_changelist")
    for day, is_blocked in ((11, False), (10, True), (11, False)):
        Screening.objects.filter(pk=late.pk).update(starts_at=at(f"2026-10-{day} 20:30"))
        for _visit in range(2):
            assert ("is blocking it" in desk.get(venues).content.decode()) is is_blocked
            assert ("Blocking" in words(desk)) is is_blocked


def test_an_acknowledged_conflict_is_gone_from_the_notice_at_once(desk: Client, harbour: Festival) -> None:
    place = hall(harbour, changeover=30)
    saved(RuleSetting(festival=harbour, code="changeover-too-short", severity="error"))
    screening(film(harbour), place, "2026-10-10 20:00")
    published(harbour)
    screening(film(harbour, "Late"), place, "2026-10-10 21:40")
    venues = reverse("admin:screenings_venue_changelist")
    assert "is blocking it" in desk.get(venues).content.decode()
    desk.post(reverse("admin:publish-review", args=[harbour.pk]), {"acknowledge": "all", "reason": "Quick hands"})
    assert "is blocking it" not in desk.get(venues).content.decode()


def test_the_desk_leads_to_the_pages_of_the_timetable(desk: Client, harbour: Festival) -> None:
    ways = read(desk.get(DESK)).section("The timetable").links
    assert [name for name, _where in ways][:6] == [
        "Bring in a programme", "Board", "Scenarios", "Proposals", "Conflicts", "Review",
    ]  # fmt: skip
    for client in (desk, *(member(group) for group in ("programmer", "scheduler", "front of house", "guest office"))):
        for name, where in read(client.get(DESK)).section("The timetable").links:
            assert client.get(where).status_code == 200, name
    assert "The timetable" not in read(staff_client("nobody", []).get(DESK)).headings
