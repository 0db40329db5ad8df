"""What a file says of one screening or film, whatever shape it stood in: cells by field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from screenings.assistant.columns import ListLayout
from screenings.assistant.dates import written_day
from screenings.assistant.headings import CODE, DAY, ESTIMATED, LEFT_OUT, PLACE, SHOWTIMES, TIME
from screenings.assistant.lone_rows import beside_a_day, lone_cell, lone_day, lone_name
from screenings.assistant.places import looks_like_hall
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.times import time_span
from screenings.importing.sheets import MergedRange

_SEPARATOR = " | "
_AND = r"\b(?:and|und|en|et|y|e|och|og)\b"
_BETWEEN_TIMES = re.compile(rf"[/;,+&|\n]|{_AND}", re.IGNORECASE)
_BETWEEN_DAYS = re.compile(rf"[;+&|]|{_AND}", re.IGNORECASE)
_WHEN = frozenset({DAY, TIME, "start", "end"})
_PLACES = frozenset({PLACE, "venue", "hall"})


@dataclass
class Entry:
    """`place` is the row's or cell's address in the file, `line` its row. What is not in `cells` was not said.

    `said` are the cells as the file has them, once `cells` hold what they mean. `is_above`: its title stands alone in
    its row, and may be the hall or the section of the rows below it, to which that is `handed_down`; `is_film`: it
    was said to be a film.
    """

    place: str
    cells: dict[str, SourceCell] = field(default_factory=dict)
    line: int = 0
    said: dict[str, SourceCell] = field(default_factory=dict)
    is_above: bool = False
    is_film: bool = False
    handed_down: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        return self.cells[name].text.strip() if name in self.cells else ""

    @property
    def is_showing(self) -> bool:
        """Whether it says when, or that it is to be shown; else it is a film alone."""
        return any(name in self.cells for name in _WHEN)


@dataclass
class Entries:
    """`left_out` are the places of rows in which there is no title, `merged` the cells that are one screening each."""

    found: list[Entry] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    merged: list[MergedRange] = field(default_factory=list)

    @property
    def rows(self) -> list[Entry]:
        """Without the names that stand above others."""
        return [entry for entry in self.found if not entry.is_above]


def name_above(name: SourceCell, line: int) -> Entry:
    return Entry(name.place, {"title": name}, line, is_above=True)


def entries_of_list(layout: ListLayout, sheet_day: SourceCell | None) -> Entries:
    """A row each, or one for each showtime of a row. A day that stands alone, or once, goes down to the rows below."""
    entries = Entries(left_out=list(layout.left_out))
    day, before = _day_above(layout) or sheet_day, None
    above = names_above(layout)
    entries.found.extend(_name_above_header(layout, above))
    for number, (line, cells) in enumerate(layout.rows):
        if name := above.get(number):
            entries.found.append(name_above(name, line))
        alone = _day_alone(cells, layout)
        day = alone or day
        entry = None if alone or name else _entry(cells, layout)
        if entry is None:
            continue
        entry.line = line
        if entry.text(DAY):
            day = entry.cells[DAY]
        elif day and not entry.text("start") and (entry.text(TIME) or entry.text("end")):
            entry.cells[DAY] = day
        if not entry.text("title") and before and entry.is_showing and before.text("title"):
            # A film once, and its screenings in the rows below it.
            entry.cells = {**{k: v for k, v in before.cells.items() if k not in _WHEN and k != PLACE}, **entry.cells}
        if not entry.text("title"):
            entries.left_out.append(entry.place)
            continue
        before = entry
        entries.found.extend(_by_showtime(entry) if entry.text(SHOWTIMES) else _by_each_time(entry))
    return entries


def _entry(cells: list[SourceCell], layout: ListLayout) -> Entry | None:
    entry: Entry | None = None
    for column in layout.columns:
        if column.index >= len(cells) or not cells[column.index].text.strip():
            continue
        if column.field in ("", LEFT_OUT):
            continue
        cell = cells[column.index]
        entry = entry or Entry(cell.place)
        if column.field == "title":
            entry.place = cell.place
        if column.field in entry.cells:
            there = entry.cells[column.field]
            separator = "\n" if column.field == SHOWTIMES and not column.joined_by else column.joined_by or _SEPARATOR
            text = cell.text.strip().zfill(2) if column.joined_by == ":" else cell.text
            entry.cells[column.field] = there.with_text(f"{there.text}{separator}{text}")
        elif column.joined_by != ":":
            entry.cells[column.field] = cell
    if entry and entry.cells.pop(ESTIMATED, cells[0]).text == "yes":
        entry.cells.pop("end", None)
    return entry


def _day_alone(cells: list[SourceCell], layout: ListLayout) -> SourceCell | None:
    return None if layout.fields == {"title"} else lone_day(cells)


def _day_above(layout: ListLayout) -> SourceCell | None:
    """The last day that stands alone above the headings."""
    return next((day for _line, cells in reversed(layout.above) if (day := lone_day(cells))), None)


def names_above(layout: ListLayout) -> dict[int, SourceCell]:
    """By the number of the row, what stands alone above rows with titles, and what a day above rows is named with."""
    if not layout.fields & _WHEN:
        return {}
    column = next((column.index for column in layout.columns if column.field == "title"), 0)
    names: dict[int, SourceCell] = {}
    is_titled = False
    for number, (_line, cells) in reversed(list(enumerate(layout.rows))):
        if day := lone_day(cells):
            beside = None if layout.fields & _PLACES else beside_a_day(day)
            if beside and is_titled:
                names[number] = beside
        elif lone_cell(cells):
            if is_titled and (name := lone_name(cells)):
                names[number] = name
            is_titled = False
        else:
            is_titled = column < len(cells) and bool(cells[column].text.strip())
    return names


def _name_above_header(layout: ListLayout, below: Mapping[int, SourceCell]) -> Iterator[Entry]:
    """The first of such names may stand above the headings; a lone one there is the table's title."""
    for line, cells in reversed(layout.above):
        day, name = lone_day(cells), lone_name(cells)
        if day and not layout.fields & _PLACES:
            name = beside_a_day(day)
        if name and 0 not in below and (below or (looks_like_hall(name.text) and not layout.fields & _PLACES)):
            yield name_above(name, line)
            return


