"""Calendars come in: those of other programs, and our own as what is there."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from screenings.assistant.reading import read_file
from screenings.importing import limits
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Film, Hall, Screening
from tests import world
from tests.assistant.bring import brought, harbour, said, timetable

EVENT = """BEGIN:VEVENT
UID:abc-17@calendar.example
DTSTAMP:20240901T120000Z
SUMMARY:Flow (OmU)
LOCATION:Odeon\\, Hall 2\\, Quay 1\\, 20457 Hamburg
DTSTART;TZID=Europe/Berlin:20241004T200000
DTEND;TZID=Europe/Berlin:20241004T212500
DESCRIPTION:A cat\\, and water.
END:VEVENT
"""


def calendar(at: Path, *events: str, head: str = "") -> Path:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Some//Program//EN\n{head}{''.join(events)}END:VCALENDAR\n"
    at.write_bytes(text.replace("\n", "\r\n").encode())
    return at


def event(**changes: str) -> str:
    """The event with other lines; an empty one is left out."""
    lines = EVENT.splitlines()
    for name, value in changes.items():
        place = next((number for number, line in enumerate(lines) if line.partition(":")[0].startswith(name)), 1)
        lines[place : place + 1] = [f"{value}"] if value else []
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.django_db
def test_an_event_is_a_screening_and_the_same_calendar_twice_changes_nothing(tmp_path: Path) -> None:
    harbour()
    path = calendar(tmp_path / "plan.ics", EVENT)

    assert said(brought(path, takes_suggestions=True)) == ["written"]
    assert timetable() == [("Flow", "Odeon, Hall 2", "2024-10-04 20:00", "2024-10-04 21:25")]
    row = Screening.objects.get()
    assert (row.ref, row.subtitles, row.film.synopsis) == ("abc-17@calendar.example", ("de",), "A cat, and water.")
    again = brought(path, takes_suggestions=True).result
    assert again is not None
    assert again.diff.is_empty


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "head", "times"),
    [
        ("DTSTART:20241004T180000Z", "DURATION:PT1H25M", "", ("2024-10-04 20:00", "2024-10-04 21:25")),
        ("DTSTART:20241004T180000Z", "", "X-WR-TIMEZONE:Europe/London\n", ("2024-10-04 20:00", "")),
        ("DTSTART:20241004T200000", "", "", ("2024-10-04 20:00", "")),
        ("DTSTART;TZID=Europe/London:20241004T190000", "", "", ("2024-10-04 20:00", "")),
        ("DTSTART;TZID=W. Europe Standard Time:20241004T200000", "", "", ("2024-10-04 20:00", "")),
        ("DTSTART:20241004T180000Z", "DTEND:20241004T180000Z", "", ("2024-10-04 20:00", "")),
    ],
)
def test_a_start_is_the_moment_that_it_says(
    tmp_path: Path, start: str, end: str, head: str, times: tuple[str, str]
) -> None:
    harbour()
    path = calendar(tmp_path / "plan.ics", event(SUMMARY="SUMMARY:Flow", DTSTART=start, DTEND=end), head=head)

    assert said(brought(path)) == ["written"]
    assert timetable() == [("Flow", "Odeon, Hall 2", *times)]


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"UID": "STATUS:CANCELLED"}, {"SUMMARY": "SUMMARY:Abgesagt: Flow"}])
def test_what_is_cancelled_comes_in_so(tmp_path: Path, changes: dict[str, str]) -> None:
    harbour()
    path = calendar(tmp_path / "plan.ics", event(**{"SUMMARY": "SUMMARY:Flow", **changes}))

    assert said(brought(path)) == ["written"]
    assert [(row.film.title, row.status) for row in Screening.objects.all()] == [("Flow", "cancelled")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("location", "hall"),
    [
        ("Odeon – Hall 2", "Odeon, Hall 2"),
        ("Hall 2\\, Odeon\\, Quay 1", "Odeon, Hall 2"),
        ("Lux\\, Hauptstr. 1\\, Berlin", "Lux"),
        ("Lux\\, Great Hall", "Lux, Great Hall"),
    ],
)
def test_a_location_is_a_cinema_and_a_hall_without_the_address(tmp_path: Path, location: str, hall: str) -> None:
    harbour()
    assert said(brought(calendar(tmp_path / "a.ics", event(SUMMARY="SUMMARY:A", LOCATION=f"LOCATION:{location}")))) == [
        "written"
    ]
    assert [row.full_name for row in Hall.objects.all()] == [hall]


@pytest.mark.django_db
def test_what_lasts_whole_days_is_left_out_and_said(tmp_path: Path) -> None:
    harbour()
    day = event(SUMMARY="SUMMARY:The festival", DTSTART="DTSTART;VALUE=DATE:20241003", DTEND="")
    result = brought(calendar(tmp_path / "plan.ics", day, event(SUMMARY="SUMMARY:Flow")))

    assert said(result) == ["written"]
    assert Film.objects.count() == 1
    assert [str(remark) for remark in result.remarks] == [
        "plan.ics, event 1: it has no title, lasts whole days, or does not name its film, and is left out."
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (event(UID="RRULE:FREQ=DAILY;COUNT=3"), '"Flow (OmU)" repeats (RRULE). Write each screening as an event of'),
        (event(UID="nonsense"), '"Flow (OmU)" holds a line that cannot be read'),
        (event(DTSTART="DTSTART:tomorrow"), "cannot be read"),
        (event(DTSTART=""), '"Flow (OmU)" has no start and end that can be read.'),
        (EVENT[:120], "cannot be read|stops in the middle|has no start"),
        ("", "there is no event in it"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_event(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ProgrammeRefused) as refused:
        read_file(calendar(tmp_path / "plan.ics", text))
    assert any(part in str(refused.value.problems[0]) for part in problem.split("|"))


@pytest.mark.parametrize("text", ["BEGIN:VCALENDAR\n", "x", "BEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\n", "\x00" * 50])
def test_what_is_no_calendar_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.ics"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeRefused):
        read_file(path)


def test_too_many_events_are_refused_before_any_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screenings.assistant.calendars.Calendar", None)
    for text in ("BEGIN:VEVENT\n" * (limits.MAX_ROWS + 1), "X-A:1\n" * (limits.MAX_CALENDAR_LINES + 1)):
        with pytest.raises(ProgrammeRefused, match="Bring it in in parts"):
            read_file(calendar(tmp_path / "plan.ics", text))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es", "nl"])
def test_our_own_feed_comes_back_through_a_night_that_has_an_hour_twice_and_keeps_its_secrets(
    client: Client, tmp_path: Path, language: str
) -> None:
    of = harbour(ends_on=date(2024, 10, 27), language=language)
    odeon = world.hall(of, "Hall 1")
    odeon.venue.address, odeon.venue.city = "Quay 1", "Hamburg"
    odeon.venue.save()
    flow = world.film(of, "Flow", runtime=None, directors=("Gints Zilbalodis",))
    world.screening(flow, odeon, datetime(2024, 10, 27, 1, 30, tzinfo=UTC), stated_length=85, sold_out=True)
    world.screening(flow, world.hall(of, "Oscar"), "2024-10-05 20:00", status="cancelled", audience="press")
    world.screening(flow, world.hall(of, "Oscar"), "2024-10-07 09:00", audience="press", sold_out=True)
    world.screening(world.film(of, "Sold out: A Comedy", year=1999), odeon, "2024-10-08 20:00", intro=5, qa=20)
    world.screening(flow, odeon, "2024-10-09 20:00", stated_length=85, standby=True, price="€9")
    world.screening(world.film(of, "Hidden Gem"), odeon, "2024-10-06 20:00", billing="secret")
    world.published(of)
    path = tmp_path / "screenings.ics"
    path.write_bytes(client.get("/harbour/screenings.ics").content)
    before = timetable()
    result = brought(path)

    assert said(result) == ["written"]
    assert result.result is not None
    assert [line for line in result.result.diff.lines() if not line.startswith("= ")] == []
    assert timetable() == before
    assert [str(remark) for remark in result.remarks if "left out" in str(remark)] == [
        "screenings.ics, event 2: it has no title, lasts whole days, or does not name its film, and is left out."
    ]
