"""Picture files that come beside the tables, in a folder `images`: read one at a time, when they are asked for."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.core.files.storage import Storage

from screenings.images.processing import DIGEST_LENGTH, MAX_BYTES, ImageRefused, check_picture, scaled_name
from screenings.importing.archives import PICTURE_FOLDER, entry_chunks, is_picture, open_zip
from screenings.importing.plain_files import plain_file
from screenings.importing.problems import InvalidValue, quoted
from screenings.models.pictures import ENCODERS, EncodedFile, PictureFile


@dataclass(frozen=True, slots=True)
class Pictures:
    """Those of a folder, or of a folder within a zip. A workbook's may be missing: a table alone says what it says."""

    place: Path | None = None
    prefix: str = ""
    may_be_missing: bool = True

    def read(self, name: str) -> bytes | None:
        """The file's bytes; None where there is none and need be none. Raises InvalidValue, ProgrammeRefused."""
        if not is_picture(name) or len(PurePosixPath(name).parts) != 2:
            raise InvalidValue(f"{quoted(name)} is no picture beside the tables. Write {PICTURE_FOLDER}/still.jpg.")
        data = self._data(name)
        if data is None and not self.may_be_missing:
            raise InvalidValue(f"there is no file {quoted(name)} beside the tables. Put it there, or empty the cell.")
        return data

    def _data(self, name: str) -> bytes | None:
        if self.place is None:
            return None
        if self.place.is_dir():
            file = self.place / name
            if not file.is_file():
                return None
            if not file.resolve().is_relative_to(self.place.resolve()):
                raise InvalidValue(f"{quoted(name)} is a link that leads out of the folder. Put the file itself there.")
            return plain_file(file.resolve(), name, MAX_BYTES)
        with open_zip(self.place, with_pictures=True) as archive:
            entry = archive.NameToInfo.get(self.prefix + name)
            return None if entry is None else b"".join(entry_chunks(archive, entry, name))


NO_PICTURES = Pictures()


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture that is to be stored: checked by its head when it is planned, and whole when it is written."""

    pictures: Pictures
    name: str

    def store(self, file: PictureFile) -> list[tuple[Storage, str]]:
        """Under a name that begins with what it was made from: the same file is known again. Raises InvalidValue."""
        data = self.pictures.read(self.name)
        if data is None:
            return []
        try:
            encoded = ENCODERS[file.field.kind](BytesIO(data))
        except ImageRefused as refused:
            raise InvalidValue(str(refused)) from refused
        file.save(self.name, EncodedFile(encoded, self.name, digest=digest_of(data)), save=False)
        main = file.name or ""
        return [(file.storage, name) for name in (main, *(scaled_name(main, width) for width, _ in encoded.narrower))]


def checked_picture(pictures: Pictures, name: str) -> bytes | None:
    """A file's bytes, looked at no closer than its head. Raises InvalidValue."""
    data = pictures.read(name)
    if data is not None:
        try:
            check_picture(BytesIO(data))
        except ImageRefused as refused:
            raise InvalidValue(str(refused)) from refused
    return data


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()[:DIGEST_LENGTH]


def exported_name(file: PictureFile) -> str:
    """What an export calls it; empty where there is none."""
    return f"{PICTURE_FOLDER}/{PurePosixPath(file.name).name}" if file.name else ""


def is_same_picture(file: PictureFile, name: str, data: bytes | None) -> bool:
    """Whether a row's picture is the one that is kept: it was made from these bytes, or went out as them."""
    if not name or not file.name:
        return not name and not file.name
    stem = PurePosixPath(file.name).name
    if data is None:
        return stem == PurePosixPath(name).name
    if stem.startswith(digest_of(data)):
        return True
    return stem == PurePosixPath(name).name and stored_bytes(file) == data


def stored_bytes(file: PictureFile) -> bytes | None:
    """What is kept; None where the file was lost."""
    try:
        with file.storage.open(file.name or "") as stored:
            return bytes(stored.read())
    except OSError:
        return None
