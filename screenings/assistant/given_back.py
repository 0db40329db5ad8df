"""The rows that wait, as a file in the shape in which they came, with a column that says what to mend in each.

A grid comes back as a list, with a row for each of its cells that wait: of a few cells alone nobody could tell what
the edges mean. So do lines of text. Columns and names of sheets are those of the file. A text file stays one, with its
own separator; what no spreadsheet can save again, such as a schedule in JSON, comes back as a workbook.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from screenings.assistant.entries import Entry
from screenings.assistant.headings import CODE, DAY, DURATION, PLACE, TIME
from screenings.assistant.shape import Shape, ShapedSheet
from screenings.importing.csv_tables import separator_of
from screenings.importing.exported_versions import VERSION_KEY
from screenings.importing.mend_column import is_mend_heading, mend_heading
from screenings.importing.sheets import TypedCell
from screenings.importing.typed_values import CellValue, typed_value
from screenings.text.spreadsheet import plain_cell, safe_cell

TEXT_FILES = (".csv", ".tsv", ".txt")
WORKBOOK, ARCHIVE = ".xlsx", ".zip"
_HEADINGS = {DURATION: "slot length"}  # where a field's own name is read as another
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # an archive's own beginning of time: the same rows give the same bytes
_GRID_FIELDS = (CODE, "title", DAY, TIME, PLACE, "runtime")
_WITHOUT_COLUMNS = (Shape.GRID, Shape.LINES)
_MOST_SHEET_NAME = 31  # characters, in Excel


@dataclass(frozen=True, slots=True)
class Cell:
    """Its text as it was met, and what it is where it is none."""

    text: str = ""
    typed: TypedCell | None = None

    @property
    def value(self) -> CellValue:
        return typed_value(self.text, self.typed) if self.typed else safe_cell(plain_cell(self.text))


@dataclass(frozen=True, slots=True)
class GivenBackSheet:
    """`above` are the rows down to the headings, which stay as they were; `rows` those that wait."""

    name: str
    above: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class GivenBack:
    """`count` are the rows and cells of the file that wait, `right` those that do not. `ending` is the file's."""

    sheets: tuple[GivenBackSheet, ...]
    count: int
    right: int
    ending: str
    separator: str = ","
    version: str = ""  # the mark of what our own archive was exported from

    def file(self) -> bytes:
        """The same rows give the same text file. A text that a spreadsheet would compute is made safe."""
        if self.ending in TEXT_FILES:
            return self._text_file(self.sheets)
        return self._archive() if self.ending == ARCHIVE else self._workbook()

    def _archive(self) -> bytes:
        packed = io.BytesIO()
        with ZipFile(packed, "w") as archive:
            for sheet in self.sheets:
                archive.writestr(ZipInfo(f"{sheet.name}.csv", _FIRST_DAY), self._text_file((sheet,)), ZIP_DEFLATED)
            if self.version:
                archive.writestr(ZipInfo("festival.toml", _FIRST_DAY), f'{VERSION_KEY} = "{self.version}"\n')
        return packed.getvalue()

    def _text_file(self, sheets: Sequence[GivenBackSheet]) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.separator)
        for sheet in sheets:
            for row in (*sheet.above, *sheet.rows):
                writer.writerow([safe_cell(plain_cell(cell.text)) for cell in row])
        made = text.getvalue()
        if separator_of(made) != self.separator:  # the last column has commas in plenty
            made = f"sep={self.separator}\r\n{made}"
        # Excel takes a file for UTF-8 by its mark alone.
        return made.encode("utf-8-sig", "replace")

    def _workbook(self) -> bytes:
        # Here, as openpyxl costs a start more than all of our own code, and few ever ask for a workbook.
        from screenings.importing.plain_workbook import plain_workbook  # noqa: PLC0415

        return plain_workbook(
            {sheet.name: [[cell.value for cell in row] for row in (*sheet.above, *sheet.rows)] for sheet in self.sheets}
        )


def give_back(sheets: Sequence[ShapedSheet], waiting: Mapping[int, str]) -> GivenBack:
    """`waiting` says by the identity of each entry that waits what is to be mended in it, if it is in itself."""
    made: list[GivenBackSheet] = []
    names: set[str] = set()
    for sheet in sheets:
        entries = [entry for entry in sheet.entries.found if id(entry) in waiting]
        if entries:
            rows = _of_grid(entries, waiting) if sheet.shape in _WITHOUT_COLUMNS else _of_list(sheet, entries, waiting)
            made.append(GivenBackSheet(_free_name(sheet, names), *rows))
    source = sheets[0].source
    found = sum(len(sheet.entries.rows) for sheet in sheets)
    return GivenBack(
        tuple(made),
        len(waiting),
        found - len(waiting),
        ending_of_rest(source.file) if len(sheets) == 1 else WORKBOOK,
        source.separator or ",",
    )


