"""Workbooks: what a spreadsheet shows is what is read, and no bomb goes off."""

import resource
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from screenings.importing.problems import ProgrammeRefused
from screenings.importing.workbooks import read_sheets
from tests.importing.sample_programme import with_part, workbook

FILMS = frozenset({"films"})


def refusal(path: Path, wanted: frozenset[str] = FILMS) -> str:
    with pytest.raises(ProgrammeRefused) as refused:
        read_sheets(path, wanted)
    return str(refused.value)


def test_cells_read_as_they_would_stand_in_the_csv_file(tmp_path: Path) -> None:
    row: list[object] = [
        1,
        105.0,
        34.098,
        True,
        datetime(2026, 10, 20, 19, 30),  # noqa: DTZ001 - Excel knows no zones
        date(2026, 10, 20),
        time(6),
        None,
        "a\nb",
    ]
    book = workbook(tmp_path / "a.xlsx", films=[["id"], row], other=[["not wanted"]])

    assert read_sheets(book, FILMS)["films"].rows == [
        (1, ["id"]),
        (2, ["1", "105", "34.098", "yes", "2026-10-20T19:30", "2026-10-20", "06:00", "", "a\nb"]),
    ]


def test_the_fractions_in_which_excel_counts_time_are_rounded(tmp_path: Path) -> None:
    half_past_seven = datetime(2026, 10, 20, 19, 29, 59, 999_600)  # noqa: DTZ001 - Excel knows no zones
    book = workbook(tmp_path / "a.xlsx", films=[[half_past_seven]])

    assert read_sheets(book, FILMS)["films"].rows == [(1, ["2026-10-20T19:30"])]


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (46315, "yyyy-mm-dd", "2026-10-20"),
        (46315, "d. mmmm yyyy;@", "2026-10-20"),
        (46315, '[$-407]dddd", "d"-"m', "2026-10-20"),
        (46315, "m/d/yy h:mm", "2026-10-20T00:00"),
        (46315.8125, "m/d/yy", "2026-10-20T19:30"),
        (46315.8125, "dd.mm.yyyy hh:mm AM/PM", "2026-10-20T19:30"),
        (0.8125, "h:mm", "19:30"),
        (1.0729166666666667, "[h]:mm", "25:45:00"),
        (1000, "#,##0", "1000"),
        (1000, '0 "seats"', "1000"),
        (1000, '[Red]0" d"', "1000"),
        (1000.5, "0", "1000.5"),
        (12, "General", "12"),
    ],
)
def test_a_number_means_what_its_format_shows(tmp_path: Path, value: float, shown_as: str, text: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "films"
    sheet["A1"] = value
    sheet["A1"].number_format = shown_as
    book.save(tmp_path / "a.xlsx")

    assert read_sheets(tmp_path / "a.xlsx", FILMS)["films"].rows == [(1, [text])]


def test_sheets_are_known_by_name_whatever_their_capitals_and_endings(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", **{" Films.csv": [["id"]], "Festival.toml": [["name", "x"]]})

    assert set(read_sheets(book, FILMS | {"festival"})) == {"films", "festival"}


def test_blank_rows_keep_the_count_of_the_lines(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"], [], [None], [1]])

    assert read_sheets(book, FILMS)["films"].rows == [(1, ["id"]), (4, ["1"])]


def test_a_formula_is_what_it_came_to(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id", "=1+1"]])
    saved = with_part(book, tmp_path / "b.xlsx", "sheet1.xml", b"<v />", b"<v>2</v>")

    assert read_sheets(saved, FILMS)["films"].rows == [(1, ["id", "2"])]


def test_a_formula_nobody_computed_is_refused_with_its_cell(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"], ["x", "=HYPERLINK(1)"]])

    assert refusal(book) == (
        'sheet films, line 2, column B: "=HYPERLINK(1)" is a formula that was never computed. Open the workbook in a '
        "spreadsheet and save it; if a text is meant, write an apostrophe before it: '=HYPERLINK(1)"
    )


def test_a_cell_that_shows_an_error_is_refused(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"], ["#REF!"]])

    assert refusal(book) == (
        "sheet films, line 2, column A: the cell shows the error #REF!. Correct its formula, or write the value."
    )


@pytest.mark.parametrize("cell", [b"<c/>", b'<c t="n"><v>1</v></c>'])
def test_a_small_file_of_a_million_and_a_half_cells_is_refused_before_it_is_parsed(tmp_path: Path, cell: bytes) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"]])
    rows = (b"<row>" + cell * 1000 + b"</row>") * 1500
    bomb = with_part(book, tmp_path / "bomb.xlsx", "sheet1.xml", b"<sheetData>", b"<sheetData>" + rows)
    assert bomb.stat().st_size < 100_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert "1,000,000 cells" in refusal(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


def test_a_row_far_down_is_refused_without_walking_there(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"]])
    far = with_part(
        book, tmp_path / "b.xlsx", "sheet1.xml", b"</sheetData>",
        b'<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row></sheetData>',
    )  # fmt: skip

    assert refusal(far).startswith("sheet films: it goes on below line 20,001.")


def test_a_stated_size_of_a_billion_cells_is_not_believed(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"]])
    lie = with_part(book, tmp_path / "b.xlsx", "sheet1.xml", b'ref="A1:A1"', b'ref="A1:XFD1048576"')

    assert read_sheets(lie, FILMS)["films"].rows == [(1, ["id"])]


@pytest.mark.parametrize(
    ("column", "message"), [("XFD1", "line 1 has 16,384 columns"), ("BN1", "line 1 has 66 columns")]
)
def test_too_many_columns_are_refused(tmp_path: Path, column: str, message: str) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"]])
    wide = with_part(
        book, tmp_path / "b.xlsx", "sheet1.xml", b"</row>", f'<c r="{column}" t="n"><v>1</v></c></row>'.encode()
    )

    assert message in refusal(wide)


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(tmp_path: Path, declaration: bytes) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"]])
    hostile = with_part(book, tmp_path / "b.xlsx", "sheet1.xml", b"<worksheet", declaration + b"<worksheet")

    assert refusal(hostile) == "b.xlsx: the workbook holds what no spreadsheet writes. Save it anew."


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("sheet1.xml", b"</sheetData>", b""),
        ("workbook.xml", b"<sheets>", b"<sheets><sheet/>"),
        ("sheet1.xml", b't="inlineStr"><is><t>id</t></is>', b't="s"><v>99</v>'),
        ("styles.xml", b"<cellXfs", b"<nonsense"),
    ],
)
def test_a_damaged_workbook_is_refused_and_not_an_error(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"]])
    broken = with_part(book, tmp_path / "b.xlsx", part, old, new)

    assert refusal(broken).startswith("b.xlsx: the workbook cannot be read (")


def test_what_is_no_zip_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"id,title\n1,x\n")

    assert refusal(tmp_path / "a.xlsx") == (
        "a.xlsx: this is no zip file, or its end is missing. Pack the folder again."
    )
