"""A cell that names two halls."""

import pytest

from tests.assistant.bring import Rows, drafted

HEADER = ["Title", "Date", "Time", "Cinema"]
BOTH = [("odeon-hall-1", "2024-10-04T18:00"), ("odeon-hall-2", "2024-10-04T18:00")]


def rows(cinema: str, *others: str) -> Rows:
    shows = [["Flow", f"{day}.10.", "18:00", text] for day, text in enumerate((cinema, *others), 4)]
    return [HEADER, *shows]


@pytest.mark.parametrize(
    "text",
    ["Odeon 1 / Odeon 2", "Odeon 1/Odeon 2", "Odeon 1/2", "Odeon 1 & 2", "Odeon 1+2", "Odeon 1 and 2", "Odeon 1 or 2",
     "Odeon 1, Odeon 2", "Odeon 1\nOdeon 2", "Odeon 1; 2"],
)  # fmt: skip
def test_two_halls_in_a_cell_are_asked_and_may_be_a_screening_in_each(text: str) -> None:
    (asked,) = drafted(rows(text)).asked
    assert asked.endswith("names 2 halls. What does it say?")

    key = next(iter(drafted(rows(text)).open))
    read = drafted(rows(text), {key: "each"})
    assert (read.asked, [row[1:3] for row in read.timetable]) == ([], BOTH)


@pytest.mark.parametrize(
    ("answer", "halls", "start"),
    [("only-1", ["odeon-hall-1"], "2024-10-04T18:00"), ("only-2", ["odeon-hall-2"], "2024-10-04T18:00"),
     ("open", [""], "")],
)  # fmt: skip
def test_it_may_be_one_of_them_or_none_yet(answer: str, halls: list[str], start: str) -> None:
    read = drafted(rows("Odeon 1/2"), {"halls:odeon-1-2": answer})

    assert [row[1] for row in read.timetable] == halls
    assert [row[2] for row in read.timetable] == [start]
    if answer == "open":
        assert read.cells[0]["notes"] == "4.10., 18:00, Odeon 1/2"


@pytest.mark.parametrize(
    "text",
    ["Odeon / Hall 2", "Odeon, Hall 2, Quay 1", "Odeon – Hall 2", "Lux and Sons", "Odeon, Quay 1", "Roxy / Odeon"],
)
def test_a_cinema_and_its_hall_or_a_name_are_one(text: str) -> None:
    assert (drafted(rows(text)).asked, len(drafted(rows(text)).timetable)) == ([], 1)


def test_two_names_that_stand_alone_in_other_rows_are_two_halls() -> None:
    assert drafted(rows("Roxy / Odeon", "Roxy", "Odeon")).asked == ['"Roxy / Odeon" names 2 halls. What does it say?']


def test_a_cinema_beside_two_numbers_is_two_halls_of_it() -> None:
    table = [["Title", "Date", "Time", "Venue", "Hall"], ["Flow", "4.10.", "18:00", "Odeon", "1/2"]]

    assert [row[1:3] for row in drafted(table, {"halls:odeon-1-2": "each"}).timetable] == BOTH
