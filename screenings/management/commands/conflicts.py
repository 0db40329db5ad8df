"""conflicts [--festival SLUG] [--format text|json] [--at-least LEVEL]"""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from itertools import groupby
from shutil import get_terminal_size
from textwrap import fill
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.festival_argument import add_festival_argument, chosen_festival
from screenings.models import Festival
from screenings.scheduling.conflict_status import ConflictStatus, load_conflict_statuses
from screenings.timetable.conflicts import Severity
from screenings.wording.conflict_places import grouped_by_place
from screenings.wording.conflicts import conflict_sentence

LEVELS = [str(level) for level in Severity if level is not Severity.OFF]
EXIT_UNACKNOWLEDGED, EXIT_MISUSE = 1, 2


class Command(BaseCommand):
    requires_system_checks = COMMAND_CHECKS
    help = (
        "Print what the rules find in the working timetable. "
        "Exit code 0: no error blocks publishing; 1: one does, and nobody has acknowledged it; 2: misused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_festival_argument(parser)
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--at-least", choices=LEVELS, default=LEVELS[0], metavar="LEVEL", help="print these and worse: %(choices)s"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            festival = chosen_festival(options["festival"])
        except CommandError as wrong:
            raise CommandError(str(wrong), returncode=EXIT_MISUSE) from None
        conflicts = load_conflict_statuses(festival)
        least = Severity(options["at_least"]).rank
        shown = [standing for standing in conflicts.statuses if standing.conflict.severity.rank >= least]
        if options["format"] == "json":
            self.stdout.write(
                json.dumps(_as_json(festival, shown, len(conflicts.blocking)), ensure_ascii=False, indent=2)
            )
        else:
            self._print(festival, shown)
        if conflicts.blocking:
            sys.exit(EXIT_UNACKNOWLEDGED)

    def _print(self, festival: Festival, shown: list[ConflictStatus]) -> None:
        for code, group in groupby(shown, key=lambda standing: standing.conflict.code):
            standing_here = list(group)
            self.stdout.write(f"{code}: {severity_counts(standing_here)}")
            for place, at_place in grouped_by_place(standing_here, lambda standing: standing.conflict):
                if place is not None:
                    self.stdout.write(f"  {place} ({len(at_place)}):")
                for standing in at_place:
                    self._line(f"  {standing.conflict.severity}: {conflict_sentence(standing.conflict)}")
                    if standing.acknowledgement:
                        self._line(f"    Acknowledged: {standing.acknowledgement.reason}")
                    if not standing.is_in_outcome:
                        self._line("    It stops nothing: what is on hold stays as it was announced.")
        what = "Nothing is broken" if not shown else severity_counts(shown)
        self.stdout.write(f"{festival.name}: {what}.")

    def _line(self, text: str) -> None:
        """In a terminal no wider than it is; elsewhere a conflict is one line, to be searched and counted."""
        if self.stdout.isatty():
            indent = " " * (len(text) - len(text.lstrip()) + 4)
            text = fill(text, get_terminal_size().columns, subsequent_indent=indent, break_long_words=False)
        self.stdout.write(text)


def severity_counts(standings: list[ConflictStatus]) -> str:
    """`3 errors, 1 of them acknowledged, 12 notices`; the severest first."""
    every = Counter(standing.conflict.severity for standing in standings)
    acknowledged = Counter(standing.conflict.severity for standing in standings if standing.is_acknowledged)
    parts = []
    for level in sorted(every, key=lambda severity: -severity.rank):
        parts.append(f"{every[level]} {level if every[level] == 1 else f'{level}s'}")
        if acknowledged[level]:
            parts.append(f"{acknowledged[level]} of them acknowledged")
    return ", ".join(parts)


def _as_json(festival: Festival, shown: list[ConflictStatus], blocking: int) -> dict[str, Any]:
    return {
        "festival": festival.slug,
        "unacknowledged_errors": blocking,
        "conflicts": [_conflict_as_json(standing) for standing in shown],
    }


def _conflict_as_json(standing: ConflictStatus) -> dict[str, Any]:
    conflict, acknowledgement = standing.conflict, standing.acknowledgement
    return {
        "code": conflict.code,
        "severity": str(conflict.severity),
        "sentence": conflict_sentence(conflict),
        "screenings": [str(uid) for uid in conflict.uids],
        "facts": dict(conflict.facts),
        "fingerprint": conflict.fingerprint,
        "acknowledgeable": conflict.acknowledgeable,
        "acknowledged": acknowledgement
        and {
            "reason": acknowledgement.reason,
            "by": acknowledgement.by.get_username() if acknowledgement.by else None,
            "at": acknowledgement.at.isoformat(),
        },
    }
