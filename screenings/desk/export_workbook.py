"""A festival's tables as a workbook for people: titles and hall names, real dates, filters and lists to choose from.

What `import_programme` reads back: it knows films by titles and halls by names where only one is called so.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from screenings.importing.columns import Column, columns_of
from screenings.importing.export import ExportTable
from screenings.importing.exported_versions import GUIDE, VERSION_KEY
from screenings.importing.references import ids_by_title
from screenings.importing.rows import TABLES
from screenings.text.cleaning import place_name
from screenings.text.spreadsheet import plain_cell, safe_cell

Cell = str | int | datetime | date | time
_WIDEST = 60  # characters; what is longer goes on below
_FIRST_LINE = 2  # below the header
LISTS = "lists"
_TEXT = "s"  # or openpyxl takes a title such as #N/A for the error of a formula
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")  # an offset stays text: no spreadsheet has one
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"\d\d:\d\d")
_FORMATS: Mapping[type, str] = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm"}


@dataclass(frozen=True, slots=True)
class Names:
    """What people call films and halls, by ids; and sections, venues and people, for lists to choose from."""

    films: Mapping[str, str]
    halls: Mapping[str, str]
    sections: Sequence[str]

    def of(self, column: str, cell: str) -> str:
        names = self.halls if column == "hall" else self.films if column in _FILMS else {}
        return names.get(cell, cell)


_FILMS = frozenset({"film", "first_film", "then_film"})


def names_of(tables: Mapping[str, ExportTable]) -> Names:
    """Of all tables, the ones that are not exported too. What two are called by keeps its id."""
    films = {row["id"]: row["title"] for row in _records(tables["films"])}
    halls = {row["id"]: place_name(row["venue"], row["hall"]) for row in _records(tables["halls"])}
    sections = [row["name"] for row in _records(tables["sections"])]
    return Names(_own(films), _own(halls), sections)


def _records(table: ExportTable) -> list[dict[str, str]]:
    return [dict(zip(table.columns, map(plain_cell, row), strict=True)) for row in table.rows]


def _own(titles: Mapping[str, str]) -> dict[str, str]:
    return {key: titles[key] for key in ids_by_title(titles).values()}


def workbook_bytes(
    tables: Mapping[str, ExportTable], festival: Sequence[tuple[str, str]], names: Names, mark: str
) -> bytes:
    """A sheet for each table, first one that explains them and bears the version's `mark`; the festival's keys and
    values, where there are any.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _add_guide(workbook.create_sheet(GUIDE), mark)
    if festival:
        _add_rows(workbook.create_sheet("festival"), festival)
    for name, table in tables.items():
        columns = [columns_of(TABLES[name])[column] for column in table.columns]
        sheet = workbook.create_sheet(name)
        rows = ([_cell(*pair, names) for pair in zip(columns, row, strict=True)] for row in table.rows)
        _add_rows(sheet, (table.columns, *rows))
        _dress(sheet)
    _add_lists(workbook, names)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def _cell(column: Column, cell: str, names: Names) -> Cell:
    """Whole numbers, days and times as such, for a spreadsheet to sort and fill down."""
    if column.is_integer and cell.isdecimal():
        return int(cell)
    if not column.is_text:
        if _MOMENT.fullmatch(cell):
            return datetime.fromisoformat(cell)
        if _DAY.fullmatch(cell):
            return date.fromisoformat(cell)
        if _CLOCK.fullmatch(cell):
            return time.fromisoformat(cell)
    named = names.of(column.name, plain_cell(cell))
    return cell if named == plain_cell(cell) else safe_cell(named)


def _add_rows(sheet: Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Columns as wide as their longest cell, up to a bound."""
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = _TEXT
            if code := _FORMATS.get(type(cell.value)):
                cell.number_format = code
            elif len(str(cell.value or "")) > _WIDEST or "\n" in str(cell.value):
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, column in enumerate(zip(*rows, strict=True), start=1):
        width = max((len(str(cell)) for cell in column), default=0) + 2
        sheet.column_dimensions[get_column_letter(number)].width = min(width, _WIDEST)


def _dress(sheet: Worksheet) -> None:
    """The header bold, in sight while one scrolls, and with filters."""
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _add_lists(workbook: Workbook, names: Names) -> None:
    """Films, halls and sections to choose from. Something else may be typed: an import says what it does not know."""
    chosen = {"film": sorted(names.films.values()), "hall": sorted(names.halls.values()), "section": names.sections}
    sheet = workbook.create_sheet(LISTS)
    for number, (column, items) in enumerate(chosen.items(), start=1):
        letter = get_column_letter(number)
        for line, item in enumerate((column, *items), start=1):
            sheet.cell(line, number, safe_cell(item)).data_type = _TEXT
        sheet.column_dimensions[letter].width = _WIDEST
        if items:
            cells = f"{quote_sheetname(LISTS)}!${letter}${_FIRST_LINE}:${letter}${len(items) + 1}"
            _let_choose(workbook, column, cells)
    _dress(sheet)


def _let_choose(workbook: Workbook, column: str, cells: str) -> None:
    for name in TABLES.keys() & set(workbook.sheetnames):
        sheet = workbook[name]
        for cell in sheet[1]:
            if cell.value == column:
                choice = DataValidation("list", formula1=cells, allow_blank=True, showErrorMessage=False)
                choice.add(f"{cell.column_letter}{_FIRST_LINE}:{cell.column_letter}{max(sheet.max_row, 1) + 500}")
                sheet.add_data_validation(choice)


def _add_guide(sheet: Worksheet, mark: str) -> None:
    sheet.column_dimensions["A"].width = 110
    for line in _guide():
        sheet.append([line])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True)
    sheet.append([VERSION_KEY, mark])
    sheet.column_dimensions["B"].width = 20


def _guide() -> tuple[str, ...]:
    return (
        _("How to work with this workbook"),
        _("Each sheet is a table, and each row of it a film, a hall, a screening. Change cells, add rows below, save."),
        _("Then bring the workbook in again: Import on the list in the admin shows what would change, cell by cell."),
        _("Leave the ids as they are: by them a row is found again. A new row needs an id that no other row has."),
        _("Films are called by their titles and halls by their names; where two are called alike, by their ids."),
        _("Days and times are real ones, by the clock of the venue. One that a clock shows twice stays text."),
        _("The lists to choose from are on the last sheet. A column that you delete leaves what it says as it is."),
        _("What others change meanwhile stays as they made it. For that, leave the version below as it is."),
        _("An apostrophe before =, +, - or @ keeps a spreadsheet from computing a text. The import takes it away."),
    )
