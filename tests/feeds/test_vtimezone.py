"""VTIMEZONE against the zone database, read back by two evaluators that are not the writer's."""

import warnings
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import icalendar
import pytest
from dateutil import tz

from screenings.feeds.vtimezone import vtimezone_text
from tests.feeds.strict_reader import Component, onsets_of, read

ODD = (
    "America/Los_Angeles", "America/New_York", "America/St_Johns", "America/Havana", "America/Santiago",
    "America/Sao_Paulo", "America/Asuncion", "America/Mexico_City", "America/Nuuk", "Africa/Cairo",
    "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Lagos", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut",
    "Asia/Gaza", "Asia/Hong_Kong", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang",
    "Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe",
    "Australia/Sydney", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/London", "Europe/Madrid",
    "Europe/Moscow", "Europe/Stockholm", "Europe/Volgograd", "Pacific/Apia", "Pacific/Auckland",
    "Pacific/Chatham", "Pacific/Fiji", "Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Norfolk", "UTC",
)  # fmt: skip
YEARS = (1996, 2006, 2011, 2016, 2019, 2022, 2024, 2026, 2035, 2040)


def parsed(text: str) -> Component:
    calendar = read(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n".encode())
    (zone,) = calendar.children
    return zone


def text_of(name: str, first: int, last: int | None = None) -> str:
    return vtimezone_text(name, datetime(first, 1, 1, tzinfo=UTC), datetime(last or first, 12, 31, 23, tzinfo=UTC))


def wrong_instants(name: str, year: int, step: timedelta) -> list[tuple[datetime, object, object]]:
    """Where our VTIMEZONE and the zone database differ, from the year's first instant to its last and a day on."""
    onsets = onsets_of(parsed(text_of(name, year)), year + 1)
    starts = [at for at, _ in onsets]
    zone = ZoneInfo(name)
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 2, tzinfo=UTC)
    moments = [at + step * n for n in range(int((end - at) / step) + 1)]
    moments += [start + timedelta(seconds=s) for start in starts for s in (-1, 0, 1) if at <= start < end]
    found = []
    for moment in moments:
        index = bisect_right(starts, moment) - 1
        shown = onsets[index][1] if index >= 0 else None
        true = moment.astimezone(zone).utcoffset()
        if shown != true:
            found.append((moment, shown, true))
    return found


@pytest.mark.parametrize("name", ODD)
def test_a_year_in_six_hour_steps_and_around_each_onset_has_the_offset_of_the_zone_database(name: str) -> None:
    assert {year: wrong_instants(name, year, timedelta(hours=6)) for year in YEARS} == {y: [] for y in YEARS}


def test_every_zone_of_the_database_is_right_in_a_year_of_laws_that_change() -> None:
    # 2022: Mexico, Iran, Jordan, Syria, Chile and Greenland changed their rules or were about to.
    names = sorted(available_timezones() - {"localtime", "Factory"})
    wrong = {name: wrong_instants(name, 2022, timedelta(hours=24)) for name in names}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("name", ODD)
def test_dateutil_reads_the_same_offsets_from_it(name: str) -> None:
    text = f"BEGIN:VCALENDAR\n{text_of(name, 2024)}END:VCALENDAR\n".replace("\r\n", "\n")
    read_back = tz.tzical(StringIO(text)).get()
    zone = ZoneInfo(name)
    wrong = []
    for hour in range(0, 366 * 24, 3):
        wall = datetime(2024, 1, 1) + timedelta(hours=hour)  # noqa: DTZ001 - what a clock on the wall shows
        if wall.replace(tzinfo=zone).utcoffset() != wall.replace(tzinfo=zone, fold=1).utcoffset():
            continue
        if wall.replace(tzinfo=read_back).utcoffset() != wall.replace(tzinfo=zone).utcoffset():
            wrong.append(wall)
    assert wrong == []


