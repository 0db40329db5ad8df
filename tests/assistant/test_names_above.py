"""Halls and sections that stand above the screenings: rows of their own, and the names of sheets."""

from pathlib import Path

import pytest

from screenings.assistant.doubtful_cells import settled_entries
from screenings.assistant.questions import Answers
from screenings.assistant.reading import SourceSheet
from screenings.assistant.shape import shape_sheets
from screenings.importing.sheets import Sheet
from screenings.models import Screening
from tests.assistant.bring import Drafted, Rows, brought, drafted, harbour, timetable, workbook

HEADER = ["Date", "Time", "Title", "Length"]
FLOW, SALT, NIGHT = ["4.10.", "18:00", "Flow", 85], ["4.10.", "20:00", "Salt", 90], ["5.10.", "18:00", "Night", 80]
IN_TWO_HALLS = [
    ("Flow", "odeon-hall-1", "2024-10-04T18:00"),
    ("Salt", "odeon-hall-1", "2024-10-04T20:00"),
    ("Night", "odeon-hall-2", "2024-10-05T18:00"),
]
SHEETS: dict[str, Rows] = {
    "rows of their own": [HEADER, ["Odeon 1"], FLOW, SALT, ["Odeon 2"], NIGHT],
    "rows merged over all columns": [HEADER, ["Odeon 1"] * 4, FLOW, SALT, ["Odeon 2"] * 4, NIGHT],
    "a table each": [["Odeon 1"], HEADER, FLOW, SALT, [], ["Odeon 2"], HEADER, NIGHT],
    "in another column": [HEADER, ["", "", "Odeon 1"], FLOW, SALT, ["", "", "Odeon 2"], NIGHT],
    "with a colon": [HEADER, ["Odeon 1:"], FLOW, SALT, ["Odeon 2:"], NIGHT],
    "beside the day": [
        HEADER[1:], ["Odeon 1 – Friday, 4 October"], FLOW[1:], SALT[1:], ["Odeon 2 – Saturday, 5 October"], NIGHT[1:],
    ],
    "below the day": [
        ["Fri 4 Oct"], ["Odeon 1"], HEADER[1:], FLOW[1:], SALT[1:], ["Sat 5 Oct"], ["Odeon 2"], NIGHT[1:],
    ],
    "above the day": [
        HEADER[1:], ["Odeon 1"], ["Fri 4 Oct"], FLOW[1:], SALT[1:], ["Odeon 2"], ["Sat 5 Oct"], NIGHT[1:],
    ],
    "over grids of days and times": [
        ["Odeon 1"], ["", "Fri 4 Oct", "Sat 5 Oct"], ["18:00", "Flow", ""], ["20:00", "Salt", ""],
        ["Odeon 2"], ["18:00", "", "Night"],
    ],
}  # fmt: skip


def placed(read: Drafted) -> list[tuple[str, str, str]]:
    return sorted((row[:3] for row in read.timetable), key=lambda row: row[2])


@pytest.mark.parametrize("name", SHEETS)
def test_what_stands_alone_above_rows_is_asked_once_and_may_be_their_hall(name: str) -> None:
    assert drafted(SHEETS[name]).asked == [
        '"Odeon 1", "Odeon 2" (2): these stand alone above rows of the programme. What are they?'
    ]
    read = drafted(SHEETS[name], {"above": "hall"})

    assert (read.asked, read.wrong) == ([], [])
    assert placed(read) == IN_TWO_HALLS
    assert sorted(read.films) == ["Flow", "Night", "Salt"]


@pytest.mark.parametrize(("name", "suggested"), [("Odeon, Great Hall", "hall"), ("Hi all, here is the list", "")])
def test_a_greeting_above_the_rows_is_not_suggested_to_be_a_hall(name: str, suggested: str) -> None:
    rows = [[str(cell) for cell in row] for row in (HEADER, [name], FLOW, SALT)]
    source = SourceSheet(Sheet("P", list(enumerate(rows, 1))), "a.xlsx", is_workbook=True)
    given = Answers()
    settled_entries(shape_sheets([source], {}, {}), given, [])
    assert given.open["above"].suggested == suggested


def test_a_section_above_its_rows_is_that_of_their_films() -> None:
    rows = [[*HEADER, "Cinema"], ["Competition"], [*FLOW, "Odeon 1"], ["Animation"], [*SALT, "Odeon 2"]]
    read = drafted(rows, {"above": "section"})

    assert read.asked == []
    assert [film["section"] for film in read.film_cells] == ["Competition", "Animation"]
    assert [row[1] for row in read.timetable] == ["odeon-hall-1", "odeon-hall-2"]


