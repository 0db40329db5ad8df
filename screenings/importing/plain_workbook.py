"""Rows of values as a workbook: real days, times and numbers, texts that nothing computes."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from screenings.importing.typed_values import CellValue, FormattedNumber

_WIDEST = 60  # characters; what is longer goes on below
_FORMATS: Mapping[type, str] = {
    datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", timedelta: "[h]:mm:ss",
}  # fmt: skip
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no workbook holds them


def plain_workbook(sheets: Mapping[str, Sequence[Sequence[CellValue]]]) -> bytes:
    """A sheet each, its columns as wide as their longest cell, up to a bound."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        widths: dict[int, int] = {}
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value == "":
                    continue
                cell = sheet.cell(line, column, _stored(value))
                if isinstance(value, str):
                    cell.data_type = "s"  # a text that begins with = is no formula
                if isinstance(value, FormattedNumber):
                    cell.number_format = value.code
                elif code := _FORMATS.get(type(value)):
                    cell.number_format = code
                elif len(str(value)) > _WIDEST or "\n" in str(value):
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                widths[column] = max(widths.get(column, 0), len(str(value)) + 2)
        for column, width in widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = min(width, _WIDEST)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def _stored(value: CellValue) -> CellValue:
    match value:
        case FormattedNumber():
            return value.value
        case str():
            return _UNSTORABLE.sub(" ", value)
        case _:
            return value
