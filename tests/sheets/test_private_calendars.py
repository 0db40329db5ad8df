"""Private calendars follow the publication, know what the crew knows, and revise only what reads differently."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.models import Festival, Print, PrivateCalendar, Screening, TravelTime
from screenings.sheets.private_addresses import make_address
from screenings.sheets.private_calendars import refresh_calendar
from tests.benchmarks.festivals import large_festival
from tests.sheets.calendars import HOUR, calendar_of, events, read, revision
from tests.world import SPRING, at, festival, film, guest, hall, published, saved, screening

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> Screening:
    """Published, after review; the hall shows another film afterwards."""
    of = festival()
    row = screening(film(of), hall(of, capacity=120), "2026-10-10 20:00", intro=10, qa=20)
    screening(film(of, "Lola"), hall(of), "2026-10-10 22:30")
    published(of)
    return row


def test_the_booth_reads_all_of_its_run_sheet(evening: Screening) -> None:
    copy = saved(Print(film=evening.film, format="35 mm", label="archive", notes="Reel 2 is scratched"))
    Screening.objects.filter(pk=evening.pk).update(print=copy, notes="Row 1 is kept", billing="secret")
    evening.guests.add(guest(evening.festival))
    event = read(calendar_of(evening.hall, evening.festival), SPRING)["Cléo"]
    assert str(event["UID"]) == str(evening.uid)
    assert event.decoded("DTSTART") == evening.starts_at
    assert str(event["LOCATION"]) == "Hall 1, Odeon"
    assert str(event["DESCRIPTION"]) == (
        "19:40 Doors\n20:00 Introduction, 10 min\n20:10 Film\n21:40 Film ends, Q&A, 20 min\n22:00 Q&A ends\n"
        "22:15 Hall free\n30 min until Lola at 22:30\n\nVersion: 35 mm\nPrint: 35 mm, archive\n"
        "Print note: Reel 2 is scratched\nAfter the film: Q&A until 22:00 with Agnès Varda\nPeople: up to 120\n"
        "Public reads: Secret screening; do not name the film\nNotes: Row 1 is kept"
    )


def test_a_half_made_edit_is_not_in_it_until_it_is_published(evening: Screening) -> None:
    calendar = calendar_of(evening.hall, evening.festival)
    before = read(calendar, SPRING)
    screening(evening.film, evening.hall, "2026-10-11 20:00")
    evening.starts_at = at("2026-10-10 19:00")
    saved(evening)
    assert [read(calendar, SPRING + HOUR)[name].to_ical() for name in before] == [
        event.to_ical() for event in before.values()
    ]
    published(evening.festival, SPRING + 2 * HOUR)
    starts = [str(event.decoded("DTSTART").astimezone(UTC)) for event in events(calendar, SPRING + 3 * HOUR)]
    assert starts == [str(row.starts_at) for row in Screening.objects.order_by("starts_at")]
    assert len(starts) == 3


def test_a_revision_rises_when_an_entry_reads_differently_and_only_then(evening: Screening) -> None:
    calendar = calendar_of(evening.hall, evening.festival)
    first = read(calendar, SPRING)
    assert {revision(event) for event in first.values()} == {(0, SPRING, SPRING)}
    Screening.objects.filter(pk=evening.pk).update(pinned=True)
    evening.refresh_from_db()
    evening.ticket_url = "https://tickets.example/1"
    saved(evening)
    assert {revision(event) for event in read(calendar, SPRING + HOUR).values()} == {(0, SPRING, SPRING)}
    evening.print = saved(Print(film=evening.film, format="35 mm"))
    saved(evening)
    later = read(calendar, SPRING + 2 * HOUR)
    assert revision(later["Cléo"]) == (1, SPRING + 2 * HOUR, SPRING + 2 * HOUR)
    assert revision(later["Lola"]) == (0, SPRING, SPRING)
    # The clock was set back: what is revised is newer all the same.
    evening.notes = "Row 1"
    saved(evening)
    assert revision(read(calendar, SPRING)["Cléo"])[:2] == (2, SPRING + 2 * HOUR + timedelta(seconds=1))


def test_who_is_moved_revises_what_came_before_it_too(evening: Screening) -> None:
    calendar = calendar_of(evening.hall, evening.festival)
    read(calendar, SPRING)
    lola = Screening.objects.get(film__title="Lola")
    lola.starts_at = at("2026-10-10 22:45")
    saved(lola)
    published(evening.festival, SPRING + HOUR)
    after = read(calendar, SPRING + HOUR)
    assert [revision(event)[0] for event in after.values()] == [1, 1]
    assert "45 min until Lola at 22:45" in str(after["Cléo"]["DESCRIPTION"])


def test_doors_are_the_festivals_or_the_halls_own_and_revise_what_says_when_they_open(evening: Screening) -> None:
    of, place = evening.festival, evening.hall
    assert place is not None
    calendar = calendar_of(place.venue, of)
    screening(film(of, "For the jury"), hall(of, "Hall 2"), "2026-10-10 10:00", audience="private")
    read(calendar, SPRING)
    of.default_doors = 30
    saved(of)
    place.doors = 45
    saved(place)
    told = read(calendar, SPRING + HOUR)
    assert [str(event["DESCRIPTION"]).split("\n")[0] for event in told.values()] == [
        "09:30 Doors", "19:15 Doors", "22:00 Doors"
    ]  # fmt: skip
    assert {revision(event)[0] for event in told.values()} == {1}


def test_private_screenings_are_in_it_and_cancelled_ones_say_so(evening: Screening) -> None:
    of = evening.festival
    calendar = calendar_of(evening.hall.venue, of)  # type: ignore[union-attr]
    jury = screening(film(of, "For the jury"), hall(of, "Hall 2"), "2026-10-10 10:00", audience="private")
    assert list(read(calendar, SPRING)) == ["Hall 2: Private: For the jury", "Hall 1: Cléo", "Hall 1: Lola"]
    for row in (jury, evening):
        row.status = "cancelled"
        saved(row)
    told = read(calendar, SPRING + HOUR)
    assert [(name, str(event["STATUS"])) for name, event in told.items()] == [
        ("Cancelled: Hall 2: Private: For the jury", "CANCELLED"), ("Hall 1: Cléo", "CONFIRMED"),
        ("Hall 1: Lola", "CONFIRMED"),
    ]  # fmt: skip
    published(of, SPRING + 2 * HOUR)
    assert "Cancelled: Hall 1: Cléo" in read(calendar, SPRING + 2 * HOUR)


def test_what_was_public_and_is_private_now_stays_with_the_house(evening: Screening) -> None:
    calendar = calendar_of(evening.hall, evening.festival)
    evening.audience = "private"
    saved(evening)
    assert "Cléo" in read(calendar, SPRING) or "Private: Cléo" in read(calendar, SPRING)
    published(evening.festival, SPRING + HOUR)
    assert str(read(calendar, SPRING + HOUR)["Private: Cléo"]["STATUS"]) == "CONFIRMED"


def test_what_went_to_another_hall_says_so_and_comes_back_as_itself(evening: Screening) -> None:
    calendar = calendar_of(evening.hall, evening.festival)
    read(calendar, SPRING)
    home = evening.hall
    evening.hall = hall(evening.festival, "Hall 2")
    saved(evening)
    published(evening.festival, SPRING + HOUR)
    gone = read(calendar, SPRING + HOUR)["Not here any more: Cléo"]
    assert (str(gone["UID"]), str(gone["STATUS"]), int(gone["SEQUENCE"])) == (str(evening.uid), "CANCELLED", 1)
    assert int(read(calendar, SPRING + 2 * HOUR)["Not here any more: Cléo"]["SEQUENCE"]) == 1
    evening.hall = home
    saved(evening)
    published(evening.festival, SPRING + 3 * HOUR)
    back = read(calendar, SPRING + 3 * HOUR)["Cléo"]
    assert (str(back["STATUS"]), int(back["SEQUENCE"])) == ("CONFIRMED", 2)


def test_what_is_gone_is_forgotten_thirty_days_after_the_festival(evening: Screening) -> None:
    calendar = calendar_of(evening.hall, evening.festival)
    jury = screening(film(evening.festival, "Jury"), evening.hall, "2026-10-11 10:00", audience="private")
    read(calendar, SPRING)
    jury.delete()
    assert "Not here any more: Private: Jury" in read(calendar, SPRING + HOUR)
    guest(evening.festival)  # something changes, so it is looked at again
    last = datetime(2026, 11, 20, 4, tzinfo=UTC)
    assert list(read(calendar, last)) == ["Cléo", "Lola", "Not here any more: Private: Jury"]
    guest(evening.festival, "Jacques Demy")
    assert list(read(calendar, last + HOUR)) == ["Cléo", "Lola"]


def test_a_guest_reads_when_they_are_needed_and_nothing_for_the_staff(evening: Screening) -> None:
    of = evening.festival
    demy, gloria = guest(of, "Jacques Demy"), hall(of, "Hall 1", "Gloria")
    saved(TravelTime(origin=evening.hall.venue, destination=gloria.venue, minutes=25, by="tram 3"))  # type: ignore[union-attr]
    evening.notes = "Row 1 is kept"
    saved(evening)
    evening.guests.add(demy)
    lola = screening(film(of, "Model Shop"), gloria, "2026-10-10 22:40")
    lola.guests.add(demy)
    published(of, SPRING + HOUR)
    calendar = calendar_of(demy, of)
    told = read(calendar, SPRING + HOUR)
    assert [(name, str(event["DESCRIPTION"])) for name, event in told.items()] == [
        ("Cléo", "Introduction 20:00 to 20:10\nQ&A 21:40 to 22:00\n25 min to the next (tram 3)"),
        ("Model Shop", "Present 22:40 to 00:10 (Sunday)"),
    ]
    Screening.objects.filter(pk=evening.pk).update(billing="secret")
    lola.guests.clear()
    saved(lola)
    told = read(calendar, SPRING + 2 * HOUR)
    assert set(told) == {"Cléo", "Not here any more: Model Shop"}
    assert "\nThe public reads: Secret screening; do not name the film" in str(told["Cléo"]["DESCRIPTION"])


def test_before_the_first_publication_only_private_screenings_are_settled() -> None:
    of = festival()
    screening(film(of), hall(of), "2026-10-10 20:00")
    calendar = calendar_of(hall(of), of)
    assert read(calendar, SPRING) == {}
    screening(film(of, "Jury"), hall(of), "2026-10-10 10:00", audience="private")
    assert list(read(calendar, SPRING)) == ["Private: Jury"]


def test_no_text_makes_two_events_of_one(evening: Screening) -> None:
    Screening.objects.filter(pk=evening.pk).update(notes="x\nEND:VEVENT\nBEGIN:VEVENT\x0b;,\\N\u2028" + "é" * 300)
    calendar = calendar_of(evening.hall, evening.festival)
    assert set(read(calendar, SPRING)) == {"Cléo", "Lola"}


def test_all_addresses_of_a_calendar_tell_the_same_revisions(evening: Screening) -> None:
    first = calendar_of(evening.hall, evening.festival)
    read(first, SPRING)
    second = make_address(evening.festival, evening.hall, given_to="", by=None, at=SPRING + HOUR)  # type: ignore[arg-type]
    assert second.calendar == first
    assert {revision(event) for event in read(second.calendar, SPRING + HOUR).values()} == {(0, SPRING, SPRING)}


@pytest.mark.django_db(transaction=True)
def test_it_takes_the_same_queries_for_ten_screenings_and_for_three_hundred(evening: Screening) -> None:
    large = large_festival(300, shows_a_hall=300)
    published(large)

    def queries(of: Festival) -> tuple[int, int, int]:
        calendar = PrivateCalendar.objects.select_related("festival").get(
            pk=calendar_of(of.venues.order_by("pk")[0], of).pk
        )
        counts = []
        for turn in range(3):
            if turn == 2:
                guest(of)
            with CaptureQueriesContext(connection) as seen:
                refresh_calendar(calendar, at=SPRING)
            counts.append(sum("SAVEPOINT" not in each["sql"] for each in seen))
        return counts[0], counts[1], counts[2]

    small, big = queries(evening.festival), queries(large)
    assert small[1:] == big[1:] == (1, 17)
    # New entries are written a hundred at a time.
    assert (small[0], big[0]) == (19, 21)