def ending_of_rest(file: str) -> str:
    """Of the file in which rows of that one come back."""
    ending = PurePosixPath(file).suffix.lower()
    return ending if ending in TEXT_FILES else WORKBOOK


def _free_name(sheet: ShapedSheet, names: set[str]) -> str:
    """The sheet's own; of a grid another, as the choice of its shape is remembered by the name."""
    own = "".join(" " if letter in "[]:*?/\\" else letter for letter in sheet.source.name).strip("' ") or "rows"
    if sheet.shape in _WITHOUT_COLUMNS:
        own = f"{own[: _MOST_SHEET_NAME - 5]} list"
    name, number = own[:_MOST_SHEET_NAME], 2
    while name.casefold() in names:
        name, number = f"{own[: _MOST_SHEET_NAME - 4]} {number}", number + 1
    names.add(name.casefold())
    return name


Rows = tuple[tuple[tuple[Cell, ...], ...], tuple[tuple[Cell, ...], ...]]


def _of_grid(entries: Sequence[Entry], waiting: Mapping[int, str]) -> Rows:
    fields = [name for name in _GRID_FIELDS if any(name in entry.cells for entry in entries)]
    rows = [(*(_said(entry, name) for name in fields), Cell(_to_mend(waiting[id(entry)]))) for entry in entries]
    return (tuple(Cell(name) for name in (*fields, mend_heading())),), tuple(rows)


class _Table:
    """The raw rows of a list, each as wide as the widest; without the column of an earlier file that was given back."""

    def __init__(self, sheet: ShapedSheet) -> None:
        self._sheet = sheet
        self._texts = dict(sheet.source.sheet.rows)
        headings = self._texts.get(sheet.header_line, [])
        left_out = {index for index, text in enumerate(headings) if is_mend_heading(text)}
        if sheet.source.fields:  # a document names every field that there could be
            said = {index for row in self._texts.values() for index, text in enumerate(row) if text.strip()}
            left_out |= {*range(len(sheet.source.fields))} - said
        self._columns = [index for index in range(max(map(len, self._texts.values()))) if index not in left_out]

    def row(self, line: int) -> tuple[Cell, ...]:
        typed, texts = self._sheet.source.sheet.typed, self._texts[line]
        return tuple(
            Cell(texts[index], typed.get((line, index))) if index < len(texts) else Cell() for index in self._columns
        )

    def position(self, field: str) -> int | None:
        """Where the column of that field stands."""
        indexes = [column.index for column in self._sheet.columns if column.field == field]
        return next((self._columns.index(index) for index in indexes if index in self._columns), None)

    def above(self) -> list[tuple[Cell, ...]]:
        """Down to the headings; where there are none, what the columns were read as."""
        if rows := [self.row(line) for line in self._texts if line <= self._sheet.header_line]:
            return rows
        names = {column.index: _HEADINGS.get(column.field, column.field) for column in self._sheet.columns}
        return [tuple(Cell(names.get(index, "")) for index in self._columns)]


def _of_list(sheet: ShapedSheet, entries: Sequence[Entry], waiting: Mapping[int, str]) -> Rows:
    """The rows as they stand, with the day that went down to them from a row above."""
    table = _Table(sheet)
    by_line: dict[int, list[Entry]] = {}
    for entry in entries:
        by_line.setdefault(entry.line, []).append(entry)
    day = table.position(DAY)
    needed = [DAY] if day is None and _is_timed(sheet) and any(DAY in one.cells and one.line for one in entries) else []
    needed += sorted({name for entry in entries for name in entry.handed_down})
    above = table.above()
    heads = [(*cells, *(Cell() for _name in needed), Cell()) for cells in above]
    heads[-1] = (*above[-1], *(Cell(_HEADINGS.get(name, name)) for name in needed), Cell(mend_heading()))
    rows = []
    for line, own in by_line.items():
        cells = list(table.row(line))
        if day is not None and not cells[day].text.strip():
            cells[day] = _said(own[0], DAY)
        said = " ".join(dict.fromkeys(text for entry in own if (text := waiting[id(entry)])))
        rows.append((*cells, *(_said(own[0], name) for name in needed), Cell(_to_mend(said))))
    return tuple(heads), tuple(rows)


def _is_timed(sheet: ShapedSheet) -> bool:
    return any(column.field == TIME for column in sheet.columns)


def _said(entry: Entry, name: str) -> Cell:
    cell = entry.cells.get(name)
    if cell is None:
        return Cell()
    return Cell(cell.text, TypedCell(cell.kind, cell.shown) if cell.kind else None)


def _to_mend(said: str) -> str:
    return said or _("Nothing in this row. It comes in with the other rows of its film.")
