"""Which column is what, in other languages, in two at once, numbered, without a heading for titles."""

from pathlib import Path

import pytest

from screenings.assistant.headings import field_of_heading
from screenings.assistant.name_lists import countries, languages
from screenings.assistant.questions import Answers
from screenings.assistant.reading import read_file
from screenings.assistant.shape import shape_sheets
from screenings.importing.sheets import TypedCell
from screenings.importing.workbook_numbers import NumberKind
from tests.assistant.bring import drafted, workbook

BODY = ["Flow", "4.10.", "20:00", "Odeon 1"]
SHOWN = [("Flow", "odeon-hall-1", "2024-10-04T20:00", "")]


@pytest.mark.parametrize(
    "header",
    [
        ["Titel", "Datum", "Tid", "Biograf"],
        ["Título", "Data", "Hora", "Sala"],
        ["Tytuł", "Data", "Godzina", "Kino"],
        ["タイトル", "日付", "時間", "会場"],
        ["Title / Titel", "Datum / Date", "Uhrzeit/Time", "Kino | Cinema"],
        ["Werk", "Datum", "Zeit", "Saal"],
    ],
)
def test_a_header_of_another_language_is_read(header: list[str]) -> None:
    assert drafted([header, BODY]).timetable == SHOWN


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Date/Time", "start"), ("Regie / Director", "directors"), ("Sprache / Untertitel", ""), ("Salt / Sea", "")],
)
def test_a_heading_of_two_words_is_what_both_say(heading: str, field: str) -> None:
    assert field_of_heading(heading) == field


def test_slots_and_kinds_are_no_titles() -> None:
    rows = [["Day", "Start", "Type"], *(["4.10.", f"{hour}:00", "feature"] for hour in (10, 12, 14, 16))]

    assert drafted(rows).timetable == []


def test_numbered_columns_are_a_films_showtimes_each_with_its_own_hall() -> None:
    header = ["Film", "Screening 1", "Venue 1", "Screening 2", "Venue 2"]
    row = ["Flow", "4/10/2024 20:00", "Odeon 1", "5/10/2024 18:00", "Odeon 2"]

    assert [row[1:3] for row in drafted([header, row]).timetable] == [
        ("odeon-hall-1", "2024-10-04T20:00"),
        ("odeon-hall-2", "2024-10-05T18:00"),
    ]


def test_dates_times_and_halls_in_numbered_columns() -> None:
    header = ["Film", "Date 1", "Time 1", "Venue 1", "Date 2", "Time 2", "Venue 2"]
    row = ["Flow", "4.10.2024", "20:00", "Odeon 1", "5.10.2024", "18:00", "Pier"]

    assert [row[1:3] for row in drafted([header, row]).timetable] == [
        ("odeon-hall-1", "2024-10-04T20:00"),
        ("pier", "2024-10-05T18:00"),
    ]


def test_a_real_date_at_midnight_beside_a_time_is_a_day_and_a_time_of_the_first_day_is_a_time() -> None:
    row = ["Flow", "2024-10-04T00:00", "1899-12-31T20:00", "Odeon 1"]
    moment = TypedCell(NumberKind.DAY_AND_TIME, "")

    read = drafted([["Title", "Date", "Time", "Cinema"], row], typed={(2, 1): moment, (2, 2): moment})
    assert read.timetable == SHOWN


@pytest.mark.parametrize(
    ("day", "time", "starts"),
    [
        ("4.10.", "18:00 / 20:30", ["2024-10-04T18:00", "2024-10-04T20:30"]),
        ("4.10.", "18.00, 20.30 und 22.45 Uhr", ["2024-10-04T18:00", "2024-10-04T20:30", "2024-10-04T22:45"]),
        ("4.10. + 5.10.", "20:00", ["2024-10-04T20:00", "2024-10-05T20:00"]),
        ("Fri, 4 Oct", "20:00", ["2024-10-04T20:00"]),
        ("4.10.", "20:00-21:25", ["2024-10-04T20:00"]),
    ],
)
def test_several_times_or_days_of_a_row_are_as_many_screenings(day: str, time: str, starts: list[str]) -> None:
    read = drafted([["Title", "Date", "Time", "Cinema"], ["Flow", day, time, "Odeon 1"]])

    assert [row[2] for row in read.timetable] == starts


def test_other_days_of_a_table_are_not_the_day_of_a_screening(tmp_path: Path) -> None:
    submissions = [["Project Title", "Duration", "Birthdate"], ["Flow", "01:32:00", "1/1/1980"]]
    listed = [["Geboren am", "Title", "Date", "Time", "Hall"], ["1.1.1980", "Flow", "4.10.", "20:00", "Odeon 1"]]
    unheaded = [["Title", "Kdy", "Time", "Hall"], ["Flow", "4 Oct", "20:00", "Odeon 1"]]

    assert fields_of(tmp_path, submissions) == ["title", "runtime", ""]
    assert fields_of(tmp_path, listed) == ["", "title", "day", "time", "place"]
    assert fields_of(tmp_path, unheaded) == ["title", "day", "time", "place"]


def fields_of(at: Path, rows: list[list[str]]) -> list[str]:
    (sheet,) = shape_sheets(read_file(workbook(at / "fields.xlsx", S=rows)), {}, {})
    return [column.field for column in sheet.columns]


def test_a_length_countries_and_languages_are_read_as_their_own_people_write_them(tmp_path: Path) -> None:
    rows = (
        ["Titel", "Dur.", "Land", "Språk"],
        ["Flow", "85", "Sverige/Norge", "svenska"], ["Salt", "90", "Polska", "castellano"],
        ["Mud", "95", "België", "Vlaams"],
    )  # fmt: skip
    sheets = shape_sheets(read_file(workbook(tmp_path / "a.xlsx", S=rows)), {}, {})
    given = Answers({})
    entries = [entry for sheet in sheets for entry in sheet.entries.rows]

    assert [entry.text("runtime") for entry in entries] == ["85", "90", "95"]
    assert [countries(entry.cells["countries"], given) for entry in entries] == ["SE|NO", "PL", "BE"]
    assert [languages(entry.cells["languages"], given) for entry in entries] == ["sv", "es", "nl"]
    assert given.asked == {}