def _by_each_time(entry: Entry) -> list[Entry]:
    """One for each of `18:00 / 20:30`, and for each of `4.10. + 5.10.`."""
    made = [entry]
    for name, between, says_so in ((TIME, _BETWEEN_TIMES, _is_time), (DAY, _BETWEEN_DAYS, written_day)):
        cell = entry.cells.get(name)
        pieces = [piece.strip() for piece in between.split(cell.text) if piece.strip()] if cell else []
        if cell and len(pieces) > 1 and all(says_so(piece) for piece in pieces):
            said = [(one, {**one.cells, name: cell.with_text(piece)}) for one in made for piece in pieces]
            made = [Entry(one.place, cells, one.line) for one, cells in said]
    return made


def _is_time(text: str) -> bool:
    """Nothing but a time, or when it starts and ends; a number alone is none."""
    span = time_span(text)
    return span is not None and not _normal(text).replace(_normal(span.text), "", 1).strip(" .")


def _by_showtime(entry: Entry) -> Iterator[Entry]:
    """One for each `Fri 4 Oct 20:00 Odeon 2` in a cell."""
    cell = entry.cells[SHOWTIMES]
    day: SourceCell | None = None
    film = {name: value for name, value in entry.cells.items() if name != SHOWTIMES}
    any_found = False
    for piece in _pieces(cell.text):
        span, written = time_span(piece), written_day(_without_time(piece))
        if written:
            day = cell.with_text(piece.replace(span.text, " ") if span else piece)
        if span is None:
            continue
        any_found = True
        cells = {**film, TIME: cell.with_text(span.text)}
        if day:
            cells[DAY] = day
        if place := _rest(piece):
            cells[PLACE] = cell.with_text(place)
        yield Entry(cell.place, cells, entry.line)
    if not any_found:
        yield entry


def _pieces(text: str) -> Iterable[str]:
    for part in text.replace("|", "\n").replace(";", "\n").splitlines():
        if part.strip():
            yield part.strip()


def _without_time(piece: str) -> str:
    span = time_span(piece)
    return _normal(piece).replace(_normal(span.text), " ") if span else piece


def _normal(text: str) -> str:
    return text.replace("–", "-").replace("—", "-").replace("−", "-").replace("～", "~")


def _rest(piece: str) -> str:
    """What is left beside day and time: the hall, after a comma, an @ or the time."""
    rest = _without_time(piece)
    for mark in ("@", "(", ","):
        if mark in rest:
            candidate = rest.rpartition(mark)[2] if mark != "(" else rest.partition(mark)[2].rstrip(") ")
            if not written_day(candidate) and candidate.strip():
                return candidate.strip(" ,-·")
    span = time_span(piece)
    after = _normal(piece).partition(_normal(span.text))[2] if span else ""
    return "" if written_day(after) else after.strip(" ,-·:)(")


def name_films_by_code(entries: Iterable[Entry]) -> None:
    """A timetable whose cells hold the codes of films that another table of the file names."""
    entries = tuple(entries)
    films = {entry.text(CODE): entry for entry in entries if entry.text(CODE) and not entry.is_showing}
    for entry in entries:
        film = films.get(entry.text("title")) if entry.is_showing else None
        if film:
            entry.cells["title"] = entry.cells["title"].with_text(film.text("title"))
