"""The right rows of a file come in, the others come back to be mended, and both together are the whole file."""

import csv
import io
import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from screenings.assistant.reading import read_file
from screenings.importing.plain_workbook import plain_workbook
from screenings.models import Festival, Film, Hall, Screening
from tests.assistant.bring import brought, harbour, timetable, workbook
from tests.assistant.half_right import (
    HEADER,
    WRITERS,
    cells,
    given_back,
    mended,
    random_rows,
    right_rows,
    saved,
    separated,
)
from tests.assistant.test_documents import EVENT, SECOND
from tests.importing.test_opendocument import document, sheet, text

DAY = date(2024, 10, 4)


@pytest.fixture
def empty(db: None) -> Festival:
    return harbour()


def everything() -> tuple[Any, ...]:
    """What a festival says, without the ids that follow from the order in which things were made."""
    films = Film.objects.order_by("title").values_list("title", "runtime", "year", "countries")
    return timetable(), list(films), sorted(hall.full_name for hall in Hall.objects.select_related("venue"))


def emptied() -> None:
    Screening.objects.all().delete()
    Film.objects.all().delete()
    Hall.objects.all().delete()


@pytest.mark.parametrize("seed", range(8))
def test_the_right_rows_and_then_the_mended_ones_are_the_right_file_at_once(
    empty: Festival, tmp_path: Path, seed: int
) -> None:
    name = list(WRITERS)[seed % len(WRITERS)]
    right, wrong, mends = random_rows(seed)
    brought(WRITERS[name](tmp_path / name, right))
    expected = everything()
    emptied()

    first = right_rows(WRITERS[name](tmp_path / name, wrong))
    if back := first.given_back:
        given_back(first)
        assert back.ending == Path(name).suffix
        waiting = [row for rows in cells(saved(back, tmp_path)).values() for row in rows[1:]]
        assert len(waiting) + Screening.objects.count() == len(wrong) - 1
        again = brought(mended(saved(back, tmp_path), mends))
        assert again.result is not None, again.problems or again.questions
    elif mends:  # nothing in it was right
        assert first.result is None
        assert not Screening.objects.exists()
        brought(mended(WRITERS[name](tmp_path / name, wrong), mends))

    assert everything() == expected


def test_a_workbook_comes_back_as_the_rows_that_wait_with_what_to_mend_in_them(empty: Festival, tmp_path: Path) -> None:
    rows = [
        ["Programme of the Harbour Film Festival"], [], HEADER,
        ["Flow", DAY, time(20), "Odeon 1", 85, 2024, 9.5], ["Bill", DAY, time(18, 30), "Odeon 2", "long", 2023, 9.5],
        ["Jaws", DAY, "late", "Odeon 2", 124, 1975, 12], ["Jaws", DAY, time(23), "Odeon 2", 124, 1975, 12],
    ]  # fmt: skip
    first = right_rows(workbook(tmp_path / "a.xlsx", Friday=rows, Notes=[["call the projectionist"]]))

    back = given_back(first)
    assert (back.right, back.count, back.ending) == (1, 3, ".xlsx")
    assert [str(problem) for problem in first.problems] == [
        'sheet Friday, A6: "late" is no time of day. Write 20:00.',
        'sheet Friday, E5, runtime: "long" is not a number of minutes. Write 105.',
    ]
    assert [row[0] for row in timetable()] == ["Flow"]
    assert cells(saved(back, tmp_path)) == {
        "Friday": [
            ["Programme of the Harbour Film Festival"],
            [*HEADER, "What to mend"],
            ["Bill", "2024-10-04", "18:30", "Odeon 2", "long", "2023", "9.5",
             'runtime: "long" is not a number of minutes. Write 105.'],
            ["Jaws", "2024-10-04", "late", "Odeon 2", "124", "1975", "12", '"late" is no time of day. Write 20:00.'],
            ["Jaws", "2024-10-04", "23:00", "Odeon 2", "124", "1975", "12",
             "Nothing in this row. It comes in with the other rows of its film."],
        ]
    }  # fmt: skip


