"""A sheet of a spreadsheet as values: its texts, what its cells are, what is merged and what is hidden in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice

from screenings.importing.archives import refusal
from screenings.importing.limits import MAX_FOREIGN_CELLS
from screenings.importing.problems import ImportProblem, ProgrammeRefused, quoted
from screenings.importing.workbook_marks import Marks
from screenings.importing.workbook_numbers import NumberKind

RawSheet = list[tuple[int, list[str]]]
_WIDEST = 18_278  # column ZZZ; a spreadsheet ends at XFD
_LISTED = 10


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A cell that holds no text: what kind of value, and how the spreadsheet shows a number."""

    kind: NumberKind
    shown: str


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Lines count from 1, columns from 0; both ends are within."""

    first_line: int
    first_column: int
    last_line: int
    last_column: int

    def __str__(self) -> str:
        return f"{self.top_left}:{column_letters(self.last_column)}{self.last_line}"

    @property
    def top_left(self) -> str:
        return cell_address(self.first_line, self.first_column)


@dataclass
class Sheet:
    """Rows that hold something, by their lines; `typed` are the cells by line and column that are no text, `marks`
    those that are struck through or in a colour, `struck` what was left out of a text because a line goes through it.
    """

    name: str
    rows: RawSheet = field(default_factory=list)
    typed: dict[tuple[int, int], TypedCell] = field(default_factory=dict)
    marks: dict[tuple[int, int], Marks] = field(default_factory=dict)
    struck: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)
    hidden_lines: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    is_hidden: bool = False
    problems: list[ImportProblem] = field(default_factory=list)

    def fill_merged(self, cells_left: int = MAX_FOREIGN_CELLS) -> int:
        """Give every cell of a merged range that lies in a row with anything in it the range's value.

        Returns how many cells more may be filled. Raises ProgrammeRefused where these are too many.
        """
        lines = [line for line, _cells in self.rows]
        for merge in self.merged:
            first, last = bisect_left(lines, merge.first_line), bisect_right(lines, merge.last_line)
            if first == last or lines[first] != merge.first_line:
                continue
            cells = self.rows[first][1]
            text = cells[merge.first_column] if merge.first_column < len(cells) else ""
            if not text:
                continue
            cells_left -= (last - first) * (merge.last_column - merge.first_column + 1)
            if cells_left < 0:
                raise refusal(f"sheet {self.name}", "its merged cells are too many. Split them, and save it anew.")
            typed = self.typed.get((merge.first_line, merge.first_column))
            marks = self.marks.get((merge.first_line, merge.first_column))
            for line, row in self.rows[first:last]:
                row.extend([""] * (merge.last_column + 1 - len(row)))
                for column in range(merge.first_column, merge.last_column + 1):
                    row[column] = text
                    if typed:
                        self.typed[line, column] = typed
                    if marks:
                        self.marks[line, column] = marks
        return cells_left

    def remarks(self, screenings: Collection[MergedRange] = ()) -> Iterator[ImportProblem]:
        """What somebody who sees the sheet in a spreadsheet would not expect of the way it is read.

        `screenings` are the merged cells that were read as one screening each.
        """
        name = f"sheet {self.name}"
        if self.is_hidden:
            yield ImportProblem(name, 0, "", "the sheet is hidden in the workbook, and is read like any other.")
        lines = {line for line, _cells in self.rows}
        hidden = [line for line in self.hidden_lines if line in lines]
        if hidden:
            listed = ", ".join(map(str, hidden[:_LISTED])) + ("…" if len(hidden) > _LISTED else "")
            yield ImportProblem(name, hidden[0], "", f"hidden rows are read like any other: {listed}.")
        if self.hidden_columns:
            listed = ", ".join(map(column_letters, self.hidden_columns[:_LISTED]))
            yield ImportProblem(name, 0, "", f"hidden columns are read like any other: {listed}.")
        for (line, column), text in islice(self.struck.items(), _LISTED):
            message = f"{quoted(text)} in {cell_address(line, column)} is struck through, and is left out."
            yield ImportProblem(name, line, "", message)
        if len(self.struck) > _LISTED:
            message = f"what is struck through is left out in {len(self.struck) - _LISTED} more cells."
            yield ImportProblem(name, 0, "", message)
        for merge in self.merged[:_LISTED]:
            message = (
                f"the cells {merge} are merged, and are one screening."
                if merge in screenings
                else f"the cells {merge} are merged; what is in {merge.top_left} counts for each of them."
            )
            yield ImportProblem(name, merge.first_line, "", message)


def cell_address(line: int, column: int) -> str:
    """As spreadsheets say it: B3 is line 3, column 1."""
    return f"{column_letters(column)}{line}"


def column_index(reference: str) -> int:
    """B3 stands in column 1, counted from 0."""
    index = 0
    for letter in reference.rstrip("0123456789")[:4].upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """As spreadsheets name their columns: A, …, Z, AA, …, XFD."""
    letters, rest = "", min(index, _WIDEST) + 1
    while rest > 0:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def own_title(name: str) -> str:
    """What a sheet is called among our own tables: `Films.csv` is films."""
    return name.strip().casefold().removesuffix(".csv").removesuffix(".toml")


def same_title(title: str) -> ProgrammeRefused:
    return refusal(f"sheet {title}", "there are two sheets of this name. Rename or remove one.")
