"""Each cell says one thing, or how it is to be written."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.importing import cells
from screenings.importing.problems import InvalidValue
from screenings.timetable.days import wall_text

BERLIN, LOS_ANGELES = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Los_Angeles")
FIRST, UNTIL = date(2026, 10, 19), datetime.fromisoformat("2026-11-02T06:00")
runtime = cells.minutes(1)


def berlin(text: str) -> datetime:
    return cells.utc_instant(text, BERLIN, FIRST, UNTIL)


def why_not(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(InvalidValue) as wrong:
        read(text)
    return str(wrong.value)


@pytest.mark.parametrize(
    ("text", "number"), [("105", 105), ("1", 1), ("1440", 1440), ("٩٠", 90), ("１２", 12), ("105.0", 105)]
)
def test_minutes_are_whole_numbers_in_any_digits(text: str, number: int) -> None:
    assert runtime(text) == number


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1h45", '"1h45" is not a number of minutes. Write 105.'),
        ("1:45", '"1:45" is not a number of minutes. Write 105.'),
        ("1:45:00", '"1:45:00" is not a number of minutes. Write 105.'),
        ("2 h", '"2 h" is not a number of minutes. Write 120.'),
        ("98 min", '"98 min" is not a number of minutes. Write 98.'),
        ("98'", '"98\'" is not a number of minutes. Write 98.'),
        ("1_000", '"1_000" has separators in it. Write 1000.'),
        ("1.000", '"1.000" has separators in it. Write 1 or 1000.'),
        ("1,000", '"1,000" has separators in it. Write 1 or 1000.'),
        ("1 000", '"1 000" has separators in it. Write 1000.'),
        ("1.000.000", '"1.000.000" has separators in it. Write 1000000.'),
        ("1,5", '"1,5" is not a number of minutes. Write 105.'),
        ("90.0000", '"90.0000" is not a number of minutes. Write 105.'),
        ("²", '"²" is not a number of minutes. Write 105.'),
        ("-5", '"-5" is not a number of minutes. Write 105.'),
        ("1e3", '"1e3" is not a number of minutes. Write 105.'),
        ("90.5", '"90.5" is not a number of minutes. Write 105.'),
        ("0", '"0" is out of bounds. Write a number from 1 to 1440.'),
        ("1441", '"1441" is out of bounds. Write a number from 1 to 1440.'),
        (str(2**63), f'"{2**63}" is out of bounds. Write a number from 1 to 1440.'),
        ("9" * 5000, f'"{"9" * 60}…" is out of bounds. Write a number from 1 to 1440.'),
    ],
)
def test_other_lengths_are_refused_with_what_to_write(text: str, message: str) -> None:
    assert why_not(runtime, text) == message


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-20T20:00", datetime(2026, 10, 20, 18, tzinfo=UTC)),
        ("2026-10-20 20:00:00", datetime(2026, 10, 20, 18, tzinfo=UTC)),
        ("2026-10-20 8 pm", datetime(2026, 10, 20, 18, tzinfo=UTC)),
        ("2026-10-20 20h00 +02:00", datetime(2026, 10, 20, 18, tzinfo=UTC)),
        ("2026-10-20T20:00+02:00", datetime(2026, 10, 20, 18, tzinfo=UTC)),
        ("2026-10-20T20:00+0200", datetime(2026, 10, 20, 18, tzinfo=UTC)),
        ("2026-10-25T02:30+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-10-26T20:00", datetime(2026, 10, 26, 19, tzinfo=UTC)),
        # The night of the day after the last one.
        ("2026-11-02T05:59", datetime(2026, 11, 2, 4, 59, tzinfo=UTC)),
    ],
)
def test_a_time_is_the_wall_clock_of_the_place(text: str, utc: datetime) -> None:
    assert berlin(text) == utc


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "2026-10-25T02:30",
            "happens twice in Europe/Berlin that night; write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00.",
        ),
        (
            "2026-10-20T20:00-07:00",
            "Europe/Berlin has +02:00 then. Write 2026-10-21T05:00+02:00 if that instant is meant, or 2026-10-20T20",
        ),
        ("2026-10-20T20:00Z", '"2026-10-20T20:00Z" carries the offset +00:00, but Europe/Berlin has +02:00 then.'),
        ("2026-10-26T20:00+02:00", "but Europe/Berlin has +01:00 then."),
        ("2026-10-18T20:00", "lies outside the festival. Write a day from 2026-10-19 to 2026-11-01"),
        ("2026-11-02T06:00", "lies outside the festival. Write a day from 2026-10-19 to 2026-11-01"),
        ("9999-12-31T23:59", "lies outside the festival."),
        ("0001-01-01T00:00", "lies outside the festival."),
        ("2026-02-30T20:00", '"2026-02-30T20:00" is no date and time (day is out of range'),
        ("2026-10-20T25:00", '"2026-10-20T25:00" is in the next day. Write that day, with a time from 00:00 on.'),
        (
            "2026-10-20 midnight",
            "is in the next day.",
        ),
        ("2026-10-20 7", "is no date and time."),
        ("0000-10-20T20:00", "is no date and time"),
        ("20.10.2026 20:00", '"20.10.2026 20:00" is no date and time. Write 2024-10-09T19:30.'),
        (
            "2026-10-20",
            '"2026-10-20" is a day without a time. Write 2026-10-20T19:30, or 2026-10-20T00:00 for midnight.',
        ),
        ("2026-10-20T20:00:30", "is no date and time."),
    ],
)
def test_a_time_that_is_not_one_instant_is_refused(text: str, part: str) -> None:
    assert part in why_not(berlin, text)


def test_a_time_the_spring_night_skips_is_refused_with_the_one_that_exists() -> None:
    def spring(text: str) -> datetime:
        return cells.utc_instant(text, BERLIN, date(2026, 3, 20), datetime.fromisoformat("2026-04-01T06:00"))

    assert why_not(spring, "2026-03-29T02:30").startswith("2026-03-29T02:30 does not exist in Europe/Berlin")
    assert "carries the offset" in why_not(spring, "2026-03-29T02:30+01:00")


@given(
    st.integers(0, 60 * 24 * 60).map(lambda minutes: datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.sampled_from([BERLIN, LOS_ANGELES, ZoneInfo("Asia/Hong_Kong"), ZoneInfo("Australia/Lord_Howe")]),
)
def test_every_instant_comes_back_from_how_it_is_written(moment: datetime, zone: ZoneInfo) -> None:
    until = (moment + timedelta(days=2)).replace(tzinfo=None)
    read = cells.utc_instant(wall_text(moment, zone), zone, moment.date() - timedelta(days=2), until)
    assert read == moment


@pytest.mark.parametrize(("text", "value"), [("34.098", "34.098"), ("-118.38001234", "-118.380012"), ("0", "0")])
def test_coordinates_are_degrees_with_a_point(text: str, value: str) -> None:
    assert cells.degrees(180)(text) == Decimal(value)


@pytest.mark.parametrize("text", ["34,098", "1e1", "34° N", "NaN", "Infinity", "181", "9" * 400])
def test_other_coordinates_are_refused(text: str) -> None:
    why_not(cells.degrees(180), text)


@pytest.mark.parametrize("text", ["Mars/Olympus", "../../etc/passwd", "localtime", "/etc/localtime", "CEST"])
def test_only_known_time_zones_are_read(text: str) -> None:
    assert "is no time zone." in why_not(cells.zone, text)


def test_days_and_hours_are_read_as_they_are_written() -> None:
    assert cells.day("2026-10-20") == date(2026, 10, 20)
    assert cells.day("2026-10-20T00:00") == date(2026, 10, 20)
    assert cells.time_of_day("06:00:00") == time(6)
    assert "is no day." in why_not(cells.day, "20 October")
    assert cells.time_of_day("7:30 pm") == time(19, 30)
    assert cells.time_of_day("midnight") == time(0)
    assert "is no time of day." in why_not(cells.time_of_day, "24:30")


def test_choices_are_read_by_value_and_by_label() -> None:
    read = cells.choice((("35 mm", "35 mm"), ("press", "Press & industry"), ("", "None")), noun="choice")

    assert [read(text) for text in ("35mm", "PRESS", "press & industry", "none")] == ["35 mm", "press", "press", ""]
    assert why_not(read, "prss") == '"prss" is no choice. Did you mean "press"? Write one of: 35 mm, press.'


def test_a_title_has_to_be_seen() -> None:
    assert cells.visible_line(" a\r\nb ") == "a b"
    assert "shows nothing" in why_not(cells.visible_line, "\u200b\u200d")
