"""export_programme DIR [--festival SLUG]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screenings.importing.export_folder import export_programme
from screenings.management.festival_argument import add_festival_argument, chosen_festival


class Command(BaseCommand):
    help = "Write a festival's programme as the folder of tables that import_programme reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="made where it is not there")
        add_festival_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        festival = chosen_festival(options["festival"])
        try:
            files = export_programme(festival, options["folder"])
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(
                f"{options['folder']}: {reason}. What lay there is as it was; make room or choose another folder."
            ) from None
        for file in files:
            self.stdout.write(str(file))
        self.stdout.write(self.style.SUCCESS(f"{festival.name}: {len(files)} files written."))
