"""propose_timetable [--festival SLUG] [--seconds N] [--keep-published] [--unplaced] [--repair] [--apply] …"""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screenings.management.festivals import add_festival_argument, chosen_festival
from screenings.management.going_public import made_public
from screenings.management.what_if import add_losses, is_asked, with_losses
from screenings.models import Festival, Origin, Scenario, SearchKind
from screenings.proposing.orders import MOST, order_for, with_all_cores
from screenings.proposing.results import spots
from screenings.scheduling import Refused, copy_timetable, take_over
from screenings.timetable.solver import Effort, Impossible, Order, Progress, Proposal, Steps, explained, proposed
from screenings.wording import impossible_sentences
from screenings.wording.proposals import Telling


class Command(BaseCommand):
    help = "Propose places for screenings. Nothing is written without --apply, and nothing pinned is moved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_festival_argument(parser)
        parser.add_argument("--seconds", type=float, default=10, metavar="N", help="how long to search (10)")
        parser.add_argument(
            "--steps", type=int, metavar="N", help="so many steps instead: the same proposal every time"
        )
        parser.add_argument("--seed", type=int, default=0, metavar="N", help="another one gives another proposal (0)")
        parser.add_argument(
            "--processes",
            type=int,
            metavar="N",
            help=f"searches at once, the best of which is the proposal (a core each, at most {MOST}; with --steps 1)",
        )
        parser.add_argument("--keep-published", action="store_true", help="leave what is public where it is")
        parser.add_argument("--unplaced", action="store_true", help="place only what has no place yet")
        parser.add_argument(
            "--repair", action="store_true", help="move only what is in a warning or an error, and little"
        )
        add_losses(parser)
        written = parser.add_mutually_exclusive_group()
        written.add_argument("--apply", action="store_true", help="write it into the working timetable, all or nothing")
        written.add_argument("--save", type=_name, metavar="NAME", help="keep it as a scenario of that name")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seconds"] <= 0 or (options["steps"] or 1) <= 0:
            raise CommandError("Give the search more than 0 seconds, or more than 0 steps.")
        festival, at = chosen_festival(options["festival"]), timezone.now()
        if options["processes"] is not None and options["processes"] < 1:
            raise CommandError("Give the search at least one process.")
        kept = options["keep_published"]
        order = order_for(festival, _kind(options), at=at, keep_published=kept, seed=options["seed"])
        if options["steps"]:
            order = replace(order, processes=options["processes"] or 1)
        else:
            order = with_all_cores(order, proving=options["seconds"], processes=options["processes"])
        if is_asked(options):
            order = replace(order, programme=with_losses(order.programme, options), before=order.programme)
        start = perf_counter()
        effort = Steps(options["steps"]) if options["steps"] else _seconds(options["seconds"], start)
        try:
            warn = partial(self._say_what_is_impossible, order) if options["format"] == "text" else None
            proposal = proposed(order, effort=effort, watch=self._watch(), warn=warn)
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        seconds = perf_counter() - start
        written = self._written(festival, order, proposal, options, at)
        public = list(made_public(festival, at=timezone.now())) if options["apply"] else []
        telling = Telling(order, explained(order, proposal), seconds=seconds)
        if options["format"] == "json":
            data = {**telling.data(), "applied": options["apply"], "public": public}
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        for line in telling.lines():
            self.stdout.write(line)
        self.stdout.write(self.style.SUCCESS(written))
        for line in public:
            self.stdout.write(line)

    def _say_what_is_impossible(self, order: Order, never: Iterable[Impossible]) -> None:
        for one in never:
            first, *rest = impossible_sentences(order.programme, one)
            self.stdout.write(self.style.WARNING(f"✗ {first}"))
            for said in rest:
                self.stdout.write(f"    {said}")

    def _written(
        self, festival: Festival, order: Order, proposal: Proposal, options: dict[str, Any], at: datetime
    ) -> str:
        """What was written, in words."""
        try:
            if options["save"]:
                origin = Origin.REPAIR if order.repair else Origin.PROPOSAL
                moves, seen = proposal.moves, spots(order.programme)
                copy_timetable(festival, options["save"], by=None, at=at, moves=moves, origin=origin, seen=seen)
                return f"Kept as the scenario “{options['save']}”; the working timetable is as it was."
            if options["apply"]:
                take_over(festival, order.programme, proposal.moves)
                return "Written to the working timetable."
        except Refused as refused:
            raise CommandError(str(refused)) from None
        return "Nothing was written; --apply does, or --save NAME into a scenario."

    def _watch(self) -> Any:
        """A line that is written over and over, for somebody who watches."""
        if not sys.stderr.isatty():
            return None
        shown = [-1]

        def watch(progress: Progress) -> None:
            percent = int(100 * progress.spent)
            if percent != shown[0]:
                shown[0] = percent
                told = (
                    f"{percent:3d} %  {progress.placed} placed, {progress.unplaced} not, "
                    f"{progress.conflicts} conflicts, score {progress.score}; "
                    f"{progress.points} points, {progress.bound} at best "
                )
                self.stderr.write(told, ending="\n" if percent >= 100 else "\r")

        return watch


def _kind(options: dict[str, Any]) -> SearchKind:
    if options["repair"] or is_asked(options):
        return SearchKind.REPAIR
    return SearchKind.UNPLACED if options["unplaced"] else SearchKind.ALL


def _seconds(limit: float, start: float) -> Effort:
    return lambda steps: (perf_counter() - start) / limit


def _name(text: str) -> str:
    field = Scenario._meta.get_field("name")
    try:
        return str(field.clean(text, None))
    except ValidationError as wrong:
        raise ArgumentTypeError(" ".join(wrong.messages)) from wrong
