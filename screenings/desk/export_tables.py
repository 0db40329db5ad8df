"""A festival's tables as files to download: workbook, CSV or archive, with the cells of `export_programme`."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from screenings.importing.columns import Column, columns_of
from screenings.importing.export import ExportTable, festival_cells, programme_files, programme_tables
from screenings.importing.rows import TABLES
from screenings.models import Festival

FORMATS = {
    "xlsx": "a workbook (.xlsx)",
    "csv": "a table (.csv), for any program",
    "zip": "the folder of tables (.zip), for import_programme",
}
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
_WIDEST = 255  # characters; a spreadsheet takes a wider column for damage
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
    exported = programme_tables(festival)
    chosen = {name: exported[name] for name in tables if name in exported}
    if file_format == "csv":
        # Excel takes a file for UTF-8 by its mark alone.
        return _csv(chosen[tables[0]]).encode("utf-8-sig")
    return _workbook(chosen, festival_cells(festival) if "festival" in tables else ())


def _csv(table: ExportTable) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows((table.columns, *table.rows))
    return text.getvalue()


def _workbook(tables: Mapping[str, ExportTable], festival: Sequence[tuple[str, str]]) -> bytes:
    """A sheet for each table, its header bold and in sight while one scrolls; first the festival's keys and values."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    if festival:
        _add_sheet(workbook, "festival", festival)
    for name, table in tables.items():
        columns = [columns_of(TABLES[name])[column] for column in table.columns]
        rows = [list(map(_typed, columns, row)) for row in table.rows]
        _add_sheet(workbook, name, (table.columns, *rows))
        for cell in workbook[name][1]:
            cell.font = Font(bold=True)
        workbook[name].freeze_panes = "A2"
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def _typed(column: Column, cell: str) -> str | int:
    """Whole numbers as numbers, for a spreadsheet to sort and add."""
    return int(cell) if column.is_integer and cell.isdecimal() else cell


def _add_sheet(workbook: Workbook, name: str, rows: Sequence[Sequence[str | int]]) -> None:
    """Columns as wide as their longest cell."""
    sheet = workbook.create_sheet(name)
    for row in rows:
        sheet.append(row)
    for number, column in enumerate(zip(*rows, strict=True), start=1):
        width = max(len(str(cell)) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(width, _WIDEST)
    for cell in (cell for row in sheet for cell in row if "\n" in str(cell.value)):
        cell.alignment = Alignment(wrap_text=True)


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files:
            archive.writestr(ZipInfo(name, _FIRST_DAY), data, ZIP_DEFLATED)
    return packed.getvalue()
