"""hold [--festival SLUG] [--film SLUG …] [--section SLUG …] [--screening ID …] [--all] [--reason TEXT] [--by USER]"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.festival_argument import add_festival_argument, chosen_festival
from screenings.management.publish_report import publish_and_report
from screenings.management.screening_arguments import add_screening_arguments, chosen_line_ups, chosen_screenings
from screenings.management.user_argument import add_user_argument, chosen_user
from screenings.models import change_reason
from screenings.scheduling.holds import LINE_UP_REASON, hold, hold_line_up


class Command(BaseCommand):
    help = "Put screenings on hold: the public keeps what was last announced of them, or nothing, until the release."
    requires_system_checks = COMMAND_CHECKS

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_festival_argument(parser)
        add_screening_arguments(parser)
        parser.add_argument("--reason", default=LINE_UP_REASON, help="for the staff; else: %(default)s")
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        festival, by, at = chosen_festival(options["festival"]), chosen_user(options["by"]), timezone.now()
        chosen, line_ups = chosen_screenings(festival, options), chosen_line_ups(festival, options)
        try:
            with change_reason("Put on hold", by=by), transaction.atomic():
                hold_line_up(line_ups, reason=options["reason"])
                rows = hold(chosen, reason=options["reason"], by=by, at=at)
        except ValidationError as problem:
            raise CommandError(f"--reason: {' '.join(problem.messages)}") from None
        for row in rows:
            self.stdout.write(f"On hold: {row}")
        for line_up in line_ups:
            self.stdout.write(f"On hold: new screenings of {line_up}")
        if len(rows) < len(chosen):
            self.stdout.write(f"On hold already: {len(chosen) - len(rows)}.")
        for line in publish_and_report(festival, at=at):
            self.stdout.write(line)
