"""Times are typed and shown on the venue's clock, on the nights it changes too."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Guest, Screening
from tests.desk.forms import complaints, fields_of, form_of, said, send
from tests.world import festival, film, guest, hall, screening

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def shown(harbour: Festival) -> Screening:
    """At eight in the evening of the first Saturday, in Berlin."""
    return screening(film(harbour), hall(harbour), "2026-10-10 20:00")


@pytest.fixture
def autumn(db: None) -> Festival:
    """Runs over the night in which Berlin's clocks go back, and over the one in which they went forward."""
    return festival(starts_on=date(2026, 3, 20), ends_on=date(2026, 11, 10))


def start_of(row: Screening) -> datetime | None:
    return Screening.objects.get(pk=row.pk).starts_at


def test_the_form_shows_the_day_the_time_and_the_zone_of_the_venue(desk: Client, shown: Screening) -> None:
    response = desk.get(form_of(shown))
    typed = fields_of(response)
    assert (typed["starts_at_0"], typed["starts_at_1"], typed["starts_at_which"]) == ("2026-10-10", "20:00", "")
    page = response.content.decode()
    assert "On the clock of Europe/Berlin." in page
    assert "Sat 10 Oct 21:30 CEST, after 90 min" in page
    assert "Sat 10 Oct 21:45 CEST, after 15 min of changeover" in page


def test_a_form_sent_back_as_it_came_changes_nothing(desk: Client, shown: Screening) -> None:
    before = Screening.objects.values().get(pk=shown.pk)
    assert send(desk, form_of(shown)).status_code == 302
    assert Screening.objects.values().get(pk=shown.pk) == before


def test_another_hall_in_another_zone_keeps_the_time_as_typed(
    desk: Client, harbour: Festival, shown: Screening
) -> None:
    abroad = hall(harbour, "Screen", "Pier", timezone="America/New_York")
    assert send(desk, form_of(shown), hall=abroad.pk).status_code == 302
    assert start_of(shown) == datetime(2026, 10, 10, 20, tzinfo=NEW_YORK)
    assert fields_of(desk.get(form_of(shown)))["starts_at_1"] == "20:00"
    assert "On the clock of America/New_York." in desk.get(form_of(shown)).content.decode()


def test_a_screening_without_a_hall_is_shown_on_the_festivals_clock(desk: Client, harbour: Festival) -> None:
    unplaced = screening(film(harbour))
    assert "On the clock of Europe/Berlin." in desk.get(form_of(unplaced)).content.decode()
    answer = send(desk, form_of(unplaced), starts_at_0="2026-10-10", starts_at_1="20:00")
    assert complaints(answer) == ["Give a hall and a start, or neither while it has no place yet."]


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_the_night_the_clock_goes_back_asks_first_or_second(
    desk: Client, autumn: Festival, which: str, hour: int
) -> None:
    row = screening(film(autumn), hall(autumn), "2026-10-10 20:00")
    asked = send(desk, form_of(row), starts_at_0="2026-10-25", starts_at_1="02:30")
    question = "The clock of Europe/Berlin shows 02:30 twice that night. First or second 02:30?"
    assert complaints(asked) == [question]
    page = asked.content.decode()
    assert "the first 02:30 (CEST, UTC+02:00)" in page
    assert "the second 02:30 (CET, UTC+01:00)" in page
    answered = desk.post(form_of(row), {**fields_of(asked), "starts_at_which": which, "_save": "1"})
    assert answered.status_code == 302
    assert start_of(row) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    # It is asked again, with the answer already ticked: the next save keeps it.
    assert fields_of(desk.get(form_of(row)))["starts_at_which"] == which
    send(desk, form_of(row), notes="seen")
    assert start_of(row) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("02:30+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("02:30 +0100", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2.45", None),
        ("01:30", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
    ],
)
def test_an_offset_answers_the_question_too(
    desk: Client, autumn: Festival, typed: str, instant: datetime | None
) -> None:
    row = screening(film(autumn), hall(autumn), "2026-10-10 20:00")
    answer = send(desk, form_of(row), starts_at_0="2026-10-25", starts_at_1=typed)
    assert (answer.status_code == 302) == (instant is not None)
    if instant:
        assert start_of(row) == instant


