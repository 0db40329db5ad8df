"""Screenings: where, when by the clock there, and how long."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from screenings.importing import cells
from screenings.importing.codes import language_code
from screenings.importing.parse_festival import StartWindow
from screenings.importing.records import ImportRecord
from screenings.importing.references import missing_id
from screenings.importing.row_reader import RowReader
from screenings.importing.rows import ScreeningRow
from screenings.models import Access, Audience, PrintFormat, Status

_pause = cells.minutes(0, 240, example=15)
_audience = cells.choice(
    (*Audience.choices, (Audience.PRESS, "press and industry"), (Audience.PRESS, "industry")), noun="audience"
)
_status = cells.choice((*Status.choices, (Status.CANCELLED, "canceled")), noun="status")
_format = cells.choice(PrintFormat.choices, noun="format")
_access = cells.list_of(cells.choice(Access.choices, noun="access service"))
_languages = cells.list_of(language_code)


@dataclass(frozen=True, slots=True)
class ScreeningParser:
    """`films` and `halls` are the ids there are, None while that is not known; `clocks` are the halls' by id."""

    films: Collection[str] | None
    halls: Collection[str] | None
    clocks: Mapping[str, StartWindow]
    festival: StartWindow | None

    def parse(self, reader: RowReader, key: str) -> ImportRecord[ScreeningRow]:
        film = reader.require("film", cells.line_of_text, "the id of a film")
        hall = reader.get("hall", cells.line_of_text, "")
        for kind, wanted, ids in (("film", film, self.films), ("hall", hall, self.halls)):
            if wanted and ids is not None and wanted not in ids:
                reader.add_problem(kind, missing_id(kind, f"{kind}s.csv", wanted, ids))
        start, end = self._span(reader, hall)
        placed = bool(hall and start)
        row = ScreeningRow(
            id=key,
            film=film,
            hall=hall if placed else "",
            start=start if placed else None,
            end=end if placed else None,
            audience=reader.get("audience", _audience, Audience.PUBLIC.value),
            status=reader.get("status", _status, Status.PLANNED.value),
            intro=reader.get("intro", _pause, 0),
            qa=reader.get("qa", _pause, 0),
            format=reader.get("format", _format, ""),
            subtitles=reader.get("subtitles", _languages, ()),
            access=reader.get("access", _access, ()),
            notes=reader.get("notes", cells.prose, ""),
        )
        if not placed and not (reader.is_blank("hall") and reader.is_blank("start")):
            reader.warn("hall" if start else "start", "without hall and start it counts as not placed yet.")
        # Without a place it has no end to state, and the length somebody gave it stays.
        return ImportRecord(row, reader.location, reader.stated_columns if placed else reader.stated_columns - {"end"})

    def _span(self, reader: RowReader, hall: str) -> tuple[datetime | None, datetime | None]:
        run = self.clocks.get(hall, self.festival)
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
                reader.add_problem("end", _wrong_length(reader.row.cells["start"], minutes))
        return start, end


def _moment(run: StartWindow, *, late: int) -> Callable[[str], datetime]:
    return lambda text: cells.utc_instant(text, run.zone, run.first_day, run.until + timedelta(days=late))


def _wrong_length(start: str, minutes: int) -> str:
    if minutes < 1:
        return f"the end is not after the start ({start.strip()}). After midnight, write the next day's date."
    return f"the end is {minutes:,} minutes after the start; {cells.MAX_MINUTES:,} are the most. Check the dates."
