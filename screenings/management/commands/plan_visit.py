"""plan_visit FILM[=WEIGHT] … [--festival SLUG] [--margin N] [--break …] [--format text|json]"""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from screenings.itinerary.planner import best_itinerary
from screenings.itinerary.values import VisitRequest
from screenings.loading.visits import load_visit_options
from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.festival_argument import add_festival_argument, chosen_festival
from screenings.management.visit_planning import (
    ItineraryReport,
    check_films,
    daily_limits,
    parse_clock_time,
    parse_daily_break,
    parse_pick,
)
from screenings.models import PublishedScreening


class Command(BaseCommand):
    requires_system_checks = COMMAND_CHECKS
    help = "The best plan to see these films by: exactly the best, from what is public now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "films",
            nargs="+",
            type=parse_pick,
            metavar="FILM[=WEIGHT]",
            help="a film's slug, as in the address of its page; =must, =want (3), =maybe (1), or 1 to 1000",
        )
        add_festival_argument(parser)
        parser.add_argument("--margin", type=int, default=10, metavar="MIN", help="minutes to be there early (10)")
        parser.add_argument("--at-most", type=int, metavar="N", help="screenings a day")
        parser.add_argument("--not-before", type=parse_clock_time, metavar="TIME", help="nothing starts earlier")
        parser.add_argument("--not-after", type=parse_clock_time, metavar="TIME", help="nothing ends later")
        parser.add_argument(
            "--break", type=parse_daily_break, action="append", default=[], dest="breaks", metavar="FROM-UNTIL/MINUTES",
            help="so many free minutes between the two, each day; may be given again",
        )  # fmt: skip
        parser.add_argument(
            "--booked", type=UUID, action="append", default=[], metavar="UID", help="a screening you go to in any case"
        )
        parser.add_argument("--alternatives", type=int, default=2, metavar="N", help="next best plans to name (2)")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        festival = chosen_festival(options["festival"])
        visits = load_visit_options(festival, booked=options["booked"])
        if not PublishedScreening.objects.current(festival).exists():
            raise CommandError(f"Nothing of {festival} is public yet. Run publish first.")
        check_films(options["films"], visits)
        try:
            request = VisitRequest(
                tuple(options["films"]),
                visits.offers,
                frozenset(options["booked"]),
                visits.travel,
                options["margin"],
                daily_limits(festival, visits, options),
            )
        except ValueError as wrong:
            raise CommandError(f"{wrong}.") from None
        itinerary = best_itinerary(request, alternatives=options["alternatives"])
        report = ItineraryReport(festival, visits)
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.data(itinerary), indent=2, ensure_ascii=False))
        else:
            for line in report.lines(itinerary):
                self.stdout.write(line)
