"""export_site DIR"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.site_export import ExportFailed, export_site


class Command(BaseCommand):
    help = "Write the public site as files for any web server. Run it again to bring them up to date."
    requires_system_checks = COMMAND_CHECKS

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="made as a link to the files, which lie in a folder beside it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            result = export_site(folder, progress=self._progress)
        except ExportFailed as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(f"{folder}: {reason}. The files there are as they were; run it again.") from None
        for path in result.missing:
            self.stderr.write(f"{path} is linked, and the site has nothing there.")
        written = "1 file" if result.written == 1 else f"{result.written} files"
        told = f"{folder}: {written} written, {result.kept} unchanged, {result.removed} gone."
        self.stdout.write(self.style.SUCCESS(told))

    def _progress(self, count: int) -> None:
        self.stdout.write(f"{count} addresses …")
