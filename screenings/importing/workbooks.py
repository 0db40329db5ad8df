"""Tables from an .xlsx workbook, one sheet each: what a spreadsheet shows is what is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from screenings.importing.archives import open_zip, refusal
from screenings.importing.limits import MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS, size_text
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.workbook_numbers import NumberKind, number_kinds, number_text
from screenings.importing.workbook_parts import PartHandler, WorkbookParts, local_name

RawSheet = list[tuple[int, list[str]]]
_WIDEST = 18_278  # column ZZZ; a spreadsheet ends at XFD


def read_sheets(path: Path, titles: frozenset[str]) -> Mapping[str, RawSheet]:
    """The rows of the wanted sheets by the sheet's name in lower case, without `.csv` or `.toml` at its end.

    Raises ProgrammeRefused.
    """
    with open_zip(path) as archive:
        try:
            return _sheets(WorkbookParts(archive, path.name), titles)
        except ProgrammeRefused:
            raise
        except Exception as error:  # what is damaged can be so in any way there is
            message = (
                f"the workbook cannot be read ({type(error).__name__}). Open it in a spreadsheet and save it anew."
            )
            raise refusal(path.name, message) from error


def _sheets(parts: WorkbookParts, titles: frozenset[str]) -> dict[str, RawSheet]:
    main = next(path for kind, path in parts.relations("").values() if kind == "officeDocument")
    related = parts.relations(main)
    book = _Workbook()
    parts.read(main, book, is_metadata=True)
    paths = {kind: path for kind, path in related.values() if kind in ("sharedStrings", "styles")}
    strings = _SharedStrings()
    if "sharedStrings" in paths:
        parts.read(paths["sharedStrings"], strings)
    kinds = number_kinds(parts, paths["styles"]) if "styles" in paths else []
    values = _Values(parts.name, strings.texts, kinds, book.counts_from_1904)
    rows_by_title: dict[str, RawSheet] = {}
    for name, key in book.sheets:
        title = name.strip().casefold().removesuffix(".csv").removesuffix(".toml")
        kind, path = related[key]
        if title not in titles or kind != "worksheet":
            continue
        if title in rows_by_title:
            raise refusal(f"sheet {title}", "there are two sheets of this name. Rename or remove one.")
        sheet = _Sheet(f"sheet {title}", values)
        parts.read(path, sheet)
        rows_by_title[title] = sheet.rows
    if values.problems:
        raise ProgrammeRefused(values.problems)
    return rows_by_title


class _Workbook(PartHandler):
    """Its sheets by name, in order, each with the key of its part."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.counts_from_1904 = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            key = next(value for name, value in attributes.items() if local_name(name) == "id")
            self.sheets.append((attributes["name"], key))
        elif tag == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in ("1", "true")


class _Text(PartHandler):
    """Gathers the text of `<t>`, wherever it stands but in a guide to pronunciation."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._is_text = self._is_guide = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "rPh":
            self._is_guide = True
        self._is_text = tag == "t" and not self._is_guide

    def end(self, tag: str) -> None:
        self._is_text = False
        if tag == "rPh":
            self._is_guide = False

    def text(self, text: str) -> None:
        if self._is_text:
            self.pieces.append(text)

    def taken(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


class _SharedStrings(_Text):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "si":
            self.texts.append(self.taken())


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


@dataclass
class _Values:
    """From cells as they are written to their texts."""

    name: str
    strings: list[str]
    kinds: list[NumberKind]
    counts_from_1904: bool
    problems: list[ImportProblem] = field(default_factory=list)
    _characters: int = 0

    def text(self, sheet: str, cell: _Cell) -> str:
        """Of a formula, what it came to when the workbook was last saved by a spreadsheet."""
        column = f"column {_letters(cell.index)}"
        if cell.formula is not None and not cell.value and not (cell.type == "str" and cell.value is not None):
            formula = f"={cell.formula[:40]}"
            message = (
                f'"{formula}" is a formula that was never computed. Open the workbook in a spreadsheet and save it; '
                f"if a text is meant, write an apostrophe before it: '{formula}"
            )
            self.problems.append(ImportProblem(sheet, cell.line, column, message))
            return ""
        if cell.type == "e":
            message = f"the cell shows the error {cell.value}. Correct its formula, or write the value."
            self.problems.append(ImportProblem(sheet, cell.line, column, message))
        text = self._text(cell)
        # One long text may stand in any number of cells, and costs in each.
        self._characters += len(text)
        if self._characters > MAX_FILE_BYTES:
            message = f"the cells hold more than {size_text(MAX_FILE_BYTES)} of text. Import the tables in parts."
            raise refusal(self.name, message)
        return text

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
                kind = self.kinds[cell.style] if cell.style < len(self.kinds) else NumberKind.NUMBER
                return number_text(cell.value, kind, counts_from_1904=self.counts_from_1904)
            case _:
                return cell.value


class _Sheet(_Text):
    """Rows that hold something, by their lines. Stops at the first that is too wide or too far down."""

    def __init__(self, name: str, values: _Values) -> None:
        super().__init__()
        self.rows: RawSheet = []
        self._name, self._values = name, values
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
        elif tag == "c":
            self._index = _index(attributes["r"]) if "r" in attributes else self._index + 1
            kind = attributes.get("t", "n")
            self._cell = _Cell(self._line, self._index, kind, int(attributes.get("s", 0)))
        elif tag in ("v", "f"):
            self._written = []

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
            self._cell.inline = self.taken()
            self._keep(self._cell)
            self._cell = None
        elif tag == "row" and self._row:
            self.rows.append((self._line, self._row))
            self._row = []

    def _keep(self, cell: _Cell) -> None:
        text = self._values.text(self._name, cell)
        if not text:
            return
        if cell.line > MAX_ROWS + 1 or len(self.rows) > MAX_ROWS:
            message = f"it goes on below line {MAX_ROWS + 1:,}. Import the table in parts, or delete the rows below it."
            raise refusal(self._name, message)
        if cell.index >= MAX_COLUMNS:
            raise refusal(self._name, f"line {cell.line} has {cell.index + 1:,} columns. Keep those of the format.")
        self._row.extend([""] * (cell.index + 1 - len(self._row)))
        self._row[cell.index] = text


def _index(reference: str) -> int:
    """B3 stands in column 1, counted from 0."""
    index = 0
    for letter in reference.rstrip("0123456789")[:4].upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _letters(index: int) -> str:
    """As spreadsheets name their columns: A, …, Z, AA, …, XFD."""
    letters, rest = "", min(index, _WIDEST) + 1
    while rest > 0:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters
