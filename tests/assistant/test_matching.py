"""Which screening of the festival a row is: never doubled, never taken for another."""

from pathlib import Path

import pytest

from screenings.models import Film, Screening
from tests import world
from tests.assistant.bring import brought, harbour, said, timetable, workbook

pytestmark = pytest.mark.django_db
HEADER = ["Title", "Date", "Time", "Cinema"]


def book(at: Path, *rows: list[object], header: list[str] = HEADER) -> Path:
    return workbook(at, S=[header, *rows])


def uids() -> dict[str, object]:
    return {str(row.uid): (row.film.title, row.starts_at) for row in Screening.objects.all()}


def test_rows_without_ids_find_what_somebody_made_by_hand(tmp_path: Path) -> None:
    of = harbour()
    world.screening(world.film(of, "Flow"), world.hall(of, "Hall 1"), "2024-10-04 20:00")
    before = uids()
    result = brought(book(tmp_path / "a.xlsx", ["FLOW", "4 Oct", "20:00", "odeon – saal 1"]), {"film:flow": "one"})

    assert said(result) == ["written"]
    assert uids() == before


def test_one_row_and_one_screening_of_a_film_that_are_left_are_a_move(tmp_path: Path) -> None:
    of = harbour()
    flow = world.film(of, "Flow")
    world.screening(flow, world.hall(of, "Hall 1"), "2024-10-04 20:00")
    moved = world.screening(flow, world.hall(of, "Hall 2"), "2024-10-05 20:00")
    rows = (["Flow", "4 Oct", "20:00", "Odeon 1"], ["Flow", "7 Oct", "16:00", "Odeon 1"])

    assert said(brought(book(tmp_path / "a.xlsx", *rows))) == ["written"]
    assert Screening.objects.count() == 2
    moved.refresh_from_db()
    assert timetable()[1][:3] == ("Flow", "Odeon, Hall 1", "2024-10-07 16:00")


def test_of_several_that_are_left_it_is_asked_which_is_which(tmp_path: Path) -> None:
    of = harbour()
    flow = world.film(of, "Flow")
    first = world.screening(flow, world.hall(of, "Hall 1"), "2024-10-04 20:00", ref="a")
    world.screening(flow, world.hall(of, "Hall 1"), "2024-10-05 20:00", ref="b")
    path = book(tmp_path / "a.xlsx", ["Flow", "9 Oct", "16:00", "Odeon 2"], ["Flow", "10 Oct", "17:00", "Odeon 2"])
    asked = brought(path)
    assert [question.text for question in asked.questions] == [
        '"Flow" on 2024-10-09 at 16:00: which screening is that here?',
        '"Flow" on 2024-10-10 at 17:00: which screening is that here?',
    ]

    answers = {asked.questions[0].key: "a", asked.questions[1].key: "new"}
    assert said(brought(path, answers)) == ["written"]
    first.refresh_from_db()
    assert (Screening.objects.count(), f"{first.starts_at:%d}") == (3, "09")


def test_codes_that_were_filled_down_anew_are_noticed(tmp_path: Path) -> None:
    harbour()
    header = ["Code", *HEADER]
    brought(
        book(
            tmp_path / "a.xlsx",
            ["084", "Flow", "4 Oct", "20:00", "Odeon 1"],
            ["085", "Bill", "4 Oct", "22:00", "Odeon 1"],
            header=header,
        )
    )
    before = uids()
    path = book(tmp_path / "b.xlsx", ["084", "Bill", "4 Oct", "22:00", "Odeon 1"], header=header)

    assert [question.key for question in brought(path).questions] == ["numbered-anew"]
    brought(path, {"numbered-anew": "yes"})
    assert uids() == before


def test_a_title_one_letter_off_is_asked_and_one_with_another_number_is_another_film(tmp_path: Path) -> None:
    of = harbour()
    world.film(of, "The Long Goodbye")
    world.film(of, "Short Films 1")
    rows = (["The Long Godbye", "4 Oct", "20:00", "Odeon"], ["Short Films 2", "5 Oct", "20:00", "Odeon"])
    path = book(tmp_path / "a.xlsx", *rows)
    asked = brought(path)

    assert [question.text for question in asked.questions] == [
        '"The Long Godbye" is much like "The Long Goodbye". Is it the same film?'
    ]
    assert said(brought(path, {asked.questions[0].key: "same"})) == ["written"]
    assert sorted(film.title for film in Film.objects.all()) == ["Short Films 1", "Short Films 2", "The Long Goodbye"]


