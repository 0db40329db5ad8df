"""Rows that are struck through or in a colour, with a legend and without one."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from screenings.assistant.doubtful_cells import settled_entries
from screenings.assistant.known import KnownProgramme
from screenings.assistant.marked_rows import legend_marks
from screenings.assistant.programme import DraftProgramme, ProgrammeReader
from screenings.assistant.questions import Answers
from screenings.assistant.reading import read_file
from screenings.assistant.shape import shape_sheets
from screenings.importing.problems import ImportProblem
from tests.importing.test_opendocument import document, sheet, text
from tests.world import BERLIN

ROWS = [
    ["Title", "Date", "Time", "Cinema"],
    ["Flow", "4.10.", "18:00", "Odeon 1"],
    ["Salt", "4.10.", "20:00", "Odeon 1"],
    ["Night", "5.10.", "20:00", "Odeon 1"],
]
STRUCK, RED, YELLOW = (
    Font(strike=True),
    PatternFill("solid", fgColor="FFFF0000"),
    PatternFill("solid", fgColor="FFFF00"),
)


def book(
    at: Path, looks: Mapping[int, Font | PatternFill], below: Sequence[tuple[str, PatternFill | None]] = ()
) -> Path:
    """The rows, those of these lines with that look, and legends below them."""
    made = Workbook()
    page = made.worksheets[0]
    for row in ROWS:
        page.append(row)
    for line, look in looks.items():
        for cell in page[line]:
            setattr(cell, "font" if isinstance(look, Font) else "fill", look)
    for line, (words, fill) in enumerate(below, len(ROWS) + 2):
        cell = page.cell(line, 1, words)
        if fill:
            cell.fill = fill
    made.save(at / "a.xlsx")
    return at / "a.xlsx"


def read(path: Path, answers: Mapping[str, str] | None = None) -> tuple[DraftProgramme, list[str], list[str]]:
    given, remarks = Answers(answers or {}), list[ImportProblem]()
    entries = settled_entries(shape_sheets(read_file(path), {}, {}), given, remarks)
    known = KnownProgramme(BERLIN, date(2024, 10, 3), date(2024, 10, 13))
    draft = ProgrammeReader(entries, known, given).read()
    return draft, [question.text for question in given.open.values()], [remark.message for remark in remarks]


def states(draft: DraftProgramme) -> dict[str, str]:
    return {draft.films[row.film].cells["title"]: row.cells.get("status", "") for row in draft.screenings}


def test_struck_through_rows_are_asked_and_may_be_cancelled_or_left_out(tmp_path: Path) -> None:
    path = book(tmp_path, {3: STRUCK})
    assert read(path)[1] == ['Rows are struck through (1), as "Salt" is. What does that say of them?']

    assert states(read(path, {"look:struck": "cancelled"})[0]) == {"Flow": "", "Salt": "cancelled", "Night": ""}
    assert states(read(path, {"look:struck": "left-out"})[0]) == {"Flow": "", "Night": ""}
    assert states(read(path, {"look:struck": "nothing"})[0]) == {"Flow": "", "Salt": "", "Night": ""}


def test_red_rows_are_asked_with_the_legend_that_explains_them(tmp_path: Path) -> None:
    path = book(tmp_path, {2: RED, 4: RED}, [("red = cancelled", None)])
    draft, asked, _remarks = read(path)
    assert asked == [
        'Rows are red (2), as "Flow" is, and sheet Sheet, A6 says "red = cancelled". What does that say of them?'
    ]
    assert [film.cells["title"] for film in draft.films.values()] == ["Flow", "Salt", "Night"]

    assert states(read(path, {"look:red": "cancelled"})[0]) == {"Flow": "cancelled", "Salt": "", "Night": "cancelled"}


def test_red_rows_are_asked_about_without_a_legend_and_other_colours_are_remarked_upon(tmp_path: Path) -> None:
    _draft, asked, remarks = read(book(tmp_path, {2: RED, 3: YELLOW}))

    assert asked == ['Rows are red (1), as "Flow" is. What does that say of them?']
    assert remarks == ["colours of rows say nothing here, as no legend explains them: yellow (1)."]


@pytest.mark.parametrize(
    ("legend", "columns"),
    [("yellow = press screening", {"audience": "press"}), ("Gelb: ausverkauft", {"sold_out": "yes"}),
     ("yellow rows = private", {"audience": "private"}), ("yellow – with Q&A", {"qa": "20"})],
)  # fmt: skip
def test_a_legend_may_explain_any_colour(legend: str, columns: dict[str, str], tmp_path: Path) -> None:
    path = book(tmp_path, {3: YELLOW}, [(legend, None)])
    assert len(read(path)[1]) == 1

    draft = read(path, {"look:yellow": "legend"})[0]
    assert [columns.items() <= row.cells.items() for row in draft.screenings] == [False, True, False]


def test_a_lone_cell_in_the_colour_is_a_legend_too(tmp_path: Path) -> None:
    path = book(tmp_path, {3: YELLOW}, [("cancelled", YELLOW)])
    answers = {"look:yellow": "cancelled", "undated:sheet": "notes"}

    assert states(read(path, answers)[0]) == {"Flow": "", "Salt": "cancelled", "Night": ""}


def test_a_colour_that_every_row_has_says_nothing(tmp_path: Path) -> None:
    assert read(book(tmp_path, {2: RED, 3: RED, 4: RED}))[1:] == ([], [])


def test_a_text_that_is_struck_within_its_cell_counts_where_all_of_it_is(tmp_path: Path) -> None:
    made = Workbook(write_only=False)
    page = made.worksheets[0]
    for row in ROWS:
        page.append(row)
    struck = InlineFont(strike=True)
    page["A2"] = CellRichText(TextBlock(struck, "Fl"), TextBlock(struck, "ow"))
    page["A3"] = CellRichText(TextBlock(struck, "Sa"), TextBlock(InlineFont(b=True), "lt"))
    made.save(tmp_path / "a.xlsx")

    assert read(tmp_path / "a.xlsx")[1] == ['Rows are struck through (1), as "Flow" is. What does that say of them?']


def test_a_time_that_is_struck_beside_the_new_one_is_left_out_and_said(tmp_path: Path) -> None:
    made = Workbook()
    page = made.worksheets[0]
    for row in ROWS:
        page.append(row)
    page["C3"] = CellRichText(TextBlock(InlineFont(strike=True), "20:00"), " 21:30")
    made.save(tmp_path / "a.xlsx")

    (sheet,) = read_file(tmp_path / "a.xlsx")
    assert [cell.text for _line, cells in sheet.rows() for cell in cells if cell.place.endswith("C3")] == ["21:30"]
    assert [str(remark) for remark in sheet.sheet.remarks()] == [
        'sheet Sheet, line 3: "20:00" in C3 is struck through, and is left out.'
    ]
    assert read(tmp_path / "a.xlsx")[1] == []


def test_an_accent_of_the_theme_is_a_colour_and_its_texts_and_backgrounds_are_none(tmp_path: Path) -> None:
    """The theme that openpyxl writes is that of Office 2007: its second accent is C0504D, a red."""
    accent = PatternFill("solid", fgColor=Color(theme=5, tint=0.6))
    background = PatternFill("solid", fgColor=Color(theme=3))

    assert read(book(tmp_path, {2: accent, 3: background}))[1:] == (
        ['Rows are red (1), as "Flow" is. What does that say of them?'],
        [],
    )


@pytest.mark.parametrize(
    ("words", "marks"),
    [("red = cancelled", ["red"]), ("Rot: entfällt", ["red"]), ("rouge - annulé; vert = complet", ["red", "green"]),
     ("struck through = cancelled", ["struck"]), ("The Red Shoes: a film", []), ("red", [])],
)  # fmt: skip
def test_a_legend_names_a_colour_and_what_it_means(words: str, marks: list[str]) -> None:
    assert list(legend_marks(words)) == marks


def test_a_film_that_is_called_like_a_legend_is_a_film(tmp_path: Path) -> None:
    draft, asked, _remarks = read(book(tmp_path, {}, [("Red: a love story", None)]), {"undated:sheet": "films"})

    assert asked == []
    assert "Red: a love story" in [film.cells["title"] for film in draft.films.values()]


def test_an_opendocument_says_the_same(tmp_path: Path) -> None:
    looks = ("", 'table:style-name="gone"', 'table:style-name="hot"', "")
    rows = ["".join(text(cell, look) for cell in row) for row, look in zip(ROWS, looks, strict=True)]

    assert read(document(tmp_path / "a.ods", sheet("P", *rows)))[1] == [
        'Rows are struck through (1), as "Flow" is. What does that say of them?',
        'Rows are red (1), as "Salt" is. What does that say of them?',
    ]


NAMED = """<style:default-style style:family="table-cell"><style:text-properties
 fo:color="#000000"/></style:default-style>
