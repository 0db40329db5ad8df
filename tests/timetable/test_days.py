"""The festival day and wall-clock time, with zoneinfo as the oracle."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.timetable.days import (
    RepeatedTime,
    SkippedTime,
    Span,
    day_bounds,
    festival_day,
    from_wall_time,
    is_ambiguous,
    utc_offsets,
    wall_text,
)

BERLIN, ANGELES = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Los_Angeles")
SIX = time(6)
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Tokyo", "UTC")]
)
MOMENTS = st.datetimes(
    datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2037-01-01"), timezones=st.just(UTC)
)


def test_a_show_after_midnight_belongs_to_the_evening_before() -> None:
    late = datetime(2026, 10, 11, 0, 30, tzinfo=BERLIN)
    assert festival_day(late, BERLIN, SIX) == date(2026, 10, 10)
    assert festival_day(late.replace(hour=6, minute=0), BERLIN, SIX) == date(2026, 10, 11)


def test_the_day_is_that_of_the_clock_in_its_own_zone() -> None:
    moment = datetime(2026, 10, 11, 5, tzinfo=UTC)
    assert festival_day(moment, BERLIN, SIX) == date(2026, 10, 11)
    assert festival_day(moment, ANGELES, SIX) == date(2026, 10, 10)


def test_the_night_the_clock_goes_back_has_twenty_five_hours() -> None:
    start, end = day_bounds(date(2026, 10, 24), BERLIN, SIX)
    assert end - start == timedelta(hours=25)


@given(MOMENTS, ZONES)
def test_every_moment_lies_within_its_own_day(moment: datetime, zone: ZoneInfo) -> None:
    start, end = day_bounds(festival_day(moment, zone, SIX), zone, SIX)
    assert start <= moment < end


def test_a_skipped_time_is_refused_with_one_that_exists() -> None:
    with pytest.raises(SkippedTime, match=r"2027-03-28T02:30 does not exist in Europe/Berlin.*write 2027-03-28T03:30"):
        from_wall_time(datetime.fromisoformat("2027-03-28T02:30"), BERLIN)


def test_a_repeated_time_is_refused_with_both_ways_to_write_it() -> None:
    with pytest.raises(RepeatedTime, match=r"2027-10-31T02:30\+02:00 or 2027-10-31T02:30\+01:00"):
        from_wall_time(datetime.fromisoformat("2027-10-31T02:30"), BERLIN)


@given(MOMENTS, ZONES)
def test_wall_text_leads_back_to_the_same_minute(moment: datetime, zone: ZoneInfo) -> None:
    minute = moment.replace(second=0, microsecond=0)
    text = wall_text(minute, zone)
    parsed = datetime.fromisoformat(text)
    assert (parsed if parsed.tzinfo else from_wall_time(parsed, zone)) == minute


@given(MOMENTS, ZONES)
def test_a_moment_is_ambiguous_where_its_wall_time_has_two_offsets(moment: datetime, zone: ZoneInfo) -> None:
    wall = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    other = {wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    assert is_ambiguous(moment, zone) == (len(other) == 2) == (len(utc_offsets(wall, zone)) == 2)


@given(*[st.integers(0, 20)] * 4)
def test_spans_overlap_where_some_minute_is_in_both(a: int, b: int, c: int, d: int) -> None:
    base = datetime(2026, 1, 1, tzinfo=UTC)
    first, second = (
        Span(base + timedelta(minutes=s), base + timedelta(minutes=s + length))
        for s, length in ((a, b + 1), (c, d + 1))
    )
    shared = set(range(a, a + b + 1)) & set(range(c, c + d + 1))
    assert first.overlaps(second) == bool(shared)
