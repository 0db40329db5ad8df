"""Spreadsheets of LibreOffice: read like workbooks, and refused as fast where they are made to do harm."""

import csv
import io
import tracemalloc
import zipfile
from datetime import datetime, time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook, load_workbook

from screenings.assistant.bring_in import MappingChoices, bring_in_file, rest_ending
from screenings.assistant.reading import holds_import_format
from screenings.desk.export_tables import table_file
from screenings.importing.importer import import_programme
from screenings.importing.opendocument import read_opendocument
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.rows import TABLES
from screenings.importing.sources import read_source
from screenings.models import Festival, OpeningHours
from tests import world
from tests.assistant import bring
from tests.assistant.bring import brought, said, timetable

HEAD = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles><style:style style:name="ta1" style:family="table">
<style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table">
<style:table-properties table:display="false"/></style:style><style:style style:name="gone" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="hot"
 style:family="table-cell"><style:table-cell-properties fo:background-color="#ff0000"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>"""
FOOT = "</office:spreadsheet></office:body></office:document-content>"


def text(value: str, attributes: str = "") -> str:
    lines = "".join(f"<text:p>{line}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string" {attributes}>{lines}</table:table-cell>'


def typed(kind: str, value: str, shown: str) -> str:
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    attributes = f'office:value-type="{kind}" office:{name}="{value}"'
    return f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"


def sheet(name: str, *rows: str, style: str = "ta1") -> str:
    is_row = "<table:table-row"
    wrapped = [row if row.startswith(is_row) else f"{is_row}>{row}</table:table-row>" for row in rows]
    inner = "".join(wrapped)
    return f'<table:table table:name="{name}" table:style-name="{style}">{inner}</table:table>'


def document(at: Path, *sheets: str, styles: str = "") -> Path:
    with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", HEAD + "".join(sheets) + FOOT)
        if styles:
            head = HEAD.partition("<office:automatic-styles>")[0].replace("document-content", "document-styles")
            archive.writestr("styles.xml", f"{head}<office:styles>{styles}</office:styles></office:document-styles>")
    return at


EMPTY = "<table:table-cell/>"
HEADER = text("Title") + text("Date") + text("Time") + text("Cinema") + text("Length")


def test_values_are_read_like_those_of_a_workbook(tmp_path: Path) -> None:
    row = (
        text("a\nb")
        + typed("date", "2024-10-04", "04.10.24")
        + typed("date", "2024-10-04T20:00:00", "04.10.24 20:00")
        + typed("date", "2024-10-05", "05.10.24 00:00")
        + typed("time", "PT20H00M00S", "20:00")
        + typed("float", "3.1", "3.10")
        + typed("boolean", "true", "TRUE")
        + '<table:table-cell table:number-columns-repeated="2"/>'
        + text("end")
    )
    (found,) = read_opendocument(document(tmp_path / "a.ods", sheet("P", row)))

    assert found.rows == [
        (1, ["a\nb", "2024-10-04", "2024-10-04T20:00", "2024-10-05T00:00", "20:00", "3.1", "yes", "", "", "end"])
    ]
    assert found.typed[1, 5].shown == "3.10"


@pytest.mark.django_db
def test_a_list_with_real_dates_and_a_merged_day_comes_in(tmp_path: Path) -> None:
    bring.harbour()
    merged = (
        '<table:table-cell office:value-type="date" office:date-value="2024-10-04" table:number-rows-spanned="2" '
        'table:number-columns-spanned="1"><text:p>4 Oct</text:p></table:table-cell>'
    )
    first = text("Flow") + merged + typed("time", "PT18H00M00S", "18:00") + text("Odeon 1") + typed("float", "85", "85")
    second = text("Bill") + "<table:covered-table-cell/>" + typed("time", "PT21H30M00S", "21:30") + text("Odeon 1")
    path = document(tmp_path / "a.ods", sheet("Programme", HEADER, first, second))

    assert said(brought(path)) == ["written"]
    assert timetable() == [
        ("Flow", "Odeon, Hall 1", "2024-10-04 18:00", "2024-10-04 19:25"),
        ("Bill", "Odeon, Hall 1", "2024-10-04 21:30", ""),
    ]


def test_hidden_sheets_and_rows_are_named_and_a_comment_is_no_text(tmp_path: Path) -> None:
    hidden = f'<table:table-row table:visibility="collapse">{text("x")}</table:table-row>'
    note = text("x").replace("<text:p>", "<office:annotation><text:p>secret</text:p></office:annotation><text:p>")
    (found,) = read_opendocument(document(tmp_path / "a.ods", sheet("P", hidden, note, style="ta2")))

    assert [cells for _line, cells in found.rows] == [["x"], ["x"]]
    assert [remark.message for remark in found.remarks()] == [
        "the sheet is hidden in the workbook, and is read like any other.",
        "hidden rows are read like any other: 1.",
    ]


def repeated(rows: int, columns: int, cell: str = "x") -> str:
    inner = text(cell, f'table:number-columns-repeated="{columns}"')
    return f'<table:table-row table:number-rows-repeated="{rows}">{inner}</table:table-row>'


@pytest.mark.parametrize(
    "rows",
    [
        [repeated(1, 16_384)],
        [repeated(1_048_576, 1)],
        [repeated(20_000, 500)],
        [repeated(1, 500, "y" * 90_000)],
        [repeated(1, 500) for _ in range(600)],
    ],
    ids=["columns", "rows", "both", "text", "one by one"],
)
def test_cells_that_are_said_to_repeat_are_counted_before_they_are_made(rows: list[str], tmp_path: Path) -> None:
    path = document(tmp_path / "a.ods", sheet("P", *rows))
    tracemalloc.start()
    with pytest.raises(ProgrammeRefused):
        read_opendocument(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert path.stat().st_size < 20_000
    assert peak < 20_000_000


def test_empty_rows_to_the_end_of_the_sheet_are_nothing(tmp_path: Path) -> None:
    tail = f'<table:table-row table:number-rows-repeated="1048570">{EMPTY}</table:table-row>'
    (found,) = read_opendocument(document(tmp_path / "a.ods", sheet("P", text("x"), tail)))

    assert found.rows == [(1, ["x"])]


@pytest.mark.parametrize("content", ["<a", "<!DOCTYPE a><a/>", HEAD])
def test_a_damaged_document_is_refused(content: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", content)

    with pytest.raises(ProgrammeRefused, match=r"a\.ods"):
        read_opendocument(tmp_path / "a.ods")


def as_opendocument(workbook: Path) -> Path:
    """The same cells as LibreOffice saves them: of a moment at midnight, the day alone."""

    def cell(value: object) -> str:
        match value:
            case None:
                return EMPTY
            case datetime():
                whole = value.isoformat()
                is_day = whole.endswith("T00:00:00")
                return typed("date", whole[:10] if is_day else whole, f"{value:%Y-%m-%d %H:%M}")
            case time():
                return typed("time", f"PT{value:%HH%MM%SS}", f"{value:%H:%M}")
            case int():
                return typed("float", str(value), str(value))
            case _:
                return text(escape(str(value)))

    sheets = [
        sheet(each.title, *("".join(map(cell, row)) for row in each.iter_rows(values_only=True)))
        for each in load_workbook(workbook)
    ]
    return document(workbook.with_suffix(".ods"), *sheets)


def test_a_workbook_of_ours_that_was_saved_as_ods_comes_back_with_its_three_changed_cells(
    harbour: Festival, tmp_path: Path
) -> None:
    alpha, beta = (
        world.film(harbour, "Alpha", ref="f1"),
        world.film(harbour, "Beta <&>", ref="f2", synopsis="One\n\nTwo"),
    )
    world.screening(alpha, world.hall(harbour), "2026-10-10 20:00", ref="s1", notes="=1")
    world.screening(beta, world.hall(harbour, "Hall 2"), "2026-10-11 00:00", ref="s2", qa=15)
    world.saved(OpeningHours(hall=world.hall(harbour), weekday=0, opens=time(9), closes=time(1)))
    path = tmp_path / "book.xlsx"
    path.write_bytes(table_file(harbour, ("festival", *TABLES), "xlsx"))
    assert holds_import_format(as_opendocument(path))
    assert list(import_programme(as_opendocument(path)).diff.lines()) == []

    book = load_workbook(path)
    screenings = book["screenings"]
    columns = {str(cell.value): cell.column or 0 for cell in screenings[1]}
    screenings.cell(2, columns["start"], datetime.fromisoformat("2026-10-11T00:00"))
    screenings.cell(2, columns["hall"], "Odeon, Hall 2")
    screenings.cell(3, columns["qa"], 20)
    book.save(path)
    back = bring_in_file(as_opendocument(path), festival="harbour", choices=MappingChoices())

    assert back.result is not None
    assert list(back.result.diff.lines()) == [
        ('~ screening s1 "Alpha": hall "odeon/hall-1" → "odeon/hall-2"; start "2026-10-10T20:00" → "2026-10-11T00:00"'),
        '~ screening s2 "Beta <&>": qa "15" → "20"',
    ]


def test_two_sheets_of_ours_under_one_name_are_refused(tmp_path: Path) -> None:
    films = text("id") + text("title")
    with pytest.raises(ProgrammeRefused, match="two sheets of this name"):
        read_source(document(tmp_path / "a.ods", sheet("films", films), sheet("Films.csv", films)))


def test_rows_of_an_ods_of_ours_that_are_wrong_come_back_as_a_workbook(harbour: Festival, tmp_path: Path) -> None:
    rows = (text("id") + text("title") + text("year"), text("1") + text("Flow") + text("2024"))
    wrong = text("2") + text("Salt") + text("soon")
    path = document(tmp_path / "a.ods", sheet("films", *rows, wrong))
    brought_in = bring_in_file(path, festival="harbour", choices=MappingChoices(), right_rows=True)

    assert brought_in.given_back is not None
    assert rest_ending(path) == ".xlsx"
    assert [film.title for film in harbour.films.all()] == ["Flow"]


def test_a_table_that_was_exported_alone_and_saved_as_a_workbook_is_known_by_its_headings(
    harbour: Festival, tmp_path: Path
) -> None:
    """Its sheet is called after the file, and its films are ids."""
    world.screening(world.film(harbour, "Alpha", ref="f1"), world.hall(harbour), "2026-10-10 20:00", ref="s1")
    table = table_file(harbour, ("screenings",), "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    rows[1][rows[0].index("notes")] = "Reel 2"
    book = Workbook()
    book.worksheets[0].title = "harbour-screenings"
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path := tmp_path / "harbour-screenings.xlsx")
    for file in (path, as_opendocument(path)):
        back = bring_in_file(file, festival="harbour", choices=MappingChoices(), dry_run=True)

        assert back.result is not None, file
        assert list(back.result.diff.lines()) == ['~ screening s1 "Alpha": notes nothing → "Reel 2"']
