"""Files that are whole or not there: a full disk leaves the old ones as they were."""

import os
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from screenings.importing.export import picture_files, programme_files
from screenings.importing.rows import TABLES
from screenings.models import Festival


def export_programme(festival: Festival, folder: Path, *, with_uids: bool = False) -> tuple[Path, ...]:
    """Write the festival's programme into the folder, which is made where it is not there; the files, in order.

    `with_uids` brings the screenings' names in calendars along, for a site that takes this one's place.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A table of an earlier export that has no rows any more would bring back what is gone.
    there = frozenset(name for name in TABLES if (folder / f"{name}.csv").exists())
    files = programme_files(festival, empty=there, with_uids=with_uids)
    return write_whole(folder, chain(files.items(), picture_files(festival)))


def write_whole(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[Path, ...]:
    """All files lie on the disk under other names before the first takes its own."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, data in files:
            final = folder / name
            final.parent.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=final.parent, prefix=f".{final.name}.", delete=False) as file:
                waiting.append((Path(file.name), final))
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for temporary, final in waiting:
            temporary.chmod(0o644)
            # A link of that name is replaced, not followed.
            temporary.replace(final)
    finally:
        for temporary, _final in waiting:
            temporary.unlink(missing_ok=True)
    return tuple(final for _temporary, final in waiting)
