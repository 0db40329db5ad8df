"""Timetables as festivals write them down, one after another."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from screenings.models import Film, Screening
from screenings.timetable.days import festival_day
from tests.assistant.bring import brought, harbour, said, timetable, workbook
from tests.world import BERLIN

pytestmark = pytest.mark.django_db
GRID = [["Theatre", "1st", "2nd", "3rd"]]


def test_a_grid_of_halls_and_ordinals_takes_its_day_from_the_sheets_name(tmp_path: Path) -> None:
    harbour()
    cell = "084\nFlow\n20:00-21:25\n→ "
    result = brought(workbook(tmp_path / "a.xlsx", **{"10.4 Fri": [*GRID, ["Odeon 2", cell]]}))

    assert said(result) == ["written"]
    assert timetable() == [("Flow", "Odeon, Hall 2", "2024-10-04 20:00", "2024-10-04 21:25")]
    assert Screening.objects.get().ref == "084"


def test_the_year_is_asked_once_where_the_weekday_is_none_of_the_festivals(tmp_path: Path) -> None:
    harbour(starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 12))
    book = workbook(
        tmp_path / "a.xlsx",
        **{"10.4 Fri": [*GRID, ["Odeon 2", "Flow\n20:00"]], "10.5 Sat": [*GRID, ["Odeon 2", "Bill\n20:00"]]},
    )

    first = brought(book)
    assert said(first) == [
        'sheet 10.4 Fri: The days bear no year, and "10.4 Fri" is no day of 2026. Which year are they in?'
    ]
    assert "2024" in [choice.value for choice in first.questions[0].choices]
    assert timetable() == []

    assert said(brought(book, {"year": "2026"})) == ["written"]
    assert [row[2] for row in timetable()] == ["2026-10-04 20:00", "2026-10-05 20:00"]


def test_a_start_alone_has_an_end_that_is_not_known_and_never_no_length(tmp_path: Path) -> None:
    harbour()
    brought(workbook(tmp_path / "a.xlsx", **{"10.4 Fri": [*GRID, ["Odeon 2", "085\nMidnight bill\n23:59\n→ "]]}))

    screening = Screening.objects.get()
    assert timetable() == [("Midnight bill", "Odeon, Hall 2", "2024-10-04 23:59", "")]
    assert screening.stated_length is None


def test_an_end_before_the_start_is_the_next_days(tmp_path: Path) -> None:
    harbour()
    brought(workbook(tmp_path / "a.xlsx", **{"10.4": [*GRID, ["Odeon 2", "Night\n23:10-01:05"]]}))

    assert timetable() == [("Night", "Odeon, Hall 2", "2024-10-04 23:10", "2024-10-05 01:05")]
    screening = Screening.objects.get()
    assert screening.starts_at is not None
    assert festival_day(screening.starts_at, BERLIN, time(6)) == date(2024, 10, 4)


def test_a_sheet_of_notes_is_left_out_and_said(tmp_path: Path) -> None:
    harbour()
    sheets = {
        "10.4 Fri": [*GRID, ["Odeon 2", "Flow\n20:00-21:25"]],
        "10.5 Sat": [*GRID, ["Odeon 2", "Flow\n10:00-11:25"]],
        "Notes": [["Ask the projectionist about 35mm"], ["Tickets at the door"]],
    }
    result = brought(workbook(tmp_path / "a.xlsx", **sheets))

    assert [row[2] for row in timetable()] == ["2024-10-04 20:00", "2024-10-05 10:00"]
    assert [str(remark) for remark in result.remarks] == [
        "sheet Notes: no programme is seen in it, and it is left out."
    ]


def test_spellings_of_a_title_are_one_film_after_a_question(tmp_path: Path) -> None:
    harbour()
    rows = [["Title", "Date", "Time", "Cinema"]]
    rows += [
        [title, "2024-10-04", f"{hour}:00", "Odeon 1"] for title, hour in (("Flow", 14), ("Flow ", 16), ("FLOW", 18))
    ]
    book = workbook(tmp_path / "a.xlsx", Programme=rows)

    assert said(brought(book)) == ['sheet Programme, A4: "Flow" and "FLOW": are these one film?']
    assert not Film.objects.exists()
    assert said(brought(book, {"film:flow": "one"})) == ["written"]
    assert (Film.objects.get().title, Screening.objects.count()) == ("Flow", 3)


def test_real_dates_and_times_beside_a_length(tmp_path: Path) -> None:
    harbour()
    header = ["Title", "Date", "Time", "Cinema", "Length"]
    row = ["Flow", date(2024, 10, 4), time(20), "Odeon 1", 85]
    assert said(brought(workbook(tmp_path / "a.xlsx", Programme=[header, row]))) == ["written"]

    assert timetable() == [("Flow", "Odeon, Hall 1", "2024-10-04 20:00", "2024-10-04 21:25")]


@pytest.mark.parametrize(
    "text", ["4.10.", "Sun 4 Oct", "04/10/26", "10/4/26", "4. Oktober", "dim. 4 octobre 2026", "zo 4 okt"]
)
def test_a_day_is_read_against_the_festivals_dates(text: str, tmp_path: Path) -> None:
    harbour(starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 12))
    rows = [["Title", "Date", "Time", "Cinema"], ["Flow", text, "20:00", "Odeon 1"]]

    assert said(brought(workbook(tmp_path / "a.xlsx", P=rows))) == ["written"]
    assert timetable()[0][2] == "2026-10-04 20:00"


def test_a_column_that_mixes_both_orders_is_read_cell_by_cell_where_each_has_one_day_of_the_festival(
    tmp_path: Path,
) -> None:
    harbour(starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 8))
    texts = ["4.10.", "Sun 4 Oct", "04/10/26", "10/4/26"]
    rows = [["Title", "Date", "Time", "Cinema"]]
    rows += [[f"Film {text}", text, "20:00", f"Odeon {n}"] for n, text in enumerate(texts, 1)]

    assert said(brought(workbook(tmp_path / "a.xlsx", P=rows))) == ["written"]
    assert {row[2] for row in timetable()} == {"2026-10-04 20:00"}


def test_one_certain_day_decides_the_order_of_the_whole_column(tmp_path: Path) -> None:
    harbour(starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 31))
    rows = [["Title", "Date", "Time", "Cinema"]]
    rows += [["A", "04/05/26", "20:00", "Odeon 1"], ["B", "13/05/26", "20:00", "Odeon 1"]]

    assert said(brought(workbook(tmp_path / "a.xlsx", P=rows))) == ["written"]
    assert timetable()[0][2] == "2026-05-04 20:00"


def test_a_column_that_fits_in_both_orders_is_asked_about(tmp_path: Path) -> None:
    harbour(starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 31))
    rows = [["Title", "Date", "Time", "Cinema"], ["A", "04/05/26", "20:00", "Odeon 1"]]
    book = workbook(tmp_path / "a.xlsx", P=rows)
    asked = brought(book)

    assert said(asked) == [
        'sheet P, B2: "04/05/26" can be read in two ways, and both fit the whole column. Which day is it?'
    ]
    assert [choice.label for choice in asked.questions[0].choices] == ["Mon 4 May 2026", "Sun 5 April 2026"]
    assert said(brought(book, {"date-order": "month-first"})) == ["written"]
    assert timetable()[0][2] == "2026-04-05 20:00"


@pytest.mark.parametrize(
    ("value", "start"),
    [
        ("20.00", "2024-10-04 20:00"),
        ("8pm", "2024-10-04 20:00"),
        ("20h15", "2024-10-04 20:15"),
        (0.8333, "2024-10-04 20:00"),
        ("0.8333", "2024-10-04 20:00"),
        ("24:30", "2024-10-05 00:30"),
        ("19.30 Uhr", "2024-10-04 19:30"),
        ("8:30 p.m.", "2024-10-04 20:30"),
        ("2015", "2024-10-04 20:15"),
    ],
)
def test_a_time_as_people_and_spreadsheets_write_it(value: object, start: str, tmp_path: Path) -> None:
    harbour()
    rows = [["Title", "Date", "Time", "Cinema"], ["Flow", "2024-10-04", value, "Odeon 1"]]

    assert said(brought(workbook(tmp_path / "a.xlsx", P=rows))) == ["written"]
    assert timetable()[0][2] == start


def test_a_day_goes_down_to_the_rows_in_which_it_is_not_repeated(tmp_path: Path) -> None:
    harbour()
    rows = [["Date", "Time", "Title", "Cinema"], ["Fri 4 Oct", "18:00", "A", "Odeon 1"]]
    rows += [["", f"{hour}:00", title, "Odeon 1"] for hour, title in ((20, "B"), (22, "C"), (23, "D"))]

    assert said(brought(workbook(tmp_path / "a.xlsx", P=rows))) == ["written"]
    assert {row[2][:10] for row in timetable()} == {"2024-10-04"}


def test_a_merged_day_counts_for_all_its_rows_and_is_said(tmp_path: Path) -> None:
    harbour()
    rows = [["Date", "Time", "Title", "Cinema"]]
    rows += [["Fri 4 Oct" if n == 0 else "", f"{14 + 2 * n}:00", f"Film {n}", "Odeon 1"] for n in range(4)]
    path = workbook(tmp_path / "a.xlsx", P=rows)
    book = load_workbook(path)
    book["P"].merge_cells("A2:A5")
    book.save(path)
    result = brought(path)

    assert {row[2][:10] for row in timetable()} == {"2024-10-04"}
    assert [str(remark) for remark in result.remarks] == [
        "sheet P, line 2: the cells A2:A5 are merged; what is in A2 counts for each of them."
    ]


def test_a_header_below_a_title_and_a_blank_row_is_found_and_its_repeats_are_skipped(tmp_path: Path) -> None:
    harbour()
    header = ["Title", "Date", "Time", "Cinema"]
    rows = [["Harbour Film Festival, programme"], [], [], header, ["A", "2024-10-04", "18:00", "Odeon 1"]]
    rows += [header, ["B", "2024-10-04", "21:00", "Odeon 1"]]

    assert said(brought(workbook(tmp_path / "a.xlsx", P=rows))) == ["written"]
    assert [row[0] for row in timetable()] == ["A", "B"]


def test_columns_that_are_nobodys_are_left_out_and_named_and_a_language_is_taken(tmp_path: Path) -> None:
    harbour()
    header = ["Title", "Date", "Time", "Cinema", "Price", "Language", "Van driver", "Catering"]
    result = brought(
        workbook(tmp_path / "a.xlsx", P=[header, ["A", "2024-10-04", "18:00", "Odeon 1", 9, "French", "Kim", "yes"]])
    )

    assert said(result) == ["written"]
    assert [str(remark) for remark in result.remarks] == ["sheet P: these columns are left out: Van driver, Catering."]
    assert Film.objects.get().languages == ("fr",)
    assert Screening.objects.get().price == "9"


def test_a_submission_export_brings_films_and_no_screening(tmp_path: Path) -> None:
    harbour()
    header = [
        "Project Title",
        "Director(s)",
        "Duration",
        "Country of Origin",
        "Language",
        "Completion Date",
        "Synopsis",
        "Trailer URL",
    ]
    row = [
        "Flow",
        "A. One, B. Two",
        "01:32:00",
        "France, Latvia",
        "French / English",
        "March 5, 2024",
        "A cat.",
        "https://t.example",
    ]
    assert said(brought(workbook(tmp_path / "a.xlsx", Export=[header, row]))) == ["written"]

    film = Film.objects.get()
    directors = [credit.person.name for credit in film.credits.order_by("order")]
    assert (film.runtime, directors, film.year) == (92, ["A. One", "B. Two"], 2024)
    assert ([str(code) for code in film.countries], film.languages) == (["FR", "LV"], ("fr", "en"))
    assert not Screening.objects.exists()


def test_the_same_file_with_another_time_changes_one_screening_and_keeps_its_uid(tmp_path: Path) -> None:
    harbour()
    header = ["Title", "Date", "Time", "Cinema"]
    rows = [["A", "2024-10-04", "18:00", "Odeon 1"], ["B", "2024-10-04", "21:00", "Odeon 1"]]
    book = workbook(tmp_path / "a.xlsx", P=[header, *rows])
    brought(book)
    uids = {row.film.title: row.uid for row in Screening.objects.all()}

    again = brought(book)
    assert again.result
    assert again.result.diff.is_empty

    rows[1][2] = "21:30"
    moved = brought(workbook(tmp_path / "b.xlsx", P=[header, *rows]))
    assert moved.result
    assert len(moved.result.diff.changed) == 1
    assert not moved.result.diff.added
    assert {row.film.title: row.uid for row in Screening.objects.all()} == uids
    assert timetable()[1][2] == "2024-10-04 21:30"


def test_a_date_with_a_time_in_one_cell(tmp_path: Path) -> None:
    harbour()
    moment = datetime(2024, 10, 4, 20)  # noqa: DTZ001 - Excel knows no zones
    rows = [["Title", "Start", "Cinema"], ["A", moment, "Odeon 1"], ["B", "5.10.2024, 18:30 Uhr", "Odeon 1"]]

    assert said(brought(workbook(tmp_path / "a.xlsx", P=rows))) == ["written"]
    assert [row[2] for row in timetable()] == ["2024-10-04 20:00", "2024-10-05 18:30"]


def test_a_title_that_a_spreadsheet_made_a_date_of_is_refused_and_a_number_is_read_as_shown(tmp_path: Path) -> None:
    harbour()
    header = ["Title", "Date", "Time", "Cinema"]
    path = workbook(tmp_path / "a.xlsx", P=[header, [datetime(1977, 5, 25), "2024-10-04", "20:00", "Odeon 1"]])  # noqa: DTZ001
    assert said(brought(path)) == [
        (
            "sheet P, A2: the spreadsheet holds a date and time here, 1977-05-25T00:00, and no text. "
            "Format the cell as text, and type it again."
        )
    ]

    path = workbook(tmp_path / "b.xlsx", P=[header, [3.1, "2024-10-04", "20:00", "Odeon 1"]])
    book = load_workbook(path)
    book["P"]["A2"].number_format = "0.00"
    book.save(path)
    brought(path)
    assert Film.objects.get().title == "3.10"
