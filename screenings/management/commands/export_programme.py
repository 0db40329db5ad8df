"""export_programme PATH [--festival SLUG] [--uids]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screenings.desk.export_tables import table_file
from screenings.importing.export_folder import export_programme, write_whole
from screenings.importing.rows import TABLES
from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.festival_argument import add_festival_argument, chosen_festival
from screenings.models import Festival

PACKED = (".zip", ".xlsx")


class Command(BaseCommand):
    help = "Write all that a festival holds as the folder of tables that import_programme reads, or packed in one file."
    requires_system_checks = COMMAND_CHECKS

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", type=Path, metavar="PATH", help="a folder, made where it is not there, or a .zip or .xlsx"
        )
        parser.add_argument(
            "--uids",
            action="store_true",
            help="with the screenings' names in calendars, for a site that takes this one's place",
        )
        add_festival_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        festival = chosen_festival(options["festival"])
        path: Path = options["path"]
        try:
            files = self._write(festival, path, with_uids=options["uids"])
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(
                f"{path}: {reason}. What lay there is as it was; make room or choose another folder."
            ) from None
        for file in files:
            self.stdout.write(str(file))
        written = "1 file" if len(files) == 1 else f"{len(files)} files"
        self.stdout.write(self.style.SUCCESS(f"{festival.name}: {written} written."))

    def _write(self, festival: Festival, path: Path, *, with_uids: bool) -> tuple[Path, ...]:
        if path.suffix.lower() not in PACKED:
            return export_programme(festival, path, with_uids=with_uids)
        kind = path.suffix.lower().removeprefix(".")
        data = table_file(festival, ("festival", *TABLES), kind, with_uids=with_uids)
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(path.parent, [(path.name, data)])
