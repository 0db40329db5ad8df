"""A festival's programme as the folder that import_programme reads: the same rows, the same bytes every time."""

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from screenings.importing.columns import ProgrammeRow, columns_of
from screenings.importing.exported_versions import VERSION_KEY, keep_version
from screenings.importing.pictures import exported_name, stored_bytes
from screenings.importing.programme_rows import programme_rows
from screenings.importing.rows import TABLES, FestivalRow, ScreeningRow, cell_text
from screenings.importing.rows_from_models import festival_row
from screenings.models import Festival, FilmImage
from screenings.text.spreadsheet import plain_cell, safe_cell

# Numbers may begin with a minus and stay numbers to a spreadsheet.
_NUMBERS = frozenset({"latitude", "longitude"})
_ALWAYS = frozenset({"films", "halls", "screenings"})


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table of the format: its columns, and rows of cells that no spreadsheet computes."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def programme_files(festival: Festival, *, empty: Collection[str] = (), with_uids: bool = False) -> Mapping[str, bytes]:
    """The files by name; a further table where it has rows, and those of `empty` in any case.

    A query or two for each table, whatever its size.

    Everything comes in the order in which it was made.
    """
    tables = programme_tables(festival, with_uids=with_uids)
    return {
        "festival.toml": _toml(festival, kept_mark(festival, tables)),
        **{
            f"{name}.csv": _csv(table)
            for name, table in tables.items()
            if table.rows or name in _ALWAYS or name in empty
        },
    }


def picture_files(festival: Festival, *, of_films: bool = True) -> Iterator[tuple[str, bytes]]:
    """The pictures that the tables name, or the festival's own alone; read one at a time. One query."""
    images = FilmImage.objects.filter(film__festival=festival).exclude(file="").order_by("pk")
    files: list[Any] = [festival.logo, festival.header, *(image.file for image in (images if of_films else ()))]
    for name, file in {exported_name(file): file for file in files if file.name}.items():
        data = stored_bytes(file)
        if data is not None:
            yield name, data


def festival_cells(festival: Festival) -> tuple[tuple[str, str], ...]:
    """Keys and values of festival.toml, as a sheet of two columns has them."""
    row = festival_row(festival)
    return tuple((key, safe_cell(cell_text(row, key, festival.zone))) for key in _stated_keys(festival))


def programme_tables(festival: Festival, *, with_uids: bool = False) -> Mapping[str, ExportTable]:
    """Every table of the format, in the order in which its rows were made. A query or two for each.

    `with_uids` brings the screenings' names in calendars along, for a site that takes this one's place.
    """
    return tables_of_rows(festival, programme_rows(festival, with_uids=with_uids))


def tables_of_rows(festival: Festival, rows: Mapping[str, Sequence[Any]]) -> Mapping[str, ExportTable]:
    """The same of rows that are at hand, in their order. No query."""
    zone, halls = festival.zone, {hall.id: hall for hall in rows["halls"]}
    zones = {key: ZoneInfo(hall.timezone) if hall.timezone else zone for key, hall in halls.items()}
    tables = {name: _table(row_type, ((row, zone) for row in rows[name])) for name, row_type in TABLES.items()}
    shows = ((row, zones.get(row.hall, zone)) for row in rows["screenings"])
    return {**tables, "screenings": _table(ScreeningRow, shows)}


def kept_mark(festival: Festival, tables: Mapping[str, ExportTable]) -> str:
    """The mark of what all these tables say; it is kept, to be compared with when one of them comes back."""
    return keep_version(festival, plain_tables(tables), plain_festival(festival))


def plain_tables(tables: Mapping[str, ExportTable]) -> Mapping[str, tuple[list[str], list[list[str]]]]:
    """Their cells as they are read again. Names in calendars, which go out on request, are no part of a version."""
    plain = {}
    for name, table in tables.items():
        indexes = [index for index, column in enumerate(table.columns) if (name, column) != ("screenings", "uid")]
        rows = [[plain_cell(row[index]) for index in indexes] for row in table.rows]
        plain[name] = ([table.columns[index] for index in indexes], rows)
    return plain


def plain_festival(festival: Festival) -> list[tuple[str, str]]:
    return [(key, plain_cell(cell)) for key, cell in festival_cells(festival)]


def _table(row_type: type[ProgrammeRow], rows: Iterable[tuple[ProgrammeRow, ZoneInfo]]) -> ExportTable:
    """Optional columns are there only where some row says something in them."""
    pairs = tuple(rows)
    columns = tuple(
        name
        for name, column in columns_of(row_type).items()
        if not column.optional or any(getattr(row, name) != column.default for row, _zone in pairs)
    )
    made = []
    for row, zone in pairs:
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


def _stated_keys(festival: Festival) -> tuple[str, ...]:
    """Without those that a new festival has anyway."""
    row, usual = festival_row(festival), festival_row(Festival())
    return tuple(
        key
        for key, column in columns_of(FestivalRow).items()
        if not column.optional or getattr(row, key) != getattr(usual, key)
    )


def _toml(festival: Festival, mark: str) -> bytes:
    row, columns = festival_row(festival), columns_of(FestivalRow)
    lines = []
    for key in _stated_keys(festival):
        text = cell_text(row, key, festival.zone)
        is_bare = columns[key].is_integer or isinstance(getattr(row, key), date | time)
        # A JSON string is a TOML string, but for DEL, which no text here holds.
        lines.append(f"{key} = {text if is_bare else json.dumps(text, ensure_ascii=False)}\n")
    lines.append(f'{VERSION_KEY} = "{mark}"\n')
    return "".join(lines).encode()