def test_a_film_without_a_screening_is_not_taken_for_a_hall_and_asked_once() -> None:
    read = drafted([HEADER, FLOW, ["", "", "Noon"], ["Sat 5 Oct"], ["", "18:00", "Salt", 90]], {"above": "film"})

    assert read.asked == []
    assert sorted(read.films) == ["Flow", "Noon", "Salt"]


def test_names_that_are_not_all_the_same_are_asked_one_by_one() -> None:
    rows = [HEADER, ["Odeon 1"], FLOW, ["Lunch"], SALT, ["Animation"], NIGHT]
    assert drafted(rows, {"above": "each"}).asked == [
        f'"{name}" stands alone above rows of the programme. What is it?' for name in ("Odeon 1", "Lunch", "Animation")
    ]

    read = drafted(
        rows, {"above": "each", "above:odeon-1": "hall", "above:lunch": "note", "above:animation": "section"}
    )
    assert [row[1] for row in read.timetable] == ["odeon-hall-1"] * 3
    assert [film.get("section") for film in read.film_cells] == [None, None, "Animation"]


def test_a_hall_that_a_row_names_itself_counts_before_the_one_above() -> None:
    rows = [[*HEADER, "Cinema"], ["Odeon 1"], FLOW, [*SALT, "Roxy"]]

    assert [row[1] for row in drafted(rows, {"above": "hall"}).timetable] == ["odeon-hall-1", "roxy"]


def test_the_title_of_a_table_is_no_hall() -> None:
    rows = [["Harbour Film Festival"], [*HEADER, "Cinema"], [*FLOW, "Odeon 1"]]

    assert (drafted(rows).asked, drafted(rows).films) == ([], ["Flow"])


def test_a_film_over_its_own_screenings_stays_the_film() -> None:
    rows = [["Title", "Date", "Time", "Cinema"], ["Flow"], ["", "4.10.", "18:00", "Odeon 1"],
            ["", "5.10.", "18:00", "Odeon 2"]]  # fmt: skip

    assert [row[:2] for row in drafted(rows).timetable] == [("Flow", "odeon-hall-1"), ("Flow", "odeon-hall-2")]


@pytest.mark.parametrize(
    ("name", "asks"),
    [("Odeon 2", True), ("Odeon 2 - Fri 4 Oct", True), ("Great Hall", True), ("Sheet1", False), ("4.10. Fri", False),
     ("Tabelle2", False)],
)  # fmt: skip
def test_the_name_of_a_sheet_is_asked_about_where_it_may_be_the_hall(name: str, asks: bool) -> None:
    assert bool(drafted([HEADER, FLOW], name=name).asked) is asks
    assert bool(drafted([[*HEADER, "Cinema"], [*FLOW, "Roxy"]], name=name).asked) is False


@pytest.mark.django_db
def test_a_sheet_for_each_hall_is_one_question(tmp_path: Path) -> None:
    harbour()
    book = workbook(tmp_path / "a.xlsx", **{"Odeon 1": [HEADER, FLOW], "Odeon 2": [HEADER, NIGHT], "Prices": [["10"]]})
    asked = brought(book)

    assert [(question.key, question.suggested) for question in asked.questions] == [("sheet-names", "hall")]
    brought(book, {"sheet-names": "hall"})
    assert sorted(str(row.hall) for row in Screening.objects.all()) == ["Odeon, Hall 1", "Odeon, Hall 2"]


@pytest.mark.django_db
def test_a_row_that_is_given_back_bears_the_hall_that_stood_above_it(tmp_path: Path) -> None:
    harbour()
    rows = [HEADER, ["Odeon 1"], FLOW, ["Odeon 2"], ["5.10.", "soonish", "Night", 80]]
    first = brought(workbook(tmp_path / "a.xlsx", S=rows), {"above": "hall"}, right_rows=True)

    assert first.given_back is not None
    assert (first.given_back.count, first.given_back.right) == (1, 1)
    (back,) = first.given_back.sheets
    assert [cell.text for cell in back.above[-1]] == [*HEADER, "place", "What to mend"]
    assert [cell.text for cell in back.rows[0]][4] == "Odeon 2"
    mended = [[cell.text.replace("soonish", "18:00") for cell in row] for row in (*back.above, *back.rows)]
    brought(workbook(tmp_path / "b.xlsx", S=mended))
    assert [row[:3] for row in timetable()] == [
        ("Flow", "Odeon, Hall 1", "2024-10-04 18:00"), ("Night", "Odeon, Hall 2", "2024-10-05 18:00"),
    ]  # fmt: skip
