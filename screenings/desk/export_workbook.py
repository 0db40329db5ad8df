"""A festival's tables as a workbook."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from screenings.importing.columns import Column, columns_of
from screenings.importing.export import ExportTable
from screenings.importing.rows import TABLES

_WIDEST = 255  # characters; a spreadsheet takes a wider column for damage


def workbook_bytes(tables: Mapping[str, ExportTable], festival: Sequence[tuple[str, str]]) -> bytes:
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
