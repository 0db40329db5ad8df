"""Reads a table's cells row by row and collects what is wrong with them, instead of stopping at the first."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from screenings.importing import cells
from screenings.importing.columns import Column, ProgrammeRow, columns_of
from screenings.importing.limits import MAX_PROBLEMS
from screenings.importing.problems import ImportProblem, InvalidValue, NightTime, quoted
from screenings.importing.tables import SourceTable

T = TypeVar("T")
D = TypeVar("D")
R = TypeVar("R", bound=ProgrammeRow)

_read_columns: dict[tuple[Any, str], tuple[Column, ...]] = {}


def _columns_read(row_type: type[ProgrammeRow], owner: str) -> tuple[Column, ...]:
    """Without those that the table's own parser reads."""
    key = (row_type, owner)
    if key not in _read_columns:
        columns = columns_of(row_type).values()
        _read_columns[key] = tuple(each for each in columns if each.read and each.owner == owner)
    return _read_columns[key]


class TableReader:
    """Stands on one row of the table after another, as csv.DictReader does; `ids` goes from row to row.

    `warnings` are what was understood in a way that somebody should know of; they stop nothing.
    """

    def __init__(self, table: SourceTable, problems: list[ImportProblem], warnings: list[ImportProblem]) -> None:
        self.line = 0
        self.cells: Mapping[str, str] = {}
        self._table, self._problems, self._warnings = table, problems, warnings

    def ids(self) -> Iterator[str]:
        """The id of each row in turn; a row without one, or with one that was there before, is a problem and left out.

        Ends early where nearly every row is wrong: the same mistake would fill the screen.
        """
        first_lines: dict[str, int] = {}
        for _row in self.lines():
            key = self._require("id", cells.line_of_text, "the festival's own id, such as 1")
            if key in first_lines:
                self.add_problem(
                    "id", f"{quoted(key)} is also the id of line {first_lines[key]}. Give each row its own."
                )
            elif key:
                first_lines[key] = self.line
                yield key

    def lines(self) -> Iterator[int]:
        """The line of each row in turn, for tables without ids. Ends early where nearly every row is wrong."""
        before = len(self._problems)
        for line, cells_by_column in self._table.rows:
            self.line, self.cells = line, cells_by_column
            if len(self._problems) - before >= MAX_PROBLEMS:
                self.add_problem(
                    "", f"{MAX_PROBLEMS} problems so far; the rows from here on were not read. Correct these first."
                )
                return
            yield self.line

    def values(self, row_type: type[ProgrammeRow], owner: str = "") -> dict[str, Any]:
        """What the row's cells mean, by column; without those that the table's own parser reads."""
        return {
            each.name: self.value(each) if each.example or each.name in self.cells else each.default
            for each in _columns_read(row_type, owner)
        }

    def value(self, column: Column) -> Any:
        assert column.read is not None
        if column.example:
            return self._require(column.name, column.read, column.example)
        return self.get(column.name, column.read, column.default)

    def row(self, row_type: type[R], values: Mapping[str, Any]) -> R:
        return row_type(**values, file=self._table.file, line=self.line, stated_columns=self._table.columns)

    def is_blank(self, column: str) -> bool:
        return not self.cells.get(column, "").strip()

    def get(self, column: str, read: Callable[[str], T], default: D) -> T | D:
        """What the cell means; `default` where it is empty, and where it is wrong."""
        if self.is_blank(column):
            return default
        text = self.cells[column]
        try:
            # Prose may begin with an indent.
            return read(text if read is cells.prose else text.strip())
        except InvalidValue as error:
            self.add_problem(column, str(error), error.night)
            return default

    def _require(self, column: str, read: Callable[[str], str], example: str) -> str:
        """A cell that must not be empty."""
        if self.is_blank(column):
            self.add_problem(column, f"the cell is empty. Write {example}.")
        return self.get(column, read, "")

    def warn(self, column: str, message: str) -> None:
        self._warnings.append(ImportProblem(self._table.file, self.line, column, message))

    def add_problem(self, column: str, message: str, night: NightTime | None = None) -> None:
        self._problems.append(ImportProblem(self._table.file, self.line, column, message, night))
