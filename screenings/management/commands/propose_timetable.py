"""propose_timetable [--festival SLUG] [--seconds N] [--keep-published] [--unplaced] [--repair] [--apply | --undo] …"""

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from math import inf
from threading import Event
from time import perf_counter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.festival_argument import add_festival_argument, chosen_festival
from screenings.management.interrupts import stop_on_ctrl_c
from screenings.management.publish_report import publish_and_report
from screenings.management.what_if_options import add_what_if_arguments, apply_what_if, has_what_if
from screenings.models import Festival, Origin, Scenario, SearchKind, Section
from screenings.proposals.request import DEFAULT_MAX_PROCESSES, build_solve_request, with_all_cores
from screenings.proposals.results import current_placements
from screenings.proposals.solver_process import EXPLAIN_SECONDS
from screenings.scheduling import ChangeRefused, apply_proposal, copy_timetable
from screenings.scheduling.undo import undo
from screenings.solver.api import (
    PRESET_BY_NAME,
    WISH_KIND_BY_NAME,
    WISH_KINDS,
    Effort,
    Infeasibility,
    Progress,
    Proposal,
    SolveRequest,
    StepLimit,
    Wish,
    WishKind,
    explain_unplaced,
    solve,
)
from screenings.text.cleaning import name_key, one_line
from screenings.wording.infeasibility import infeasibility_sentences
from screenings.wording.proposals import ProposalReport

NOTHING = "Nothing was written."
PROCESS_LIMIT = 64  # processes
EXIT_INTERRUPTED = 130  # what a shell answers for a program that Ctrl-C ended


class Command(BaseCommand):
    requires_system_checks = COMMAND_CHECKS
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
            help=(
                "searches at once, the best of which is the proposal (a core each, at most "
                f"{DEFAULT_MAX_PROCESSES}; with --steps 1)"
            ),
        )
        parser.add_argument("--keep-published", action="store_true", help="leave what is public where it is")
        parser.add_argument("--unplaced", action="store_true", help="place only what has no place yet")
        parser.add_argument(
            "--repair", action="store_true", help="move only what is in a warning or an error, and little"
        )
        parser.add_argument(
            "--wish",
            action="append",
            default=[],
            metavar="NAME",
            help=f"go by this wish too: {', '.join(map(_wish_usage, WISH_KINDS))}; may be given more than once",
        )
        parser.add_argument(
            "--preset", choices=tuple(PRESET_BY_NAME), help="the weights of such a festival instead of its own"
        )
        add_what_if_arguments(parser)
        written = parser.add_mutually_exclusive_group()
        written.add_argument("--apply", action="store_true", help="write it into the working timetable, all or nothing")
        written.add_argument("--undo", action="store_true", help="only take back what --apply wrote last")
        written.add_argument("--save", type=_name, metavar="NAME", help="keep it as a scenario of that name")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        _validate_options(options)
        festival, at = chosen_festival(options["festival"]), timezone.now()
        if options["undo"]:
            self._undo(festival)
            return
        order = self._build_request(festival, options, at=at)
        self.written, self.public = NOTHING, list[str]()
        try:
            with stop_on_ctrl_c(self.stderr.write) as stop:
                self._propose(festival, order, options, at, stop)
        except KeyboardInterrupt:
            raise CommandError(f"Broken off. {self.written}", returncode=EXIT_INTERRUPTED) from None
        except BrokenPipeError:
            # Whatever read it has gone; what is left in the buffer has to go nowhere, or Python complains at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.stderr.write(f"Nobody reads this any more. {self.written}")

    def _undo(self, festival: Festival) -> None:
        try:
            undone = undo(festival, by=None)
        except ChangeRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(self.style.SUCCESS(f"Taken back: {undone.undo_entry}."))
        for line in publish_and_report(festival, at=timezone.now()):
            self.stdout.write(line)

    def _build_request(self, festival: Festival, options: dict[str, Any], *, at: datetime) -> SolveRequest:
        kept = options["keep_published"]
        order = build_solve_request(
            festival,
            _kind(options),
            at=at,
            keep_published=kept,
            seed=options["seed"],
            wishes=_wishes(festival, options["wish"]),
            weights=PRESET_BY_NAME[options["preset"]].weights if options["preset"] else None,
        )
        if options["steps"] is not None:
            order = replace(order, processes=options["processes"] or 1)
        else:
            order = with_all_cores(order, processes=options["processes"])
        if has_what_if(options):
            order = replace(order, programme=apply_what_if(order.programme, options), baseline=order.programme)
        return order

    def _propose(
        self, festival: Festival, request: SolveRequest, options: dict[str, Any], at: datetime, stop: Event
    ) -> None:
        in_words, start = options["format"] == "text", perf_counter()
        proposal = solve(
            request,
            effort=_effort(options, start, stop),
            on_progress=self._watch(),
            on_infeasible=partial(self._report_impossible, request) if in_words else None,
        )
        seconds, stopped = perf_counter() - start, stop.is_set()
        if not stopped:
            self._write(festival, request, proposal, options, at)
        explaining = perf_counter() + EXPLAIN_SECONDS
        answer = explain_unplaced(request, proposal, is_time_up=lambda: stop.is_set() or perf_counter() > explaining)
        telling = ProposalReport(request, answer, seconds=seconds)
        if in_words:
            for line in telling.lines():
                self.stdout.write(line)
            if not stopped:
                self.stdout.write(self.style.SUCCESS(self.written))
            for line in self.public:
                self.stdout.write(line)
        else:
            done = {"applied": options["apply"] and not stopped, "stopped": stopped, "public": self.public}
            self.stdout.write(json.dumps({**telling.json_data(), **done}, indent=2, ensure_ascii=False))
        self.stdout.flush()
        if stopped:
            raise CommandError(
                f"Stopped after {seconds:.1f} s with the best so far. {NOTHING}", returncode=EXIT_INTERRUPTED
            )

    def _report_impossible(self, request: SolveRequest, infeasibilities: Iterable[Infeasibility]) -> None:
        for infeasibility in infeasibilities:
            first, *rest = infeasibility_sentences(request.programme, infeasibility)
            self.stdout.write(self.style.WARNING(f"✗ {first}"))
            for sentence in rest:
                self.stdout.write(f"    {sentence}")

    def _write(
        self, festival: Festival, request: SolveRequest, proposal: Proposal, options: dict[str, Any], at: datetime
    ) -> None:
        """`self.written` says what was written as soon as it is, whatever fails or is broken off afterwards."""
        try:
            if options["save"]:
                origin = Origin.REPAIR if request.is_repair else Origin.PROPOSAL
                moves, seen = proposal.moves, current_placements(request.programme)
                copy_timetable(festival, options["save"], by=None, at=at, moves=moves, origin=origin, base_places=seen)
                self.written = f"Kept as the scenario “{options['save']}”; the working timetable is as it was."
            elif options["apply"]:
                apply_proposal(festival, request.programme, proposal.moves, by=None, at=at)
                self.written = "Written to the working timetable."
                self.public = list(publish_and_report(festival, at=timezone.now()))
            else:
                self.written = f"{NOTHING} --apply writes it, --save NAME keeps it as a scenario."
        except ChangeRefused as refused:
            raise CommandError(str(refused)) from None

    def _watch(self) -> Any:
        """A line that is written over and over, for somebody who watches."""
        if not sys.stderr.isatty():
            return None
        shown = [-1]

        def watch(progress: Progress) -> None:
            percent = int(100 * progress.spent)
            if percent != shown[0]:
                shown[0] = percent
                line = (
                    f"{percent:3d} %  {progress.placed} placed, {progress.unplaced} not, "
                    f"{progress.conflicts} conflicts "
                )
                self.stderr.write(line, ending="\n" if percent >= 100 else "\r")

        return watch


