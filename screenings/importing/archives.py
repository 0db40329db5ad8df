"""A zip file, read in memory and never unpacked: each entry is checked before a byte of it is."""

import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from screenings.importing.limits import (
    MAX_FILE_BYTES,
    MAX_PICTURES_BYTES,
    MAX_ZIP_BYTES,
    MAX_ZIP_DIRECTORY_BYTES,
    MAX_ZIP_ENTRIES,
    size_text,
)
from screenings.importing.problems import ImportProblem, ProgrammeRefused, quoted

# What systems leave in archives and folders unasked.
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
PICTURE_FOLDER = "images"
_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 1
_CHUNK = 1 << 16


@contextmanager
def open_zip(path: Path, *, with_pictures: bool = False, most_bytes: int = MAX_FILE_BYTES) -> Iterator[ZipFile]:
    """The archive, once its directory is known to be harmless: names, kinds and sums of sizes.

    `most_bytes` is what it may unpack to. `with_pictures`: those in a folder `images` count apart, and are read one at
    a time.

    Raises ProgrammeRefused, also where reading within the block finds it damaged.
    """
    with path.open("rb") as file:
        _refuse_large_directory(file, path.name, MAX_ZIP_BYTES if with_pictures else MAX_FILE_BYTES)
        try:
            with ZipFile(file) as archive:
                _refuse_wrong_entries(archive.infolist(), path.name, most_bytes, with_pictures=with_pictures)
                yield archive
        except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise refusal(path.name, f"the archive is damaged ({error}). Pack the folder again.") from error


def entry_chunks(archive: ZipFile, entry: ZipInfo, name: str, most_bytes: int = MAX_FILE_BYTES) -> Iterator[bytes]:
    """An entry's bytes. Its size in the directory may be a lie: what is read is counted too."""
    total = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            total += len(chunk)
            if total > min(entry.file_size, most_bytes):
                raise refusal(name, f"{quoted(entry.filename)} unpacks to more than it says. Pack the folder again.")
            yield chunk


def is_junk(entry: ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    return any(part in _JUNK for part in parts) or parts[-1].startswith("._")


def refusal(file: str, message: str) -> ProgrammeRefused:
    return ProgrammeRefused([ImportProblem(file, 0, "", message)])


def is_picture(name: str) -> bool:
    """Whether the path of a file ends like `images/still.jpg`."""
    path = PurePosixPath(name)
    return path.parent.name == PICTURE_FOLDER and path.suffix.lower() in _PICTURE_ENDINGS


def _refuse_large_directory(file: BinaryIO, name: str, limit: int) -> None:
    """The directory's length stands at the end of the file; ZipFile itself would read 65,535 entries and more."""
    size = file.seek(0, 2)
    if size > limit:
        raise refusal(name, f"{size_text(size)} is too much; {size_text(limit)} are read. Pack only the tables.")
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


def _refuse_wrong_entries(entries: list[ZipInfo], name: str, most_bytes: int, *, with_pictures: bool) -> None:
    if len(entries) > MAX_ZIP_ENTRIES:
        raise refusal(name, f"there are {len(entries):,} entries; {MAX_ZIP_ENTRIES:,} are read. Pack only the tables.")
    pictures = [entry.file_size for entry in entries if with_pictures and is_picture(entry.filename)]
    if sum(pictures) > MAX_PICTURES_BYTES:
        has, bound = size_text(sum(pictures)), size_text(MAX_PICTURES_BYTES)
        raise refusal(name, f"its pictures have {has}; {bound} are read. Import the folder instead.")
    total = sum(entry.file_size for entry in entries) - sum(pictures)
    if total > most_bytes:
        raise refusal(
            name, f"it unpacks to {size_text(total)}; {size_text(most_bytes)} are read. Pack only the tables."
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
