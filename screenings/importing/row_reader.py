"""Reads a row's cells one by one and collects what is wrong with them, instead of stopping at the first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from screenings.importing.cells import line_of_text
from screenings.importing.limits import MAX_PROBLEMS
from screenings.importing.problems import ImportProblem, InvalidValue, quoted
from screenings.importing.records import SourceLocation
from screenings.importing.tables import SourceTable, TableRow

T = TypeVar("T")
D = TypeVar("D")
_PROSE = ("synopsis", "notes")


@dataclass(frozen=True, slots=True)
class RowReader:
    location: SourceLocation
    row: TableRow
    problems: list[ImportProblem]
    # What was understood in a way that somebody should know of; it stops nothing.
    warnings: list[ImportProblem]

    @property
    def stated_columns(self) -> frozenset[str]:
        return frozenset(self.row.cells)

    def is_blank(self, column: str) -> bool:
        return not self.row.cells.get(column, "").strip()

    def get(self, column: str, read: Callable[[str], T], default: D) -> T | D:
        """What the cell means; `default` where it is empty, and where it is wrong."""
        if self.is_blank(column):
            return default
        text = self.row.cells[column]
        try:
            # Prose may begin with an indent.
            return read(text if column in _PROSE else text.strip())
        except InvalidValue as error:
            self.add_problem(column, str(error))
            return default

    def require(self, column: str, read: Callable[[str], str], example: str) -> str:
        """A cell that must not be empty."""
        if self.is_blank(column):
            self.add_problem(column, f"the cell is empty. Write {example}.")
        return self.get(column, read, "")

    def warn(self, column: str, message: str) -> None:
        self.warnings.append(ImportProblem(self.location.file, self.location.line, column, message))

    def add_problem(self, column: str, message: str) -> None:
        self.problems.append(ImportProblem(self.location.file, self.location.line, column, message))


def rows_with_ids(
    table: SourceTable, problems: list[ImportProblem], warnings: list[ImportProblem]
) -> Iterator[tuple[RowReader, str]]:
    """Each row with its id; a row without one, or with one that was there before, is a problem and left out.

    Ends early where nearly every row is wrong: the same mistake would fill the screen.
    """
    first: dict[str, int] = {}
    before = len(problems)
    for row in table.rows:
        if len(problems) - before >= MAX_PROBLEMS:
            message = f"{MAX_PROBLEMS} problems so far; the rows from here on were not read. Correct these first."
            problems.append(ImportProblem(table.file, row.line, "", message))
            return
        reader = RowReader(SourceLocation(table.file, row.line), row, problems, warnings)
        key = reader.require("id", line_of_text, "the festival's own id, such as 1")
        if not key:
            continue
        if key in first:
            reader.add_problem("id", f"{quoted(key)} is also the id of line {first[key]}. Give each row its own.")
            continue
        first[key] = row.line
        yield reader, key
