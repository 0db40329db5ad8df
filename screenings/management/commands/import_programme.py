"""import_programme PATH [--festival SLUG] [--dry-run] [--keep clocks|instants] [--encoding NAME]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screenings.importing.importer import ImportResult, import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.management.publish_report import publish_and_report
from screenings.scheduling.time_zones import KeepChoice, ZoneChange, zone_change_sentences
from screenings.timetable.conflicts import Conflict, worst_first
from screenings.wording.conflicts import conflict_sentence

SHOWN = 50


class Command(BaseCommand):
    help = "Bring in a programme: a folder of tables, a .zip of it, or an .xlsx workbook. See docs/import-format.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="the folder, .zip or .xlsx")
        parser.add_argument(
            "--festival", metavar="SLUG", help="whose programme it is; may be left out where festival.toml says it"
        )
        parser.add_argument("--dry-run", action="store_true", help="print what would change, and write nothing")
        parser.add_argument(
            "--keep",
            choices=list(KeepChoice),
            type=KeepChoice,
            default=KeepChoice.CLOCKS,
            help="where a time zone is corrected: the hours that clocks show (the default), or the moments",
        )
        parser.add_argument("--encoding", metavar="NAME", help="of CSV files that are not UTF-8, such as cp1252")

    def handle(self, *args: Any, **options: Any) -> None:
        self._loud = options["verbosity"] > 1 or (options["verbosity"] == 1 and self.stderr.isatty())
        try:
            imported = import_programme(
                options["path"],
                festival_slug=options["festival"],
                dry_run=options["dry_run"],
                encoding=options["encoding"],
                keep=options["keep"],
                on_progress=self._report,
            )
        except ProgrammeRefused as refused:
            raise CommandError(_refusal(refused)) from None
        self._show(imported, all_lines=options["dry_run"] or options["verbosity"] > 1)
        if imported.zone_change:
            self._show_clocks(imported.zone_change, options["keep"])
        if imported.written:
            for line in publish_and_report(imported.festival, at=timezone.now()):
                self.stdout.write(line)

    def _report(self, stage: str, done: int, total: int) -> None:
        if self._loud:
            self.stderr.write(f"{stage} … {done:,} of {total:,}" if total else f"{stage} …")

    def _show(self, imported: ImportResult, *, all_lines: bool) -> None:
        difference = imported.diff
        for remark in imported.warnings[:SHOWN]:
            self.stdout.write(f"Note: {remark}")
        for namesakes in imported.ambiguous_names[:SHOWN]:
            self.stdout.write(f"Note: {namesakes}")
        if all_lines:
            for line in difference.lines():
                self.stdout.write(line)
        for entry in () if all_lines else difference.changed[:SHOWN]:
            self.stdout.write(f"~ {entry}: {'; '.join(str(change) for change in entry.fields)}")
        name = imported.festival.name
        if difference.is_empty:
            self.stdout.write(f"{name}: nothing changes. {difference.summary()}.")
        elif imported.written:
            self.stdout.write(self.style.SUCCESS(f"{name}: {difference.summary()}."))
        else:
            self._show_conflicts("bring", imported.consequences.added)
            self._show_conflicts("mend", imported.consequences.removed)
            self.stdout.write(f"{name}, would be: {difference.summary()}. Nothing was written.")

    def _show_clocks(self, change: ZoneChange, keep: KeepChoice) -> None:
        for sentence in zone_change_sentences(change, keep):
            self.stdout.write(f"Note: {sentence}")
        other = KeepChoice.INSTANTS if keep is KeepChoice.CLOCKS else KeepChoice.CLOCKS
        self.stdout.write(f"Note: for the other of the two, import with --keep {other} instead.")

    def _show_conflicts(self, verb: str, conflicts: tuple[Conflict, ...]) -> None:
        """The severest first."""
        if not conflicts:
            return
        number = len(conflicts)
        self.stdout.write(f"It would {verb} {number} {'conflict' if number == 1 else 'conflicts'}:")
        for conflict in worst_first(conflicts)[:SHOWN]:
            self.stdout.write(f"- {conflict.severity}: {conflict_sentence(conflict)}")
        if number > SHOWN:
            self.stdout.write(f"… and {number - SHOWN} more.")


def _refusal(refused: ProgrammeRefused) -> str:
    count = len(refused.problems)
    lines = [f"Nothing was written. {count} {'problem' if count == 1 else 'problems'}:"]
    lines += [str(problem) for problem in refused.problems[:SHOWN]]
    if count > SHOWN:
        lines.append(f"… and {count - SHOWN} more.")
    return "\n".join(lines)