def test_what_was_a_day_or_a_number_in_the_workbook_still_is_one(empty: Festival, tmp_path: Path) -> None:
    moment = datetime(2024, 10, 5, 20)  # noqa: DTZ001 - a spreadsheet knows no zones
    rows = [["Title", "Start", "Cinema", "Length"], ["Flow", moment, "Odeon 1", 85], ["Bill", moment, "Odeon 2", True]]
    back = given_back(right_rows(workbook(tmp_path / "a.xlsx", P=rows)))

    source, given = read_file(tmp_path / "a.xlsx")[0].sheet, read_file(saved(back, tmp_path))[0].sheet
    assert {place[1]: cell for place, cell in given.typed.items()} == {
        place[1]: cell for place, cell in source.typed.items() if place[0] == 3
    }


def test_a_day_that_stood_once_goes_with_the_rows_that_wait(empty: Festival, tmp_path: Path) -> None:
    rows = [
        ["Day", "Time", "Film", "Hall"], ["Fri 4 Oct", "18:00", "Flow", "Odeon 1"], ["", "20:00", "Bill", "Odeon 1"],
        ["", "late", "Jaws", "Odeon 1"],
    ]  # fmt: skip
    back = given_back(right_rows(separated(",")(tmp_path / "a.csv", rows)))
    assert cells(saved(back, tmp_path))["back"][1][:3] == ["Fri 4 Oct", "late", "Jaws"]

    brought(mended(saved(back, tmp_path), {"late": "22:00"}))
    assert timetable()[-1][:3] == ("Jaws", "Odeon, Hall 1", "2024-10-04 22:00")


def test_a_day_that_only_the_sheets_name_says_becomes_a_column(empty: Festival, tmp_path: Path) -> None:
    rows = [["Time", "Film", "Hall"], ["18:00", "Flow", "Odeon 1"], ["late", "Jaws", "Odeon 1"]]
    back = given_back(right_rows(workbook(tmp_path / "a.xlsx", **{"Fri 4 Oct": rows})))
    assert cells(saved(back, tmp_path))["Fri 4 Oct"][0] == ["Time", "Film", "Hall", "day", "What to mend"]

    brought(mended(saved(back, tmp_path), {"late": "22:00"}))
    assert timetable()[-1][:3] == ("Jaws", "Odeon, Hall 1", "2024-10-04 22:00")


def test_cells_of_a_grid_come_back_as_a_list(empty: Festival, tmp_path: Path) -> None:
    grid = [
        ["Theatre", "1st", "2nd"], ["Odeon 1", "Flow\n20:00-21:25", "Bill\n23:59"],
        ["Odeon 2", "085\nJaws\n18:00", "086\nJaws\n"],
    ]  # fmt: skip
    back = given_back(right_rows(workbook(tmp_path / "a.xlsx", **{"Fri 4 Oct": grid})))

    assert {row[0] for row in timetable()} == {"Flow", "Bill"}
    assert cells(saved(back, tmp_path)) == {
        "Fri 4 Oct list": [
            ["code", "title", "day", "time", "place", "What to mend"],
            ["085", "Jaws", "Fri 4 Oct", "18:00", "Odeon 2",
             "Nothing in this row. It comes in with the other rows of its film."],
            ["086", "Jaws", "Fri 4 Oct", "", "Odeon 2",
             "this is a day without a time. Write both, or leave both empty."],
        ]
    }  # fmt: skip


def test_films_wait_for_what_is_wrong_in_another_sheet(empty: Festival, tmp_path: Path) -> None:
    films = [["Film title", "Year"], ["Flow", 2024], ["Jaws", "soon"]]
    shows = [["Film", "Date", "Time", "Cinema"], ["Flow", DAY, time(20), "Odeon 1"], ["Jaws", DAY, time(22), "Odeon 1"]]
    back = given_back(right_rows(workbook(tmp_path / "a.xlsx", Films=films, Shows=shows)))

    assert [row[0] for row in timetable()] == ["Flow"]
    assert set(Film.objects.values_list("title", flat=True)) == {"Flow"}
    assert {name: [row[0] for row in rows[1:]] for name, rows in cells(saved(back, tmp_path)).items()} == {
        "Films": ["Jaws"], "Shows": ["Jaws"],
    }  # fmt: skip


