"""Timetables as grids: halls, days and slots along the edges, a screening in each cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from screenings.assistant.columns import Line
from screenings.assistant.dates import written_day
from screenings.assistant.entries import Entries, Entry, name_above
from screenings.assistant.headings import CODE, DAY, PLACE, TIME, field_of_heading
from screenings.assistant.lone_rows import beside_a_day, lone_day, lone_name
from screenings.assistant.places import looks_like_hall
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.times import minutes_of_text, time_span
from screenings.importing.sheets import MergedRange

_CODE = re.compile(r"[A-Z]{0,4}[-.]?\d{1,5}[A-Za-z]?")
_ORDINAL = re.compile(r"\D{0,4}\d{1,2}\D{0,16}")
_POINTER = re.compile(r"^\s*(?:→|->|=>|»|>)")
_HEADER_WITHIN = 15  # rows
_LOOKED_AT = 80  # rows of the body, to tell a grid from a list
_MOST_EDGE = 60  # characters of a hall, a day or a slot


class EdgeKind(Enum):
    DAY = "day"
    TIME = "time"
    SLOT = "slot"  # an ordinal, which says no time
    HALL = "hall"


@dataclass
class GridLayout:
    """The header rows above the body (a second one may hold the days over the first's slots), and what each is."""

    header: int
    top: EdgeKind
    side: EdgeKind
    above: dict[int, SourceCell] = field(default_factory=dict)

    def describe(self) -> str:
        return f"{self.side.value} × {self.top.value}"


def grid_layout(rows: Sequence[Line], *, needs_times_within: bool) -> GridLayout | None:
    """How the rows are a grid; None where they are none.

    With `needs_times_within` the cells themselves must say a time beside a title, which no list does.
    """
    for index, (_line, cells) in enumerate(rows[:_HEADER_WITHIN]):
        edge = [cell for cell in cells[1:] if cell.text.strip()]
        below = rows[index + 1 : index + 1 + _LOOKED_AT]
        if not edge or not below or any(len(cell.text) > _MOST_EDGE for cell in edge):
            continue
        sides = [line[0] for _number, line in below if line and line[0].text.strip() and len(line) > 1]
        body = [cell for _number, line in below for cell in line[1:] if cell.text.strip()]
        if not sides or not body:
            continue
        within = sum(1 for cell in body if _holds_screening(cell.text)) / len(body)
        top, side = _edge_kind(edge, is_top=True), _edge_kind(sides, is_top=False)
        if top is EdgeKind.HALL and side is EdgeKind.HALL:
            continue
        if needs_times_within and (within < 0.5 or len({cell.text for cell in edge} & {c.text for c in body}) > 1):
            continue
        if not needs_times_within and not ({top, side} & {EdgeKind.TIME}):
            continue
        if not needs_times_within and sum(bool(field_of_heading(cell.text)) for cell in edge) > 1:
            continue
        return GridLayout(index, top, side, _days_above(rows[:index]) if top is not EdgeKind.DAY else {})
    return None


def _holds_screening(text: str) -> bool:
    span = time_span(text)
    return span is not None and len(text.replace(span.text, "").strip()) > 1


def _edge_kind(cells: Sequence[SourceCell], *, is_top: bool) -> EdgeKind:
    def share(says_so: object) -> float:
        assert callable(says_so)
        return sum(bool(says_so(cell.text.strip())) for cell in cells) / len(cells)

    if share(written_day) > 0.7 and not _are_times(cells):
        return EdgeKind.DAY
    if share(lambda text: (minutes_of_text(text) is not None and not text.isdigit()) or time_span(text)) > 0.7:
        return EdgeKind.TIME
    if is_top and share(lambda text: _ORDINAL.fullmatch(text)) > 0.7 and _counts_up([cell.text for cell in cells]):
        return EdgeKind.SLOT
    return EdgeKind.HALL


def _are_times(cells: Sequence[SourceCell]) -> bool:
    """Of texts that could be both: 10.04 and 11.04 are days of April, 10.00 and 11.30 are no days."""
    texts = [cell.text.strip() for cell in cells]
    both = [text for text in texts if written_day(text) and minutes_of_text(text) is not None]
    return len(both) == len(texts) and len({text.strip(".")[-2:] for text in both}) > 1 and all(":" in t for t in both)


def _counts_up(texts: Sequence[str]) -> bool:
    """1st, 2nd, 3rd is an order of slots; Odeon 1, Odeon 2 are halls."""
    numbers = [int(digits[0]) for text in texts if (digits := re.findall(r"\d{1,9}", text))]
    stems = {re.sub(r"\d+", "", text).strip().casefold() for text in texts}
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and all(len(stem) < 13 for stem in stems)


def _days_above(rows: Sequence[Line]) -> dict[int, SourceCell]:
    """Days that stand over the header's slots, by column; one that is merged stands over each."""
    days: dict[int, SourceCell] = {}
    for _line, cells in rows:
        named = {index: cell for index, cell in enumerate(cells) if index and written_day(cell.text)}
        if len(named) > 1:
            width = max(len(row) for _number, row in rows) + _MOST_EDGE
            current: SourceCell | None = None
            for index in range(1, width):
                current = named.get(index, current)
                if current:
                    days[index] = current
    return days


def entries_of_grid(
    rows: Sequence[Line], layout: GridLayout, sheet_day: SourceCell | None, merged: Iterable[MergedRange] = ()
) -> Entries:
    """An entry for each screening in a cell of the body. Days that stand alone in a row go down to those below.

    Cells that are merged are one screening, which lasts until the time that stands after them.
    """
    first_line = rows[layout.header][0]
    blocks = [merge for merge in merged if merge.first_line > first_line and merge.first_column > 0]
    entries = Entries(merged=blocks)
    block_at = {
        (line, column): merge
        for merge in blocks
        for line in range(merge.first_line, merge.last_line + 1)
        for column in range(merge.first_column, merge.last_column + 1)
    }
    header = rows[layout.header][1]
    day = next((cell for _l, cells in rows[: layout.header] for cell in cells if written_day(cell.text)), sheet_day)
    header_texts = [cell.text for cell in header]
    above = [] if EdgeKind.HALL in (layout.top, layout.side) else _names_above(rows, layout.header)
    entries.found.extend(name for name in above if name.line < first_line)
    by_line = {name.line: name for name in above}
    for line, cells in rows[layout.header + 1 :]:
        if line in by_line:
            entries.found.append(by_line[line])
        if alone := _day_alone(cells):
            day = alone
        if alone or line in by_line or not cells or [cell.text for cell in cells] == header_texts:
            continue
        for index, cell in enumerate(cells[1:], 1):
            block = block_at.get((line, index))
            if block and (block.first_line, block.first_column) != (line, index):
                continue
            if cell.text.strip():
                at_top = header[index] if index < len(header) else None
                edges = _edges(layout, layout.above.get(index, day), cells[0], at_top)
                if block and (end := _time_after(block, rows, layout)):
                    edges["end"] = end
                found = list(_screenings(cell, edges, line))
                entries.found.extend(found)
                if not found:
                    entries.left_out.append(cell.place)
    return entries


def _day_alone(cells: Sequence[SourceCell]) -> SourceCell | None:
    day = lone_day(cells)
    return day if day and not _holds_screening(day.text) else None


def _names_above(rows: Sequence[Line], header: int) -> list[Entry]:
    """Halls that stand alone over a grid, or over parts of it, also beside their day; of those over all the last."""
    names: list[Entry] = []
    for number, (line, cells) in enumerate(rows):
        day = _day_alone(cells)
        name = beside_a_day(day) if day else lone_name(cells) if cells and cells[0].text.strip() else None
        if name and (number > header or looks_like_hall(name.text)):
            names = names if number > header else []
            names.append(name_above(name, line))
    return names


def _time_after(block: MergedRange, rows: Sequence[Line], layout: GridLayout) -> SourceCell | None:
    """The next time along the edge after merged cells; None where the edge says no times."""
    if layout.side is EdgeKind.TIME and block.last_line > block.first_line:
        return next(
            (cells[0] for line, cells in rows if line > block.last_line and cells and cells[0].text.strip()), None
        )
    header = rows[layout.header][1]
    if layout.top is EdgeKind.TIME and block.last_column > block.first_column:
        return next((cell for cell in header[block.last_column + 1 :] if cell.text.strip()), None)
    return None


def _edges(
    layout: GridLayout, day: SourceCell | None, at_side: SourceCell, at_top: SourceCell | None
) -> dict[str, SourceCell]:
    """What the edges say of a cell. A slot that is only counted says nothing."""
    edges = {DAY: day} if day else {}
    for kind, edge in ((layout.side, at_side), (layout.top, at_top)):
        if edge and edge.text.strip() and kind is not EdgeKind.SLOT:
            edges[_FIELDS[kind]] = edge
    return edges


_FIELDS = {EdgeKind.DAY: DAY, EdgeKind.TIME: TIME, EdgeKind.HALL: PLACE}


def _screenings(cell: SourceCell, edges: dict[str, SourceCell], row: int) -> Iterator[Entry]:
    """`084⏎Flow⏎20:00-21:25⏎→ `: code, title and time, in any order; a cell may hold several."""
    for lines in _blocks(cell.text):
        cells = dict(edges)
        title = code = ""
        for line in lines:
            span = time_span(line)
            rest = line.replace("–", "-").replace("—", "-").replace(span.text, " ").strip(" ,-·:|") if span else line
            if (span and "time" not in cells) or (span and cells.get(TIME) is edges.get(TIME)):
                cells[TIME] = cell.with_text(span.text)
            if not rest or _POINTER.match(line):
                continue
            if not code and not title and _CODE.fullmatch(rest) and len(lines) > 1:
                code = rest
            elif not title:
                title = rest
        if not title and code:
            title, code = code, ""
        if title:
            cells["title"] = cell.with_text(title)
            if code:
                cells[CODE] = cell.with_text(code)
            yield Entry(cell.place, cells, row)


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each screening in a cell: one ends, or begins, with its time."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    timed = [index for index, line in enumerate(lines) if time_span(line)]
    if len(timed) < 2:
        yield lines
        return
    starts = timed if timed[0] == 0 else [0, *(index + 1 for index in timed[:-1])]
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[first:last]
