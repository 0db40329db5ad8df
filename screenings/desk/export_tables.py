"""A festival's tables as files: the formats are django-import-export's, the cells those of `export_programme`."""

import io
from collections.abc import Iterable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse
from import_export.formats.base_formats import CSV, XLSX
from tablib import Databook, Dataset

from screenings.importing.export import ExportTable, festival_cells, programme_files, programme_tables
from screenings.models import Festival

FORMATS = {
    "xlsx": "a workbook (.xlsx)",
    "csv": "a table (.csv), for any program",
    "zip": "the folder of tables (.zip), for import_programme",
}
_NUMBER_COLUMNS = frozenset({"year", "runtime", "capacity", "changeover", "intro", "qa"})
_TYPES = {"xlsx": XLSX.CONTENT_TYPE, "csv": "text/csv; charset=utf-8", "zip": "application/zip"}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # an archive's own beginning of time: the same programme gives the same bytes


def export_response(festival: Festival, tables: tuple[str, ...], file_format: str) -> HttpResponse:
    name = f"{festival.slug}-{tables[0] if len(tables) == 1 else 'programme'}.{file_format}"
    response = HttpResponse(table_file(festival, tables, file_format), content_type=_TYPES[file_format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def table_file(festival: Festival, tables: tuple[str, ...], file_format: str) -> bytes:
    """The file of that kind: one of FORMATS."""
    if file_format == "zip":
        return _zipped(programme_files(festival).items())
    found = programme_tables(festival)
    sheets = [_dataset(name, found[name], file_format) for name in tables if name in found]
    if file_format == "csv":
        # Excel takes a file for UTF-8 by its mark alone.
        return CSV().export_data(sheets[0]).encode("utf-8-sig")
    if "festival" in tables:
        sheets.insert(0, Dataset(*festival_cells(festival), title="festival"))
    workbook: bytes = Databook(sheets).export("xlsx") if len(sheets) > 1 else XLSX().export_data(sheets[0])
    return workbook


def _dataset(name: str, table: ExportTable, kind: str) -> Dataset:
    rows = [[_cell(column, cell, kind) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows]
    return Dataset(*rows, headers=table.columns, title=name)


def _cell(column: str, cell: str, kind: str) -> Any:
    """Whole numbers as numbers, where the format knows them."""
    return int(cell) if kind == "xlsx" and column in _NUMBER_COLUMNS and cell.isdecimal() else cell


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files:
            archive.writestr(ZipInfo(name, _FIRST_DAY), data, ZIP_DEFLATED)
    return packed.getvalue()
