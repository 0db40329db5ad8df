"""Whatever stands in a table, it is read, asked about or refused: nothing else happens."""

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from screenings.assistant.known import KnownProgramme
from screenings.assistant.programme import ProgrammeReader
from screenings.assistant.questions import Answers
from screenings.assistant.reading import read_file
from screenings.assistant.shape import shape_sheets
from screenings.assistant.source_tables import source_with_places
from screenings.importing.parse import parse_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.records import ParseContext, ParsedProgramme
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from tests.assistant.bring import Rows, drafted

BERLIN = ZoneInfo("Europe/Berlin")
STARTS, ENDS = date(2026, 10, 20), date(2026, 10, 31)
KNOWN = KnownProgramme(
    BERLIN,
    STARTS,
    ENDS,
    films={"f1": FilmRow(id="f1", title="Flow", original_title="Straume")},
    halls={"h1": HallRow(id="h1", venue="Odeon", hall="Hall 1")},
    screenings={"s1": ScreeningRow(id="s1", film="f1"), "s2": ScreeningRow(id="s2", film="f1")},
)
CONTEXT = ParseContext(
    BERLIN, STARTS, ENDS, film_parts={"f1": ()}, hall_zones={"h1": None}, venue_zones={"odeon": None}
)
TITLES = (
    "Flow", "FLOW", "Flow (OmU)", "Flow (35mm)", "Bill + Q&A", "B\u0131ll", "The Long Goodbye",
    "The Long Godbye", "2046", "=1",
    "'=1", "f1", "\U0001f3ac", "\u200b", "084\nFlow\n20:00-21:25\n\u2192 ", "\u2192 ",
)  # fmt: skip
DAYS = (
    "4.10.", "25 Oct", "Sun 25 Oct", "Fri 25 Oct", "25/10/26", "10/11/26", "30.2.", "24.10.2026", date(2026,
    10, 24), 46319,
    "2026-10-25T02:30", "2026-10-25T02:30:00+05:00", "2026-10-26 20:00+01:00", "soon",
)  # fmt: skip
TIMES = ("20:00", "20.00", "8pm", "24:30", "02:30", "00:30", 0.8333, time(20, 15), "20:00-21:25", "23:10-01:05", "late")
PLACES = ("Odeon 1", "Odoen 1", "Odeon \u2013 Hall 2", "Salle 2", "Pier", "h1", True, 3)
OTHERS = (
    "Varda, Agn\u00e8s", "A. One / B. Two and C", "France, Narnia", "fr", "Klingon", "1h45", "105'", "1.000",
    "01:45:00",
    "yes", "maybe", "s1", "private", "cancelled", "Fri 23 Oct 20:00 Odeon 2; 24 Oct 18:00 Pier", 7, -3, 1.5,
    False, None,
)  # fmt: skip
COLUMNS = {
    "Title": TITLES, "Date": DAYS, "Time": TIMES, "Cinema": PLACES, "Hall": PLACES, "Start": (*DAYS, *TIMES),
    "End": TIMES,
    **dict.fromkeys(
        ("Code", "uid", "Length", "Director", "Country", "Language", "Subtitles", "Screenings", "Year",
        "Section", "Q&A",
         "Format", "Audience", "Status", "Tickets", "Sold out", "Capacity", "1st", "Price", "Standby",
         "Availability"), OTHERS,
    ),
}  # fmt: skip
ANY = (*TITLES, *DAYS, *TIMES, *PLACES, *OTHERS)
HEADERS = st.lists(st.sampled_from(tuple(COLUMNS)), max_size=5).map(
    lambda more: list(dict.fromkeys(("Title", "Date", "Time", *more)))
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[object]]:
    """A header and rows that mostly hold what it says."""
    header = draw(HEADERS)
    rows: list[list[object]] = [list(header)]
    for _row in range(draw(st.integers(1, 8))):
        likely = [draw(st.sampled_from(COLUMNS[name])) for name in header]
        rows.append([draw(st.sampled_from(ANY)) if draw(st.integers(0, 11)) == 0 else cell for cell in likely])
    return rows


