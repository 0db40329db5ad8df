"""publish [--festival SLUG] [--dry-run] [--acknowledge REASON] [--hold-conflicts] [--share-hall HALL] [--keep-one]
[--note TEXT] [--by USER]
"""

from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from screenings.importing.problems import did_you_mean
from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.festival_argument import add_festival_argument, chosen_festival
from screenings.management.publish_report import ways_on_lines
from screenings.management.user_argument import add_user_argument, chosen_user
from screenings.models import Festival, Hall, Screening
from screenings.publishing import (
    PublicationPreview,
    PublishingBlocked,
    cleaned_note,
    keep_one,
    kept_text,
    mark_as_shared,
    preview_holding_back,
    preview_publication,
    publish,
    publish_holding_back,
    same_screenings,
)
from screenings.scheduling.acknowledgements import acknowledge
from screenings.scheduling.holds import CLASH_REASON
from screenings.timetable.conflicts import Conflict
from screenings.wording.changes import NO_PUBLIC_CHANGES, change_counts_text, change_sentence
from screenings.wording.conflict_places import conflict_lines
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.holds import kept_back_text


class Command(BaseCommand):
    requires_system_checks = COMMAND_CHECKS
    help = "Publish the working timetable: what visitors read and calendars show from then on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_festival_argument(parser)
        parser.add_argument("--dry-run", action="store_true", help="print what subscribers will see change, no more")
        parser.add_argument(
            "--acknowledge", metavar="REASON", help="note that the errors that may be acknowledged are known, and why"
        )
        parser.add_argument(
            "--hold-conflicts",
            action="store_true",
            help="put on hold what blocks publishing (of two the one not public yet, else the later), publish the rest",
        )
        parser.add_argument(
            "--share-hall",
            action="append",
            default=[],
            metavar="HALL",
            help="mark a hall as shared: a foyer, an open-air ground, several screens under one name",
        )
        parser.add_argument(
            "--keep-one",
            action="store_true",
            help="of screenings that are the same (film, hall, start) keep the public one, else the oldest",
        )
        parser.add_argument("--note", default="", help="a word to the public about this publication")
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        festival, at = chosen_festival(options["festival"]), timezone.now()
        note, by = _note(options["note"]), chosen_user(options["by"])
        if options["dry_run"]:
            with transaction.atomic():
                self._say(_unblocked(festival, options, at))
                self._show(festival, options, at)
                transaction.set_rollback(True)
            return
        unblocked: list[str] = []
        acknowledged: tuple[Conflict, ...] = ()
        held: list[Screening] = []
        try:
            with transaction.atomic():
                unblocked = _unblocked(festival, options, at)
                if options["acknowledge"]:
                    acknowledged = self._acknowledge(festival, options["acknowledge"], by, at)
                if options["hold_conflicts"]:
                    outcome, held = publish_holding_back(festival, at=at, by=by, note=note, reason=CLASH_REASON)
                else:
                    outcome = publish(festival, at=at, by=by, note=note)
        except PublishingBlocked as stop:
            raise CommandError(self._blocked(festival, stop.conflicts, options)) from None
        # Only now: what is rolled back was neither unblocked, acknowledged nor put on hold.
        self._say(unblocked)
        for conflict in acknowledged:
            self.stdout.write(f"Acknowledged: {conflict_sentence(conflict)}")
        for row in held:
            self.stdout.write(f"On hold: {row}")
        if outcome.kept_back and not held:
            self.stdout.write(kept_back_text(outcome.kept_back))
        if outcome.publication is None:
            self.stdout.write("Nothing has changed since the last publication.")
            return
        for change in outcome.changes:
            self.stdout.write(change_sentence(change))
        self.stdout.write(
            self.style.SUCCESS(
                f"{outcome.publication} is public: {change_counts_text(outcome.changes) or NO_PUBLIC_CHANGES}."
            )
        )
        return

    def _acknowledge(self, festival: Festival, reason: str, by: User | None, at: datetime) -> tuple[Conflict, ...]:
        """Those that were acknowledged."""
        acknowledgeable = tuple(
            conflict for conflict in preview_publication(festival, at=at).blocking if conflict.acknowledgeable
        )
        try:
            acknowledge(festival, acknowledgeable, reason=reason, by=by, at=at)
        except ValidationError as problem:
            raise CommandError(f"--acknowledge: {' '.join(problem.messages)}") from None
        return acknowledgeable

    def _show(self, festival: Festival, options: dict[str, Any], at: datetime) -> None:
        preview = preview_publication(festival, at=at)
        held: tuple[UUID, ...] = ()
        if options["acknowledge"]:
            preview = _with_all_acknowledged(preview)
        if options["hold_conflicts"]:
            held, preview = preview_holding_back(festival, preview, at=at)
        for change in preview.changes:
            self.stdout.write(change_sentence(change))
        for row in Screening.objects.of(festival).filter(uid__in=held).in_time_order().for_timetable():
            self.stdout.write(f"Would be put on hold: {row}")
        if preview.blocking:
            raise CommandError(self._blocked(festival, preview.blocking, options))
        if preview.is_empty:
            self.stdout.write("Nothing has changed since the last publication.")
        else:
            self.stdout.write(
                f"Would be published: {change_counts_text(preview.changes) or NO_PUBLIC_CHANGES}. Nothing was written."
            )

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _blocked(self, festival: Festival, conflicts: tuple[Conflict, ...], options: dict[str, Any]) -> str:
        """With the ways on that were not gone yet."""
        command = f"publish --festival {options['festival']}" if options["festival"] else "publish"
        lines = [f"Nothing was published. {len(conflicts)} to be settled first:", *conflict_lines(conflicts)]
        if any(conflict.acknowledgeable for conflict in conflicts):
            lines.append(f'Those that may be acknowledged are, with: {command} --acknowledge "the reason"')
        may_hold = not options["hold_conflicts"]
        lines += ways_on_lines(festival, conflicts, command=command, at=timezone.now(), may_hold=may_hold)
        return "\n".join(lines)


def _unblocked(festival: Festival, options: dict[str, Any], at: datetime) -> list[str]:
    """What was marked as shared and what was kept, in words."""
    lines = []
    halls = {hall.full_name: hall for hall in Hall.objects.filter(venue__festival=festival).select_related("venue")}
    for name in options["share_hall"]:
        hall = {folded.casefold(): hall for folded, hall in halls.items()}.get(name.strip().casefold())
        if hall is None:
            raise CommandError(f'--share-hall: there is no hall "{name}".{did_you_mean(name, halls)}')
        mark_as_shared(hall)
        lines.append(f"Marked as shared: {hall}.")
    if options["keep_one"]:
        preview = preview_publication(festival, at=at)
        lines += [kept_text(keep_one(preview, uids), len(uids)) for uids in same_screenings(preview)]
    return lines


def _with_all_acknowledged(preview: PublicationPreview) -> PublicationPreview:
    """As it would be once everything that may be acknowledged is."""
    known = {conflict.fingerprint for conflict in preview.blocking if conflict.acknowledgeable}
    fingerprints = preview.timetable.acknowledged_fingerprints | known
    return replace(
        preview,
        timetable=replace(preview.timetable, acknowledged_fingerprints=fingerprints),
        blocking=tuple(conflict for conflict in preview.blocking if not conflict.acknowledgeable),
    )


def _note(text: str) -> str:
    try:
        return cleaned_note(text)
    except ValidationError as problem:
        raise CommandError(f"--note: {' '.join(problem.messages)}") from None
