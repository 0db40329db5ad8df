"""A festival's tables as files to download: workbook, CSV or archive, with the cells of `export_programme`."""

import csv
import io
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse

from screenings.importing.export import ExportTable, festival_cells, programme_files, programme_tables
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
    # Here, as openpyxl costs a start more than all of our own code, and few ever ask for a workbook.
    from screenings.desk.export_workbook import workbook_bytes  # noqa: PLC0415

    return workbook_bytes(chosen, festival_cells(festival) if "festival" in tables else ())


def _csv(table: ExportTable) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows((table.columns, *table.rows))
    return text.getvalue()


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files:
            archive.writestr(ZipInfo(name, _FIRST_DAY), data, ZIP_DEFLATED)
    return packed.getvalue()
