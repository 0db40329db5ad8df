"""Tables from an .xlsx workbook, one sheet each. A workbook is an archive of XML: both are measured before parsing."""

import re
import warnings
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol, cast
from zipfile import ZipFile, ZipInfo

from screenings.imports.archives import entry_chunks, opened_zip, refusal
from screenings.imports.limits import COLUMNS, ROWS, STYLE_TAGS, WORKBOOK_CELLS, WORKBOOK_TAGS
from screenings.imports.problems import Problem, ProgrammeRefused

_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MANY_TAGS = re.compile(r"/(?:worksheets/[^/]*|sharedStrings)\.xml$", re.IGNORECASE)
_OVERLAP = 64  # bytes kept from one chunk to the next, so that no mark is cut in two

_FAR_COLUMN = re.compile(rb"[\s\"']r\s*=\s*[\"'][A-Za-z]{3}")
_WIDEST = 702  # column ZZ

RawSheet = list[tuple[int, list[str]]]


class SheetCell(Protocol):
    """What of openpyxl's cells is read."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...


Cells = tuple[SheetCell, ...]


def read_sheets(path: Path, wanted: frozenset[str]) -> Mapping[str, RawSheet]:
    """The rows of the wanted sheets by the sheet's name in lower case, without `.csv` or `.toml` at its end.

    Raises ProgrammeRefused.
    """
    with opened_zip(path) as archive:
        _refuse_bombs(archive, path.name)
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            return _sheets(path, wanted)
    except ProgrammeRefused:
        raise
    except Exception as error:  # openpyxl answers a damaged workbook with almost any exception there is
        message = f"the workbook cannot be read ({type(error).__name__}). Open it in a spreadsheet and save it anew."
        raise refusal(path.name, message) from error


def _refuse_bombs(archive: ZipFile, name: str) -> None:
    """Count cells and tags without building anything: a hundred megabytes a second, in 64 kB of memory."""
    cells = tags = styles = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        few = not _MANY_TAGS.search(f"/{entry.filename}")
        for chunk, seen in _overlapping(archive, entry, name):
            if _FORBIDDEN.search(seen) or b"\x00" in chunk:
                raise refusal(name, "the workbook holds what no spreadsheet writes. Save it anew.")
            cells += len(_CELL.findall(seen))
            if not few and _FAR_COLUMN.search(seen):
                raise refusal(name, "a sheet has more than 702 columns. Copy the tables into a new workbook.")
            tags += chunk.count(b"<")
            styles += chunk.count(b"<") if few else 0
            if cells > WORKBOOK_CELLS or tags > WORKBOOK_TAGS or styles > STYLE_TAGS:
                raise refusal(
                    name,
                    f"the workbook holds more than {WORKBOOK_CELLS:,} cells or as much formatting. "
                    "Copy the tables into a new workbook, or save each as CSV.",
                )


def _overlapping(archive: ZipFile, entry: ZipInfo, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk, and the same with the end of the one before."""
    before = b""
    for chunk in entry_chunks(archive, entry, name):
        yield chunk, before + chunk
        before = chunk[-_OVERLAP:]


def _sheets(path: Path, wanted: frozenset[str]) -> dict[str, RawSheet]:
    written = _cells(path, wanted, results=False)
    formulas = any(cell.data_type == "f" for sheet in written.values() for row in sheet.values() for cell in row)
    shown = _cells(path, wanted, results=True) if formulas else {}
    problems: list[Problem] = []
    found: dict[str, RawSheet] = {}
    for title, rows in written.items():
        found[title] = []
        for line, row in rows.items():
            result = shown.get(title, {}).get(line, ())
            place = (f"sheet {title}", line)
            found[title].append((line, [_cell_text(place, i, row, result, problems) for i in range(len(row))]))
    if problems:
        raise ProgrammeRefused(problems)
    return found


def _cell_text(place: tuple[str, int], index: int, written: Cells, result: Cells, problems: list[Problem]) -> str:
    """A cell's text; of a formula, what it came to when the workbook was last saved by a spreadsheet."""
    cell = written[index]
    column = f"column {_letters(index)}"
    if cell.data_type == "f":
        formula = f"{cell.value:.40}" if isinstance(cell.value, str) else "="
        if index >= len(result) or result[index].value is None:
            message = (
                f'"{formula}" is a formula that was never computed. Open the workbook in a spreadsheet and save it; '
                f"if a text is meant, write an apostrophe before it: '{formula}"
            )
            problems.append(Problem(*place, column, message))
            return ""
        cell = result[index]
    if cell.data_type == "e":
        message = f"the cell shows the error {cell.value}. Correct its formula, or write the value."
        problems.append(Problem(*place, column, message))
    return _text(cell.value)


def _cells(path: Path, wanted: frozenset[str], *, results: bool) -> dict[str, dict[int, Cells]]:
    """The rows of each wanted sheet by line: their formulas, or the results of these."""
    # Half a second to load: only for a workbook, and only for one that has been measured.
    from openpyxl import load_workbook  # noqa: PLC0415 - as said

    found: dict[str, dict[int, Cells]] = {}
    with path.open("rb") as file:
        workbook = load_workbook(file, read_only=True, data_only=results, keep_links=False)
        for sheet in workbook.worksheets:
            title = sheet.title.strip().casefold().removesuffix(".csv").removesuffix(".toml")
            if title not in wanted:
                continue
            if title in found:
                raise refusal(f"sheet {title}", "there are two sheets of this name. Rename or remove one.")
            # The size a sheet states may be a lie of a billion rows; the cells tell.
            sheet.reset_dimensions()
            with closing(cast(Generator[Cells, None, None], sheet.iter_rows(max_col=_WIDEST))) as rows:
                found[title] = dict(_bounded(f"sheet {title}", rows))
    return found


def _bounded(sheet: str, rows: Iterator[Cells]) -> Iterator[tuple[int, Cells]]:
    """Rows that hold something. Stops at the first that is too wide or too far down."""
    before, width = None, 0
    for line, row in enumerate(rows, start=1):
        # Rows the file leaves out are all the same one.
        if row is not before:
            width = max((index + 1 for index, cell in enumerate(row) if cell.value is not None), default=0)
        before = row
        if line > ROWS + 1 and (width or line > 2 * ROWS):
            message = f"it goes on below line {ROWS + 1:,}. Import the table in parts, or delete the rows below it."
            raise refusal(sheet, message)
        if width > COLUMNS:
            raise refusal(sheet, f"line {line} has {width} columns. Keep those of the format.")
        if width:
            yield line, row[:width]


def _letters(index: int) -> str:
    """As spreadsheets name the first 702 columns: A, …, Z, AA."""
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def _text(value: object) -> str:
    """A cell as it would stand in the CSV file: 105.0 is 105, a date and time is 2024-10-09T19:30."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            # Excel counts in fractions of a day: 19:30 comes as 19:29:59.999.
            return (value + timedelta(milliseconds=500)).strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat().removesuffix(":00")
        case _:
            return str(value)
