"""publish [--festival SLUG] [--dry-run] [--acknowledge REASON] [--note TEXT] [--by USER]"""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from screenings.management.festival_argument import add_festival_argument, chosen_festival
from screenings.models import Festival
from screenings.publishing import (
    PublicationPreview,
    PublishingBlocked,
    acknowledge,
    cleaned_note,
    preview_publication,
    publish,
)
from screenings.text.cleaning import is_storable
from screenings.timetable.conflicts import Conflict
from screenings.wording.changes import NO_PUBLIC_CHANGES, change_counts_text, change_sentence
from screenings.wording.conflicts import conflict_sentence


class Command(BaseCommand):
    help = "Publish the working timetable: what visitors read and calendars show from then on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_festival_argument(parser)
        parser.add_argument("--dry-run", action="store_true", help="print what subscribers will see change, no more")
        parser.add_argument(
            "--acknowledge", metavar="REASON", help="note that the errors that may be acknowledged are known, and why"
        )
        parser.add_argument("--note", default="", help="a word to the public about this publication")
        parser.add_argument("--by", metavar="USER", help="who signs it, by the name they log in with")

    def handle(self, *args: Any, **options: Any) -> None:
        festival, at = chosen_festival(options["festival"]), timezone.now()
        note, by = _note(options["note"]), _user(options["by"])
        if options["dry_run"]:
            return self._show(preview_publication(festival, at=at), bool(options["acknowledge"]))
        acknowledged: tuple[Conflict, ...] = ()
        try:
            with transaction.atomic():
                if options["acknowledge"]:
                    acknowledged = self._acknowledge(festival, options["acknowledge"], by, at)
                outcome = publish(festival, at=at, by=by, note=note)
        except PublishingBlocked as stop:
            raise CommandError(self._blocked(stop.conflicts)) from None
        # Only now: what is rolled back was not acknowledged either.
        for conflict in acknowledged:
            self.stdout.write(f"Acknowledged: {conflict_sentence(conflict)}")
        if outcome.publication is None:
            self.stdout.write("Nothing has changed since the last publication.")
            return None
        for change in outcome.changes:
            self.stdout.write(change_sentence(change))
        self.stdout.write(
            self.style.SUCCESS(
                f"{outcome.publication} is public: {change_counts_text(outcome.changes) or NO_PUBLIC_CHANGES}."
            )
        )
        return None

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

    def _show(self, preview: PublicationPreview, acknowledging: bool) -> None:
        for change in preview.changes:
            self.stdout.write(change_sentence(change))
        blocking = tuple(c for c in preview.blocking if not (acknowledging and c.acknowledgeable))
        if blocking:
            raise CommandError(self._blocked(blocking))
        if preview.is_empty:
            self.stdout.write("Nothing has changed since the last publication.")
        else:
            self.stdout.write(
                f"Would be published: {change_counts_text(preview.changes) or NO_PUBLIC_CHANGES}. Nothing was written."
            )

    def _blocked(self, conflicts: tuple[Conflict, ...]) -> str:
        lines = [f"Nothing was published. {len(conflicts)} to be settled first:"]
        lines += [f"- {conflict_sentence(conflict)}" for conflict in conflicts]
        if any(conflict.acknowledgeable for conflict in conflicts):
            lines.append('Those that may be acknowledged are, with: publish --acknowledge "the reason"')
        return "\n".join(lines)


def _note(text: str) -> str:
    try:
        return cleaned_note(text)
    except ValidationError as problem:
        raise CommandError(f"--note: {' '.join(problem.messages)}") from None


def _user(name: str | None) -> User | None:
    if name is None:
        return None
    user = User.objects.filter(username=name, is_active=True).first() if is_storable(name) else None
    if user is None:
        raise CommandError(f"--by: nobody logs in as {name!a}. The names are in the admin, under Users.")
    return user
