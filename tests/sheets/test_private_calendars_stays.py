"""A guest's arrival and departure are entries of their calendar, for ever the same two."""

from datetime import UTC, date, datetime

import pytest

from screenings.models import Guest, PrivateEntry
from tests.sheets.calendars import HOUR, calendar_of, read, revision
from tests.world import SPRING, at, festival, film, guest, hall, published, saved, screening

pytestmark = pytest.mark.django_db
DAY = "2026-10-10"


@pytest.fixture
def varda() -> Guest:
    of = festival()
    row = guest(of, arrives_at=at(f"{DAY} 14:30"), departs_at=at("2026-10-11 03:10"))
    screening(film(of), hall(of), f"{DAY} 20:00").guests.add(row)
    published(of)
    return row


def test_they_are_entries_before_and_after_the_screenings(varda: Guest) -> None:
    told = read(calendar_of(varda, varda.festival), SPRING)

    assert list(told) == ["Arrival: Agnès Varda", "Cléo", "Departure: Agnès Varda"]
    arrival = told["Arrival: Agnès Varda"]
    assert arrival.decoded("DTSTART") == varda.arrives_at
    assert arrival["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert (arrival.decoded("DTEND") - arrival.decoded("DTSTART")).total_seconds() == 900
    assert (str(arrival["STATUS"]), str(arrival["DESCRIPTION"])) == ("CONFIRMED", "Harbour Film Festival")
    assert revision(arrival) == (0, SPRING, SPRING)


def test_one_that_is_moved_is_revised_and_the_other_is_not(varda: Guest) -> None:
    calendar = calendar_of(varda, varda.festival)
    before = read(calendar, SPRING)
    varda.departs_at = at("2026-10-12 09:00")
    varda.notes = "Vegetarian"
    saved(varda)
    after = read(calendar, SPRING + HOUR)

    assert [(name, revision(event)[0]) for name, event in after.items()] == [
        ("Arrival: Agnès Varda", 0), ("Cléo", 0), ("Departure: Agnès Varda", 1)
    ]  # fmt: skip
    assert [str(event["UID"]) for event in after.values()] == [str(event["UID"]) for event in before.values()]
    assert "Vegetarian" not in str(after)


def test_one_that_is_taken_back_stays_as_cancelled_and_comes_back_as_itself(varda: Guest) -> None:
    calendar, arrives_at = calendar_of(varda, varda.festival), varda.arrives_at
    uid = str(read(calendar, SPRING)["Arrival: Agnès Varda"]["UID"])
    varda.arrives_at = None
    saved(varda)
    gone = read(calendar, SPRING + HOUR)["Not known any more: Arrival: Agnès Varda"]
    assert (str(gone["UID"]), str(gone["STATUS"]), str(gone["TRANSP"])) == (uid, "CANCELLED", "TRANSPARENT")
    assert gone.decoded("DTSTART").astimezone(UTC) == arrives_at
    assert "guest office" in str(gone["DESCRIPTION"])
    varda.arrives_at = arrives_at
    saved(varda)
    back = read(calendar, SPRING + 2 * HOUR)["Arrival: Agnès Varda"]
    assert (str(back["UID"]), str(back["STATUS"]), revision(back)[0]) == (uid, "CONFIRMED", 2)


def test_another_name_is_told_and_what_is_open_is_left_out(varda: Guest) -> None:
    calendar = calendar_of(varda, varda.festival)
    read(calendar, SPRING)
    varda.person.name = "Varda;\nEND:VEVENT,\u2028\u200f"
    varda.person.save()
    assert any(name.startswith("Arrival: Varda; END:VEVENT,") for name in read(calendar, SPRING + HOUR))
    demy = guest(varda.festival, "Jacques Demy")
    assert read(calendar_of(demy, varda.festival), SPRING) == {}


def test_two_guests_who_come_together_have_entries_of_their_own(varda: Guest) -> None:
    demy = guest(varda.festival, "Jacques Demy", arrives_at=varda.arrives_at)
    for each in (varda, demy):
        read(calendar_of(each, varda.festival), SPRING)
    assert len(set(PrivateEntry.objects.values_list("uid", flat=True))) == PrivateEntry.objects.count() == 4


def test_in_the_night_the_clock_is_put_back_the_hour_is_the_one_that_is_meant() -> None:
    of = festival(starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 27))
    row = guest(of, arrives_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    arrival = read(calendar_of(row, of), SPRING)["Arrival: Agnès Varda"]
    assert arrival.decoded("DTSTART") == row.arrives_at
