"""A festival's programme as the folder that import_programme reads: the same rows, the same bytes every time."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from screenings.exchange import (
    clock_of,
    festival_row,
    film_row,
    films_by_id,
    hall_row,
    halls_by_id,
    screening_row,
    screenings_by_id,
)
from screenings.models import Festival, Hall
from screenings.timetable.exchange import (
    FESTIVAL_KEYS,
    FILM_COLUMNS,
    HALL_COLUMNS,
    SCREENING_COLUMNS,
    ExchangeRow,
    FestivalRow,
    cell_text,
)
from screenings.timetable.spreadsheet import safe_cell

# Numbers may begin with a minus and stay numbers to a spreadsheet.
_NUMBERS = frozenset({"latitude", "longitude"})
_QUOTED = ("name", "slug", "timezone")


def programme_files(festival: Festival) -> Mapping[str, bytes]:
    """The four files by name. Five queries, whatever the festival's size.

    Everything comes in the order in which it was made.
    """
    films, halls, screenings = films_by_id(festival), halls_by_id(festival), screenings_by_id(festival)
    film_ids = {film.pk: key for key, film in films.items()}
    hall_ids = {hall.pk: key for key, hall in halls.items()}
    shows = [screening_row(key, screening, film_ids, hall_ids) for key, screening in screenings.items()]
    zone = festival.zone
    return {
        "festival.toml": _toml(festival_row(festival), zone),
        "films.csv": _csv(FILM_COLUMNS, ((film_row(key, film, film_ids), zone) for key, film in films.items())),
        "halls.csv": _csv(_hall_columns(halls.values()), ((hall_row(key, hall), zone) for key, hall in halls.items())),
        "screenings.csv": _csv(SCREENING_COLUMNS, ((row, clock_of(halls.get(row.hall), festival)) for row in shows)),
    }


def _hall_columns(halls: Iterable[Hall]) -> tuple[str, ...]:
    """Few festivals have halls in another time zone than their own; only theirs need the column."""
    abroad = any(hall.venue.timezone for hall in halls)
    return tuple(column for column in HALL_COLUMNS if abroad or column != "timezone")


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[ExchangeRow, ZoneInfo]]) -> bytes:
    """UTF-8 without a byte order mark, as most programs write it; lines end in a newline."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row, zone in rows:
        cells = ((column, cell_text(row, column, zone)) for column in columns)
        writer.writerow([cell if column in _NUMBERS else safe_cell(cell) for column, cell in cells])
    return text.getvalue().encode()


def _toml(row: FestivalRow, zone: ZoneInfo) -> bytes:
    lines = []
    for key in FESTIVAL_KEYS:
        value = cell_text(row, key, zone)
        if key in _QUOTED:
            # A JSON string is a TOML string, but for DEL, which no name here holds.
            value = json.dumps(value, ensure_ascii=False)
        lines.append(f"{key} = {value}\n")
    return "".join(lines).encode()
