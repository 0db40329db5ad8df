"""Files that wait between the preview of an import and its confirmation."""

import os
import re
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings

MAX_AGE_SECONDS = 24 * 60 * 60  # seconds; a preview that nobody confirms is cleared away at the next upload
_NAME = re.compile(r"[0-9a-f]{32}\.(?:csv|xlsx|zip)", re.ASCII)


class PendingImportGone(LookupError):
    """It was confirmed already, cleared away, or never there."""


class PendingImportStorage:
    """Beside the site's data, readable by the server alone, under names nobody guesses.

    Every process of the server finds them there.
    """

    def __init__(self, *, name: str) -> None:
        """`name` is that of a file saved before; or, to save one, its ending alone."""
        self.name = name

    def save(self, data: bytes) -> None:
        self._clear_away()
        self.name = f"{uuid4().hex}{self.name}"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
        except OSError:
            self.remove()
            raise

    def read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise PendingImportGone(self.name) from error

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    @property
    def path(self) -> Path:
        if not _NAME.fullmatch(self.name):
            raise PendingImportGone(self.name)
        return self._folder() / self.name

    @staticmethod
    def _folder() -> Path:
        folder: Path = settings.DATA_DIR / "imports"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _clear_away(self) -> None:
        before = time.time() - MAX_AGE_SECONDS
        for file in self._folder().iterdir():
            try:
                if file.stat().st_mtime < before:
                    file.unlink()
            except FileNotFoundError:
                # Another process was quicker.
                continue
