"""Grids of halls, days, times and counted slots, whichever stands at which edge."""

from datetime import date
from pathlib import Path

import pytest

from screenings.importing.sheets import MergedRange
from screenings.models import Screening
from tests.assistant.bring import Rows, brought, drafted, harbour, said, timetable, workbook

pytestmark = pytest.mark.django_db
WANTED = [
    ("Flow", "Odeon, Hall 1", "2024-10-04 18:00"),
    ("Bill", "Odeon, Hall 2", "2024-10-04 18:00"),
    ("Night", "Odeon, Hall 1", "2024-10-04 20:30"),
]
GRIDS: dict[str, dict[str, Rows]] = {
    "times by halls, the day in the sheet's name": {
        "Friday 4 October": [["Time", "Odeon 1", "Odeon 2"], ["18:00", "Flow", "Bill"], ["20:30", "Night", None]]
    },
    "halls by times": {"4.10.": [["", "18:00", "20:30"], ["Odeon 1", "Flow", "Night"], ["Odeon 2", "Bill", None]]},
    "days by halls": {"S": [["", "Odeon 1", "Odeon 2"], ["Fri 4 Oct", "18:00 Flow\n20:30 Night", "18:00 Bill"]]},
    "halls by days": {"S": [["", "Fri 4 Oct"], ["Odeon 1", "Flow\n18:00\nNight\n20:30"], ["Odeon 2", "18:00\nBill"]]},
    "halls by slots under days": {
        "S": [
            ["", "Fri 4 Oct", None, "Sat 5 Oct"],
            ["Hall", "18:00", "20:30", "18:00"],
            ["Odeon 1", "Flow", "Night", None],
            ["Odeon 2", "Bill", None, None],
        ]
    },
    "slots by halls below days": {
        "S": [["Fri 4 Oct"], ["", "Odeon 1", "Odeon 2"], ["18:00 - 20:00", "Flow", "Bill"], ["20:30", "Night", ""]]
    },
    "counted slots in another language": {
        "10.4 (금)": [
            ["극장", "1회", "2회"],
            ["Odeon 1", "Flow\n18:00", "Night\n20:30"],
            ["Odeon 2", "Bill\n18:00", None],
        ]
    },
}


@pytest.mark.parametrize("name", GRIDS)
def test_a_grid_says_the_same_whatever_stands_at_its_edges(name: str, tmp_path: Path) -> None:
    harbour()

    assert said(brought(workbook(tmp_path / "a.xlsx", **GRIDS[name]))) == ["written"]
    assert sorted(row[:3] for row in timetable()) == sorted(WANTED)


def test_the_day_may_stand_in_the_files_name_alone(tmp_path: Path) -> None:
    harbour()
    (tmp_path / "timetable_2024-10-04.csv").write_text('Hall,1st,2nd\nOdeon 2,"Flow\n20:00","Bill\n22:00"\n')

    assert said(brought(tmp_path / "timetable_2024-10-04.csv")) == ["written"]
    assert [row[2] for row in timetable()] == ["2024-10-04 20:00", "2024-10-04 22:00"]


def test_a_grid_that_says_no_day_anywhere_is_asked_once(tmp_path: Path) -> None:
    harbour()
    (tmp_path / "timetable.csv").write_text('Hall,1st,2nd\nOdeon 2,"Flow\n20:00","Bill\n22:00"\n')
    asked = brought(tmp_path / "timetable.csv")

    assert [question.key for question in asked.questions] == ["day:timetable-csv"]
    assert said(brought(tmp_path / "timetable.csv", {"day:timetable-csv": "2024-10-05"})) == ["written"]
    assert [row[2] for row in timetable()] == ["2024-10-05 20:00", "2024-10-05 22:00"]


def test_a_time_after_the_evening_of_its_hall_is_the_night_after(tmp_path: Path) -> None:
    harbour()
    rows = [["Theatre", "1st", "2nd"], ["Odeon 2", "Flow\n22:00", "Late\n00:30"]]
    brought(workbook(tmp_path / "a.xlsx", **{"10.4 Fri": rows}))

    assert [row[2] for row in timetable()] == ["2024-10-04 22:00", "2024-10-05 00:30"]


