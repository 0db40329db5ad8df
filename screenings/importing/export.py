"""A festival's programme as the folder that import_programme reads: the same rows, the same bytes every time."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from screenings.importing.columns import ProgrammeRow
from screenings.importing.rows import (
    FESTIVAL_KEYS,
    FILM_COLUMNS,
    HALL_COLUMNS,
    SCREENING_COLUMNS,
    FestivalRow,
    cell_text,
)
from screenings.importing.rows_from_models import (
    festival_row,
    film_row,
    films_by_id,
    hall_row,
    halls_by_id,
    person_labeller,
    screening_row,
    screening_zone,
    screenings_by_id,
)
from screenings.models import Festival, Hall
from screenings.text.spreadsheet import safe_cell

# Numbers may begin with a minus and stay numbers to a spreadsheet.
_NUMBERS = frozenset({"latitude", "longitude"})
_QUOTED = ("name", "slug", "timezone")


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table of the format: its columns, and rows of cells that no spreadsheet computes."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def programme_files(festival: Festival) -> Mapping[str, bytes]:
    """The four files by name. Five queries, whatever the festival's size.

    Everything comes in the order in which it was made.
    """
    tables = programme_tables(festival)
    return {
        "festival.toml": _toml(festival_row(festival), festival.zone),
        **{f"{name}.csv": _csv(table) for name, table in tables.items()},
    }


def festival_cells(festival: Festival) -> tuple[tuple[str, str], ...]:
    """Keys and values of festival.toml, as a sheet of two columns has them."""
    row = festival_row(festival)
    return tuple((key, safe_cell(cell_text(row, key, festival.zone))) for key in FESTIVAL_KEYS)


def programme_tables(festival: Festival) -> Mapping[str, ExportTable]:
    """films, halls and screenings, in the order in which they were made. Six queries."""
    films, halls, screenings = films_by_id(festival), halls_by_id(festival), screenings_by_id(festival)
    film_ids = {film.pk: key for key, film in films.items()}
    label = person_labeller()
    hall_ids = {hall.pk: key for key, hall in halls.items()}
    shows = [screening_row(key, screening, film_ids, hall_ids) for key, screening in screenings.items()]
    zone = festival.zone
    return {
        "films": _table(FILM_COLUMNS, ((film_row(key, film, film_ids, label), zone) for key, film in films.items())),
        "halls": _table(_hall_columns(halls.values()), ((hall_row(key, hall), zone) for key, hall in halls.items())),
        "screenings": _table(
            SCREENING_COLUMNS, ((row, screening_zone(halls.get(row.hall), festival)) for row in shows)
        ),
    }


def _hall_columns(halls: Iterable[Hall]) -> tuple[str, ...]:
    """Few festivals have halls in another time zone than their own; only theirs need the column."""
    abroad = any(hall.venue.timezone for hall in halls)
    return tuple(column for column in HALL_COLUMNS if abroad or column != "timezone")


def _table(columns: tuple[str, ...], rows: Iterable[tuple[ProgrammeRow, ZoneInfo]]) -> ExportTable:
    made = []
    for row, zone in rows:
        cells = ((column, cell_text(row, column, zone)) for column in columns)
        made.append(tuple(cell if column in _NUMBERS else safe_cell(cell) for column, cell in cells))
    return ExportTable(columns, tuple(made))


def _csv(table: ExportTable) -> bytes:
    """UTF-8 without a byte order mark, as most programs write it; lines end in a newline."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
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