def test_what_the_file_leaves_empty_stays_as_colleagues_made_it(tmp_path: Path) -> None:
    harbour()
    header = [*HEADER, "Length", "Director"]
    rows = (["Flow", "4 Oct", "20:00", "Odeon 1", "", ""], ["Bill", "4 Oct", "22:00", "Odeon 1", 90, "A. One"])
    path = book(tmp_path / "a.xlsx", *rows, header=header)
    brought(path)
    Film.objects.filter(title="Flow").update(runtime=85)
    again = brought(path)

    assert again.result
    assert again.result.diff.is_empty
    assert Film.objects.get(title="Flow").runtime == 85


def test_a_day_that_lost_its_format_is_read_as_the_day_it_counts(tmp_path: Path) -> None:
    harbour()

    assert said(brought(book(tmp_path / "a.xlsx", ["Flow", 45569, 0.8333, "Odeon 1"]))) == ["written"]
    assert timetable()[0][2] == "2024-10-04 20:00"


def test_a_list_of_tickets_finds_its_screenings(tmp_path: Path) -> None:
    of = harbour()
    row = world.screening(world.film(of, "Flow"), world.hall(of, "Hall 1"), "2024-10-04 20:00")
    header = [*HEADER, "Ticket link", "Sold out"]
    brought(
        book(tmp_path / "a.xlsx", ["Flow", "4 Oct", "20:00", "Odeon 1", "https://t.example/1", "yes"], header=header)
    )

    row.refresh_from_db()
    assert (row.ticket_url, row.sold_out) == ("https://t.example/1", True)


def test_a_row_without_a_hall_leaves_its_screening_in_the_hall_where_it_is(tmp_path: Path) -> None:
    of = harbour()
    flow = world.film(of, "Flow")
    world.screening(flow, world.hall(of, "Hall 1"), "2024-10-04 20:00")
    world.screening(flow, world.hall(of, "Hall 2"), "2024-10-05 20:00")

    assert said(brought(book(tmp_path / "a.xlsx", ["Flow", "4 Oct", "20:00", ""], ["Flow", "6 Oct", "18:00", ""]))) == [
        "written"
    ]
    assert [row[:3] for row in timetable()] == [
        ("Flow", "Odeon, Hall 1", "2024-10-04 20:00"), ("Flow", "Odeon, Hall 2", "2024-10-06 18:00"),
    ]  # fmt: skip


def test_a_new_screening_without_a_hall_waits_with_its_time_and_length(tmp_path: Path) -> None:
    harbour()
    path = book(tmp_path / "a.xlsx", ["Flow", "4 Oct", "20:00-21:25", ""], ["Flow", "6 Oct", "18:00", ""])
    result = brought(path)

    assert said(result) == ["written"]
    assert str(result.remarks[0]).startswith("sheet S, A2: no hall is named")
    assert waiting() == [("4 Oct, 20:00-21:25", 85), ("6 Oct, 18:00", None)]
    brought(path)
    assert len(waiting()) == 2


def test_screenings_that_are_not_decided_yet_are_as_many_as_the_rows_and_keep_what_is_noted(tmp_path: Path) -> None:
    harbour()
    rows = (["Flow", "4 Oct", "20:00", "tbc"], ["Flow", "5 Oct", "tbc", "Odeon 1"], ["Flow", "tbc"], ["Flow", "tbc"])
    path = book(tmp_path / "a.xlsx", *rows)
    brought(path)
    assert waiting() == [("", None), ("", None), ("20:00, 4 Oct", None), ("5 Oct, Odeon 1", None)]

    Screening.objects.filter(notes="").update(notes="ask Anna")
    Screening.objects.filter(notes="20:00, 4 Oct").update(notes="20:00, 4 Oct; Anna agrees")
    assert said(brought(path, {"screening:flow": "new"})) == ["written"]
    assert [notes for notes, _length in waiting()] == [
        "20:00, 4 Oct; Anna agrees", "5 Oct, Odeon 1", "ask Anna", "ask Anna",
    ]  # fmt: skip


def waiting() -> list[tuple[str, int | None]]:
    """The notes of all screenings without a place, and their lengths."""
    return sorted(Screening.objects.filter(starts_at=None).values_list("notes", "stated_length"), key=str)
