"""A cell of a file as it was met: its text, what kind of value it is, and where it stands."""

from dataclasses import dataclass

from screenings.importing.workbook_marks import NONE, Marks
from screenings.importing.workbook_numbers import NumberKind


@dataclass(frozen=True, slots=True)
class SourceCell:
    """`place` is the file's own address of it: `sheet 10.4 Fri, B2`. `kind` is None for a text.

    `is_instant`: an offset in it says which moment is meant, whatever zone the festival has. `marks`: how
    it looks, by which people may mean something.
    """

    text: str
    place: str
    kind: NumberKind | None = None
    shown: str = ""
    is_instant: bool = False
    marks: Marks = NONE

    def with_text(self, text: str) -> "SourceCell":
        """A part of it, which is a text."""
        return SourceCell(text, self.place, marks=self.marks)
