"""A table as it was handed in: named columns, and rows of text that know their line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from screenings.importing.columns import Column, ProgrammeRow, columns_of
from screenings.importing.exported_versions import mark_of_heading
from screenings.importing.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from screenings.importing.mend_column import says_nothing
from screenings.importing.problems import ImportProblem, did_you_mean, quoted
from screenings.importing.sheets import Sheet, TypedCell
from screenings.importing.workbook_numbers import NumberKind
from screenings.text.cleaning import is_storable
from screenings.text.spreadsheet import plain_cell

RawRows = Sequence[tuple[int, Sequence[str]]]
_HELD = {
    NumberKind.DAY: "a date",
    NumberKind.DAY_AND_TIME: "a date and time",
    NumberKind.TIME: "a time",
    NumberKind.ELAPSED: "a length of time",
    NumberKind.TRUTH: "a truth value",
}
_NOT_READ = "-"  # a column that is known, and says nothing of the programme
# Its line, and its cells by column as text without a spreadsheet's protecting apostrophe.
TableRow = tuple[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class SourceTable:
    """`columns` are those the header names: a column that is left out says nothing, an empty cell says "none".

    `version` is the mark of what the table was exported from, where its header bears one.
    """

    file: str
    columns: frozenset[str] = frozenset()
    rows: tuple[TableRow, ...] = ()
    problems: tuple[ImportProblem, ...] = field(default=())
    remarks: tuple[ImportProblem, ...] = field(default=())
    version: str = ""


def table_of_sheet(sheet: Sheet, row_type: type[ProgrammeRow]) -> SourceTable:
    """The table of a workbook's sheet. Its rows may be shorter than the header, and its cells be no texts."""
    table = build_table(f"sheet {sheet.name}", sheet.rows, row_type, typed=sheet.typed, allow_short_rows=True)
    return replace(table, remarks=tuple(sheet.remarks()))


def build_table(
    file: str,
    raw: RawRows,
    row_type: type[ProgrammeRow],
    *,
    typed: Mapping[tuple[int, int], TypedCell] = MappingProxyType({}),
    allow_short_rows: bool = False,
) -> SourceTable:
    """The table of raw rows, the first of which that holds anything is the header.

    `typed` says which cells a spreadsheet holds as something else than text. In a column of texts a number counts as it
    is shown, and what became a day, a time or a truth value is a problem: nobody knows what was typed.
    """
    columns = columns_of(row_type)
    filled = [(line, cells) for line, cells in raw if any(cell.strip() for cell in cells)]
    if not filled:
        message = f"the table is empty. Begin it with the header: {','.join(columns)}"
        return SourceTable(file, problems=(ImportProblem(file, 0, "", message),))
    line, header = filled[0]
    names, problems = _header(file, line, header, row_type)
    if problems:
        return SourceTable(file, problems=tuple(problems))
    if len(filled) - 1 > MAX_ROWS:
        message = f"there are more than {MAX_ROWS:,} rows. Split the table and import it in parts."
        return SourceTable(file, problems=(ImportProblem(file, 0, "", message),))
    rows = []
    for line, cells in filled[1:]:
        wrong = _wrong_cells(file, line, cells, names, allow_short_rows=allow_short_rows)
        problems.extend(wrong)
        if not wrong and typed:
            cells, wrong = _as_texts(file, line, cells, [columns.get(name) for name in names], typed)
            problems.extend(wrong)
        if not wrong:
            padded = [*cells, *[""] * (len(names) - len(cells))]
            named = zip(names, padded, strict=False)
            rows.append((line, {name: plain_cell(cell) for name, cell in named if name not in ("", _NOT_READ)}))
    version = next(filter(None, map(mark_of_heading, header)), "")
    read = frozenset(names) - {"", _NOT_READ}
    return SourceTable(file, read, tuple(rows), tuple(problems), version=version)


def _header(
    file: str, line: int, header: Sequence[str], row_type: type[ProgrammeRow]
) -> tuple[list[str], list[ImportProblem]]:
    columns = columns_of(row_type)
    names = [_NOT_READ if says_nothing(name) else "_".join(name.casefold().split()) for name in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        message = f"the header has {len(names):,} columns. Keep those of the format: {', '.join(columns)}."
        return [], [ImportProblem(file, line, "", message)]
    problems = []
    for index, name in enumerate(names):
        if name == _NOT_READ:
            continue
        if name and name in names[:index]:
            problems.append(ImportProblem(file, line, name, "the header has this column twice. Keep one."))
        elif name and name not in columns:
            hint = did_you_mean(name, columns) or f" The columns are: {', '.join(columns)}."
            message = f"the header has a column the format does not know.{hint} Rename it or take it out."
            problems.append(ImportProblem(file, line, name[:60], message))
    for name, column in columns.items():
        if name not in names and (column.example or name == "id"):
            message = f"the header lacks this column. It names {', '.join(map(quoted, header[:8]))}; add {name}."
            problems.append(ImportProblem(file, line, name, message))
    return names, problems


def no_text_message(kind: NumberKind, shown: str) -> str:
    """Why a value that a spreadsheet made of what was typed is no text, and the way out."""
    held = f"the spreadsheet holds {_HELD[kind]} here, {shown}, and no text."
    return f"{held} Format the cell as text, and type it again."


def _as_texts(
    file: str,
    line: int,
    cells: Sequence[str],
    columns: Sequence[Column | None],
    typed: Mapping[tuple[int, int], TypedCell],
) -> tuple[Sequence[str], tuple[ImportProblem, ...]]:
    """The row with the numbers in columns of texts as they are shown, and what a spreadsheet made of other texts."""
    texts, problems = list(cells), []
    for index, column in enumerate(columns[: len(texts)]):
        cell = typed.get((line, index)) if column and column.is_text else None
        if column is None or cell is None:
            continue
        if cell.kind is NumberKind.NUMBER:
            texts[index] = cell.shown
        else:
            problems.append(ImportProblem(file, line, column.name, no_text_message(cell.kind, cell.shown)))
    return texts, tuple(problems)


def _wrong_cells(
    file: str, line: int, cells: Sequence[str], names: list[str], *, allow_short_rows: bool
) -> tuple[ImportProblem, ...]:
    if any(cell.strip() for cell in cells[len(names) :]):
        message = (
            f"the row has {len(cells):,} cells, the header {len(names)}. "
            'Put quotation marks around a text that holds the separator: "Crouching Tiger, Hidden Dragon".'
        )
        return (ImportProblem(file, line, "", message),)
    if len(cells) < len(names) and not allow_short_rows:
        message = f"the row has {len(cells)} cells, the header {len(names)}. Write every separator."
        return (ImportProblem(file, line, "", message),)
    problems = []
    for name, cell in zip(names, cells, strict=False):
        if not name and cell.strip():
            message = f"{quoted(cell)} stands in a column without a name. Name the column or empty it."
            problems.append(ImportProblem(file, line, "", message))
        elif len(cell) > MAX_CELL_CHARACTERS:
            message = f"the text has {len(cell):,} characters; {MAX_CELL_CHARACTERS:,} are read. Shorten it."
            problems.append(ImportProblem(file, line, name, message))
        elif not is_storable(cell):
            message = "the text holds a character that cannot be stored (NUL or half of a pair). Type it anew."
            problems.append(ImportProblem(file, line, name, message))
    return tuple(problems)