<style:style style:name="Off" style:family="table-cell"><style:text-properties
 style:text-line-through-style="solid"/></style:style><style:style style:name="OffToo" style:family="table-cell"
 style:parent-style-name="Off"/><style:style style:name="Alarm" style:family="table-cell"><style:table-cell-properties
 fo:background-color="#ff0000"/></style:style><style:style style:name="OnAgain" style:family="table-cell"
 style:parent-style-name="Off"><style:text-properties style:text-line-through-style="none"/></style:style>"""


def test_an_opendocument_says_it_by_styles_that_bear_a_name_and_by_what_they_are_based_on(tmp_path: Path) -> None:
    names = ("", "OffToo", "Alarm", "OnAgain")
    rows = [
        "".join(text(cell, f'table:style-name="{name}"' if name else "") for cell in row)
        for row, name in zip(ROWS, names, strict=True)
    ]

    assert read(document(tmp_path / "a.ods", sheet("P", *rows), styles=NAMED))[1] == [
        'Rows are struck through (1), as "Flow" is. What does that say of them?',
        'Rows are red (1), as "Salt" is. What does that say of them?',
    ]


def test_an_opendocument_says_it_by_the_style_of_a_column_or_of_a_part_of_a_text(tmp_path: Path) -> None:
    columns = '<table:table-column/><table:table-column table:number-columns-repeated="3" {}/>'
    of_column = columns.format('table:default-cell-style-name="gone"')
    plain = 'table:style-name="plain"'
    struck, rest = (
        '<text:span text:style-name="gone">20:00</text:span>',
        '<text:span text:style-name="hot"> 21:30</text:span>',
    )
    rows = [[text(cell, plain if line == 2 else "") for cell in row] for line, row in enumerate(ROWS, 1)]
    rows[2][2] = (
        f'<table:table-cell office:value-type="string" {plain}><text:p>{struck}{rest}</text:p></table:table-cell>'
    )
    page = sheet("P", *("".join(row) for row in rows)).replace("<table:table-row>", f"{of_column}<table:table-row>", 1)
    path = document(tmp_path / "a.ods", page)

    assert read(path)[1] == ['Rows are struck through (2), as "Salt" is. What does that say of them?']
    (source,) = read_file(path)
    assert [str(remark) for remark in source.sheet.remarks()] == [
        'sheet P, line 3: "20:00" in C3 is struck through, and is left out.'
    ]
    assert [cell.text for _line, cells in source.rows() for cell in cells if cell.place.endswith("C3")] == ["21:30"]
