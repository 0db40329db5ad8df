"""release [--festival SLUG] [--film SLUG …] [--section SLUG …] [--screening ID …] [--all] [--by USER]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.festival_argument import add_festival_argument, chosen_festival
from screenings.management.publish_report import publish_and_report
from screenings.management.screening_arguments import add_screening_arguments, chosen_line_ups, chosen_screenings
from screenings.management.user_argument import add_user_argument, chosen_user
from screenings.models import Film, Section, change_reason
from screenings.scheduling.holds import hold_line_up, release


class Command(BaseCommand):
    help = "Release screenings from hold: what the timetable has of them goes public like any other change."
    requires_system_checks = COMMAND_CHECKS

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_festival_argument(parser)
        add_screening_arguments(parser)
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        festival, by = chosen_festival(options["festival"]), chosen_user(options["by"])
        chosen, line_ups = chosen_screenings(festival, options), chosen_line_ups(festival, options)
        if options["all"]:
            line_ups = [*Film.objects.filter(festival=festival), *Section.objects.filter(festival=festival)]
        waiting = [line_up for line_up in line_ups if line_up.line_up_hold]
        with change_reason("Released", by=by), transaction.atomic():
            hold_line_up(waiting, reason="")
            rows = release(chosen)
        for row in rows:
            self.stdout.write(f"Released: {row}")
        for line_up in waiting:
            self.stdout.write(f"Released: new screenings of {line_up}")
        if not rows and not waiting:
            self.stdout.write("None of these is on hold.")
        for line in publish_and_report(festival, at=timezone.now()):
            self.stdout.write(line)
