"""Halls, and the venues gathered from them: two halls with one venue name stand in one venue."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from screenings.importing.columns import columns_of
from screenings.importing.detail_rows import VenueRow
from screenings.importing.problems import quoted
from screenings.importing.rows import VENUE_COLUMNS, HallRow
from screenings.importing.table_reader import TableReader
from screenings.text.cleaning import name_key


class HallParser:
    """Reads halls one by one, and remembers what the rows of each venue said first and where."""

    def __init__(self, reader: TableReader, venues: Iterable[VenueRow] = ()) -> None:
        """`venues` are the rows of their own table."""
        self._reader = reader
        self._venues: dict[str, dict[str, tuple[Any, str]]] = {}  # venue → column → value and where it stands
        for row in venues:
            facts = {column: getattr(row, column) for column in VENUE_COLUMNS}
            self._venues[name_key(row.venue)] = {
                column: (value, f"line {row.line} of {row.file}")
                for column, value in facts.items()
                if value not in ("", None)
            }
        self._lines: dict[tuple[str, str], int] = {}  # venue and hall → line
        self._spelled: dict[str, tuple[str, int]] = {}

    def parse(self, key: str) -> HallRow:
        row = self._reader.row(HallRow, {"id": key, **self._reader.values(HallRow)})
        if row.venue and row.hall:
            self._note_names(row)
            self._note_venue(row)
        return row

    def with_venue(self, row: HallRow) -> HallRow:
        """The hall with all that any row said of its venue; to be asked when every row is read."""
        stated = self._venues.get(name_key(row.venue), {})
        return replace(row, **{column: value for column, (value, _place) in stated.items()})

    def with_halls_say(self, row: VenueRow) -> VenueRow:
        """The venue with all that any hall's row said of it."""
        stated = self._venues.get(name_key(row.venue), {})
        facts = {column: value for column, (value, _place) in stated.items()}
        return replace(row, **facts, stated_columns=row.stated_columns | facts.keys())

    def _note_names(self, row: HallRow) -> None:
        folded = name_key(row.venue)
        spelled, line = self._spelled.setdefault(folded, (row.venue, row.line))
        if spelled != row.venue:
            message = f"line {line} writes {quoted(spelled)} for {quoted(row.venue)}. Write it alike."
            self._reader.add_problem("venue", message)
        line = self._lines.setdefault((folded, name_key(row.hall)), row.line)
        if line != row.line:
            message = (
                f"{quoted(row.venue)} has a hall {quoted(row.hall)} in line {line} already. Give each its own name."
            )
            self._reader.add_problem("hall", message)

    def _note_venue(self, row: HallRow) -> None:
        reader = self._reader
        stated = self._venues.setdefault(name_key(row.venue), {})
        for column in VENUE_COLUMNS:
            value = reader.value(columns_of(HallRow)[column])
            if value in ("", None):
                continue
            first, place = stated.setdefault(column, (value, f"line {row.line}"))
            if first != value:
                message = f"{place} says {quoted(str(first))} of the same venue. Write it alike, or leave one empty."
                reader.add_problem(column, f"{quoted(str(value))} contradicts it: {message}")
        if reader.is_blank("latitude") != reader.is_blank("longitude"):
            reader.add_problem("latitude", "latitude and longitude go together. Write both, or neither.")
