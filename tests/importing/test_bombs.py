"""Small files that would cost a careless reader minutes: each costs less than an honest file that is read."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from screenings.images.processing import ImageRefused, encode_still
from screenings.importing.festival_keys import keys_of_toml
from screenings.importing.parse import parse_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.records import ParseContext
from screenings.importing.sources import read_source
from screenings.importing.workbooks import read_sheets
from tests.importing.sample_programme import folder, with_part, workbook

MANY = 15_000
MEMORY = 20_000_000  # bytes
BRACKETS = b"[" * 4_000_000


def seconds_of(work: Callable[[], object]) -> float:
    """Of the processor: the count of bytes would slow the clock."""
    before = time.process_time()
    with suppress(ProgrammeRefused, ImageRefused):
        work()
    return time.process_time() - before


def memory_of(work: Callable[[], object]) -> int:
    """Bytes, at the most."""
    tracemalloc.start()
    with suppress(ProgrammeRefused, ImageRefused):
        work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def read(book: Path) -> Callable[[], object]:
    return lambda: read_sheets(book, frozenset({"films"}))


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> float:
    """What an honest table of a fortieth of the largest size costs."""
    rows: list[list[object]] = [[i, "Cléo", 1962, 90.0, "Classics", "Drama"] for i in range(1_000)]
    book = workbook(tmp_path_factory.mktemp("honest") / "a.xlsx", films=rows)
    assert len(read_sheets(book, frozenset({"films"}))["films"].rows) == 1_000
    return seconds_of(read(book))


BOMBS = {
    "cell formats": ("styles.xml", b"<cellXfs", b"<cellXfs>" + b"<xf/>" * MANY + b"</cellXfs><cellXfs"),
    "fonts": ("styles.xml", b"<fonts", b"<fonts>" + b"<font/>" * MANY + b"</fonts><fonts"),
    "borders": ("styles.xml", b"<borders", b"<borders>" + b"<border/>" * MANY + b"</borders><borders"),
    "number formats": ("styles.xml", b"<fonts", b'<numFmt numFmtId="9" formatCode="0"/>' * MANY + b"<fonts"),
    "one endless number format": (
        "styles.xml", b"<fonts", b'<numFmt numFmtId="9" formatCode="' + BRACKETS + b'"/><fonts',
    ),
    "attributes": (
        "styles.xml", b"<fonts", b"<x " + b" ".join(b'a%d=""' % i for i in range(MANY)) + b"/><fonts",
    ),
    "names": ("workbook.xml", b"</sheets>", b"</sheets>" + b'<definedName name="a">A1</definedName>' * MANY),
    "sheets": ("workbook.xml", b"</sheets>", b'<sheet name="a" r:id="rId1"/>' * MANY + b"</sheets>"),
    "relations": (
        "workbook.xml.rels", b"</Relationships>",
        b'<Relationship Id="x" Type="y" Target="z"/>' * MANY + b"</Relationships>",
    ),
    "kinds of parts": (
        "[Content_Types].xml", b"</Types>", b'<Override PartName="/a" ContentType="b"/>' * MANY + b"</Types>",
    ),
    "theme": ("theme1.xml", b"</a:theme>", b"<a:x/>" * MANY + b"</a:theme>"),
    "properties": ("core.xml", b"</cp:coreProperties>", b"<a/>" * MANY + b"</cp:coreProperties>"),
    "merged cells": ("sheet1.xml", b"</sheetData>", b"</sheetData>" + b'<mergeCell ref="A1:B2"/>' * MANY),
    "conditions": ("sheet1.xml", b"</sheetData>", b"</sheetData>" + b'<conditionalFormatting sqref="A1"/>' * MANY),
    "validations": ("sheet1.xml", b"</sheetData>", b"</sheetData>" + b'<dataValidation sqref="A1"/>' * MANY),
    "links": ("sheet1.xml", b"</sheetData>", b"</sheetData>" + b'<hyperlink ref="A1"/>' * MANY),
    "columns": ("sheet1.xml", b"<sheetData>", b'<col min="1" max="1"/>' * MANY + b"<sheetData>"),
    "rows": ("sheet1.xml", b"</sheetData>", b"<row/>" * MANY + b"</sheetData>"),
    "one row over and over": (
        "sheet1.xml", b"</sheetData>", b'<row r="1"><c t="b"><v>1</v></c></row>' * MANY + b"</sheetData>",
    ),
    "elements within each other": ("sheet1.xml", b"</sheetData>", b"<x>" * MANY + b"</x>" * MANY + b"</sheetData>"),
    "one formula for all": (
        "sheet1.xml", b"</sheetData>",
        b'<row r="2"><c r="A2"><f t="shared" si="0" ref="A2:A9000">' + b"A1+" * 10_000 + b"A1</f><v>1</v></c></row>"
        + b'<row><c><f t="shared" si="0"/><v>1</v></c></row>' * 9_000 + b"</sheetData>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_no_part_of_a_small_workbook_costs_more_memory_than_any_file_may(kind: str, tmp_path: Path) -> None:
    part, old, new = BOMBS[kind]
    bomb = with_part(workbook(tmp_path / "a.xlsx", films=[["id"]]), tmp_path / "b.xlsx", part, old, new)
    assert bomb.stat().st_size < 400_000

    assert memory_of(read(bomb)) < MEMORY


@pytest.mark.benchmark
@pytest.mark.parametrize("kind", BOMBS)
def test_no_part_of_a_small_workbook_costs_more_time_than_an_honest_table(
    kind: str, tmp_path: Path, honest: float
) -> None:
    part, old, new = BOMBS[kind]
    bomb = with_part(workbook(tmp_path / "a.xlsx", films=[["id"]]), tmp_path / "b.xlsx", part, old, new)
    assert seconds_of(read(bomb)) < 8 * honest


@pytest.mark.benchmark
def test_a_reader_that_builds_every_style_pays_many_times_as_much(tmp_path: Path) -> None:
    bomb = with_part(workbook(tmp_path / "a.xlsx", films=[["id"]]), tmp_path / "b.xlsx", *BOMBS["cell formats"])
    assert bomb.stat().st_size < 6_000

    def careless() -> object:
        return load_workbook(bomb, read_only=True)

    assert seconds_of(careless) > 5 * seconds_of(read(bomb))
    assert memory_of(careless) > 5 * memory_of(read(bomb))


@pytest.mark.parametrize("number", ["x", "-1", "²", "9" * 5_000])
def test_a_cell_format_may_name_any_font(number: str, tmp_path: Path) -> None:
    formats = f'<cellXfs><xf fontId="{number}" fillId="{number}"/></cellXfs><cellXfs'.encode()
    book = with_part(
        workbook(tmp_path / "a.xlsx", films=[["id"]]), tmp_path / "b.xlsx", "styles.xml", b"<cellXfs", formats
    )
    assert read_sheets(book, frozenset({"films"}))["films"].rows == [(1, ["id"])]


def test_a_hundred_thousand_styles_are_refused_before_they_are_read(tmp_path: Path) -> None:
    styles = b"<cellXfs>" + b"<xf/>" * 100_000 + b"</cellXfs><cellXfs"
    book = workbook(tmp_path / "a.xlsx", films=[["id"]])
    bomb = with_part(book, tmp_path / "b.xlsx", "styles.xml", b"<cellXfs", styles)

    with pytest.raises(ProgrammeRefused) as refused:
        read_sheets(bomb, frozenset({"films"}))
    assert str(refused.value) == (
        "b.xlsx: the workbook holds more than 50,000 styles and names, or more than 8 MB of them. "
        "Copy the tables into a new workbook, or save each as CSV."
    )


def test_one_long_text_that_stands_in_every_cell_is_refused(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", films=[["id"]])
    rows = b'<row><c t="s"><v>0</v></c></row>' * 19_000
    full = with_part(book, tmp_path / "b.xlsx", "sheet1.xml", b"</sheetData>", rows + b"</sheetData>")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="s" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode()
    bomb = with_part(full, tmp_path / "c.xlsx", "workbook.xml.rels", b"</Relationships>", relation)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}"><si><t>{"x" * 90_000}</t></si></sst>')

    with pytest.raises(ProgrammeRefused, match=r"c\.xlsx: the cells hold more than 20 MB of text"):
        read_sheets(bomb, frozenset({"films"}))
    assert memory_of(read(bomb)) < MEMORY


SMALL_KEYS = pytest.mark.parametrize(
    "text",
    [b".".join([b"a"] * 40_000) + b" = 1", b"name = 0x" + b"f" * 90_000, b"name = " + b"{a=" * 20_000],
    ids=["a key of many parts", "an endless number", "tables in tables"],
)


@SMALL_KEYS
def test_a_small_festival_file_is_refused(text: bytes) -> None:
    assert len(keys_of_toml("festival.toml", text).problems) == 1
    assert memory_of(lambda: keys_of_toml("festival.toml", text)) < MEMORY


@pytest.mark.benchmark
@SMALL_KEYS
def test_a_small_festival_file_is_refused_at_once(text: bytes, honest: float) -> None:
    assert seconds_of(lambda: keys_of_toml("festival.toml", text)) < honest


def test_a_table_in_which_every_row_is_wrong_is_told_of_some_of_them(tmp_path: Path) -> None:
    rows = "".join(f"{i:0>80},Cléo,{i:x>80}|{i:y>80}\n" for i in range(300))
    given = folder(tmp_path / "given", films=f"id,title,parts\n{rows}", halls=None, screenings=None)

    with pytest.raises(ProgrammeRefused) as refused:
        parse_programme(read_source(given), ParseContext())
    assert len(refused.value.problems) == 200


def test_a_picture_built_of_thousands_of_layers_is_refused_unread() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (600, 400), "red").save(plain, "JPEG", progressive=True)
    data = plain.getvalue()
    last = data[data.rindex(b"\xff\xda") : -2]
    bomb = data[:-2] + last * 3_000 + data[-2:]

    assert encode_still(io.BytesIO(data)).width == 600
    with pytest.raises(ImageRefused, match="too many layers"):
        encode_still(io.BytesIO(bomb))
    assert memory_of(lambda: encode_still(io.BytesIO(bomb))) < memory_of(lambda: encode_still(io.BytesIO(data)))