def _kind(options: dict[str, Any]) -> SearchKind:
    if options["repair"] or has_what_if(options):
        return SearchKind.REPAIR
    return SearchKind.UNPLACED if options["unplaced"] else SearchKind.ALL


def _wish_usage(kind: WishKind) -> str:
    return f"{kind.name}:SECTION" if kind.has_section else kind.name


def _wishes(festival: Festival, texts: Iterable[str]) -> Iterator[Wish]:
    """Raises CommandError for one there is not, or of a section there is not."""
    for text in texts:
        name, _colon, section = text.partition(":")
        kind = WISH_KIND_BY_NAME.get(name)
        if kind is None or kind.has_section != bool(section):
            known = ", ".join(map(_wish_usage, WISH_KINDS))
            raise CommandError(f"--wish: there is no “{text}”. Choose one of these: {known}.")
        yield Wish(name, _section(festival, section) if kind.has_section else None)


def _section(festival: Festival, name: str) -> int:
    sections = dict(Section.objects.filter(festival=festival).values_list("name_key", "pk"))
    if (key := name_key(one_line(name))) not in sections:
        known = ", ".join(Section.objects.filter(festival=festival).order_by("name").values_list("name", flat=True))
        raise CommandError(f"--wish: {festival} has no section “{name}”. Known: {known or 'none'}.")
    return sections[key]


def _validate_options(options: dict[str, Any]) -> None:
    steps, processes = options["steps"], options["processes"]
    if not 0 < options["seconds"] < inf or (steps is not None and steps <= 0):
        raise CommandError("Give the search more than 0 seconds, or more than 0 steps, and no more than it is to take.")
    if processes is not None and not 0 < processes <= PROCESS_LIMIT:
        raise CommandError(
            f"Give the search at least one process, and no more than {PROCESS_LIMIT}: a core each is of use."
        )
    if options["unplaced"] and (options["repair"] or has_what_if(options)):
        raise CommandError(
            "A repair leaves alone what has no place yet. Leave out --unplaced or what asks for a repair."
        )


def _effort(options: dict[str, Any], start: float, stop: Event) -> Effort:
    if options["steps"] is not None:
        return StepLimit(options["steps"], stop.is_set)
    return lambda _steps: 1.0 if stop.is_set() else (perf_counter() - start) / options["seconds"]


def _name(text: str) -> str:
    field = Scenario._meta.get_field("name")
    try:
        return str(field.clean(text, None))
    except ValidationError as wrong:
        raise ArgumentTypeError(" ".join(wrong.messages)) from wrong
