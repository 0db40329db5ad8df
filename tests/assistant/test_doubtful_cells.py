"""What may mean something else than it seems is settled or asked: undecided, cancelled, totals, notes, foreign ids."""

import pytest

from tests.assistant.bring import drafted

HEADER = ["Title", "Date", "Time", "Cinema"]
FLOW = ["Flow", "4.10.", "20:00", "Odeon 1"]


@pytest.mark.parametrize("row", [["Salt", "5.10.", "TBC", "Odeon 1"], ["Salt", "n.n."], ["Salt", "?", "?", "?"]])
def test_a_screening_of_which_nobody_knows_yet_when_it_is_has_no_place_and_is_said(row: list[str]) -> None:
    read = drafted([HEADER, FLOW, row])

    assert read.timetable[1] == ("Salt", "", "", "")
    assert len(read.remarks) == 1
    assert "not decided yet" in read.remarks[0]


def test_a_hall_that_is_to_be_announced_is_no_hall_of_that_name_and_what_is_known_is_noted() -> None:
    read = drafted([HEADER, ["Salt", "5.10.", "18:00", "TBA"]])

    assert read.timetable == [("Salt", "", "", "")]
    assert read.cells[0]["notes"] == "18:00, 5.10."


@pytest.mark.parametrize("text", ["Cancelled", "CANCELLED!", "abgesagt", "Geannuleerd", "annulé"])
def test_a_status_of_any_spelling_cancels(text: str) -> None:
    assert drafted([[*HEADER, "Status"], [*FLOW, text]]).cells[0]["status"] == "cancelled"


def test_a_status_that_nobody_knows_is_asked_and_never_taken_for_planned() -> None:
    rows = [[*HEADER, "Status"], [*FLOW, "postponed"]]
    asked = drafted(rows).asked

    assert asked == ['"postponed" stands as a status. What does it say of a screening?']
    assert drafted(rows, {"status:postponed": "cancelled"}).cells[0]["status"] == "cancelled"
    assert "status" not in drafted(rows, {"status:postponed": "-"}).cells[0]


def test_notes_that_say_it_is_cancelled_are_asked() -> None:
    rows = [[*HEADER, "Remarks"], [*FLOW, "CANCELLED"]]

    assert drafted(rows).asked == ['The notes say "CANCELLED". Is the screening cancelled?']
    assert drafted(rows, {"cancelled-in-notes": "yes"}).cells[0]["status"] == "cancelled"


@pytest.mark.parametrize("title", ["Flow - CANCELLED", "CANCELLED: Flow", "Flow (abgesagt)", "*Cancelled* – Flow"])
def test_a_title_that_says_it_is_cancelled_is_asked(title: str) -> None:
    rows = [HEADER, [title, *FLOW[1:]]]
    key = "remark:abgesagt" if "abgesagt" in title else "remark:cancelled"
    read = drafted(rows, {key: "means"})

    assert len(drafted(rows).asked) == 1
    assert read.films == ["Flow"]
    assert read.cells[0]["status"] == "cancelled"


@pytest.mark.parametrize("title", ["Cancelled Flights", "M*A*S*H", "8½", "The Great Cancellation"])
def test_a_title_that_only_looks_like_it_is_not_asked(title: str) -> None:
    read = drafted([HEADER, [title, *FLOW[1:]]])

    assert (read.asked, read.films) == ([], [title])


def test_totals_and_footnotes_are_no_films_in_silence() -> None:
    rows = [
        [*HEADER, "Length"], ["Flow*", *FLOW[1:], "85"], ["Salt", "5.10.", "20:00", "Odeon 1", "90"],
        ["Total", "", "", "", "175"], ["* with English subtitles"],
    ]  # fmt: skip
    read = drafted(rows)
    assert read.asked == [
        'There is no day beside "Total", "* with English subtitles" (2). What are these?',
        '"*" stands beside a title, as in "Flow*". What does it say?',
    ]
    assert drafted(rows, {"undated:p": "notes", "remark:remark": "means"}).films == ["Flow", "Salt"]
    assert "Total" in drafted(rows, {"undated:p": "films", "remark:remark": "means"}).films


def test_a_film_with_its_screenings_in_the_rows_below_is_not_asked() -> None:
    rows = [HEADER, ["Flow", "", "", ""], ["", "4.10.", "20:00", "Odeon 1"], ["", "5.10.", "18:00", "Odeon 1"]]
    read = drafted(rows)

    assert read.asked == []
    assert [row[2] for row in read.timetable] == ["2024-10-04T20:00", "2024-10-05T18:00"]


def test_another_programs_id_is_a_code() -> None:
    rows = [[*HEADER, "guid"], [*FLOW, "ev-17"]]

    assert (drafted(rows).asked, drafted(rows).wrong, drafted(rows).films) == ([], [], ["Flow"])


def test_an_audience_that_nobody_knows_is_asked_and_never_the_public() -> None:
    rows = [[*HEADER, "Audience"], [*FLOW, "jury only"], ["Salt", "4.10.", "22:00", "Odeon 1", "Press & Industry"]]

    assert drafted(rows).asked == ['"jury only" stands as the audience. Who may come?']
    assert [row["audience"] for row in drafted(rows, {"audience:jury-only": "private"}).cells] == ["private", "press"]
