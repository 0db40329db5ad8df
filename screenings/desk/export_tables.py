"""A festival's tables as files to download: CSV or archive, as `export_programme` writes them, or a workbook."""

import csv
import io
from collections.abc import Iterable
from itertools import chain
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse

from screenings.importing.export import (
    ExportTable,
    festival_cells,
    kept_mark,
    picture_files,
    programme_files,
    programme_tables,
)
from screenings.importing.exported_versions import version_heading
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
NEEDED = ("films", "halls", "screenings")  # of the others those that hold something
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # an archive's own beginning of time: the same programme gives the same bytes


def export_response(festival: Festival, tables: tuple[str, ...], file_format: str) -> HttpResponse:
    name = f"{festival.slug}-{tables[0] if len(tables) == 1 else 'programme'}.{file_format}"
    response = HttpResponse(table_file(festival, tables, file_format), content_type=_TYPES[file_format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def table_file(festival: Festival, tables: tuple[str, ...], file_format: str, *, with_uids: bool = False) -> bytes:
    """The file of that kind: one of FORMATS. A workbook holds no pictures."""
    if file_format == "zip":
        files = programme_files(festival, with_uids=with_uids).items()
        wanted = [(name, data) for name, data in files if PurePosixPath(name).stem in tables]
        return _zipped(chain(wanted, picture_files(festival, of_films="images" in tables)))
    exported = programme_tables(festival, with_uids=with_uids)
    chosen = {name: exported[name] for name in tables if name in exported}
    chosen = {name: table for name, table in chosen.items() if table.rows or name in NEEDED}
    mark = kept_mark(festival, exported)
    if file_format == "csv":
        # Excel takes a file for UTF-8 by its mark alone.
        return _csv(chosen[tables[0]], mark).encode("utf-8-sig")
    # Here, as openpyxl costs a start more than all of our own code, and few ever ask for a workbook.
    from screenings.desk.export_workbook import names_of, workbook_bytes  # noqa: PLC0415

    keys = festival_cells(festival) if "festival" in tables else ()
    return workbook_bytes(chosen, keys, names_of(exported), mark)


def _csv(table: ExportTable, mark: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(((*table.columns, version_heading(mark)), *((*row, "") for row in table.rows)))
    return text.getvalue()


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files:
            archive.writestr(ZipInfo(name, _FIRST_DAY), data, ZIP_DEFLATED)
    return packed.getvalue()
