"""Sheets of an .ods spreadsheet, read as a stream and under the same bounds as an .xlsx workbook.

Libraries unfold repeated cells before anyone can count them: a few bytes say "sixteen million of these".
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from screenings.importing.archives import open_zip, refusal
from screenings.importing.limits import (
    MAX_FILE_BYTES,
    MAX_FOREIGN_CELLS,
    MAX_FOREIGN_COLUMNS,
    MAX_ROWS,
    size_text,
)
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.sheets import MergedRange, Sheet, TypedCell, own_title, same_title
from screenings.importing.workbook_marks import NONE, STRUCK, Marks, text_marks
from screenings.importing.workbook_numbers import NumberKind
from screenings.importing.workbook_parts import PartHandler, WorkbookParts

_SHOWN_CLOCK = re.compile(r"\d:\d\d|\d\s*[ap]\.?m", re.IGNORECASE)
_CONTENT, _STYLES = "content.xml", "styles.xml"  # the latter has the styles that bear a name of somebody's own


def read_opendocument(path: Path) -> list[Sheet]:
    """Every sheet in the document's order. Raises ProgrammeRefused."""
    with open_zip(path) as archive:
        try:
            reader = _SheetsReader(path.name)
            parts = WorkbookParts(archive, path.name)
            if parts.entry(_STYLES):
                parts.read(_STYLES, reader, is_metadata=True)
            parts.read(_CONTENT, reader)
        except ProgrammeRefused:
            raise
        except Exception as error:  # what is damaged can be so in any way there is
            message = f"the spreadsheet cannot be read ({type(error).__name__}). Open it and save it anew."
            raise refusal(path.name, message) from error
    fillable = MAX_FOREIGN_CELLS
    for sheet in reader.sheets:
        fillable = sheet.fill_merged(fillable)
    return reader.sheets


def read_opendocument_sheets(path: Path, titles: frozenset[str]) -> Mapping[str, Sheet]:
    """Those of our own tables' names, as `read_sheets` reads a workbook's. Raises ProgrammeRefused."""
    sheets: dict[str, Sheet] = {}
    for sheet in read_opendocument(path):
        title = own_title(sheet.name)
        if title in sheets:
            raise same_title(title)
        if title in titles:
            sheet.name = title
            sheets[title] = sheet
    return sheets


