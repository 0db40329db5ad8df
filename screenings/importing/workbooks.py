"""Tables from an .xlsx workbook, one sheet each: what a spreadsheet shows is what is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from screenings.importing.archives import open_zip, refusal
from screenings.importing.limits import (
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_FOREIGN_CELLS,
    MAX_FOREIGN_COLUMNS,
    MAX_ROWS,
    MAX_WORKBOOK_BYTES,
    size_text,
)
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.sheets import (
    MergedRange,
    Sheet,
    TypedCell,
    column_index,
    column_letters,
    own_title,
    same_title,
)
from screenings.importing.workbook_marks import NONE, STRUCK, Marks
from screenings.importing.workbook_numbers import (
    GENERAL,
    NumberFormat,
    NumberKind,
    cell_styles,
    number_text,
    shown_number,
)
from screenings.importing.workbook_parts import PartHandler, WorkbookParts, local_name
from screenings.importing.workbook_texts import SharedStrings, TextHandler

_RANGE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})")


def read_sheets(path: Path, titles: frozenset[str]) -> Mapping[str, Sheet]:
    """The wanted sheets by their names in lower case, without `.csv` or `.toml` at the end.

    Raises ProgrammeRefused.
    """

    def wanted(name: str) -> str:
        title = own_title(name)
        return title if title in titles else ""

    sheets = _read(path, wanted, MAX_COLUMNS)
    problems = [problem for sheet in sheets.values() for problem in sheet.problems]
    if problems:
        raise ProgrammeRefused(problems)
    return sheets


def read_all_sheets(path: Path) -> Mapping[str, Sheet]:
    """Every sheet by its name, in the workbook's order; what is wrong in one is in its problems.

    Raises ProgrammeRefused where the workbook itself cannot be read.
    """
    return _read(path, str.strip, MAX_FOREIGN_COLUMNS)


def _read(path: Path, wanted: Callable[[str], str], most_columns: int) -> Mapping[str, Sheet]:
    with open_zip(path, most_bytes=MAX_WORKBOOK_BYTES) as archive:
        try:
            return _sheets(WorkbookParts(archive, path.name), wanted, most_columns)
        except ProgrammeRefused:
            raise
        except Exception as error:  # what is damaged can be so in any way there is
            message = (
                f"the workbook cannot be read ({type(error).__name__}). Open it in a spreadsheet and save it anew."
            )
            raise refusal(path.name, message) from error


def _sheets(parts: WorkbookParts, wanted: Callable[[str], str], most_columns: int) -> dict[str, Sheet]:
    main = next(path for kind, path in parts.relations("").values() if kind == "officeDocument")
    related = parts.relations(main)
    book = _Workbook()
    parts.read(main, book, is_metadata=True)
    paths = {kind: path for kind, path in related.values() if kind in ("sharedStrings", "styles", "theme")}
    strings = SharedStrings()
    if "sharedStrings" in paths:
        parts.read(paths["sharedStrings"], strings)
    formats, marks = cell_styles(parts, paths["styles"], paths.get("theme")) if "styles" in paths else ([], [])
    values = _Values(parts.name, strings.texts, formats, book.counts_from_1904, marks, strings.struck)
    sheets: dict[str, Sheet] = {}
    fillable = MAX_FOREIGN_CELLS
    for name, key, is_hidden in book.sheets:
        title = wanted(name)
        kind, path = related[key]
        if not title or kind != "worksheet":
            continue
        if title in sheets:
            raise same_title(title)
        reader = _SheetReader(Sheet(title, is_hidden=is_hidden), values, most_columns)
        parts.read(path, reader)
        fillable = reader.sheet.fill_merged(fillable)
        sheets[title] = reader.sheet
    return sheets


class _Workbook(PartHandler):
    """Its sheets by name, in order, each with the key of its part and whether it is hidden."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.counts_from_1904 = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            key = next(value for name, value in attributes.items() if local_name(name) == "id")
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes["name"], key, is_hidden))
        elif tag == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in ("1", "true")


@dataclass
class _Cell:
    """As it is written: `value` is what it came to, `formula` what computes it; None where neither is there."""

    line: int
    index: int
    type: str
    style: int
    value: str | None = None
    formula: str | None = None
    inline: str = ""
    struck: str = ""


