"""Files that are whole or not there: a full disk leaves the old ones as they were."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from screenings.importing.export import programme_files
from screenings.models import Festival


def export_programme(festival: Festival, folder: Path) -> tuple[Path, ...]:
    """Write the festival's programme into the folder, which is made where it is not there; the files, in order.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return write_whole(folder, programme_files(festival))


def write_whole(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """All files lie on the disk under other names before the first takes its own."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, data in files.items():
            with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{name}.", delete=False) as file:
                waiting.append((Path(file.name), folder / name))
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