def test_a_wrong_offset_is_told_the_right_one(desk: Client, shown: Screening) -> None:
    answer = send(desk, form_of(shown), starts_at_1="20:00-07:00")
    assert complaints(answer) == [
        "At that time the clock of Europe/Berlin stands at +02:00, not -07:00. Leave the offset out."
    ]


def test_a_time_the_clock_jumps_over_names_those_that_exist(desk: Client, autumn: Festival) -> None:
    row = screening(film(autumn), hall(autumn), "2026-10-10 20:00")
    answer = send(desk, form_of(row), starts_at_0="2026-03-29", starts_at_1="02:30")
    [complaint] = complaints(answer)
    assert complaint == (
        "02:30 does not exist that night in Europe/Berlin: the clock jumps from 01:59 to 03:00. "
        "Write 01:59 or earlier, or 03:00 or later."
    )


@pytest.mark.parametrize(
    ("day", "clock", "complaint"),
    [
        ("9999-12-31", "23:59", "Choose a day between 1900-01-01 and 2200-01-01."),
        ("0001-01-01", "00:00", "Choose a day between 1900-01-01 and 2200-01-01."),
        ("2030-01-01", "20:00", "Choose a day from 2026-03-23 to 2027-05-08."),
        ("2026-10-10", "", "Give a day and a time, or neither."),
        ("", "20:00", "Give a day and a time, or neither."),
        ("2026-10-10", "25:00", "A day ends at midnight. Write 01:00 with the day that then begins."),
        ("2026-10-10", "midnight", "A day ends at midnight. Write 00:00 with the day that then begins."),
        ("2026-10-10", "eight", "Write the time as 20:00 or 8 pm, or with an offset as 01:30-07:00."),
        ("10/10/2026", "20:00", "Write the day as 2024-10-12."),
        ("2026-10-10", "20:00\x00", "Null characters are not allowed."),
        ("2026-10-10", "2" * 100, "Ensure this value has at most 20 characters (it has 100)."),
    ],
)
def test_what_is_no_time_is_an_error_that_says_how_to_write_it(
    desk: Client, shown: Screening, day: str, clock: str, complaint: str
) -> None:
    before = start_of(shown)
    assert complaints(send(desk, form_of(shown), starts_at_0=day, starts_at_1=clock)) == [complaint]
    assert start_of(shown) == before


def test_guests_come_and_go_on_the_festivals_clock(desk: Client, harbour: Festival) -> None:
    row = guest(harbour)
    typed = {
        "arrives_at_0": "2026-10-09",
        "arrives_at_1": "14:00",
        "departs_at_0": "2026-10-12",
        "departs_at_1": "9:15",
    }
    assert send(desk, form_of(row), **typed).status_code == 302
    row = Guest.objects.get(pk=row.pk)
    assert (row.arrives_at, row.departs_at) == (
        datetime(2026, 10, 9, 12, tzinfo=UTC),
        datetime(2026, 10, 12, 7, 15, tzinfo=UTC),
    )
    wrong = send(desk, form_of(row), departs_at_0="2026-10-09", departs_at_1="13:00")
    assert "The departure is before the arrival." in complaints(wrong)


def test_a_new_screening_is_placed_in_one_go(desk: Client, harbour: Festival) -> None:
    place, chosen = hall(harbour), film(harbour)
    address = reverse("admin:screenings_screening_add")
    answer = send(
        desk, address, film=chosen.pk, hall=place.pk, starts_at_0="2026-10-10", starts_at_1="00:30", access=["captions"]
    )
    assert answer.status_code == 302, complaints(answer)
    made = Screening.objects.get()
    assert (made.starts_at, made.access, made.subtitles) == (
        datetime(2026, 10, 9, 22, 30, tzinfo=UTC),
        ("captions",),
        (),
    )
    assert any("Nothing of Harbour Film Festival is public yet." in line for line in said(answer))
    listed = desk.get(reverse("admin:screenings_screening_changelist")).content.decode()
    assert "Fri 9 Oct" in listed
    assert "00:30 CEST, Sat 10 Oct" in listed
