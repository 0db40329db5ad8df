"""Screenings: where, when by the clock there, and how long."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from screenings.importing import cells
from screenings.importing.parse_festival import StartWindow
from screenings.importing.references import missing_id
from screenings.importing.rows import ScreeningRow
from screenings.importing.table_reader import TableReader


@dataclass(frozen=True, slots=True)
class ScreeningParser:
    """`films` and `halls` are the ids there are, None while that is not known; `clocks` are the halls' by id."""

    reader: TableReader
    films: Collection[str] | None
    halls: Collection[str] | None
    clocks: Mapping[str, StartWindow]
    festival: StartWindow | None

    def parse(self, key: str) -> ScreeningRow:
        reader = self.reader
        values = reader.values(ScreeningRow)
        film, hall = values["film"], values["hall"]
        for kind, reference, ids in (("film", film, self.films), ("hall", hall, self.halls)):
            if reference and ids is not None and reference not in ids:
                reader.add_problem(kind, missing_id(kind, f"{kind}s.csv", reference, ids))
        start, end = self._span(hall)
        if hall and start:
            return reader.row(ScreeningRow, {"id": key, **values, "start": start, "end": end})
        if not (reader.is_blank("hall") and reader.is_blank("start")):
            reader.warn("hall" if start else "start", "without hall and start it counts as not placed yet.")
        row = reader.row(ScreeningRow, {"id": key, **values, "hall": ""})
        # Without a place it has no end to state, and the length somebody gave it stays.
        return replace(row, stated_columns=row.stated_columns - {"end"})

    def _span(self, hall: str) -> tuple[datetime | None, datetime | None]:
        reader, run = self.reader, self.clocks.get(hall, self.festival)
        if run is None:
            return None, None
        start = reader.get("start", _moment(run, late=0), None)
        # A show of the last night may end a day later.
        end = reader.get("end", _moment(run, late=1), None)
        if start and end:
            minutes = round((end - start).total_seconds() / 60)
            if minutes == 0:
                reader.warn("end", "it ends when it starts, which counts as an end that is not known.")
                return start, None
            if not 1 <= minutes <= cells.MAX_MINUTES:
                reader.add_problem("end", _wrong_length(reader.cells["start"], minutes))
        return start, end


def _moment(run: StartWindow, *, late: int) -> Callable[[str], datetime]:
    return lambda text: cells.utc_instant(text, run.zone, run.first_day, run.until + timedelta(days=late))


def _wrong_length(start: str, minutes: int) -> str:
    if minutes < 1:
        return f"the end is not after the start ({start.strip()}). After midnight, write the next day's date."
    return f"the end is {minutes:,} minutes after the start; {cells.MAX_MINUTES:,} are the most. Check the dates."
