"""Schedules as documents: each form comes in, and our own exports come back as what is there."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from screenings.importing.problems import ProgrammeRefused
from screenings.models import Film, Screening
from tests import world
from tests.assistant.bring import brought, harbour, said, timetable

pytestmark = pytest.mark.django_db
EVENT = {
    "guid": "7b0c0d0e-0000-4000-8000-000000000001",
    "id": 17,
    "date": "2024-10-04T20:00:00+02:00",
    "start": "20:00",
    "duration": "01:25",
    "room": "Odeon 2",
    "title": "Flow",
    "subtitle": "",
    "track": "Competition",
    "type": "screening",
    "language": "fr",
    "persons": [{"public_name": "Agnès Varda"}],
    "abstract": "A cat.",
}
SECOND = {**EVENT, "guid": "7b0c0d0e-0000-4000-8000-000000000002", "id": 18, "title": "Bill", "room": "Odeon 1"}
CONFERENCE = {
    "schedule": {
        "version": "1",
        "conference": {
            "title": "Harbour",
            "start": "2024-10-04",
            "end": "2024-10-13",
            "time_zone_name": "Europe/Berlin",
            "days": [{"index": 1, "date": "2024-10-04", "rooms": {"Odeon 2": [EVENT], "Odeon 1": [SECOND]}}],
        },
    }
}
HUB = {
    "days": [{"index": 1, "date": "2024-10-04"}],
    "rooms": [{"guid": "r-1", "name": "Odeon 1"}, {"guid": "r-2", "name": "Odeon 2"}],
    "tracks": [{"id": "t-1", "name": "Competition"}],
    "events": [
        {**EVENT, "room": "r-2", "track": "t-1", "schedule_duration": "01:25", "duration": None},
        {**SECOND, "room": {"name": "Odeon 1"}, "track": {"en": "Competition"}},
    ],
}
EXPECTED = [
    ("Bill", "Odeon, Hall 1", "2024-10-04 20:00", "2024-10-04 21:25"),
    ("Flow", "Odeon, Hall 2", "2024-10-04 20:00", "2024-10-04 21:25"),
]


def written(at: Path, content: Any) -> Path:
    at.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return at


@pytest.mark.parametrize(
    "document", [CONFERENCE, CONFERENCE["schedule"]["conference"], HUB], ids=["frab", "bare", "hub"]
)
def test_a_conference_schedule_comes_in_with_rooms_tracks_and_lengths(document: Any, tmp_path: Path) -> None:
    harbour()

    assert said(brought(written(tmp_path / "schedule.json", document))) == ["written"]
    assert sorted(timetable()) == EXPECTED
    film = Film.objects.get(title="Flow")
    assert film.section is not None
    assert (film.section.name, film.languages, film.synopsis) == ("Competition", ("fr",), "A cat.")
    assert [credit.person.name for credit in film.credits.all()] == ["Agnès Varda"]


def test_a_second_time_nothing_changes_and_a_new_time_is_a_move(tmp_path: Path) -> None:
    harbour()
    brought(written(tmp_path / "a.json", CONFERENCE))
    again = brought(written(tmp_path / "a.json", CONFERENCE))
    assert again.result
    assert again.result.diff.is_empty

    later = json.dumps(CONFERENCE).replace("T20:00:00+02:00", "T21:00:00+02:00", 1)
    moved = brought(written(tmp_path / "b.json", later))
    assert moved.result
    assert [(entry.kind, entry.name) for entry in moved.result.diff.changed] == [("screening", "Flow")]


def test_an_offset_that_is_not_the_festivals_is_asked_about_once(tmp_path: Path) -> None:
    harbour()
    foreign = json.dumps(CONFERENCE).replace("+02:00", "+00:00")
    asked = brought(written(tmp_path / "a.json", foreign))

    assert said(asked) == [
        (
            "day 1, Odeon 2, event 1, start: 2024-10-04T20:00:00+00:00 is not on the festival's clock, Europe/Berlin. "
            "What is meant?"
        )
    ]
    assert said(brought(tmp_path / "a.json", {"zone": "clock"})) == ["written"]
    assert [row[2] for row in timetable()] == ["2024-10-04 20:00"] * 2
    assert said(brought(tmp_path / "a.json", {"zone": "instant"})) == ["written"]
    assert [row[2] for row in timetable()] == ["2024-10-04 22:00"] * 2


SCHEDULE_XML = """<?xml version="1.0" encoding="utf-8"?>
<schedule><conference><title>Harbour</title></conference>
<day index="1" date="2024-10-04"><room name="Odeon 2"><event guid="7b0c0d0e-0000-4000-8000-000000000001" id="17">
<title>Flow</title>
<date>2024-10-04T20:00:00+02:00</date><start>20:00</start><duration>01:25</duration><room>Odeon 2</room>
<track>Competition</track><language>fr</language><persons><person id="1">Agnès Varda</person></persons>
<abstract>A cat.</abstract><links><link href="https://t.example/1">Tickets</link></links></event></room>
<room name="Odeon 1"><event guid="7b0c0d0e-0000-4000-8000-000000000002" id="18"><title>Bill</title><start>20:00</start>
<duration>1:25</duration></event></room></day></schedule>"""


def test_a_schedule_xml_comes_in_also_where_an_event_says_a_time_alone(tmp_path: Path) -> None:
    harbour()

    assert said(brought(written(tmp_path / "schedule.xml", SCHEDULE_XML))) == ["written"]
    assert sorted(timetable()) == EXPECTED
    assert Screening.objects.get(film__title="Flow").ticket_url == "https://t.example/1"


@pytest.fixture
def exported(client: Client) -> Client:
    """A published festival with all that its own exports tell."""
    festival = world.festival(starts_on=date(2026, 10, 9), ends_on=date(2026, 10, 20))
    section = world.section(festival)
    film = world.film(festival, "Cléo", directors=("Agnès Varda",), section=section, languages=["fr"], countries=["FR"])
    other = world.film(festival, "=Equals, and more", runtime=105)
    odeon = world.hall(festival)
    world.screening(film, odeon, "2026-10-10 20:00", intro=5)
    world.screening(film, world.hall(festival, "Hall 2"), "2026-10-11 00:30", stated_length=120)
    pier = world.hall(festival, "Pier", venue="Pier")
    world.screening(other, pier, "2026-10-12 18:00", ticket_url="https://t.example/2")
    world.published(festival)
    return client


@pytest.mark.parametrize("name", ["screenings.json", "screenings.csv", "schedule.xml", "screenings.ics"])
def test_our_own_exports_come_back_as_what_is_there(name: str, exported: Client, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(exported.get(f"/harbour/{name}").content)
    before = timetable()
    result = brought(path)

    assert said(result) == ["written"]
    assert result.result
    assert [str(entry) for entry in result.result.diff.added] == []
    assert [str(change) for entry in result.result.diff.changed for change in entry.fields] == []
    assert timetable() == before


@pytest.mark.parametrize("name", ["screenings.json", "screenings.csv", "schedule.xml", "screenings.ics"])
def test_our_own_exports_make_the_same_timetable_elsewhere(name: str, exported: Client, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(exported.get(f"/harbour/{name}").content)
    before = timetable()
    Screening.objects.all().delete()
    Film.objects.all().delete()

    assert said(brought(path)) == ["written"]
    assert [row[:3] for row in timetable()] == [row[:3] for row in before]


def test_tables_and_documents_in_an_archive_are_read_together(tmp_path: Path) -> None:
    harbour()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("films.tsv", "Title\tDirector\nFlow\tGints Zilbalodis\n")
        archive.writestr("day one.csv", "Title;Date;Time;Cinema\nFlow;2024-10-04;20:00;Odeon 1\n")
        archive.writestr("__MACOSX/._x.csv", "Title\nHidden\n")

    assert said(brought(tmp_path / "a.zip")) == ["written"]
    assert [row[0] for row in timetable()] == ["Flow"]
    assert Film.objects.get().credits.count() == 1


def test_cells_that_are_pasted_are_read_like_a_table(tmp_path: Path) -> None:
    harbour()
    pasted = tmp_path / "pasted text.txt"
    pasted.write_text("Titel\tDatum\tUhrzeit\tKino\nFlow\tFr 4.10.\t20.00 Uhr\tOdeon 1", encoding="utf-8")

    assert said(brought(pasted)) == ["written"]
    assert timetable() == [("Flow", "Odeon, Hall 1", "2024-10-04 20:00", "")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", "{", "this is no JSON"),
        ("a.json", "[" * 100_000, "this is no JSON"),
        ("a.json", "[" + "[]," * 1_000_000 + "[]]", "it holds too many values"),
        ("a.json", '{"a": ' + "9" * 10_000 + "}", "this is no JSON"),
        ("a.json", '{"a": 1}', "there is no event in it"),
        ("a.xml", "<schedule>", "this is no XML"),
        ("a.xml", '<?xml version="1.0" encoding="utf-7"?><schedule/>', "this is no XML"),
        ("a.xml", '<?xml version="1.0" encoding="none-such"?><schedule/>', "this is no XML"),
        ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><schedule/>', "it holds what no schedule does"),
        ("a.xml", "<a>" * 200 + "</a>" * 200, "it holds what no schedule does"),
        ("a.pdf", "%PDF", "files of this kind are not read"),
        ("a.csv", "", "there is nothing in it"),
    ],
)
def test_what_is_no_schedule_is_refused_with_the_way_out(name: str, content: str, message: str, tmp_path: Path) -> None:
    harbour()
    with pytest.raises(ProgrammeRefused, match=message):
        brought(written(tmp_path / name, content))
