"""What was handed in: a folder, a zip of it, or a workbook. Everything is read in memory, nothing is unpacked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from screenings.importing.archives import entry_chunks, is_junk, open_zip, refusal
from screenings.importing.columns import columns_of
from screenings.importing.csv_tables import raw_rows, read_csv
from screenings.importing.decoding import check_encoding, decode
from screenings.importing.exported_versions import GUIDE, mark_of_guide, mark_of_heading
from screenings.importing.festival_keys import FestivalKeys, keys_of_rows, keys_of_toml
from screenings.importing.limits import MAX_FILE_BYTES, MAX_TOML_BYTES, MAX_ZIP_BYTES
from screenings.importing.mend_column import says_nothing
from screenings.importing.opendocument import read_opendocument, read_opendocument_sheets
from screenings.importing.pictures import NO_PICTURES, Pictures
from screenings.importing.plain_files import plain_file, too_large
from screenings.importing.problems import ImportProblem, ProgrammeRefused, quoted
from screenings.importing.rows import TABLES
from screenings.importing.sheets import Sheet
from screenings.importing.tables import SourceTable, table_of_sheet
from screenings.importing.workbooks import read_all_sheets, read_sheets

FESTIVAL_FILE = "festival.toml"
FILES = (FESTIVAL_FILE, *(f"{name}.csv" for name in TABLES))


@dataclass(frozen=True, slots=True)
class ProgrammeSource:
    """The tables that are there by name, with their problems; `festival` is None where it is left out.

    `version` is the mark of what they were exported from, empty where nothing bears one.
    """

    festival: FestivalKeys | None
    tables: Mapping[str, SourceTable]
    pictures: Pictures = NO_PICTURES
    version: str = ""

    @property
    def problems(self) -> tuple[ImportProblem, ...]:
        tables = tuple(problem for table in self.tables.values() for problem in table.problems)
        return (*(self.festival.problems if self.festival else ()), *tables)


def read_source(path: Path, *, encoding: str | None = None) -> ProgrammeSource:
    """Raises ProgrammeRefused where there is nothing to read; what is wrong within a table is in its problems."""
    if encoding is not None:
        check_encoding(encoding)
    try:
        return _read(path, encoding)
    except OSError as error:
        raise refusal(path.name, f"it cannot be read ({error.strerror}). Check who may read it.") from error


def _read(path: Path, encoding: str | None) -> ProgrammeSource:
    if path.is_dir():
        return _of_files(_folder_files(path), encoding, Pictures(path, may_be_missing=False))
    if not path.is_file():
        raise refusal(str(path), "there is no such folder or file. Check the path.")
    limit = MAX_ZIP_BYTES if path.suffix.lower() == ".zip" else MAX_FILE_BYTES
    if path.stat().st_size > limit:
        raise too_large(path.name, path.stat().st_size, limit)
    match path.suffix.lower():
        case ".xlsx" | ".ods":
            return _of_workbook(path)
        case ".zip":
            files, pictures = _zip_files(path)
            return _of_files(files, encoding, pictures)
        case ".csv":
            return _of_files(_table_file(path, encoding), encoding, NO_PICTURES)
        case _:
            raise refusal(
                path.name, "this is no programme. Hand in the folder, a .zip of it, or an .xlsx or .ods workbook."
            )


def _of_files(files: Mapping[str, bytes], encoding: str | None, pictures: Pictures) -> ProgrammeSource:
    tables = {}
    for name, row_type in TABLES.items():
        file = f"{name}.csv"
        if file in files:
            try:
                tables[name] = read_csv(file, decode(file, files[file], encoding), row_type)
            except ProgrammeRefused as refused:
                tables[name] = SourceTable(file, problems=refused.problems)
    festival = keys_of_toml(FESTIVAL_FILE, files[FESTIVAL_FILE]) if FESTIVAL_FILE in files else None
    version = festival.version if festival else ""
    return ProgrammeSource(festival, tables, pictures, version or _version(tables))


def _of_workbook(path: Path) -> ProgrammeSource:
    sheets = _own_sheets(path, frozenset({"festival", GUIDE, *TABLES}))
    if not sheets.keys() - {GUIDE}:
        raise refusal(path.name, f"none of the sheets is called festival, {', '.join(TABLES)}. Name them so.")
    tables = {name: table_of_sheet(sheets[name], row_type) for name, row_type in TABLES.items() if name in sheets}
    festival = keys_of_rows("sheet festival", sheets["festival"].rows) if "festival" in sheets else None
    version = mark_of_guide(sheets[GUIDE].rows) if GUIDE in sheets else ""
    return ProgrammeSource(festival, tables, Pictures(path.parent), version or _version(tables))


def _own_sheets(path: Path, titles: frozenset[str]) -> Mapping[str, Sheet]:
    """The sheets of these names, as a spreadsheet or an office suite saved them; else tables exported alone."""
    is_xlsx = path.suffix.lower() == ".xlsx"
    sheets = read_sheets(path, titles) if is_xlsx else read_opendocument_sheets(path, titles)
    if sheets:
        return sheets
    every = read_all_sheets(path).values() if is_xlsx else read_opendocument(path)
    marked = {name: sheet for sheet in every if (name := marked_table(sheet))}
    if problems := [problem for sheet in marked.values() for problem in sheet.problems]:
        raise ProgrammeRefused(problems)
    return marked


def marked_table(sheet: Sheet) -> str:
    """Which of our tables it is by its headings, one of which says what it was exported from; empty for any other.

    A table that was exported alone as .csv and saved as a workbook: its sheet is called as the program likes.
    """
    headings = sheet.rows[0][1] if sheet.rows else []
    return _table_of(headings) if any(map(mark_of_heading, headings)) else ""


def _version(tables: Mapping[str, SourceTable]) -> str:
    """The mark in a heading of theirs."""
    return next((table.version for table in tables.values() if table.version), "")


def is_exported_table(path: Path) -> bool:
    """Whether a text file is a table that was exported alone: the last of its headings says from what."""
    with path.open("rb") as file:
        header = file.readline(MAX_TOML_BYTES).decode("utf-8-sig", "replace")
    return any(mark_of_heading(text.strip('"')) for text in re.split(r"[,;\t]", header.strip()))


def _table_file(path: Path, encoding: str | None) -> dict[str, bytes]:
    """Of a table that was exported alone, under the name that it has in a folder: its headings say which it is."""
    data = path.read_bytes()
    rows = raw_rows(path.name, decode(path.name, data, encoding), separator_lines=1)
    if name := _table_of(rows[0][1] if rows else ()):
        return {f"{name}.csv": data}
    raise refusal(path.name, "its headings are those of no table. Leave them as they were exported.")


def _table_of(texts: Iterable[str]) -> str:
    """The table that has these headings, or none."""
    headings = {text.strip().casefold() for text in texts if text.strip() and not says_nothing(text)}
    for name, row_type in TABLES.items():
        columns = columns_of(row_type)
        needed = {column.name for column in columns.values() if column.example or column.name == "id"}
        if needed <= headings <= columns.keys():
            return name
    return ""


def raw_tables(path: Path, *, encoding: str | None = None) -> Mapping[str, Sheet]:
    """The rows of each table as they stand in the file, by the tables' names; of a workbook also the sheet GUIDE.

    Of what `read_source` has read without raising.
    """
    if path.suffix.lower() in (".xlsx", ".ods") and path.is_file():
        return _own_sheets(path, frozenset({GUIDE, *TABLES}))
    if path.is_dir():
        files = _folder_files(path)
    else:
        files = _zip_files(path)[0] if path.suffix.lower() == ".zip" else _table_file(path, encoding)
    tables = {}
    for name in TABLES:
        file = f"{name}.csv"
        if file in files:
            rows = raw_rows(file, decode(file, files[file], encoding), separator_lines=1)
            tables[name] = Sheet(name, [(line, list(cells)) for line, cells in rows])
    return tables


def _folder_files(folder: Path) -> dict[str, bytes]:
    """The format's files of a folder. One that links out of it, or is no plain file, is refused unread."""
    root = folder.resolve()
    data_by_name = {}
    names = sorted(entry.name for entry in root.iterdir())
    for name in FILES:
        file = root / name
        if not (file.exists() or file.is_symlink()):
            continue
        if not file.resolve().is_relative_to(root):
            raise refusal(name, "this is a link that leads out of the folder. Put the file itself there.")
        data_by_name[name] = plain_file(file.resolve(), name, _limit(name))
    return _some(data_by_name, folder.name, names)


