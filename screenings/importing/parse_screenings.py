"""Screenings: where, when by the clock there, and how long."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from screenings.importing import cells
from screenings.importing.parse_festival import StartWindow
from screenings.importing.problems import InvalidValue
from screenings.importing.references import missing_id
from screenings.importing.rows import ScreeningRow
from screenings.importing.table_reader import TableReader
from screenings.text.cleaning import name_key


@dataclass(frozen=True, slots=True)
class ScreeningParser:
    """`films` and `halls` are the ids there are, None while that is not known; `clocks` are the halls' by id.

    `film_titles` and `hall_names` give the ids of what is called so by nobody else.
    """

    reader: TableReader
    films: Collection[str] | None
    halls: Collection[str] | None
    clocks: Mapping[str, StartWindow]
    festival: StartWindow | None
    film_titles: Mapping[str, str] = field(default_factory=dict)
    hall_names: Mapping[str, str] = field(default_factory=dict)

    def parse(self, key: str) -> ScreeningRow:
        reader = self.reader
        values = reader.values(ScreeningRow)
        film = values["film"] = _id(values["film"], self.films, self.film_titles)
        hall = values["hall"] = _id(values["hall"], self.halls, self.hall_names)
        for kind, reference, ids in (("film", film, self.films), ("hall", hall, self.halls)):
            if reference and ids is not None and reference not in ids:
                reader.add_problem(kind, missing_id(kind, f"{kind}s.csv", reference, ids))
        start, end = self._span(hall)
        if hall and start:
            return self._placed(reader.row(ScreeningRow, {"id": key, **values, "start": start, "end": end}))
        if not (reader.is_blank("hall") and reader.is_blank("start")):
            reader.warn("hall" if start else "start", "without hall and start it counts as not placed yet.")
        row = reader.row(ScreeningRow, {"id": key, **values, "hall": ""})
        # Without a place it has no end to state; the length somebody gave it stays, where no column says another.
        return replace(row, stated_columns=row.stated_columns - {"end"})

    def _placed(self, row: ScreeningRow) -> ScreeningRow:
        """A length says the end of what has a place, where no end is stated."""
        if row.length is None:
            return replace(row, stated_columns=row.stated_columns - {"length"})
        assert row.start is not None
        end = row.start + timedelta(minutes=row.length)
        if row.end not in (None, end):
            self.reader.add_problem("length", f"{row.length} minutes do not lead to the end. Write one of the two.")
        return replace(row, end=end, length=None, stated_columns=row.stated_columns - {"length"} | {"end"})

    def _span(self, hall: str) -> tuple[datetime | None, datetime | None]:
        reader, run = self.reader, self.clocks.get(hall, self.festival)
        if run is None:
            return None, None
        span = (cells.wall_time(reader.cells.get("start", "")), cells.wall_time(reader.cells.get("end", "")))
        start = reader.get("start", _moment(run, span, late=0), None)
        # A show of the last night may end a day later.
        end = reader.get("end", _moment(run, span, late=1), None)
        if start and end:
            minutes = round((end - start).total_seconds() / 60)
            if minutes == 0:
                reader.warn("end", "it ends when it starts, which counts as an end that is not known.")
                return start, None
            if not 1 <= minutes <= cells.MAX_MINUTES:
                reader.add_problem("end", _wrong_length(reader.cells["start"], minutes))
        return start, end


def _id(text: str, ids: Collection[str] | None, by_title: Mapping[str, str]) -> str:
    """An id where it is one, else that of what is called so."""
    return text if ids is None or text in ids else by_title.get(name_key(text), text)


def _moment(run: StartWindow, span: tuple[datetime | None, datetime | None], *, late: int) -> Callable[[str], datetime]:
    """The reader of a start or an end; what the clock of a night does to it is told with the whole span."""

    def read(text: str) -> datetime:
        try:
            return cells.utc_instant(text, run.zone, run.first_day, run.until + timedelta(days=late))
        except InvalidValue as error:
            error.night = replace(error.night, span=span) if error.night else None
            raise

    return read


def _wrong_length(start: str, minutes: int) -> str:
    if minutes < 1:
        return f"the end is not after the start ({start.strip()}). After midnight, write the next day's date."
    return f"the end is {minutes:,} minutes after the start; {cells.MAX_MINUTES:,} are the most. Check the dates."