def test_only_the_rows_that_say_what_is_wrong_of_a_hall_wait(empty: Festival, tmp_path: Path) -> None:
    rows = [
        ["Title", "Date", "Time", "Cinema", "Seats"], ["Flow", DAY, time(18), "Odeon 1", "many"],
        ["Bill", DAY, time(20), "Odeon 1", "120"], ["Jaws", DAY, time(22), "Odeon 1", "many"],
    ]  # fmt: skip
    back = given_back(right_rows(workbook(tmp_path / "a.xlsx", P=rows), columns={"seats": "capacity"}))

    assert [row[0] for row in timetable()] == ["Bill"]
    assert Hall.objects.get().capacity == 120
    assert all(row[-1].startswith("capacity:") for row in cells(saved(back, tmp_path))["P"][1:])


def test_formulas_and_hostile_texts_come_back_as_they_were(empty: Festival, tmp_path: Path) -> None:
    texts = ["=1+1", "'=1+1", "+49 30", "-", "@x", '"a";b', "a\nb", "<script>", "\u202eevil", "'Round Midnight"]
    rows = [["Title", "Date", "Time", "Cinema", "Note"], ["Flow", "4 Oct", "20:00", "Odeon 1", "none"]]
    rows += [[f"Film {number}", "4 Oct", "late", "Odeon 2", text] for number, text in enumerate(texts)]
    sheet = tmp_path / "a.xlsx"
    sheet.write_bytes(plain_workbook({"P": rows}))
    for number, path in enumerate((sheet, separated(";")(tmp_path / "a.csv", rows))):
        emptied()
        back = given_back(right_rows(path))
        given = next(iter(cells(saved(back, tmp_path)).values()))
        sent = next(iter(cells(path).values()))
        assert [row[4] for row in given[1:]] == [row[4] for row in sent[2:]], number
        raw = read_file(saved(back, tmp_path))[0].sheet
        assert not any(text.startswith(("=", "+", "@")) for _line, row in raw.rows for text in row)


def test_a_file_that_is_given_back_twice_has_one_column_that_says_what_to_mend(empty: Festival, tmp_path: Path) -> None:
    rows = [
        HEADER,
        *(["Flow", "4 Oct", "20:00", "Odeon 1", "85", "", ""], ["Bill", "4 Oct", "late", "Odeon 2", "85", "", ""]),
    ]
    rows.append(["Jaws", "5 Oct", "late", "Odeon 2", "124", "", ""])
    first = saved(given_back(right_rows(separated(";")(tmp_path / "a.csv", rows))), tmp_path)
    half = first.read_text(encoding="utf-8-sig").replace("4 Oct;late", "4 Oct;22:00")
    first.write_text(half, encoding="utf-8")
    second = given_back(right_rows(first))

    assert cells(saved(second, tmp_path))["back"] == [
        [*HEADER, "What to mend"],
        ["Jaws", "5 Oct", "late", "Odeon 2", "124", "", "", '"late" is no time of day. Write 20:00.'],
    ]


def test_a_screening_that_is_here_is_no_move_of_a_row_that_came_in_alone(empty: Festival, tmp_path: Path) -> None:
    rows = [
        ["Title", "Date", "Time", "Cinema"],
        ["Flow", "4 Oct", "12:00", "Odeon 1"],
        ["Bill", "5 Oct", "12:00", "Odeon 1"],
    ]
    brought(separated(",")(tmp_path / "a.csv", rows))
    there = Screening.objects.get(film__title="Flow").uid
    later = [*rows, ["Flow", "6 Oct", "10:00", "Odeon 1"]]
    later[1] = ["Flow", "4 Oct", "late", "Odeon 1"]
    back = given_back(right_rows(separated(",")(tmp_path / "a.csv", later)))

    assert timetable()[0][:3] == ("Flow", "Odeon, Hall 1", "2024-10-04 12:00")
    brought(mended(saved(back, tmp_path), {"late": "12:00"}))
    assert [row[2] for row in timetable() if row[0] == "Flow"] == ["2024-10-04 12:00", "2024-10-06 10:00"]
    assert Screening.objects.get(uid=there).starts_at == datetime.fromisoformat("2024-10-04T10:00:00+00:00")


