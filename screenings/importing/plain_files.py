"""A file of a folder, read whole and no further than a bound."""

import os
import stat
from pathlib import Path

from screenings.importing.archives import refusal
from screenings.importing.limits import MEGABYTE, size_text
from screenings.importing.problems import ProgrammeRefused


def plain_file(file: Path, name: str, limit: int) -> bytes:
    """Raises ProgrammeRefused for a pipe, a device, or more bytes than `limit`."""
    # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise refusal(name, "this is no plain file. Put the file itself there.")
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(name, max(status.st_size, len(data)), limit)
    return data


def too_large(name: str, size: int, limit: int) -> ProgrammeRefused:
    bound = size_text(limit) if limit >= MEGABYTE else f"{limit // 1000} kB"
    has = size_text(size) if size >= MEGABYTE else f"{size // 1000} kB"
    return refusal(name, f"{has} is too much; {bound} are read. Take out what is no table.")
