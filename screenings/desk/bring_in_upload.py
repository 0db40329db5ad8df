"""A file on its way in: where it waits, how it is to be read, and where the rows go that it gives back."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from screenings.assistant.attempt import BroughtIn
from screenings.assistant.bring_in import MappingChoices, bring_in_file
from screenings.assistant.given_back import GivenBack
from screenings.desk.pending_imports import PendingImportStorage
from screenings.models import Festival


@dataclass(frozen=True)
class Upload:
    """A file that waits, whose festival it is for, and how it is to be read."""

    festival: Festival
    storage: PendingImportStorage
    name: str
    mapping: str
    choices: MappingChoices
    seen: str = ""
    right_rows: bool = False  # these alone are to be brought in

    def read(self, *, dry_run: bool) -> BroughtIn:
        """Raises PendingImportGone and ProgrammeRefused."""
        data = self.storage.read()
        with TemporaryDirectory() as directory:
            file = Path(directory) / f"{_file_stem(self.name)}{self.storage.ending}"
            file.write_bytes(data)
            return bring_in_file(
                file,
                festival=self.festival.slug,
                choices=self.choices,
                dry_run=dry_run,
                right_rows=self.right_rows,
            )


def rest_address(upload: Upload, back: GivenBack) -> str:
    """Where the rows wait that were given back, under a name by which they are known again."""
    storage = PendingImportStorage(name=back.ending)
    storage.save(back.file())
    name = _("%(file)s to mend") % {"file": PurePosixPath(upload.name).stem}
    query = urlencode({"name": f"{name}{back.ending}", "mapping": upload.mapping})
    return f"{reverse('admin:bring-in-rest', args=[upload.festival.pk, storage.name])}?{query}"


def _file_stem(name: str) -> str:
    """Of the uploaded file: its day may stand in it. Only what is harmless in a path."""
    stem = "".join(letter if letter.isalnum() or letter in " -_.()" else "_" for letter in PurePosixPath(name).stem)
    return stem.strip(". ")[:60] or "upload"