@pytest.mark.parametrize("name", ["America/Los_Angeles", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Tokyo"])
def test_icalendar_reads_the_same_offsets_from_it(name: str) -> None:
    component = icalendar.Timezone.from_ical(text_of(name, 2024))
    assert isinstance(component, icalendar.Timezone)
    with warnings.catch_warnings():
        # icalendar asks pytz or zoneinfo by name unless told otherwise; nothing of it is ours.
        warnings.simplefilter("ignore", DeprecationWarning)
        read_back = component.to_tz(lookup_tzid=False)
    zone = ZoneInfo(name)
    noons = [datetime(2024, 1, 1, 12) + timedelta(days=day) for day in range(366)]  # noqa: DTZ001 - wall times
    shown = [noon.replace(tzinfo=read_back).utcoffset() for noon in noons]
    assert shown == [noon.replace(tzinfo=zone).utcoffset() for noon in noons]


def test_a_zone_with_a_rule_is_written_as_a_pair_of_yearly_rules() -> None:
    assert text_of("America/Los_Angeles", 2024).split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Los_Angeles",
        "BEGIN:DAYLIGHT",
        "DTSTART:20230312T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "TZOFFSETFROM:-0800",
        "TZOFFSETTO:-0700",
        "TZNAME:PDT",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20231105T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0800",
        "TZNAME:PST",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


RULES = {
    "Europe/Berlin": {"DAYLIGHT": "3;BYDAY=-1SU", "STANDARD": "10;BYDAY=-1SU"},
    "Europe/Dublin": {"DAYLIGHT": "3;BYDAY=-1SU", "STANDARD": "10;BYDAY=-1SU"},
    "Australia/Sydney": {"STANDARD": "4;BYDAY=1SU", "DAYLIGHT": "10;BYDAY=1SU"},
    "Australia/Lord_Howe": {"STANDARD": "4;BYDAY=1SU", "DAYLIGHT": "10;BYDAY=1SU"},
    "Pacific/Auckland": {"STANDARD": "4;BYDAY=1SU", "DAYLIGHT": "9;BYDAY=-1SU"},
}


@pytest.mark.parametrize("name", RULES)
def test_the_rule_is_the_one_the_law_names(name: str) -> None:
    parts = {part.name: part.raw("RRULE") for part in parsed(text_of(name, 2026)).children}
    assert parts == {kind: f"FREQ=YEARLY;BYMONTH={rule}" for kind, rule in RULES[name].items()}


@pytest.mark.parametrize("name", ["Asia/Hong_Kong", "Asia/Tokyo", "America/Sao_Paulo", "Asia/Kolkata", "UTC"])
def test_a_zone_whose_clock_stands_still_is_one_standard_part(name: str) -> None:
    (part,) = parsed(text_of(name, 2024)).children
    assert part.name == "STANDARD"
    assert part.raw("DTSTART") == "20230101T000000"
    assert part.raw("TZOFFSETFROM") == part.raw("TZOFFSETTO")


@pytest.mark.parametrize(
    ("name", "year"),
    [("Africa/Casablanca", 2024), ("America/New_York", 2006), ("America/Santiago", 2024), ("Africa/Cairo", 2024)],
)
def test_a_zone_that_no_pair_of_rules_describes_has_a_part_for_every_onset(name: str, year: int) -> None:
    parts = parsed(text_of(name, year)).children
    assert len(parts) > 2
    assert [part for part in parts if "RRULE" in part.properties] == []


def test_the_first_onset_comes_before_the_first_event_even_on_new_years_day() -> None:
    for name in ODD:
        (first, _), *_ = onsets_of(parsed(text_of(name, 2025)), 2025)
        assert first < datetime(2024, 12, 31, tzinfo=UTC)


def test_a_feed_of_many_years_is_right_in_each() -> None:
    onsets = onsets_of(parsed(text_of("America/New_York", 2004, 2012)), 2013)
    shown = {at: offset for at, offset in onsets if datetime(2004, 1, 1, tzinfo=UTC) < at}
    assert len(shown) == 20
    assert [
        at for at, offset in shown.items() if at.astimezone(ZoneInfo("America/New_York")).utcoffset() != offset
    ] == []


def test_the_same_years_give_the_same_text_whatever_the_day() -> None:
    january, december = datetime(2024, 1, 5, tzinfo=UTC), datetime(2024, 12, 24, tzinfo=UTC)
    assert vtimezone_text("Europe/Paris", january, january) == vtimezone_text("Europe/Paris", december, december)


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        text_of("Mars/Olympus", 2024)
