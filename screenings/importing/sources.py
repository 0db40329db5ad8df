"""What was handed in: a folder, a zip of it, or a workbook. Everything is read in memory, nothing is unpacked."""

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from screenings.importing.archives import entry_chunks, open_zip, refusal
from screenings.importing.csv_tables import read_csv
from screenings.importing.decoding import check_encoding, decode
from screenings.importing.festival_keys import FestivalKeys, keys_of_rows, keys_of_toml
from screenings.importing.limits import MAX_FILE_BYTES, MAX_TOML_BYTES, MEGABYTE, size_text
from screenings.importing.problems import ImportProblem, ProgrammeRefused, quoted
from screenings.importing.rows import TABLES
from screenings.importing.tables import SourceTable, build_table
from screenings.importing.workbooks import read_sheets

FESTIVAL_FILE = "festival.toml"
FILES = (FESTIVAL_FILE, *(f"{name}.csv" for name in TABLES))
# What systems leave in archives and folders unasked.
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class ProgrammeSource:
    """The tables that are there by name, with their problems; `festival` is None where it is left out."""

    festival: FestivalKeys | None
    tables: Mapping[str, SourceTable]

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
        return _of_files(_folder_files(path), encoding)
    if not path.is_file():
        raise refusal(str(path), "there is no such folder or file. Check the path.")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise _too_large(path.name, path.stat().st_size)
    match path.suffix.lower():
        case ".xlsx":
            return _of_workbook(path)
        case ".zip":
            return _of_files(_zip_files(path), encoding)
        case _:
            raise refusal(path.name, "this is no programme. Hand in the folder, a .zip of it, or an .xlsx workbook.")


def _of_files(files: Mapping[str, bytes], encoding: str | None) -> ProgrammeSource:
    tables = {}
    for name, row_type in TABLES.items():
        file = f"{name}.csv"
        if file in files:
            try:
                tables[name] = read_csv(file, decode(file, files[file], encoding), row_type)
            except ProgrammeRefused as refused:
                tables[name] = SourceTable(file, problems=refused.problems)
    festival = keys_of_toml(FESTIVAL_FILE, files[FESTIVAL_FILE]) if FESTIVAL_FILE in files else None
    return ProgrammeSource(festival, tables)


def _of_workbook(path: Path) -> ProgrammeSource:
    sheets = read_sheets(path, frozenset({"festival", *TABLES}))
    if not sheets:
        raise refusal(path.name, f"none of the sheets is called festival, {', '.join(TABLES)}. Name them so.")
    tables = {
        name: build_table(f"sheet {name}", sheets[name], row_type, allow_short_rows=True)
        for name, row_type in TABLES.items()
        if name in sheets
    }
    festival = keys_of_rows("sheet festival", sheets["festival"]) if "festival" in sheets else None
    return ProgrammeSource(festival, tables)


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
        data_by_name[name] = _plain_file(file.resolve(), name)
    return _some(data_by_name, folder.name, names)


def _plain_file(file: Path, name: str) -> bytes:
    limit = _limit(name)
    # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise refusal(name, "this is no plain file. Put the file itself there.")
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large(name, max(status.st_size, len(data)))
    return data


def _zip_files(path: Path) -> dict[str, bytes]:
    """The format's files of an archive, at its top or all in one folder of it."""
    with open_zip(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_junk(entry)]
        for entry in entries:
            if entry.filename.lower().endswith((".zip", ".xlsx")):
                raise refusal(path.name, f"{quoted(entry.filename)} is an archive within. Hand that in by itself.")
        tables = [entry for entry in entries if PurePosixPath(entry.filename).name in FILES]
        folders = sorted({str(PurePosixPath(entry.filename).parent) for entry in tables})
        if len(folders) > 1:
            raise refusal(path.name, f"there are tables in {' and in '.join(folders[:3])}. Pack one folder.")
        data_by_name = {}
        for entry in tables:
            name = PurePosixPath(entry.filename).name
            if entry.file_size > _limit(name):
                raise _too_large(name, entry.file_size)
            data_by_name[name] = b"".join(entry_chunks(archive, entry, path.name))
    return _some(data_by_name, path.name, (PurePosixPath(entry.filename).name for entry in entries))


def _some(data_by_name: dict[str, bytes], place: str, names: Iterable[str]) -> dict[str, bytes]:
    """Raises ProgrammeRefused where there is no table, or one whose name differs only in its capitals."""
    for name in names:
        if name not in FILES and name.casefold() in FILES and name.casefold() not in data_by_name:
            raise refusal(name, f"file names are in small letters. Rename it to {name.casefold()}.")
    if not data_by_name:
        raise refusal(place, f"there is no table in it. It needs {', '.join(FILES)}; those that you have.")
    return data_by_name


def _is_junk(entry: ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    return any(part in _JUNK for part in parts) or parts[-1].startswith("._")


def _limit(name: str) -> int:
    return MAX_TOML_BYTES if name == FESTIVAL_FILE else MAX_FILE_BYTES


def _too_large(name: str, size: int) -> ProgrammeRefused:
    limit = _limit(name)
    bound = size_text(limit) if limit >= MEGABYTE else f"{limit // 1000} kB"
    has = size_text(size) if size >= MEGABYTE else f"{size // 1000} kB"
    return refusal(name, f"{has} is too much; {bound} are read. Take out what is no table.")
