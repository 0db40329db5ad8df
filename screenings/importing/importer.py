"""import_programme(): a festival's own tables into its working timetable, whole or not at all."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from django.db import IntegrityError, transaction

from screenings.importing.changeset import ReportProgress
from screenings.importing.diff import ImportDiff
from screenings.importing.existing import load_existing_rows
from screenings.importing.parse import parse_programme
from screenings.importing.people import AmbiguousName, PersonChoices
from screenings.importing.plan import ImportPlan, plan_import
from screenings.importing.problems import ImportProblem, ProgrammeRefused, quoted
from screenings.importing.sources import ProgrammeSource, read_source
from screenings.loading import load_timetable
from screenings.models import Festival, change_reason
from screenings.scheduling.time_zones import KeepChoice, ZoneChange
from screenings.timetable.rules import find_conflicts
from screenings.timetable.what_if import Consequences, consequences_between

NO_CONSEQUENCES = Consequences()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`festival` is unsaved after a dry run that would make it. `consequences` are told by a dry run alone."""

    festival: Festival
    diff: ImportDiff
    written: bool
    warnings: tuple[ImportProblem, ...] = ()
    consequences: Consequences = NO_CONSEQUENCES
    ambiguous_names: tuple[AmbiguousName, ...] = ()
    zone_change: ZoneChange | None = None


def _ignore_progress(_stage: str, _done: int, _total: int) -> None:
    pass


def import_programme(
    path: Path,
    *,
    festival_slug: str | None = None,
    dry_run: bool = False,
    encoding: str | None = None,
    only_tables: Collection[str] | None = None,
    person_choices: PersonChoices = MappingProxyType({}),
    keep: KeepChoice = KeepChoice.CLOCKS,
    on_progress: ReportProgress = _ignore_progress,
) -> ImportResult:
    """Compare a folder, .zip or .xlsx with what the festival holds by its own ids, and write the difference.

    One transaction. What the festival holds and the tables do not name stays as it is.

    `only_tables` names the tables that are read (festival, films, halls, screenings); without it all are.
    `person_choices` says who is meant where several bear a name, by the key of the dry run's `ambiguous_names`.
    `keep` says what stays where a clock is corrected: what it shows (of all that the tables do not state), or the
    moments. `on_progress` is told the stage, and how much is done.

    Publishing is left to the caller. Raises ProgrammeRefused, and then nothing is written.
    """
    on_progress("reading", 0, 0)
    source = _narrowed(read_source(path, encoding=encoding), path.name, only_tables)
    try:
        with transaction.atomic():
            return _import(source, festival_slug, dry_run, person_choices, keep, on_progress)
    except IntegrityError as error:
        message = (
            "two rows would bear one name or one id while they are written. Where they exchange them, import the first "
            "with a name of its own, then both."
        )
        raise ProgrammeRefused([ImportProblem(path.name, 0, "", message)]) from error


def _narrowed(source: ProgrammeSource, file: str, only_tables: Collection[str] | None) -> ProgrammeSource:
    """Without the tables that are not asked for, which may be another person's to change."""
    if only_tables is None:
        return source
    tables = {name: table for name, table in source.tables.items() if name in only_tables}
    festival = source.festival if "festival" in only_tables else None
    if not tables and festival is None:
        raise ProgrammeRefused([ImportProblem(file, 0, "", f"there is no table of {' or '.join(only_tables)} in it.")])
    return ProgrammeSource(festival, tables)


def _import(
    source: ProgrammeSource,
    slug: str | None,
    dry_run: bool,
    person_choices: PersonChoices,
    keep: KeepChoice,
    on_progress: ReportProgress,
) -> ImportResult:
    slug, festival = _chosen_festival(source, slug)
    existing = load_existing_rows(festival)
    parsed = parse_programme(source, existing.parse_context())
    on_progress("comparing", 0, 0)
    plan: ImportPlan = plan_import(parsed, existing, slug, person_choices, keep)
    diff = plan.diff_builder.build()
    result = partial(
        ImportResult,
        plan.festival,
        diff,
        warnings=parsed.warnings,
        ambiguous_names=plan.ambiguous_names,
        zone_change=plan.zone_change,
    )
    if not dry_run:
        with change_reason("import"):
            plan.write(on_progress)
        return result(written=True)
    consequences = NO_CONSEQUENCES if diff.is_empty else _preview_consequences(plan, is_new=festival is None)
    return result(written=False, consequences=consequences)


class _RollBack(Exception):
    """Takes back what was only tried."""


def _preview_consequences(plan: ImportPlan, *, is_new: bool) -> Consequences:
    """The conflicts it would bring and resolve: it is written, looked at and rolled back."""
    before = None if is_new else load_timetable(Festival.objects.get(pk=plan.festival.pk)).programme
    consequences = NO_CONSEQUENCES
    try:
        with transaction.atomic():
            plan.write(_ignore_progress)
            after = load_timetable(Festival.objects.get(pk=plan.festival.pk)).programme
            consequences = consequences_between(before, after) if before else Consequences(added=find_conflicts(after))
            raise _RollBack
    except _RollBack:
        if is_new:
            plan.festival.pk = None
            plan.festival._state.adding = True
    return consequences


def _chosen_festival(source: ProgrammeSource, slug: str | None) -> tuple[str, Festival | None]:
    """The one that is named, in the command or in the file; else the only one. Two imports at once take turns."""
    named = source.festival.values.get("slug", "").strip() if source.festival else ""
    if slug and named and slug != named:
        message = f"the file is for {quoted(named)}, the command for {quoted(slug)}. Correct one."
        assert source.festival is not None
        raise _refused(source.festival.file, source.festival.lines.get("slug", 0), message)
    chosen_slug = slug or named
    festivals = Festival.objects.select_for_update()
    if chosen_slug:
        return chosen_slug, festivals.filter(slug=chosen_slug).first()
    festivals_there = list(festivals.order_by("pk")[:2])
    if len(festivals_there) == 1 and not source.problems:
        return festivals_there[0].slug, festivals_there[0]
    if source.problems:
        raise ProgrammeRefused(source.problems)
    where = "There are several festivals" if festivals_there else "There is no festival yet"
    raise _refused("festival.toml", 0, f'{where}: write slug = "our-festival-2026", or say --festival.')


def _refused(file: str, line: int, message: str) -> ProgrammeRefused:
    return ProgrammeRefused([ImportProblem(file, line, "slug", message)])
