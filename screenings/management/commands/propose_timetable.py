"""propose_timetable [--festival SLUG] [--seconds N] [--keep-published] [--unplaced] [--repair] [--apply]"""

import json
import sys
from argparse import ArgumentParser
from time import perf_counter
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from screenings.management.festivals import add_festival_argument, chosen_festival
from screenings.management.proposals import Telling
from screenings.models import Festival, PublishedScreening, Screening
from screenings.programme import load_preferences, load_programme
from screenings.scheduling import Refused, take_over
from screenings.timetable.solver import Effort, Progress, propose, repaired, tray
from screenings.timetable.values import Programme


class Command(BaseCommand):
    help = "Propose places for screenings. Nothing is written without --apply, and nothing pinned is moved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_festival_argument(parser)
        parser.add_argument("--seconds", type=float, default=10, metavar="N", help="how long to search (10)")
        parser.add_argument(
            "--steps", type=int, metavar="N", help="so many steps instead: the same proposal every time"
        )
        parser.add_argument("--seed", type=int, default=0, metavar="N", help="another one gives another proposal (0)")
        parser.add_argument("--keep-published", action="store_true", help="leave what is public where it is")
        parser.add_argument("--unplaced", action="store_true", help="place only what has no place yet")
        parser.add_argument(
            "--repair", action="store_true", help="move only what is in a warning or an error, and little"
        )
        parser.add_argument("--apply", action="store_true", help="write it into the working timetable, all or nothing")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seconds"] <= 0 or (options["steps"] or 1) <= 0:
            raise CommandError("Give the search more than 0 seconds, or more than 0 steps.")
        festival = chosen_festival(options["festival"])
        programme = load_programme(festival)
        movable, preferences = _movable(festival, programme, options), load_preferences(festival)
        start = perf_counter()
        effort = _steps(options["steps"]) if options["steps"] else _seconds(options["seconds"], start)
        try:
            if options["repair"]:
                public = set(PublishedScreening.objects.current(festival).values_list("uid", flat=True))
                proposal = repaired(
                    programme, movable=movable, published=public, preferences=preferences, effort=effort
                )
            else:
                proposal = propose(
                    programme,
                    effort=effort,
                    movable=movable,
                    preferences=preferences,
                    seed=options["seed"],
                    watch=self._watch(),
                )
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        if options["apply"]:
            try:
                take_over(festival, programme, proposal.moves)
            except Refused as refused:
                raise CommandError(str(refused)) from None
        telling = Telling(programme, proposal, movable, preferences, perf_counter() - start)
        if options["format"] == "json":
            self.stdout.write(json.dumps({**telling.data(), "applied": options["apply"]}, indent=2, ensure_ascii=False))
            return
        for line in telling.lines():
            self.stdout.write(line)
        written = "Written to the working timetable." if options["apply"] else "Nothing was written; --apply does."
        self.stdout.write(self.style.SUCCESS(written))

    def _watch(self) -> Any:
        """A line that is written over and over, for somebody who watches."""
        if not sys.stderr.isatty():
            return None
        shown = [-1]

        def watch(progress: Progress) -> None:
            percent = int(100 * progress.spent)
            if percent != shown[0]:
                shown[0] = percent
                told = f"{percent:3d} %  {progress.placed} placed, {progress.unplaced} not, {progress.points} points "
                self.stderr.write(told, ending="\n" if percent >= 100 else "\r")

        return watch


def _movable(festival: Festival, programme: Programme, options: dict[str, Any]) -> frozenset[UUID]:
    """What is neither pinned nor cancelled, nor public where that is to stay."""
    if options["unplaced"]:
        return tray(programme)
    pinned = set(Screening.objects.of(festival).filter(pinned=True).values_list("uid", flat=True))
    kept = set()
    if options["keep_published"]:
        kept = set(PublishedScreening.objects.current(festival).values_list("uid", flat=True))
    placed = {showing.uid for showing in programme.showings if showing.starts_at is not None}
    live = (showing.uid for showing in programme.showings if not showing.cancelled)
    return frozenset(uid for uid in live if uid not in pinned & placed and uid not in kept & placed)


def _steps(limit: int) -> Effort:
    return lambda steps: steps / limit


def _seconds(limit: float, start: float) -> Effort:
    return lambda steps: (perf_counter() - start) / limit
