"""import_programme PATH [--festival SLUG] [--mapping NAME] [--dry-run] [--keep …] [--ids …] [--encoding NAME]"""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import ngettext

from screenings.assistant.attempt import BroughtIn
from screenings.assistant.bring_in import MappingChoices, bring_in_file, rest_ending
from screenings.assistant.festival_facts import NEEDED, facts_of
from screenings.assistant.headings import LEFT_OUT, heading_key, known_fields
from screenings.assistant.mappings import remember_choices, remembered_choices, with_choices
from screenings.assistant.reading import ENDINGS, holds_import_format, read_file
from screenings.assistant.shape import Shape
from screenings.audit.steps import record_step
from screenings.importing.both_changed import EVERYWHERE, VersionChoice
from screenings.importing.clock_nights import by_night
from screenings.importing.importer import ImportResult, import_programme
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.renumbering import IdChoice
from screenings.management.command_checks import COMMAND_CHECKS
from screenings.management.festival_argument import chosen_festival
from screenings.management.publish_report import publish_and_report
from screenings.models import Festival
from screenings.scheduling.time_zones import KeepChoice, ZoneChange, zone_change_sentences
from screenings.text.cleaning import slug_of
from screenings.timetable.conflicts import Conflict, Severity, worst_first
from screenings.wording.conflict_places import conflict_lines
from screenings.wording.conflicts import conflict_sentence

SHOWN = 50