@dataclass
class _Values:
    """From cells as they are written to their texts."""

    name: str
    strings: list[str]
    formats: list[NumberFormat]
    counts_from_1904: bool
    looks: list[Marks]
    struck: dict[int, str]
    _characters: int = 0

    def text(self, sheet: Sheet, cell: _Cell) -> str:
        """Of a formula, what it came to when the workbook was last saved by a spreadsheet."""
        column, name = f"column {column_letters(cell.index)}", f"sheet {sheet.name}"
        if cell.formula is not None and not cell.value and not (cell.type == "str" and cell.value is not None):
            formula = f"={cell.formula[:40]}"
            message = (
                f'"{formula}" is a formula that was never computed. Open the workbook in a spreadsheet and save it; '
                f"if a text is meant, write an apostrophe before it: '{formula}"
            )
            sheet.problems.append(ImportProblem(name, cell.line, column, message))
            return ""
        if cell.type == "e":
            message = f"the cell shows the error {cell.value}. Correct its formula, or write the value."
            sheet.problems.append(ImportProblem(name, cell.line, column, message))
        text = self._text(cell)
        # One long text may stand in any number of cells, and costs in each.
        self._characters += len(text)
        if self._characters > MAX_FILE_BYTES:
            message = f"the cells hold more than {size_text(MAX_FILE_BYTES)} of text. Import the tables in parts."
            raise refusal(self.name, message)
        return text

    def typed(self, cell: _Cell) -> TypedCell | None:
        """What a cell is that a spreadsheet holds as something else than text, and shows in its own way."""
        if not cell.value or cell.type not in ("b", "d", "n"):
            return None
        if cell.type == "b":
            return TypedCell(NumberKind.TRUTH, "TRUE" if cell.value == "1" else "FALSE")
        text = self._text(cell)
        if cell.type == "d":
            return TypedCell(NumberKind.DAY_AND_TIME if "T" in text else NumberKind.DAY, text)
        form = self._format(cell)
        return TypedCell(form.kind, shown_number(cell.value, form) if form.kind is NumberKind.NUMBER else text)

    def marks(self, cell: _Cell) -> Marks:
        """By which people may mean something."""
        marks = self.looks[cell.style] if cell.style < len(self.looks) else NONE
        struck = self.struck_text(cell)
        return marks | {STRUCK} if struck and struck == self._text(cell) else marks

    def struck_text(self, cell: _Cell) -> str:
        """What of its text has a line through it."""
        return cell.struck or (self.struck.get(int(cell.value or -1), "") if cell.type == "s" else "")

    def _format(self, cell: _Cell) -> NumberFormat:
        return self.formats[cell.style] if cell.style < len(self.formats) else GENERAL

    def _text(self, cell: _Cell) -> str:
        if cell.type == "inlineStr":
            return cell.inline
        if not cell.value:
            return ""
        match cell.type:
            case "s":
                return self.strings[int(cell.value)]
            case "b":
                return "yes" if cell.value == "1" else "no"
            case "d":
                moment = datetime.fromisoformat(cell.value)
                return moment.isoformat("T", "seconds").removesuffix(":00") if ":" in cell.value else cell.value
            case "n":
                kind = self._format(cell).kind
                return number_text(cell.value, kind, counts_from_1904=self.counts_from_1904)
            case _:
                return cell.value


class _SheetReader(TextHandler):
    """Reads one sheet. Stops at the first row that is too wide or too far down."""

    def __init__(self, sheet: Sheet, values: _Values, most_columns: int) -> None:
        super().__init__()
        self.sheet, self._values, self._most_columns = sheet, values, most_columns
        self._line = 0
        self._index = -1
        self._row: list[str] = []
        self._cell: _Cell | None = None
        self._written: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        super().start(tag, attributes)
        if tag == "row":
            self._line = int(attributes.get("r", self._line + 1))
            self._index, self._row = -1, []
            if attributes.get("hidden") in ("1", "true") and len(self.sheet.hidden_lines) <= MAX_ROWS:
                self.sheet.hidden_lines.append(self._line)
        elif tag == "c":
            self._index = column_index(attributes["r"]) if "r" in attributes else self._index + 1
            kind = attributes.get("t", "n")
            self._cell = _Cell(self._line, self._index, kind, int(attributes.get("s", 0)))
        elif tag in ("v", "f"):
            self._written = []
        elif tag == "mergeCell" and len(self.sheet.merged) < MAX_ROWS:
            self._add_merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), self._most_columns)
            if len(self.sheet.hidden_columns) < self._most_columns:
                self.sheet.hidden_columns.extend(range(first - 1, last))

    def text(self, text: str) -> None:
        super().text(text)
        if self._written is not None:
            self._written.append(text)

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag in ("v", "f") and self._cell and self._written is not None:
            written, self._written = "".join(self._written), None
            if tag == "v":
                self._cell.value = written.strip() if self._cell.type == "n" else written
            else:
                self._cell.formula = written
        elif tag == "c" and self._cell:
            self._cell.inline, self._cell.struck = self.taken()
            self._keep(self._cell)
            self._cell = None
        elif tag == "row" and self._row:
            self.sheet.rows.append((self._line, self._row))
            self._row = []

    def _add_merge(self, cells: str) -> None:
        """A range that goes to the end of the sheet is a header; nothing is read there."""
        if match := _RANGE.fullmatch(cells):
            last = min(column_index(match[3]), self._most_columns - 1)
            self.sheet.merged.append(MergedRange(int(match[2]), column_index(match[1]), int(match[4]), last))

    def _keep(self, cell: _Cell) -> None:
        text = self._values.text(self.sheet, cell)
        if not text:
            return
        name = f"sheet {self.sheet.name}"
        if cell.line > MAX_ROWS + 1 or len(self.sheet.rows) > MAX_ROWS:
            message = f"it goes on below line {MAX_ROWS + 1:,}. Import the table in parts, or delete the rows below it."
            raise refusal(name, message)
        if cell.index >= self._most_columns:
            raise refusal(name, f"line {cell.line} has {cell.index + 1:,} columns. Keep those of the format.")
        if typed := self._values.typed(cell):
            self.sheet.typed[cell.line, cell.index] = typed
        if marks := self._values.marks(cell):
            self.sheet.marks[cell.line, cell.index] = marks
        if (struck := self._values.struck_text(cell)) and STRUCK not in marks:
            self.sheet.struck[cell.line, cell.index] = struck
        self._row.extend([""] * (cell.index + 1 - len(self._row)))
        self._row[cell.index] = text
