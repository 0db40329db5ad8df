"""Timetables as lines of text, pasted from a mail or a page."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from screenings.assistant.doubtful_cells import settled_entries
from screenings.assistant.known import KnownProgramme
from screenings.assistant.programme import DraftProgramme, ProgrammeReader
from screenings.assistant.questions import Answers
from screenings.assistant.reading import read_file
from screenings.assistant.shape import Shape, shape_sheets
from screenings.models import Screening
from tests.assistant.bring import brought, harbour, timetable
from tests.world import BERLIN

STRANGERS = "Fri 11 Oct, 19:30, Landmark 5: All of Us Strangers (105')"
FLOW = ("Flow", "odeon-hall-2", "2024-10-11T19:30")
SALT = ("Salt", "odeon-hall-1", "2024-10-12T20:00")
FORMS = {
    "commas": "Fri 11 Oct, 19:30, Odeon 2, Flow\nSat 12 Oct, 20:00, Odeon 1, Salt\n",
    "the hall before a colon": "Fri 11 Oct, 19:30, Odeon 2: Flow\nSat 12 Oct, 20:00, Odeon 1: Salt\n",
    "the hall in brackets": "Friday 11 October\n19:30 Flow (Odeon 2)\n\nSaturday 12 October\n20:00 Salt (Odeon 1)\n",
    "dashes": "Fri 11 Oct\n- 19:30 – Odeon 2 – Flow\n\nSat 12 Oct\n- 20:00 – Odeon 1 – Salt\n",
    "the title first": "Flow, Fri 11 Oct, 19:30, Odeon 2\nSalt, Sat 12 Oct, 20:00, Odeon 1\n",
    "a weekday apart": "Flow – Friday, 11 October 2024, 7.30 pm, Odeon 2\nSalt – Saturday, 12 October, 8 pm, Odeon 1\n",
    "at": "* Fri 11 Oct 19:30 Flow @ Odeon 2\n* Sat 12 Oct 20:00 Salt @ Odeon 1\n",
    "words between": "> Fri 11 Oct at 19:30 in Odeon 2: Flow\n> Sat 12 Oct at 20:00 in Odeon 1: Salt\n",
    "quotation marks": '"Flow" - Fri 11 Oct 19:30 - Odeon 2\n"Salt" - Sat 12 Oct 20:00 - Odeon 1\n',
    "another language": "Fr 11.10., 19:30 Uhr, Odeon 2: Flow\nSa 12.10., 20:00 Uhr, Odeon 1: Salt\n",
    "a list that is numbered": "1. Fri 11 Oct, 19:30, Odeon 2: Flow\n2. Sat 12 Oct, 20:00, Odeon 1: Salt\n",
    "tables of text": "Fri 11 Oct | 19:30 | Odeon 2 | Flow\nSat 12 Oct | 20:00 | Odeon 1 | Salt\n",
}


def read(at: Path, text: str, answers: Mapping[str, str] | None = None) -> tuple[DraftProgramme, Answers]:
    """For a festival from 3 to 13 October 2024."""
    (at / "mail.txt").write_text(text, encoding="utf-8")
    sheets, given = shape_sheets(read_file(at / "mail.txt"), {}, {}), Answers(answers or {})
    assert [sheet.shape for sheet in sheets] == [Shape.LINES]
    known = KnownProgramme(BERLIN, date(2024, 10, 3), date(2024, 10, 13))
    return ProgrammeReader(settled_entries(sheets, given, []), known, given).read(), given


def shown(draft: DraftProgramme) -> list[tuple[str, str, str]]:
    return [(draft.films[row.film].cells["title"], row.hall, row.start) for row in draft.screenings]


@pytest.mark.parametrize("form", FORMS)
def test_a_screening_a_line_is_read_however_it_is_written(form: str, tmp_path: Path) -> None:
    draft, given = read(tmp_path, FORMS[form])

    assert (list(given.open), draft.problems) == ([], ())
    assert shown(draft) == [FLOW, SALT]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("(105')", "105"),
        ("(105 min)", "105"),
        (", 105 min.", "105"),
        ("(1h45)", "105"),
        ("(1 h 45 min)", "105"),
        ("", None),
    ],
)
def test_the_length_is_read_wherever_it_stands(written: str, minutes: str | None, tmp_path: Path) -> None:
    draft, _given = read(
        tmp_path, f"Fri 11 Oct, 19:30, Odeon 2: Flow {written}\nSat 12 Oct, 20:00, Odeon 1: Salt (90')\n"
    )

    assert shown(draft) == [FLOW, SALT]
    assert draft.films["flow"].cells.get("runtime") == minutes


def test_a_title_keeps_its_own_colons_commas_and_dashes(tmp_path: Path) -> None:
    titles = ("Mission: Impossible", "Salt, Fat and Heat", "Night – and Day", "Ocean's 11", "2046")
    lines = [f"Fri 11 Oct, {hour}:00, Odeon {1 + hour % 2}: {title}" for hour, title in enumerate(titles, 14)]

    assert [title for title, _hall, _start in shown(read(tmp_path, "\n".join(lines))[0])] == list(titles)


def test_an_end_may_stand_behind_the_start(tmp_path: Path) -> None:
    draft, _given = read(tmp_path, "Fri 11 Oct\n19:30–21:00 Odeon 2 – Flow\n22:00–23:30 Odeon 1 – Salt\n")

    assert [(row.start, row.cells["end"]) for row in draft.screenings] == [
        ("2024-10-11T19:30", "2024-10-11T21:00"), ("2024-10-11T22:00", "2024-10-11T23:30"),
    ]  # fmt: skip


def test_a_hall_above_its_lines_is_asked_and_a_greeting_is_left_out(tmp_path: Path) -> None:
    text = "Dear all,\n\nthis is what we have so far, please look at it once more.\n\nOdeon 2:\nFri 11 Oct 19:30 Flow\n"
    text += "\nOdeon 1:\nSat 12 Oct 20:00 Salt\n\nBest, Anna\n"
    assert list(read(tmp_path, text)[1].open) == ["above"]

    draft, given = read(tmp_path, text, {"above": "hall"})
    assert (list(given.open), shown(draft)) == ([], [FLOW, SALT])


@pytest.mark.django_db
def test_what_is_pasted_comes_in_and_what_is_wrong_comes_back_as_a_list(tmp_path: Path) -> None:
    harbour()
    (tmp_path / "pasted text.txt").write_text(f"{STRANGERS}\nFri 31 Sep, 21:45, Landmark 2: Flow (85')\n")
    first = brought(tmp_path / "pasted text.txt", right_rows=True)

    assert timetable() == [("All of Us Strangers", "Landmark, Hall 5", "2024-10-11 19:30", "2024-10-11 21:15")]
    assert first.given_back is not None
    mended = first.given_back.file().decode("utf-8-sig").replace("Fri 31 Sep", "Sat 12 Oct")
    (tmp_path / "mended.txt").write_text(mended)
    brought(tmp_path / "mended.txt")
    assert [row[:3] for row in timetable()][1:] == [("Flow", "Landmark, Hall 2", "2024-10-12 21:45")]
    assert Screening.objects.count() == 2


def test_a_table_of_text_is_no_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Fri 4 Oct,18:00,Flow,Odeon 1\nFri 4 Oct,20:00,Salt,Odeon 1\n")

    assert [sheet.shape for sheet in shape_sheets(read_file(tmp_path / "a.csv"), {}, {})] == [Shape.LIST]


@pytest.mark.parametrize(
    ("answer", "shown_as"),
    [
        ("last", [("Weekend (1967)", "vidiots"), ("Salt", "rex")]),
        ("first", [("Vidiots", "weekend-1967"), ("Rex", "salt")]),
        ("neither", [("Weekend (1967), Vidiots", ""), ("Salt, Rex", "")]),
    ],
)
def test_which_part_of_a_line_is_the_hall_is_asked_where_nothing_says_so(
    answer: str, shown_as: list[tuple[str, str]], tmp_path: Path
) -> None:
    text = "Fri 11 Oct\n19:30 Weekend (1967), Vidiots\n21:30 Salt, Rex\n"
    assert "line-halls" in read(tmp_path, text)[1].open

    draft, given = read(tmp_path, text, {"line-halls": answer, "remark:1967": "title"})
    assert list(given.open) == []
    assert [(title, hall) for title, hall, _start in shown(draft)] == shown_as


def test_a_hall_that_comes_again_or_is_called_so_is_not_asked_about(tmp_path: Path) -> None:
    for text in (
        "Fri 11 Oct\n17:00 Mud, Rex\n19:30 Flow, Rex\n21:30 Salt, Rex\n",
        "Fri 11 Oct\n19:30 Flow, Great Hall\n21:30 Salt, Odeon 2\n",
    ):
        assert list(read(tmp_path, text)[1].open) == []