class Command(BaseCommand):
    requires_system_checks = COMMAND_CHECKS
    help = (
        "Bring in a programme: a folder of tables, a .zip of it, or an .xlsx or .ods workbook (docs/import-format.md); "
        "with --mapping any spreadsheet, table or schedule (docs/bring-in.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="the folder, .zip, .xlsx or .ods")
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
        parser.add_argument(
            "--ids",
            choices=list(IdChoice),
            type=IdChoice,
            default=IdChoice.CONTENT,
            help="where a file's ids are other rows' here: match by what the rows say (the default), or by the ids",
        )
        parser.add_argument(
            "--both-changed",
            choices=[choice.value for choice in VersionChoice],
            default="",
            help="where a cell was changed here and in the file since its export: take the file's, or keep it as here",
        )
        mapping = parser.add_argument_group("a file in a form of its own")
        mapping.add_argument(
            "--mapping", metavar="NAME", help="read any file; what is chosen below is remembered under this name"
        )
        mapping.add_argument(
            "--answer", metavar="QUESTION=CHOICE", action="append", type=_pair, default=[], help="to what was asked"
        )
        mapping.add_argument(
            "--column", metavar="HEADING=FIELD", action="append", type=_pair, default=[],
            help="what a column is, as title, day, time or place; - leaves it out",
        )  # fmt: skip
        mapping.add_argument(
            "--sheet", metavar="SHEET=SHAPE", action="append", type=_pair, default=[],
            help=f"the shape of a sheet: {', '.join((Shape.LIST, Shape.GRID, Shape.LEFT_OUT))}",
        )  # fmt: skip
        mapping.add_argument(
            "--suggested", action="store_true", help="answer every question for which a choice is suggested with that"
        )
        mapping.add_argument(
            "--new", metavar="KEY=VALUE", action="append", type=_pair, default=[],
            help="make the festival, with what the file does not say of it: name, timezone, starts_on, ends_on",
        )  # fmt: skip
        mapping.add_argument(
            "--right-rows", metavar="REST", type=Path,
            help="bring in the right rows, and write the others to this new file, which says what to mend in each",
        )  # fmt: skip
        parser.add_argument("--encoding", metavar="NAME", help="of CSV files that are not UTF-8, such as cp1252")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["right_rows"] and not options["mapping"]:
            raise CommandError(
                "--right-rows needs --mapping NAME, under which the file is known again once it is mended."
            )
        self._loud = options["verbosity"] > 1 or (options["verbosity"] == 1 and self.stderr.isatty())
        try:
            imported = self._bring_in(options) if options["mapping"] else self._import(options)
        except ProgrammeRefused as refused:
            hint = "" if options["mapping"] else _hint_at_mapping(options["path"])
            raise CommandError(_refusal(refused.problems) + hint) from None
        self._show(imported, all_lines=options["dry_run"] or options["verbosity"] > 1)
        if imported.zone_change:
            self._show_clocks(imported.zone_change, options["keep"])
        if imported.written:
            text = f"import_programme: {imported.diff.summary()}."
            record_step(imported.festival, at=imported.at, by=None, text=text)
            for line in publish_and_report(imported.festival, at=timezone.now()):
                self.stdout.write(line)

    def _import(self, options: dict[str, Any]) -> ImportResult:
        return import_programme(
            options["path"],
            festival_slug=options["festival"],
            dry_run=options["dry_run"],
            encoding=options["encoding"],
            keep=options["keep"],
            ids=options["ids"],
            version_choices={EVERYWHERE: options["both_changed"]},
            on_progress=self._report,
        )

    def _bring_in(self, options: dict[str, Any]) -> ImportResult:
        new = dict(options["new"])
        if unknown := new.keys() - NEEDED.keys():
            raise CommandError(f'"{min(unknown)}" is none of {", ".join(NEEDED)}.')
        slug = options["festival"]
        makes_one = bool(new or not Festival.objects.exists()) and not Festival.objects.filter(slug=slug or "").exists()
        festival = None if makes_one else chosen_festival(slug)
        said = MappingChoices(
            dict(options["sheet"]),
            {heading_key(key): field for key, field in options["column"]},
            dict(options["answer"]),
        )
        _check(said)
        choices = with_choices(remembered_choices(festival, options["mapping"]), said) if festival else said
        if festival is None and slug is None and not holds_import_format(options["path"]):
            facts = facts_of(read_file(options["path"], encoding=options["encoding"])) | new
            slug = slug_of(facts.get("name", ""), fallback="festival")
        bring_in = partial(
            bring_in_file,
            options["path"],
            festival=festival.slug if festival else slug,
            new_festival=None if festival else new,
            choices=choices,
            takes_suggestions=options["suggested"],
            dry_run=options["dry_run"],
            encoding=options["encoding"],
            keep=options["keep"],
            both_changed=options["both_changed"],
            on_progress=self._report,
        )
        if options["right_rows"]:
            with _new_file(options["right_rows"], rest_ending(options["path"])) as rest:
                brought = bring_in(right_rows=True)
                if brought.given_back and not options["dry_run"]:
                    rest.write(brought.given_back.file())
        else:
            brought = bring_in()
        if not options["dry_run"] and (known := festival or (brought.result and brought.result.festival)):
            remember_choices(known, options["mapping"], choices)
        for remark in brought.remarks[:SHOWN]:
            self.stdout.write(f"Note: {remark}")
        if brought.result is None:
            raise CommandError("\n".join(_what_is_open(brought)))
        if brought.given_back:
            for problem in brought.problems[:SHOWN]:
                self.stdout.write(str(problem))
            text = ngettext(
                "%(count)d row waits in %(file)s. Mend it and bring it in with --mapping %(mapping)s.",
                "%(count)d rows wait in %(file)s. Mend them and bring them in with --mapping %(mapping)s.",
                brought.given_back.count,
            )
            self.stdout.write(text % {
                "count": brought.given_back.count, "file": options["right_rows"], "mapping": options["mapping"],
            })  # fmt: skip
        return brought.result

    def _report(self, stage: str, done: int, total: int) -> None:
        if self._loud:
            self.stderr.write(f"{stage} … {done:,} of {total:,}" if total else f"{stage} …")

    def _show(self, imported: ImportResult, *, all_lines: bool) -> None:
        difference = imported.diff
        for note in _notes(imported):
            self.stdout.write(f"Note: {note}")
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
            if effect := str(imported.public_effect):
                self.stdout.write(effect)
            self._show_conflicts("bring", imported.consequences.added)
            self._show_what_would_stop(imported.festival, imported.consequences.added)
            self._show_conflicts("resolve", imported.consequences.removed)
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
        shown = worst_first(conflicts)[:SHOWN]
        for _severity, group in groupby(shown, key=lambda conflict: conflict.severity):
            for line in conflict_lines(group, lambda conflict: f"{conflict.severity}: {conflict_sentence(conflict)}"):
                self.stdout.write(line)
        if number > SHOWN:
            self.stdout.write(f"… and {number - SHOWN} more.")

    def _show_what_would_stop(self, festival: Festival, brought: tuple[Conflict, ...]) -> None:
        """Also where the import is a dry run: what has to be settled before its programme can be published."""
        if number := sum(conflict.severity is Severity.ERROR for conflict in brought):
            self.stdout.write(f"{number} of them would stop a publication of {festival} until settled.")


@contextmanager
def _new_file(path: Path, ending: str) -> Iterator[BinaryIO]:
    """A file that was not there, made before anything is written elsewhere; removed where nothing went into it.

    Raises CommandError where it cannot be made.
    """
    if path.suffix.lower() != ending:
        raise CommandError(
            f'The rows that wait come back as a file of the kind {ending}. Name it "{path.stem}{ending}".'
        )
    try:
        file = path.open("xb")
    except FileExistsError:
        raise CommandError(f'"{path}" is there already. Name a file that is not.') from None
    except OSError as error:
        raise CommandError(f'"{path}" cannot be written ({error.strerror}). Check the path.') from None
    try:
        with file:
            yield file
    finally:
        if not path.stat().st_size:
            path.unlink()


def _hint_at_mapping(path: Path) -> str:
    """How a file that is not in our format comes in; nothing where that is not what is wrong."""
    try:
        if path.suffix.lower() not in ENDINGS or holds_import_format(path):
            return ""
    except (OSError, ProgrammeRefused):
        return ""
    return f"\nIs it in a form of its own? Then bring it in with --mapping NAME, such as --mapping {path.stem[:40]!r}."


def _pair(text: str) -> tuple[str, str]:
    key, mark, value = text.rpartition("=")
    if not mark or not key.strip():
        raise ArgumentTypeError(f'"{text}" has no "=". Write two words with "=" between them.')
    return key.strip(), value.strip()


def _notes(imported: ImportResult) -> Iterator[str]:
    """What somebody should know beside what changes."""
    yield from map(str, imported.warnings[:SHOWN])
    yield from (str(asked.problem) for asked in imported.undecided[:SHOWN])
    if imported.renumbering:
        yield f"{imported.renumbering} To go by the ids, import with --ids file."
    yield from map(str, imported.ambiguous_names[:SHOWN])


def _check(choices: MappingChoices) -> None:
    shapes = (Shape.LIST, Shape.GRID, Shape.LEFT_OUT)
    for given, possible in ((choices.shapes, shapes), (choices.columns, (*known_fields(), LEFT_OUT))):
        for value in given.values():
            if value not in possible:
                raise CommandError(f'"{value}" is none of {", ".join(possible)}.')


def _what_is_open(brought: BroughtIn) -> Iterator[str]:
    if brought.problems:
        yield _refusal(brought.problems)
    if brought.questions:
        count = len(brought.questions)
        yield f"Nothing was written. {count} {'question' if count == 1 else 'questions'}:"
        for question in brought.questions[:SHOWN]:
            yield f"{question.place}: {question.text}"
            yield from (f"    --answer {question.key}={choice.value}  {choice.label}" for choice in question.choices)
        if count > SHOWN:
            yield f"… and {count - SHOWN} more."


def _refusal(problems: Sequence[ImportProblem]) -> str:
    problems = by_night(problems)
    count = len(problems)
    lines = [f"Nothing was written. {count} {'problem' if count == 1 else 'problems'}:"]
    lines += [str(problem) for problem in problems[:SHOWN]]
    if count > SHOWN:
        lines.append(f"… and {count - SHOWN} more.")
    return "\n".join(lines)