def saved(at: Path, title: str, rows: list[list[object]]) -> Path:
    """As texts where a spreadsheet would see a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(at)
    return at


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_any_table_is_read_asked_about_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    title = data.draw(st.sampled_from(("Programme", "10.24 Sat", "25 October")))
    sources = read_file(saved(tmp_path_factory.getbasetemp() / "any.xlsx", title, data.draw(tables())))
    given_answers: dict[str, str] = {}
    for _round in range(40):
        answers = Answers(given_answers)
        entries = [entry for each in shape_sheets(sources, {}, {}) for entry in each.entries.found]
        draft = ProgrammeReader(entries, KNOWN, answers).read()
        if not answers.open:
            break
        for question in answers.open.values():
            given_answers[question.key] = data.draw(st.sampled_from(question.choices)).value
    assert not answers.open, "a question that was answered is asked again"
    made = source_with_places(draft, KNOWN)
    try:
        parsed = parse_programme(made.source, CONTEXT)
    except ProgrammeRefused as refused:
        event("refused")
        unplaced = [problem for problem in map(made.at_source, refused.problems) if problem.line]
        parsed = ParsedProgramme()
    else:
        event(f"read, {'some' if parsed.screenings else 'no'} screenings")
        unplaced = []
    assert unplaced == [], "a problem that does not say its cell"
    assert len({row.id for row in parsed.screenings}) == len(parsed.screenings)
    assert len({row.id for row in parsed.films}) == len(parsed.films)


MONSTERS = {
    "one letter": "x" * 90_000,
    "spaces within": "x" + " " * 90_000 + "y",
    "brackets": "(" * 40_000,
    "square brackets": "[" * 90_000,
    "dashes": "x" + " - " * 30_000 + "y",
    "slashes": "1 / " * 20_000 + "2",
    "commas": "a, " * 30_000,
    "digits": "9" * 5_000,
    "numbers with points": "1." * 40_000,
    "times": "20:00 / " * 500,
    "words": "Hall 1 and " * 9_000,
    "a digit that is none": "²",
    "no number": "1e5000",
    "a last day": "9999-12-31",
    "a first day": "0001-01-01",
    "a moment at the end of time": "9999-12-31T23:59+00:00",
    "a moment at its beginning": "0001-01-01T00:00+14:00",
    "an impossible offset": "2024-10-04T20:00+99:99",
}


USUAL = {"Title": "Flow", "Date": "4.10.", "Time": "20:00", "Cinema": "Odeon 1", "Length": "85"}


@pytest.mark.parametrize("monster", MONSTERS)
def test_no_cell_and_no_heading_breaks_the_reading_or_keeps_it_for_minutes(monster: str) -> None:
    """A pattern that tries each part of such a text with each other never ends."""
    text = MONSTERS[monster]
    for column in (*USUAL, "Director", "Start", "Tickets", "Price"):
        row = {**USUAL, column: text}
        read = drafted([[*row], [*row.values()], [*USUAL.values()]])
        assert read.asked or read.wrong or read.films, column
    headed: Rows = [[*USUAL, text], [*USUAL.values(), "x"]]
    assert drafted(headed).films == ["Flow"]


def test_days_that_are_the_same_in_both_orders_are_read_outside_the_run_too() -> None:
    """4.4. and 11.11. leave nothing to be asked: the importer says that they lie outside."""
    header = ["Title", "Date", "Time", "Cinema"]
    read = drafted([header, ["Flow", "4.4.", "20:00", "Odeon 1"], ["Salt", "11.11.", "20:00", "Odeon 1"]])

    assert (read.asked, [row[2] for row in read.timetable]) == ([], ["2024-04-04T20:00", "2024-11-11T20:00"])
