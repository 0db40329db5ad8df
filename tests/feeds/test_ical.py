"""Golden files, one for every kind of screening that a calendar program was seen to get wrong.

After a change that is meant, `UPDATE_GOLDEN=1 pytest -n0 tests/feeds/test_ical.py` writes them anew; read the
difference before committing it.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from screenings.feeds.ical import calendar_bytes, screening_vevent_text
from screenings.timetable.values import CANCELLED, TENTATIVE, PublicScreening
from tests.feeds.cast import HEADING, REVISED, STRANGERS, at, feed, later, showing
from tests.feeds.strict_reader import Component, read

GOLDEN = Path(__file__).parents[1] / "golden" / "ical"

# Los Angeles puts its clock back on 3 November 2024 at 02:00 (the hour from 01:00 comes twice) and forward on
# 9 March 2025 at 02:00.
REPEATED_START = showing(
    1, starts_at=at("2024-11-03T01:30:00-07:00"), ends_at=at("2024-11-03T02:15:00-08:00"), day=date(2024, 11, 2)
)
REPEATED_START_LATER = showing(
    2, starts_at=at("2024-11-03T01:30:00-08:00"), ends_at=at("2024-11-03T03:15:00-08:00"), day=date(2024, 11, 2)
)
REPEATED_END = showing(
    3, starts_at=at("2024-11-02T23:30:00-07:00"), ends_at=at("2024-11-03T01:15:00-08:00"), day=date(2024, 11, 2)
)
ACROSS_THE_GAP = showing(
    4, starts_at=at("2025-03-09T01:30:00-08:00"), ends_at=at("2025-03-09T04:15:00-07:00"), day=date(2025, 3, 8)
)
FAMILY = "👨‍👩‍👧‍👦"
SECRET = PublicScreening(
    uid=UUID(int=9),
    status="confirmed",
    title="Secret screening",
    starts_at=STRANGERS.starts_at,
    ends_at=STRANGERS.ends_at,
    timezone=STRANGERS.timezone,
    day=STRANGERS.day,
    venue="Landmark Sunset",
    venue_slug="landmark-sunset",
    hall="Hall 2",
    hall_slug="hall-2",
)
GHENT = showing(
    2,
    starts_at=at("2024-10-10T20:00:00+02:00"),
    ends_at=at("2024-10-10T22:15:00+02:00"),
    timezone="Europe/Brussels",
    day=date(2024, 10, 10),
    venue="Sphinx",
    hall="Sphinx",
    address="Sint-Michielshelling 3, Gent",
    latitude=None,
    longitude=None,
)
FEEDS: dict[str, list[PublicScreening]] = {
    "confirmed": [STRANGERS],
    "cancelled": [replace(STRANGERS, status=CANCELLED)],
    "retitled": [replace(STRANGERS, title="All of Us Strangers, with Q&A")],
    "moved": [
        later(STRANGERS, 90, hall="Hall 2", moved_from_starts_at=STRANGERS.starts_at, moved_from_hall="Hall 1")
    ],
    "midnight": [
        showing(
            1,
            starts_at=at("2024-10-13T00:30:00-07:00"),
            ends_at=at("2024-10-13T02:15:00-07:00"),
            day=date(2024, 10, 12),
        )
    ],
    "autumn_night": [REPEATED_START, REPEATED_START_LATER, REPEATED_END],
    "spring_night": [ACROSS_THE_GAP],
    "four_byte_characters": [
        showing(1, title="🎬" * 60),
        showing(2, title="x" * 66 + FAMILY * 8),
        showing(3, title="京都の夏の夜、" * 12, note="é" * 200),
    ],
    "very_long_text": [showing(1, title="A title that does not end " * 40, note="word " * 800)],
    "punctuation": [
        showing(1, title="Comma, semicolon; backslash \\ colon: \"quotes\" 'too' ^n AC\\NC \\n"),
        showing(2, title="A title\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:forged"),
        showing(3, title="Lines\u2028that\u0085Python\x0bsplits\x00", hall="Hall;1", section="Gala, night; late"),
    ],
    "to_be_announced": [
        replace(SECRET, uid=UUID(int=8), title="To be announced", status=TENTATIVE, section="Gala")
    ],
    "secret_title": [SECRET],
    "two_time_zones": [STRANGERS, GHENT],
    "no_screenings": [],
    "press_and_sold_out": [showing(1, audience="press", sold_out=True)],
    "running_time_unknown": [
        showing(1, runtime=None, end_is_estimated=True, original_title="Éternité", parts=("Weekend", "45 Years")),
    ],
}  # fmt: skip


def events_of(*screenings: PublicScreening) -> list[Component]:
    return read(feed(screenings)).of("VEVENT")


def event_of(**changes: Any) -> Component:
    (event,) = events_of(replace(STRANGERS, **changes))
    return event


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_its_golden_file_to_the_byte(name: str) -> None:
    path = GOLDEN / f"{name}.ics"
    body = feed(FEEDS[name])
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_bytes(body)
    assert body == path.read_bytes()


def test_every_golden_file_belongs_to_a_feed_of_this_module() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.ics")) == sorted(FEEDS)


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_reads_back_to_its_screenings_at_their_instants(name: str) -> None:
    events = read(feed(FEEDS[name])).of("VEVENT")
    shown = [(event.raw("UID"), event.moment("DTSTART"), event.moment("DTEND")) for event in events]
    assert shown == [(str(one.uid), one.starts_at, one.ends_at) for one in FEEDS[name]]


def written(screening: PublicScreening) -> list[tuple[dict[str, str], str]]:
    (event,) = events_of(screening)
    return event.properties["DTSTART"] + event.properties["DTEND"]


LOS_ANGELES = {"TZID": "America/Los_Angeles"}


def test_a_time_the_clock_shows_twice_goes_out_in_utc_and_its_neighbour_on_the_venues_clock() -> None:
    assert written(REPEATED_START) == [({}, "20241103T083000Z"), (LOS_ANGELES, "20241103T021500")]
    assert written(REPEATED_START_LATER) == [({}, "20241103T093000Z"), (LOS_ANGELES, "20241103T031500")]
    assert written(REPEATED_END) == [(LOS_ANGELES, "20241102T233000"), ({}, "20241103T091500Z")]


def test_a_show_across_the_skipped_hour_ends_by_the_new_time() -> None:
    assert written(ACROSS_THE_GAP) == [(LOS_ANGELES, "20250309T013000"), (LOS_ANGELES, "20250309T041500")]


def test_a_festival_on_utc_writes_utc() -> None:
    assert written(replace(STRANGERS, timezone="UTC")) == [({}, "20241010T020000Z"), ({}, "20241010T041500Z")]


def test_an_end_that_is_no_later_than_the_start_is_left_out() -> None:
    event = event_of(ends_at=STRANGERS.starts_at)
    assert "DTEND" not in event.properties
    assert event.moment("DTSTART") == STRANGERS.starts_at


def test_the_three_revision_properties_are_the_ones_given() -> None:
    text = screening_vevent_text(STRANGERS, sequence=7, revised_at=at("2024-10-01T09:30:15+02:00"))
    lines = text.split("\r\n")
    stamps = [line for line in lines if line.startswith(("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"))]
    assert stamps == ["SEQUENCE:7", "DTSTAMP:20241001T073015Z", "LAST-MODIFIED:20241001T073015Z"]


def test_a_moment_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        screening_vevent_text(STRANGERS, sequence=0, revised_at=REVISED.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("confirmed", ("CONFIRMED", "OPAQUE", "All of Us Strangers")),
        (TENTATIVE, ("TENTATIVE", "OPAQUE", "All of Us Strangers")),
        (CANCELLED, ("CANCELLED", "TRANSPARENT", "Cancelled: All of Us Strangers")),
    ],
)
def test_status_transparency_and_summary_tell_the_same(status: str, shown: tuple[str, str, str]) -> None:
    event = event_of(status=status)
    assert (event.raw("STATUS"), event.raw("TRANSP"), event.text("SUMMARY")) == shown


def test_a_calendar_says_what_the_contract_names_and_nothing_else() -> None:
    calendar = read(feed([STRANGERS]))
    assert calendar.properties == {
        "VERSION": [({}, "2.0")],
        "PRODID": [({}, "-//Festival Scheduler//Screenings//EN")],
        "CALSCALE": [({}, "GREGORIAN")],
        "NAME": [({}, "Sunset Film Festival 2024")],
        "X-WR-CALNAME": [({}, "Sunset Film Festival 2024")],
        "X-WR-TIMEZONE": [({}, "America/Los_Angeles")],
        "LAST-MODIFIED": [({}, "20240901T120000Z")],
        "URL": [({}, "https://festival.example/sunset-2024/screenings/")],
        "SOURCE": [({"VALUE": "URI"}, "https://festival.example/sunset-2024/screenings.ics")],
        "REFRESH-INTERVAL": [({"VALUE": "DURATION"}, "PT1H")],
        "X-PUBLISHED-TTL": [({}, "PT1H")],
        "COLOR": [({}, "crimson")],
    }
    assert [child.name for child in calendar.children] == ["VTIMEZONE", "VEVENT"]


def test_an_event_has_the_properties_of_the_contract_and_nothing_else() -> None:
    (event,) = events_of(STRANGERS)
    assert event.children == []
    assert list(event.properties) == [
        "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "STATUS", "TRANSP", "SUMMARY",
        "LOCATION", "GEO", "URL", "CATEGORIES", "COLOR", "IMAGE", "DESCRIPTION",
    ]  # fmt: skip
    assert event.properties["IMAGE"] == [({"VALUE": "URI"}, "https://festival.example/media/strangers.png")]
    assert event.raw("GEO") == "34.097900;-118.365600"
    assert event.text("CATEGORIES") == "Gala"


def test_what_a_screening_does_not_have_is_not_written() -> None:
    (event,) = events_of(SECRET)
    assert list(event.properties) == [
        "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "STATUS", "TRANSP", "SUMMARY", "LOCATION",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(None, 4.0), (51.0, None), (91.0, 4.0), (51.0, -180.5), (float("nan"), 4.0), (51.0, float("inf"))],
)
def test_coordinates_that_name_no_place_are_left_out(latitude: float | None, longitude: float | None) -> None:
    assert "GEO" not in event_of(latitude=latitude, longitude=longitude).properties


def test_tiny_coordinates_are_written_without_an_exponent() -> None:
    assert event_of(latitude=0.00001, longitude=-0.00002).raw("GEO") == "0.000010;-0.000020"


def test_a_refresh_of_a_day_and_a_half_is_a_duration() -> None:
    calendar = read(feed([STRANGERS], replace(HEADING, refresh=timedelta(hours=36))))
    assert calendar.properties["REFRESH-INTERVAL"] == [({"VALUE": "DURATION"}, "P1DT12H")]


def test_a_feed_without_screenings_holds_the_zone_of_its_heading() -> None:
    (zone,) = read(feed([])).children
    assert (zone.name, zone.raw("TZID")) == ("VTIMEZONE", "America/Los_Angeles")


def test_a_feed_in_two_zones_holds_both_in_a_fixed_order() -> None:
    there_and_back = [read(feed(order)).of("VTIMEZONE") for order in ([STRANGERS, GHENT], [GHENT, STRANGERS])]
    names = [[zone.raw("TZID") for zone in zones] for zones in there_and_back]
    assert names == [["America/Los_Angeles", "Europe/Brussels"]] * 2


def test_the_same_screenings_give_the_same_bytes() -> None:
    screenings: Sequence[PublicScreening] = [one for feeds in FEEDS.values() for one in feeds]
    assert feed(screenings) == feed(list(screenings))


def test_finished_events_are_joined_as_they_are() -> None:
    events = [screening_vevent_text(showing(n), sequence=n, revised_at=REVISED) for n in (3, 1, 2)]
    body = calendar_bytes(
        events, metadata=HEADING, zones={STRANGERS.timezone: (STRANGERS.starts_at, STRANGERS.starts_at)}
    )
    assert body.endswith("".join([*events, "END:VCALENDAR\r\n"]).encode())
