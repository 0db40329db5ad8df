"""Halls, and the venues gathered from them: two halls with one venue name stand in one venue."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from screenings.importing import cells
from screenings.importing.codes import country_code
from screenings.importing.problems import quoted
from screenings.importing.records import ImportRecord
from screenings.importing.row_reader import RowReader
from screenings.importing.rows import HallRow
from screenings.text.cleaning import name_key

_capacity = cells.integer(1, 100_000, "number of seats", 250)
_changeover = cells.minutes(0, 600, example=15)
_VENUE_CELLS: tuple[tuple[str, Callable[[str], Any]], ...] = (
    ("address", cells.visible_line),
    ("city", cells.visible_line),
    ("country", country_code),
    ("latitude", cells.degrees(90)),
    ("longitude", cells.degrees(180)),
    ("timezone", lambda text: cells.zone(text).key),
)


class HallParser:
    """Reads halls one by one, and remembers what the rows of each venue said first and where."""

    def __init__(self) -> None:
        self._said: dict[str, dict[str, tuple[Any, int]]] = {}  # venue → column → value and line
        self._lines: dict[tuple[str, str], int] = {}  # venue and hall → line
        self._spelled: dict[str, tuple[str, int]] = {}

    def parse(self, reader: RowReader, key: str) -> ImportRecord[HallRow]:
        venue = reader.require("venue", cells.visible_line, "the cinema's name")
        hall = reader.require("hall", cells.visible_line, "the hall's name; the cinema's again where it has one hall")
        if venue and hall:
            self._note_names(reader, venue, hall)
            self._note_venue(reader, venue)
        row = HallRow(
            id=key,
            venue=venue,
            hall=hall,
            capacity=reader.get("capacity", _capacity, None),
            changeover=reader.get("changeover", _changeover, None),
            formats=reader.get("formats", cells.lines_of_text, ()),
        )
        return ImportRecord(row, reader.location, reader.stated_columns)

    def with_venue(self, record: ImportRecord[HallRow]) -> ImportRecord[HallRow]:
        """The hall with all that any row said of its venue; to be asked when every row is read."""
        said = self._said.get(name_key(record.row.venue), {})
        values: dict[str, Any] = {column: value for column, (value, _line) in said.items()}
        return replace(record, row=replace(record.row, **values))

    def _note_names(self, reader: RowReader, venue: str, hall: str) -> None:
        folded = name_key(venue)
        spelled, line = self._spelled.setdefault(folded, (venue, reader.location.line))
        if spelled != venue:
            reader.add_problem("venue", f"line {line} writes {quoted(spelled)} for {quoted(venue)}. Write it alike.")
        line = self._lines.setdefault((folded, name_key(hall)), reader.location.line)
        if line != reader.location.line:
            message = f"{quoted(venue)} has a hall {quoted(hall)} in line {line} already. Give each its own name."
            reader.add_problem("hall", message)

    def _note_venue(self, reader: RowReader, venue: str) -> None:
        said = self._said.setdefault(name_key(venue), {})
        for column, read in _VENUE_CELLS:
            value = reader.get(column, read, None)
            if value is None:
                continue
            first, line = said.setdefault(column, (value, reader.location.line))
            if first != value:
                message = (
                    f"line {line} says {quoted(str(first))} of the same venue. Write it alike, or leave one empty."
                )
                reader.add_problem(column, f"{quoted(str(value))} contradicts it: {message}")
        if reader.is_blank("latitude") != reader.is_blank("longitude"):
            reader.add_problem("latitude", "latitude and longitude go together. Write both, or neither.")
