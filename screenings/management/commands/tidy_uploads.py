"""Remove uploaded pictures that were replaced or taken out."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.orphaned_uploads import delete_file, orphaned_files

DAYS = 30


class Command(BaseCommand):
    requires_system_checks = COMMAND_CHECKS
    help = (
        "Remove uploaded pictures to which no film, festival or public calendar entry refers any more. A picture that "
        "is replaced stays for a while on purpose: calendars and search engines still ask for it, and an earlier state "
        "can be restored. Run it once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS, help=f"only files older than this; default: {DAYS}")
        parser.add_argument("--dry-run", action="store_true", help="say what would be removed and stop")

    def handle(self, **options: Any) -> None:
        if not 0 <= options["days"] <= 36500:
            raise CommandError("--days: write a number of days from 0 to 36500.")
        names = list(orphaned_files(before=timezone.now() - timedelta(days=options["days"])))
        for name in names:
            if options["dry_run"]:
                self.stdout.write(name)
            else:
                delete_file(name)
        outcome = "would be removed" if options["dry_run"] else "removed"
        self.stdout.write(f"{len(names)} file{'' if len(names) == 1 else 's'} {outcome}.")
