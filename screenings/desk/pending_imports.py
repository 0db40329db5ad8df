"""Files that wait between the preview of an import and its confirmation."""

import re
from datetime import timedelta
from pathlib import PurePosixPath
from uuid import uuid4

from django.utils import timezone

from screenings.models import PendingImport

MAX_AGE = timedelta(days=1)  # a preview that nobody confirms is cleared away at the next upload
_NAME = re.compile(r"[0-9a-f]{32}\.(?:csv|ics|json|ods|tsv|txt|xlsx|xml|zip)", re.ASCII)


class PendingImportGone(LookupError):
    """It was confirmed already, cleared away, or never there."""


class PendingImportStorage:
    """In the database, under names nobody guesses: every server finds them there."""

    def __init__(self, *, name: str) -> None:
        """`name` is that of a file saved before; or, to save one, its ending alone."""
        self.name = name

    @property
    def ending(self) -> str:
        """Such as `.csv`."""
        return PurePosixPath(self.name).suffix

    def save(self, data: bytes) -> None:
        now = timezone.now()
        PendingImport.objects.filter(uploaded_at__lt=now - MAX_AGE).delete()
        self.name = f"{uuid4().hex}{self.name}"
        PendingImport.objects.create(name=self.name, data=data, uploaded_at=now)

    def read(self) -> bytes:
        """Raises PendingImportGone."""
        found = PendingImport.objects.filter(name=self.name).first() if _NAME.fullmatch(self.name) else None
        if found is None:
            raise PendingImportGone(self.name)
        return bytes(found.data)

    def remove(self) -> None:
        PendingImport.objects.filter(name=self.name).delete()
