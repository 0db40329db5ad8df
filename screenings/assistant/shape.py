"""What shape each sheet of a file has, guessed or chosen, and what it then says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from screenings.assistant.columns import ListColumn, list_layout, list_without_header
from screenings.assistant.dates import written_day
from screenings.assistant.entries import Entries, entries_of_list
from screenings.assistant.grids import entries_of_grid, grid_layout
from screenings.assistant.headings import DAY, SHOWTIMES, TIME
from screenings.assistant.reading import SourceSheet
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.written_lines import lines_layout

_TIMED = {DAY, TIME, "start", SHOWTIMES, "end"}


class Shape(StrEnum):
    LIST = "list"
    LINES = "lines"
    GRID = "grid"
    SHOWTIMES = "showtimes"
    FILMS = "films"
    LEFT_OUT = "left-out"


@dataclass
class ShapedSheet:
    """A sheet and all that was found in it. `edges` says of a grid what stands at its side and along its top.

    `header_line` is where a list's headings stand, 0 where it has none; `guessed` is the heading of the column that was
    taken for the titles, `wholes` the lines' texts where it is not sure which of them is the hall.
    """

    source: SourceSheet
    shape: Shape
    columns: list[ListColumn] = field(default_factory=list)
    edges: str = ""
    entries: Entries = field(default_factory=Entries)
    header_line: int = 0
    guessed: str = ""
    wholes: dict[int, str] = field(default_factory=dict)


def shape_sheets(
    sources: Iterable[SourceSheet], shapes: Mapping[str, str], columns: Mapping[str, str]
) -> list[ShapedSheet]:
    """`shapes` are those that were chosen, by the names of sheets; `columns` the fields, by the keys of headings."""
    shaped = [_shaped(source, shapes.get(source.name, ""), columns) for source in sources]
    if any(sheet.entries.found and not _is_beside(sheet) for sheet in shaped):
        # Slots, rooms or notes beside the programme itself.
        shaped = [
            ShapedSheet(each.source, Shape.LEFT_OUT, each.columns) if _is_beside(each) else each for each in shaped
        ]
    return shaped


def _is_beside(sheet: ShapedSheet) -> bool:
    return bool(sheet.guessed) or sheet.shape is Shape.LINES


def _shaped(source: SourceSheet, chosen: str, columns: Mapping[str, str]) -> ShapedSheet:
    if chosen == Shape.LEFT_OUT or not source.sheet.rows:
        return ShapedSheet(source, Shape.LEFT_OUT)
    day = _sheet_day(source)
    rows = list(source.rows())
    table = list_layout(source, columns)
    is_list = table is not None and "title" in table.fields and bool(table.fields & _TIMED)
    if chosen != Shape.GRID and not is_list and (lines := lines_layout(source)):
        return ShapedSheet(source, Shape.LINES, entries=entries_of_list(lines, day), wholes=lines.wholes)
    if chosen == Shape.GRID or (not chosen and not is_list):
        layout = grid_layout(rows, needs_times_within=True)
        if layout:
            return ShapedSheet(
                source, Shape.GRID, [], layout.describe(), entries_of_grid(rows, layout, day, source.sheet.merged)
            )
    if table and "title" in table.fields and chosen != Shape.GRID:
        entries = entries_of_list(table, day if TIME in table.fields else None)
        shape = Shape.LIST if table.fields & _TIMED else Shape.FILMS
        if SHOWTIMES in table.fields:
            shape = Shape.SHOWTIMES
        return ShapedSheet(source, shape, table.columns, "", entries, table.header_line, table.guessed)
    if chosen in ("", Shape.GRID) and not source.fields:
        layout = grid_layout(rows, needs_times_within=False)
        if layout:
            return ShapedSheet(
                source, Shape.GRID, [], layout.describe(), entries_of_grid(rows, layout, day, source.sheet.merged)
            )
    if table is None and (bare := list_without_header(source)):
        return ShapedSheet(source, Shape.LIST, bare.columns, "", entries_of_list(bare, day))
    return ShapedSheet(source, Shape.LEFT_OUT, table.columns if table else [])


def _sheet_day(source: SourceSheet) -> SourceCell | None:
    """The day that the sheet's name says, or else the file's."""
    for name, place in ((source.name, f"sheet {source.name}"), (PurePosixPath(source.file).stem, source.file)):
        spaced = re.sub(r"_+", " ", name)
        if written_day(spaced):
            return SourceCell(spaced, place)
    return None
