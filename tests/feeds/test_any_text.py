"""Whatever stands in a screening, three readers that share no code find the same screenings at the same instants."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import icalendar
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenings.feeds.content_lines import clean_line
from screenings.feeds.ical import FeedMetadata
from screenings.feeds.screening_text import location
from screenings.timetable.values import CANCELLED, CONFIRMED, TENTATIVE, PublicScreening
from tests.feeds.cast import HEADING, feed
from tests.feeds.strict_reader import read

Row = tuple[str, str, str, datetime, datetime]

_NASTY = (
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:forged\r\n", "\r", "\n", "\\", "\\N", "\\n", "\\,", ";", ",", ":", '"', "^n",
    "%2C", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u2029", "\u200d", "\ufeff", "\u202e", "\ud800",
    "🎬", "👨‍👩‍👧‍👦", "é", "é",
    " ", "\t", "=", "BEGIN:VALARM", "ATTENDEE:mailto:x@example.org", "x" * 80,
)  # fmt: skip
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.lists(st.one_of(st.sampled_from(_NASTY), st.text(max_size=8)), max_size=12).map("".join),
)
MANY = st.lists(TEXT, max_size=3).map(tuple)
ZONES = ("America/Los_Angeles", "Europe/Brussels", "Asia/Hong_Kong", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")
# A year with both clock changes of every zone above, to the minute.
STARTS = st.integers(0, 366 * 24 * 60).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


@st.composite
def screenings(draw: st.DrawFn) -> PublicScreening:
    start = draw(STARTS)
    return PublicScreening(
        uid=draw(st.uuids()),
        status=draw(st.sampled_from((CONFIRMED, TENTATIVE, CANCELLED))),
        title=draw(TEXT),
        starts_at=start,
        ends_at=start + timedelta(minutes=draw(st.integers(1, 1440))),
        timezone=draw(st.sampled_from(ZONES)),
        day=draw(st.dates(date(2023, 12, 31), date(2025, 1, 1))),
        venue=draw(TEXT),
        venue_slug="venue",
        hall=draw(TEXT),
        hall_slug="hall",
        address=draw(TEXT),
        latitude=draw(st.none() | st.floats()),
        longitude=draw(st.none() | st.floats()),
        film_slug=draw(st.sampled_from(("", "film"))),
        film_url=draw(TEXT | TEXT.map("https://festival.example/{}".format)),
        original_title=draw(TEXT),
        year=draw(st.none() | st.integers(1880, 2200)),
        runtime=draw(st.none() | st.integers(0, 1440)),
        intro=draw(st.integers(0, 60)),
        qa=draw(st.integers(0, 60)),
        section=draw(TEXT),
        section_colour=draw(st.sampled_from(("", "#b01030")) | TEXT),
        directors=draw(MANY),
        guests=draw(MANY),
        countries=draw(MANY),
        languages=draw(MANY),
        subtitles=draw(MANY),
        parts=draw(MANY),
        format=draw(TEXT),
        access=draw(MANY),
        audience=draw(st.sampled_from(("public", "press")) | TEXT),
        image_url=draw(TEXT | TEXT.map("https://festival.example/{}".format)),
        ticket_url=draw(TEXT | TEXT.map("https://festival.example/{}".format)),
        sold_out=draw(st.booleans()),
        standby=draw(st.booleans()),
        price=draw(TEXT),
        note=draw(TEXT),
        moved_from_starts_at=draw(st.none() | STARTS),
        moved_from_hall=draw(TEXT),
    )


@st.composite
def headings(draw: st.DrawFn) -> FeedMetadata:
    return replace(HEADING, name=draw(TEXT), page_url=draw(TEXT), feed_url=draw(TEXT), colour=draw(TEXT))


FEEDS = st.lists(screenings(), max_size=4, unique_by=lambda one: one.uid)


def by_the_strict_reader(body: bytes) -> list[Row]:
    return [
        (e.raw("UID"), e.raw("STATUS"), e.text("SUMMARY"), e.moment("DTSTART"), e.moment("DTEND"))
        for e in read(body).of("VEVENT")
    ]


def by_icalendar(body: bytes) -> list[Row]:
    calendar = icalendar.Calendar.from_ical(body)
    assert isinstance(calendar, icalendar.Calendar)
    events = calendar.walk("VEVENT")
    assert [event.errors for event in events] == [[]] * len(events)
    return [
        (str(e["UID"]), str(e["STATUS"]), str(e["SUMMARY"]), e.DTSTART.astimezone(UTC), e.DTEND.astimezone(UTC))
        for e in events
    ]


def by_vobject(body: bytes) -> list[Row]:
    # It goes by the first VTIMEZONE of a name that it has read; another feed's may hold another half of the year.
    zones = vars(vobject.icalendar)["__tzidMap"]
    zones.clear()
    zones["UTC"] = vobject.icalendar.utc
    calendar = vobject.readOne(body.decode())
    return [
        (
            e.uid.value,
            e.status.value,
            e.summary.value,
            e.dtstart.value.astimezone(UTC),
            e.dtend.value.astimezone(UTC),
        )
        for e in getattr(calendar, "vevent_list", [])
    ]


def expected(rows: list[PublicScreening]) -> list[Row]:
    def shown(one: PublicScreening) -> str:
        mark = "Cancelled: " if one.status == CANCELLED else "Sold out: " if one.sold_out else ""
        press = "Press & industry: " if one.audience == "press" else ""
        return f"{mark}{press}{clean_line(one.title) or 'Screening'}"

    return [(str(one.uid), one.status.upper(), shown(one), one.starts_at, one.ends_at) for one in rows]


@pytest.mark.parametrize("reader", [by_the_strict_reader, by_icalendar, by_vobject])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=FEEDS, heading=headings())
def test_three_readers_find_the_same_screenings(
    reader: Callable[[bytes], list[Row]], rows: list[PublicScreening], heading: FeedMetadata
) -> None:
    assert reader(feed(rows, heading)) == expected(rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=FEEDS, heading=headings())
def test_no_text_adds_a_line_to_the_feed(rows: list[PublicScreening], heading: FeedMetadata) -> None:
    text = feed(rows, heading).decode()
    assert text.count("\r\n") == len(text.splitlines())  # for Python a line also ends at U+2028 and its like
    names = [line.split(":")[0].split(";")[0] for line in text.replace("\r\n ", "").splitlines()]
    assert names.count("UID") == len(rows)
    assert {name for name in names if not name.isascii() or not name.replace("-", "").isalpha()} == set()
    assert {"ATTENDEE", "METHOD", "ORGANIZER", "RDATE"} & set(names) == set()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=FEEDS)
def test_place_and_section_read_back(rows: list[PublicScreening]) -> None:
    events = read(feed(rows)).of("VEVENT")
    shown = [[e.text(name) for name in ("LOCATION", "CATEGORIES") if name in e.properties] for e in events]
    wanted = [[text for text in (location(one), clean_line(one.section)) if text] for one in rows]
    assert shown == wanted


@given(TEXT)
def test_a_description_reads_back_line_by_line(note: str) -> None:
    one = PublicScreening(
        uid=UUID(int=1), status=CONFIRMED, title="x", starts_at=HEADING.last_modified,
        ends_at=HEADING.last_modified + timedelta(hours=1), timezone="UTC", day=date(2024, 9, 1), venue="",
        venue_slug="", hall="", hall_slug="", note=note,
    )  # fmt: skip
    (event,) = read(feed([one])).of("VEVENT")
    said = event.text("DESCRIPTION") if "DESCRIPTION" in event.properties else ""
    visible = "".join(c for c in said if c != "\n" and not c.isspace())
    wanted = "".join(c for c in clean_line(note) if not c.isspace())
    assert visible == wanted


def test_every_minute_around_both_clock_changes_reads_back(subtests: pytest.Subtests) -> None:
    for zone, night in (
        ("America/Los_Angeles", "2024-11-03T07:00+00:00"),
        ("Europe/Brussels", "2024-03-31T00:00+00:00"),
    ):
        first = datetime.fromisoformat(night)
        starts = [first + timedelta(minutes=minutes) for minutes in range(0, 240, 5)]
        rows = [
            PublicScreening(
                uid=UUID(int=number), status=CONFIRMED, title="x", starts_at=start, ends_at=end, timezone=zone,
                day=start.date(), venue="", venue_slug="", hall="", hall_slug="",
            )
            for number, (start, end) in enumerate(pairwise(starts))
        ]  # fmt: skip
        for reader in (by_the_strict_reader, by_icalendar, by_vobject):
            with subtests.test(zone=zone, reader=reader.__name__):
                assert reader(feed(rows)) == expected(rows)