def test_a_question_comes_before_the_right_rows(empty: Festival, tmp_path: Path) -> None:
    rows = [
        ["Title", "Date", "Time", "Cinema"],
        ["Flow", "4 Oct", "20:00", "Odeon 1"],
        ["FLOW!", "5 Oct", "20:00", "Odeon 1"],
    ]
    rows.append(["Jaws", "5 Oct", "late", "Odeon 2"])
    asked = right_rows(separated(",")(tmp_path / "a.csv", rows))

    assert asked.questions
    assert asked.result is None
    assert not Film.objects.exists()


def test_where_nothing_is_right_nothing_is_given_back(empty: Festival, tmp_path: Path) -> None:
    rows = [["Title", "Date", "Time", "Cinema"], ["Flow", "4 Oct", "late", "Odeon 1"]]
    result = right_rows(separated(",")(tmp_path / "a.csv", rows))

    assert (result.result, result.given_back) == (None, None)
    assert [str(problem) for problem in result.problems] == ['a.csv, A2: "late" is no time of day. Write 20:00.']


def test_a_right_file_comes_in_whole(empty: Festival, tmp_path: Path) -> None:
    rows = [["Title", "Date", "Time", "Cinema"], ["Flow", "4 Oct", "20:00", "Odeon 1"]]
    result = right_rows(separated(",")(tmp_path / "a.csv", rows))

    assert result.given_back is None
    assert timetable() == [("Flow", "Odeon, Hall 1", "2024-10-04 20:00", "")]


def test_several_tables_of_an_archive_come_back_as_one_workbook(empty: Festival, tmp_path: Path) -> None:
    rows = [["Title", "Time", "Cinema"], ["Flow", "20:00", "Odeon 1"], ["Jaws", "late", "Odeon 2"]]
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for day in ("Fri 4 Oct", "Sat 5 Oct"):
            text = io.StringIO(newline="")
            csv.writer(text).writerows(rows if day == "Fri 4 Oct" else rows[:2])
            archive.writestr(f"{day}.csv", text.getvalue())
    back = given_back(right_rows(tmp_path / "a.zip"))

    assert back.ending == ".xlsx"
    assert list(cells(saved(back, tmp_path))) == ["Fri 4 Oct"]
    brought(mended(saved(back, tmp_path), {"late": "22:00"}))
    assert ("Jaws", "Odeon, Hall 2", "2024-10-04 22:00", "") in timetable()


def test_a_schedule_in_json_comes_back_as_a_workbook_that_says_the_same(empty: Festival, tmp_path: Path) -> None:
    late = {**SECOND, "date": "2024-13-04T20:00:00+02:00"}
    days = [{"rooms": {"Odeon 2": [EVENT], "Odeon 1": [late]}}]
    (tmp_path / "a.json").write_text(json.dumps({"schedule": {"conference": {"title": "Harbour", "days": days}}}))
    back = given_back(right_rows(tmp_path / "a.json"))

    assert back.ending == ".xlsx"
    assert [row[0] for row in timetable()] == ["Flow"]
    again = brought(mended(saved(back, tmp_path), {"2024-13-04T20:00:00+02:00": "2024-10-05T20:00:00+02:00"}))
    assert again.result is not None, again.problems or again.questions
    assert timetable()[-1] == ("Bill", "Odeon, Hall 1", "2024-10-05 20:00", "2024-10-05 21:25")
    assert Film.objects.get(title="Bill").runtime is None
    assert str(Screening.objects.get(film__title="Bill").uid) == SECOND["guid"]


def test_a_spreadsheet_of_libreoffice_comes_back_as_a_workbook(empty: Festival, tmp_path: Path) -> None:
    rows = [
        ["Title", "Date", "Time", "Cinema"],
        ["Flow", "4 Oct", "20:00", "Odeon 1"],
        ["Jaws", "5 Oct", "late", "Odeon 2"],
    ]
    sheet_rows = ("".join(text(cell) for cell in row) for row in rows)
    back = given_back(right_rows(document(tmp_path / "a.ods", sheet("P", *sheet_rows))))

    assert back.ending == ".xlsx"
    assert [row[:4] for row in cells(saved(back, tmp_path))["P"]] == [rows[0], rows[2]]
