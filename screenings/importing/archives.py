"""A zip file, read in memory and never unpacked: each entry is checked before a byte of it is."""

import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from screenings.importing.limits import MAX_FILE_BYTES, MAX_ZIP_DIRECTORY_BYTES, MAX_ZIP_ENTRIES, size_text
from screenings.importing.problems import ImportProblem, ProgrammeRefused, quoted

_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 1
_CHUNK = 1 << 16


@contextmanager
def open_zip(path: Path) -> Iterator[ZipFile]:
    """The archive, once its directory is known to be harmless: names, kinds and sums of sizes.

    Raises ProgrammeRefused, also where reading within the block finds it damaged.
    """
    with path.open("rb") as file:
        _refuse_large_directory(file, path.name)
        try:
            with ZipFile(file) as archive:
                _refuse_wrong_entries(archive.infolist(), path.name)
                yield archive
        except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise refusal(path.name, f"the archive is damaged ({error}). Pack the folder again.") from error


def entry_chunks(archive: ZipFile, entry: ZipInfo, name: str) -> Iterator[bytes]:
    """An entry's bytes. Its size in the directory may be a lie: what is read is counted too."""
    total = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            total += len(chunk)
            if total > min(entry.file_size, MAX_FILE_BYTES):
                raise refusal(name, f"{quoted(entry.filename)} unpacks to more than it says. Pack the folder again.")
            yield chunk


def refusal(file: str, message: str) -> ProgrammeRefused:
    return ProgrammeRefused([ImportProblem(file, 0, "", message)])


def _refuse_large_directory(file: BinaryIO, name: str) -> None:
    """The directory's length stands at the end of the file; ZipFile itself would read 65,535 entries and more."""
    size = file.seek(0, 2)
    if size > MAX_FILE_BYTES:
        raise refusal(
            name, f"{size_text(size)} is too much; {size_text(MAX_FILE_BYTES)} are read. Pack only the tables."
        )
    file.seek(max(0, size - _END_LENGTH - _LONGEST_COMMENT))
    tail = file.read()
    # As ZipFile looks for it: at the very end first, then the last one before a comment.
    plain = len(tail) - _END_LENGTH
    at = plain if plain >= 0 and tail[plain : plain + 4] == _END else tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise refusal(name, "this is no zip file, or its end is missing. Pack the folder again.")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MAX_ZIP_DIRECTORY_BYTES:
        raise refusal(name, f"there are too many entries; {MAX_ZIP_ENTRIES:,} are read. Pack only the tables.")
    file.seek(0)


def _refuse_wrong_entries(entries: list[ZipInfo], name: str) -> None:
    if len(entries) > MAX_ZIP_ENTRIES:
        raise refusal(name, f"there are {len(entries):,} entries; {MAX_ZIP_ENTRIES:,} are read. Pack only the tables.")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_FILE_BYTES:
        raise refusal(
            name, f"it unpacks to {size_text(total)}; {size_text(MAX_FILE_BYTES)} are read. Pack only the tables."
        )
    names: set[str] = set()
    for entry in entries:
        if reason := _why_wrong(entry, names):
            raise refusal(name, f"the entry {quoted(entry.orig_filename)} {reason}. Pack the folder again without it.")
        names.add(entry.filename)


def _why_wrong(entry: ZipInfo, names: set[str]) -> str:
    original = entry.orig_filename.replace("\\", "/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if ".." in PurePosixPath(original).parts:
        return "leads out of the archive"
    if original.startswith("/") or original[1:2] == ":" or "\x00" in original:
        return "has an absolute or an unusable path"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "is packed in an unusual way"
    if entry.filename in names:
        return "is there twice"
    return ""