def _zip_files(path: Path) -> tuple[dict[str, bytes], Pictures]:
    """The format's files of an archive, at its top or all in one folder of it."""
    with open_zip(path, with_pictures=True) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not is_junk(entry)]
        for entry in entries:
            if entry.filename.lower().endswith((".zip", ".xlsx", ".ods")):
                raise refusal(path.name, f"{quoted(entry.filename)} is an archive within. Hand that in by itself.")
        tables = [entry for entry in entries if PurePosixPath(entry.filename).name in FILES]
        folders = sorted({str(PurePosixPath(entry.filename).parent) for entry in tables})
        if len(folders) > 1:
            raise refusal(path.name, f"there are tables in {' and in '.join(folders[:3])}. Pack one folder.")
        data_by_name = {}
        for entry in tables:
            name = PurePosixPath(entry.filename).name
            if entry.file_size > _limit(name):
                raise too_large(name, entry.file_size, _limit(name))
            data_by_name[name] = b"".join(entry_chunks(archive, entry, path.name))
    tables_there = _some(data_by_name, path.name, (PurePosixPath(entry.filename).name for entry in entries))
    prefix = "" if folders == ["."] else f"{folders[0]}/"
    return tables_there, Pictures(path, prefix, may_be_missing=False)


def _some(data_by_name: dict[str, bytes], place: str, names: Iterable[str]) -> dict[str, bytes]:
    """Raises ProgrammeRefused where there is no table, or one whose name differs only in its capitals."""
    for name in names:
        if name not in FILES and name.casefold() in FILES and name.casefold() not in data_by_name:
            raise refusal(name, f"file names are in small letters. Rename it to {name.casefold()}.")
    if not data_by_name:
        raise refusal(place, f"there is no table in it. It needs {', '.join(FILES)}; those that you have.")
    return data_by_name


def _limit(name: str) -> int:
    return MAX_TOML_BYTES if name == FESTIVAL_FILE else MAX_FILE_BYTES
