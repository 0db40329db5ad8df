"""A table as it was handed in: named columns, and rows of text that know their line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from screenings.importing.limits import CELL_CHARACTERS, COLUMNS, ROWS
from screenings.importing.problems import Problem, close_to, quoted
from screenings.importing.rows import FILM_COLUMNS, HALL_COLUMNS, SCREENING_COLUMNS
from screenings.text.cleaning import is_storable
from screenings.text.spreadsheet import plain_cell

RawRows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table's header may hold, and what it must."""

    allowed: tuple[str, ...]
    required: tuple[str, ...]


FILMS = Columns(FILM_COLUMNS, ("id", "title"))
HALLS = Columns(HALL_COLUMNS, ("id", "venue", "hall"))
SCREENINGS = Columns(SCREENING_COLUMNS, ("id", "film"))
TABLES: Mapping[str, Columns] = MappingProxyType({"films": FILMS, "halls": HALLS, "screenings": SCREENINGS})


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column, as text without a spreadsheet's protecting apostrophe."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are those the header names: a column that is left out says nothing, an empty cell says "none"."""

    file: str
    columns: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def build_table(file: str, raw: RawRows, wanted: Columns, *, ragged: bool = False) -> Table:
    """The table of raw rows, the first of which that holds anything is the header.

    `ragged`: rows may be shorter than the header, as they are in workbooks.
    """
    filled = [(line, cells) for line, cells in raw if any(cell.strip() for cell in cells)]
    if not filled:
        message = f"the table is empty. Begin it with the header: {','.join(wanted.allowed)}"
        return Table(file, problems=(Problem(file, 0, "", message),))
    line, header = filled[0]
    names, problems = _header(file, line, header, wanted)
    if problems:
        return Table(file, problems=tuple(problems))
    if len(filled) - 1 > ROWS:
        message = f"there are more than {ROWS:,} rows. Split the table and import it in parts."
        return Table(file, problems=(Problem(file, 0, "", message),))
    rows = []
    for line, cells in filled[1:]:
        wrong = _wrong_cells(file, line, cells, names, ragged=ragged)
        problems.extend(wrong)
        if not wrong:
            padded = [*cells, *[""] * (len(names) - len(cells))]
            rows.append(Row(line, {name: plain_cell(cell) for name, cell in zip(names, padded, strict=False) if name}))
    return Table(file, frozenset(filter(None, names)), tuple(rows), tuple(problems))


def _header(file: str, line: int, header: Sequence[str], wanted: Columns) -> tuple[list[str], list[Problem]]:
    names = ["_".join(name.casefold().split()) for name in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMNS:
        message = f"the header has {len(names):,} columns. Keep those of the format: {', '.join(wanted.allowed)}."
        return [], [Problem(file, line, "", message)]
    problems = []
    for index, name in enumerate(names):
        if name and name in names[:index]:
            problems.append(Problem(file, line, name, "the header has this column twice. Keep one."))
        elif name and name not in wanted.allowed:
            hint = close_to(name, wanted.allowed) or f" The columns are: {', '.join(wanted.allowed)}."
            message = f"the header has a column the format does not know.{hint} Rename it or take it out."
            problems.append(Problem(file, line, name[:60], message))
    for name in wanted.required:
        if name not in names:
            message = f"the header lacks this column. It names {', '.join(map(quoted, header[:8]))}; add {name}."
            problems.append(Problem(file, line, name, message))
    return names, problems


def _wrong_cells(file: str, line: int, cells: Sequence[str], names: list[str], *, ragged: bool) -> tuple[Problem, ...]:
    if any(cell.strip() for cell in cells[len(names) :]):
        message = (
            f"the row has {len(cells):,} cells, the header {len(names)}. "
            'Put quotation marks around a text that holds the separator: "Crouching Tiger, Hidden Dragon".'
        )
        return (Problem(file, line, "", message),)
    if len(cells) < len(names) and not ragged:
        message = f"the row has {len(cells)} cells, the header {len(names)}. Write every separator."
        return (Problem(file, line, "", message),)
    problems = []
    for name, cell in zip(names, cells, strict=False):
        if not name and cell.strip():
            message = f"{quoted(cell)} stands in a column without a name. Name the column or empty it."
            problems.append(Problem(file, line, "", message))
        elif len(cell) > CELL_CHARACTERS:
            message = f"the text has {len(cell):,} characters; {CELL_CHARACTERS:,} are read. Shorten it."
            problems.append(Problem(file, line, name, message))
        elif not is_storable(cell):
            message = "the text holds a character that cannot be stored (NUL or half of a pair). Type it anew."
            problems.append(Problem(file, line, name, message))
    return tuple(problems)
