"""The further tables: each row by itself. Whom and what it names is looked up when everything is there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from screenings.importing import cells
from screenings.importing.columns import ProgrammeRow, columns_of
from screenings.importing.problems import ImportProblem
from screenings.importing.rows import TABLES
from screenings.importing.sources import ProgrammeSource
from screenings.importing.table_reader import TableReader
from screenings.models.fields import EARLIEST, LATEST

_OWN_PARSERS = ("films", "halls", "screenings")
_UNTIL = datetime(LATEST.year, LATEST.month, LATEST.day)  # noqa: DTZ001 - a wall time


def parse_details(
    source: ProgrammeSource, zone: ZoneInfo | None, problems: list[ImportProblem], warnings: list[ImportProblem]
) -> Mapping[str, tuple[ProgrammeRow, ...]]:
    """The rows by table. Moments are read in `zone`, the festival's; where that is not known they are left out."""
    parsed = {}
    for name, row_type in TABLES.items():
        if name in source.tables and name not in _OWN_PARSERS:
            reader = TableReader(source.tables[name], problems, warnings)
            rows = reader.ids() if "id" in columns_of(row_type) else map(str, reader.lines())
            parsed[name] = tuple(_row(reader, row_type, key, zone) for key in rows)
    return parsed


def _row(reader: TableReader, row_type: type[ProgrammeRow], key: str, zone: ZoneInfo | None) -> ProgrammeRow:
    values: dict[str, Any] = reader.values(row_type)
    for column in columns_of(row_type).values():
        if column.read is None and column.attribute:
            values[column.name] = reader.get(column.name, lambda text: _moment(text, zone), None) if zone else None
        elif column.name == "id":
            values.setdefault("id", key)
    return reader.row(row_type, values)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    return cells.utc_instant(text, zone, EARLIEST, _UNTIL)