class _SheetsReader(PartHandler):
    """ODF 1.3, part 3: table:table, table:table-row, table:table-cell; a text is its text:p, one a line."""

    def __init__(self, name: str) -> None:
        self.sheets: list[Sheet] = []
        self._name = name
        self._line = self._column = 0
        self._row: list[str] = []
        self._row_repeats = self._repeats = 1
        self._value: tuple[str, str] = ("", "")
        self._span = (1, 1)
        self._paragraphs: list[str] = []
        self._is_text = False
        self._note_depth = 0
        self._cells = self._characters = 0
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._marks: dict[str, Marks] = {}
        self._cell_style = self._row_style = ""
        self._column_styles: list[tuple[int, str]] = []  # of a sheet: up to which column, and which style
        self._spans: list[bool] = []  # whether each open part of a text is struck through
        self._struck = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        values = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        match tag:
            case "default-style" | "style" | "table-cell-properties" | "text-properties" | "table-properties":
                self._start_style(tag, values)
            case "table":
                is_hidden = values.get("style-name", "") in self._hidden_styles
                self.sheets.append(Sheet(values.get("name", "").strip(), is_hidden=is_hidden))
                self._line, self._column_styles = 1, []
            case "table-column":
                end = self._column_styles[-1][0] if self._column_styles else 0
                if len(self._column_styles) < MAX_FOREIGN_COLUMNS:
                    repeats = int(values.get("number-columns-repeated", 1))
                    self._column_styles.append((end + repeats, values.get("default-cell-style-name", "")))
            case "table-row":
                self._row, self._column = [], 0
                self._row_repeats = int(values.get("number-rows-repeated", 1))
                self._row_style = values.get("default-cell-style-name", "")
                if values.get("visibility", "visible") != "visible" and self.sheets[-1].hidden_lines[-1:] != [
                    self._line
                ]:
                    self.sheets[-1].hidden_lines.append(self._line)
            case "table-cell" | "covered-table-cell":
                self._repeats = int(values.get("number-columns-repeated", 1))
                self._span = (int(values.get("number-rows-spanned", 1)), int(values.get("number-columns-spanned", 1)))
                self._cell_style = values.get("style-name", "")
                kind = values.get("value-type", "")
                self._value = (kind, values.get(f"{kind}-value", values.get("value", "")))
                self._paragraphs, self._struck = [], ""
            case _:
                self._start_text(tag, values)

    def _start_style(self, tag: str, values: Mapping[str, str]) -> None:
        """With what the style says that it is based on; a line through it may be taken back."""
        match tag:
            case "default-style":
                self._style = ""
            case "style":
                self._style = values.get("name", "")
                self._marks[self._style] = self._marks.get(values.get("parent-style-name", "-"), NONE)
            case "table-properties":
                if values.get("display") == "false":
                    self._hidden_styles.add(self._style)
            case _:
                marks = self._marks.get(self._style, NONE)
                if any("line-through" in name for name in values):
                    marks -= {STRUCK}
                self._marks[self._style] = marks | text_marks(values)

    def _start_text(self, tag: str, values: Mapping[str, str]) -> None:
        """A paragraph is a line; a comment's are left out."""
        match tag:
            case "annotation":
                self._note_depth += 1
            case "p" if not self._note_depth:
                self._paragraphs.append("")
                self._is_text = True
            case "span":
                self._spans.append(STRUCK in self._marks.get(values.get("style-name", ""), NONE))
            case "line-break" if self._is_text:
                self._paragraphs[-1] += "\n"
            case "s" if self._is_text:
                self._paragraphs[-1] += " " * min(int(values.get("c", 1)), 100)

    def text(self, text: str) -> None:
        if self._is_text and not self._note_depth:
            if any(self._spans):
                self._struck += text
            else:
                self._paragraphs[-1] += text

    def end(self, tag: str) -> None:
        match tag:
            case "p":
                self._is_text = False
            case "span":
                self._spans.pop()
            case "annotation":
                self._note_depth -= 1
            case "table-cell" | "covered-table-cell":
                self._keep_cell()
            case "table-row":
                self._keep_row()

    def _keep_cell(self) -> None:
        shown = "\n".join(self._paragraphs)
        is_struck = bool(self._struck) and not shown.strip()
        shown = self._struck if is_struck else shown
        text, typed = _read_value(*self._value, shown)
        repeats = self._repeats if text else 0
        if self._column + repeats > MAX_FOREIGN_COLUMNS:
            raise refusal(f"sheet {self.sheets[-1].name}", f"there are more than {MAX_FOREIGN_COLUMNS} columns.")
        self._cells += repeats
        self._characters += len(text) * repeats
        if self._cells > MAX_FOREIGN_CELLS or self._characters > MAX_FILE_BYTES:
            message = f"it holds more than {MAX_FOREIGN_CELLS:,} cells or {size_text(MAX_FILE_BYTES)} of text."
            raise refusal(self._name, message)
        if text:
            self._row.extend([""] * (self._column - len(self._row)))
            self._row.extend([text] * repeats)
            for column in range(self._column, self._column + repeats):
                marks = self._marks.get(self._style_in(column), NONE) | ({STRUCK} if is_struck else NONE)
                if marks:
                    self.sheets[-1].marks[self._line, column] = marks
                if typed:
                    self.sheets[-1].typed[self._line, column] = typed
                if self._struck and not is_struck:
                    self.sheets[-1].struck[self._line, column] = self._struck.strip()
        rows, columns = self._span
        if (rows > 1 or columns > 1) and len(self.sheets[-1].merged) < MAX_ROWS:
            last_column = min(self._column + columns, MAX_FOREIGN_COLUMNS) - 1
            self.sheets[-1].merged.append(MergedRange(self._line, self._column, self._line + rows - 1, last_column))
        self._column += self._repeats

    def _style_in(self, column: int) -> str:
        """The cell's own, else that of its row, else that of its column."""
        if own := self._cell_style or self._row_style:
            return own
        at = bisect_right(self._column_styles, column, key=lambda each: each[0])
        return self._column_styles[at][1] if at < len(self._column_styles) else ""

    def _keep_row(self) -> None:
        """A row that repeats and holds something is there as often; empty ones only count."""
        if self._row:
            if self._line + self._row_repeats > MAX_ROWS + 2:
                raise refusal(f"sheet {self.sheets[-1].name}", f"it goes on below line {MAX_ROWS + 1:,}.")
            self._cells += len(self._row) * (self._row_repeats - 1)
            if self._cells > MAX_FOREIGN_CELLS:
                raise refusal(self._name, f"it holds more than {MAX_FOREIGN_CELLS:,} cells.")
            sheet = self.sheets[-1]
            for repeat in range(self._row_repeats):
                sheet.rows.append((self._line + repeat, list(self._row)))
            if self._row_repeats > 1:
                for cells in (sheet.typed, sheet.marks, sheet.struck):
                    self._repeat(cells)
        self._line += self._row_repeats

    def _repeat(self, cells: dict[tuple[int, int], Any]) -> None:
        """What is known of the row's cells, for each line in which the row stands."""
        held = [
            (column, cells[self._line, column]) for column in range(len(self._row)) if (self._line, column) in cells
        ]
        for line in range(self._line + 1, self._line + self._row_repeats):
            cells.update({(line, column): known for column, known in held})


def _read_value(kind: str, value: str, shown: str) -> tuple[str, TypedCell | None]:
    """As an .xlsx cell would be read: a day as 2024-10-09, a time as 19:30, a number without its format."""
    match kind:
        case "date":
            text = value.removesuffix("T00:00:00").removesuffix(":00")
            if "T" not in text and _SHOWN_CLOCK.search(shown):
                text += "T00:00"  # midnight is left out of the value
            return text, TypedCell(NumberKind.DAY_AND_TIME if "T" in text else NumberKind.DAY, shown or text)
        case "time":
            return _clock(value), TypedCell(NumberKind.TIME, shown)
        case "boolean":
            return ("yes" if value == "true" else "no"), TypedCell(NumberKind.TRUTH, shown)
        case "float" | "percentage" | "currency" if value:
            number = float(value)
            text = str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(number)
            return text, TypedCell(NumberKind.NUMBER, shown if kind == "float" and shown else text)
    return shown.strip(), None


def _clock(duration: str) -> str:
    """PT19H30M00S is 19:30."""
    hours, _, rest = duration.removeprefix("PT").partition("H")
    minutes, _, seconds = rest.partition("M")
    whole = int(float(seconds.removesuffix("S").replace(",", ".") or 0))
    return f"{int(hours):02}:{int(minutes or 0):02}" + (f":{whole:02}" if whole else "")
