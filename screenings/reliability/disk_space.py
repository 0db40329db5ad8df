"""Whether there is room where the site writes: its database, where that is a file of ours, and its uploads."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from screenings.reliability.outages import Outage, outage_of

PROBE = bytes(64 * 1024)  # tried, not asked for: a quota or a read-only mount shows in no figure


def disk_problems() -> Iterator[str]:
    """Each in a line for whoever watches; nothing where all is well."""
    for purpose, folder in _folders():
        match _probe(folder):
            case Outage.FULL:
                yield f"the disk of the {purpose} is full"
            case Outage.READ_ONLY:
                yield f"the disk of the {purpose} accepts no changes"


def _folders() -> Iterator[tuple[str, Path]]:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and Path(name).is_file():
        yield "database", Path(name).parent
    if isinstance(default_storage, FileSystemStorage):
        place = Path(default_storage.location)
        # Before the first upload its folder is not there yet.
        yield "uploads", next(folder for folder in (place, *place.parents) if folder.is_dir())


def _probe(folder: Path) -> Outage | None:
    """By a file without a name, which is gone whatever happens to this process. Whatever fails, no change is taken."""
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(PROBE)
            file.flush()
    except OSError as problem:
        return outage_of(problem) or Outage.READ_ONLY
    return None
