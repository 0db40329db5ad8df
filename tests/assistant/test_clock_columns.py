"""An hour and its minutes in two columns."""

import pytest

from tests.assistant.bring import drafted

ROWS = [
    ["Flow", "4.10.", 18, 0, 85, "Odeon 1"],
    ["Salt", "4.10.", 20, 5, 90, "Odeon 2"],
    ["Night", "5.10.", 24, 30, 90, "Odeon 2"],
]
STARTS = ["2024-10-04T18:00", "2024-10-04T20:05", "2024-10-06T00:30"]


@pytest.mark.parametrize(
    "header",
    [
        ["Title", "Date", "Hour", "Minute", "Length", "Cinema"],
        ["Title", "Date", "HH", "MM", "Min", "Cinema"],
        ["Title", "Date", "Time", "Time", "Length", "Cinema"],
        ["Title", "Date", "Time", "", "Length", "Cinema"],
        ["Title", "Date", "Start hour", "Start min", "Runtime", "Cinema"],
        ["Titel", "Datum", "Std.", "Min.", "Länge", "Kino"],
        ["Titel", "Datum", "Uur", "Minuten", "Duur", "Bioscoop"],
        ["Titre", "Jour", "Heure", "Minutes", "Durée", "Salle"],
        ["Título", "Fecha", "Hora", "Min", "Duración", "Cine"],
        ["Titolo", "Data", "Ora", "Minuti", "Durata", "Sala"],
    ],
    ids=lambda header: f"{header[2]}, {header[3]}",
)
def test_an_hour_and_its_minutes_are_one_time(header: list[str]) -> None:
    read = drafted([header, *ROWS])

    assert (read.asked, read.wrong) == ([], [])
    assert [row[2] for row in read.timetable] == STARTS
    assert [film["runtime"] for film in read.film_cells] == ["85", "90", "90"]


def test_the_end_may_stand_in_two_columns_as_well() -> None:
    header = ["Title", "Date", "Start hour", "Start min", "End hour", "End min", "Cinema"]
    read = drafted([header, ["Flow", "4.10.", 18, 0, 19, 25, "Odeon 1"], ["Salt", "4.10.", 20, 30, "", "", "Odeon 1"]])

    assert [row[2:] for row in read.timetable] == [
        ("2024-10-04T18:00", "2024-10-04T19:25"), ("2024-10-04T20:30", ""),
    ]  # fmt: skip


def test_running_times_beside_full_hours_are_no_minutes() -> None:
    rows = [["Title", "Date", "Time", "Min", "Cinema"], ["Flow", "4.10.", 18, 40, "Odeon 1"],
            ["Salt", "4.10.", 20, 55, "Odeon 1"]]  # fmt: skip
    read = drafted(rows)

    assert [row[2] for row in read.timetable] == ["2024-10-04T18:00", "2024-10-04T20:00"]
    assert [film["runtime"] for film in read.film_cells] == ["40", "55"]


def test_minutes_without_an_hour_are_no_time() -> None:
    rows = [["Title", "Date", "Hour", "Minute", "Cinema"], ["Flow", "4.10.", 18, 0, "Odeon 1"],
            ["Salt", "4.10.", "", 30, "Odeon 1"]]  # fmt: skip

    assert drafted(rows).wrong == ["this is a day without a time. Write both, or leave both empty."]