def test_a_time_after_midnight_that_nothing_explains_is_asked(tmp_path: Path) -> None:
    harbour()
    rows = [["Title", "Date", "Time", "Room"], ["Late", "5 Oct", "00:30", "Odeon"], ["Flow", "5 Oct", "20:00", "Odeon"]]
    book = workbook(tmp_path / "a.xlsx", S=rows)

    assert [question.key for question in brought(book).questions] == ["after-midnight"]
    brought(book, {"after-midnight": "calendar"})
    assert [row[2] for row in timetable()] == ["2024-10-05 00:30", "2024-10-05 20:00"]


def test_an_hour_that_comes_twice_is_asked(tmp_path: Path) -> None:
    harbour(starts_on=date(2024, 10, 20), ends_on=date(2024, 10, 30))
    rows = [["Title", "Start", "Room"], ["Late", "2024-10-27 02:30", "Odeon"]]
    book = workbook(tmp_path / "a.xlsx", S=rows)
    asked = brought(book)

    assert [choice.value for choice in asked.questions[0].choices] == ["first", "second", "each"]
    key = asked.questions[0].key
    for answer, hour in (("first", 0), ("second", 1)):
        brought(book, {key: answer})
        start = Screening.objects.get().starts_at
        assert start is not None
        assert start.hour == hour


def test_a_night_with_an_hour_twice_is_asked_once_for_all_its_starts_or_each_alone() -> None:
    rows = [["Title", "Date", "Time", "Cinema"], ["Late", "27.10.2024", "02:10", "Odeon 1"],
            ["Later", "27.10.2024", "02:40", "Odeon 2"], ["Last", "27.10.2024", "03:15", "Odeon 1"]]  # fmt: skip
    night = {"after-midnight": "calendar"}

    assert drafted(rows, night).asked == [
        "In the night to Sun 27 Oct the clock is set back, and a time such as 02:10 comes twice. Which is meant?"
    ]
    for answer, offset in (("first", "+02:00"), ("second", "+01:00")):
        read = drafted(rows, {**night, "hour:2024-10-27": answer})
        assert [row[2] for row in read.timetable] == [
            f"2024-10-27T02:10{offset}", f"2024-10-27T02:40{offset}", "2024-10-27T03:15",
        ]  # fmt: skip

    each = {**night, "hour:2024-10-27": "each"}
    assert drafted(rows, each).asked == [
        "02:10 on Sun 27 Oct comes twice. Which is meant?", "02:40 on Sun 27 Oct comes twice. Which is meant?",
    ]  # fmt: skip
    read = drafted(rows, {**each, "hour:2024-10-27T02:10": "first", "hour:2024-10-27T02:40": "second"})
    assert [row[2] for row in read.timetable][:2] == ["2024-10-27T02:10+02:00", "2024-10-27T02:40+01:00"]


def test_a_planners_workbook_is_read_once_by_its_codes_and_its_views_count_once(tmp_path: Path) -> None:
    harbour()
    view = [["Day", "Time", "Room", "Title"], ["Fri 4 Oct", "18:00", "Odeon 1", "Flow"]]
    sheets: dict[str, Rows] = {
        "Slots": [["Day", "Start", "End", "Type"], ["Fri 4 Oct", "18:00", "20:00", "film"]],
        "Rooms": [["", "Fri 4 Oct"], ["Room", "18:00"], ["Odeon 1", "T1"]],
        "Talks": [["Code", "Title", "Type", "Speakers"], ["T1", "Flow", "film", "Ann, Bo"]],
        "By day": view,
        "By room": [list(reversed(row)) for row in view],
    }
    result = brought(workbook(tmp_path / "a.xlsx", **sheets))

    assert said(result) == ["written"]
    assert [row[:3] for row in timetable()] == [("Flow", "Odeon, Hall 1", "2024-10-04 18:00")]


def test_merged_cells_are_one_screening_which_lasts_until_the_time_after_them() -> None:
    rows = [["", "Odeon 1", "Odeon 2"], ["18:00", "Flow"], ["18:30", "", "Sea"], ["19:00"], ["19:30", "Salt"]]
    read = drafted(rows, name="Fri 4 Oct", merged=[MergedRange(2, 1, 4, 1), MergedRange(3, 2, 4, 2)])

    assert read.timetable == [
        ("Flow", "odeon-hall-1", "2024-10-04T18:00", "2024-10-04T19:30"),
        ("Sea", "odeon-hall-2", "2024-10-04T18:30", "2024-10-04T19:30"),
        ("Salt", "odeon-hall-1", "2024-10-04T19:30", ""),
    ]
