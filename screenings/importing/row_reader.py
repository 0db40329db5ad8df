"""Reads a row's cells one by one and collects what is wrong with them, instead of stopping at the first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from screenings.importing.cells import line_of_text
from screenings.importing.limits import PROBLEMS
from screenings.importing.problems import Problem, Unreadable, quoted
from screenings.importing.records import Place
from screenings.importing.tables import Row, Table

T = TypeVar("T")
D = TypeVar("D")
_PROSE = ("synopsis", "notes")


@dataclass(frozen=True, slots=True)
class RowReader:
    place: Place
    row: Row
    problems: list[Problem]
    # What was understood in a way that somebody should know of; it stops nothing.
    remarks: list[Problem]

    @property
    def stated(self) -> frozenset[str]:
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
        except Unreadable as error:
            self.refuse(column, str(error))
            return default

    def need(self, column: str, read: Callable[[str], str], example: str) -> str:
        """A cell that must not be empty."""
        if self.is_blank(column):
            self.refuse(column, f"the cell is empty. Write {example}.")
        return self.get(column, read, "")

    def remark(self, column: str, message: str) -> None:
        self.remarks.append(Problem(self.place.file, self.place.line, column, message))

    def refuse(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.place.file, self.place.line, column, message))


def rows_with_ids(table: Table, problems: list[Problem], remarks: list[Problem]) -> Iterator[tuple[RowReader, str]]:
    """Each row with its id; a row without one, or with one that was there before, is a problem and left out.

    Ends early where nearly every row is wrong: the same mistake would fill the screen.
    """
    first: dict[str, int] = {}
    before = len(problems)
    for row in table.rows:
        if len(problems) - before >= PROBLEMS:
            message = f"{PROBLEMS} problems so far; the rows from here on were not read. Correct these first."
            problems.append(Problem(table.file, row.line, "", message))
            return
        reader = RowReader(Place(table.file, row.line), row, problems, remarks)
        key = reader.need("id", line_of_text, "the festival's own id, such as 1")
        if not key:
            continue
        if key in first:
            reader.refuse("id", f"{quoted(key)} is also the id of line {first[key]}. Give each row its own.")
            continue
        first[key] = row.line
        yield reader, key
