"""import_programme(): a festival's own tables into its working timetable, whole or not at all."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from screenings.importing.both_changed import BothChanged, VersionChoices
from screenings.importing.changeset import ReportProgress
from screenings.importing.diff import ImportDiff
from screenings.importing.existing import ExistingRows, load_existing_rows
from screenings.importing.exported_versions import VERSION_KEY, kept_version
from screenings.importing.merge_cells import context_of_version
from screenings.importing.parse import parse_programme
from screenings.importing.people import AmbiguousName, PersonChoices
from screenings.importing.plan import ImportPlan, plan_import
from screenings.importing.problems import ImportProblem, ProgrammeRefused, quoted
from screenings.importing.public_effect import PublicEffect, public_effect, public_states
from screenings.importing.records import ParsedProgramme
from screenings.importing.renumbering import IdChoice, Renumbering, with_ids_by_content
from screenings.importing.row_locks import ChangedMeanwhile, tokens_before
from screenings.importing.sources import ProgrammeSource, read_source
from screenings.importing.version_merge import VersionMerge
from screenings.loading import load_timetable
from screenings.models import Festival, change_reason
from screenings.scheduling.time_zones import KeepChoice, ZoneChange
from screenings.timetable.rules import find_conflicts
from screenings.timetable.what_if import Consequences, consequences_between

NO_CONSEQUENCES = Consequences()
NO_EFFECT = PublicEffect()
ATTEMPTS = 3  # comparisons, where somebody saves between each of them and the writing


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`festival` is unsaved after a dry run that would make it.

    `consequences` and `public_effect` are told by a dry run alone. `both_changed` are the cells that the file and
    somebody here have changed since its export, `undecided` those of them for which it is open whose counts: a dry run
    keeps what is here.
    `at` is its moment in the history, where it was written.
    """

    festival: Festival
    diff: ImportDiff
    written: bool
    warnings: tuple[ImportProblem, ...] = ()
    consequences: Consequences = NO_CONSEQUENCES
    public_effect: PublicEffect = NO_EFFECT
    ambiguous_names: tuple[AmbiguousName, ...] = ()
    zone_change: ZoneChange | None = None
    renumbering: Renumbering | None = None
    both_changed: tuple[BothChanged, ...] = ()
    undecided: tuple[BothChanged, ...] = ()
    at: datetime | None = None


def ignore_progress(_stage: str, _done: int, _total: int) -> None:
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
    ids: IdChoice = IdChoice.CONTENT,
    version_choices: VersionChoices = MappingProxyType({}),
    on_progress: ReportProgress = ignore_progress,
) -> ImportResult:
    """Compare a folder, .zip, .xlsx or .ods with what the festival holds by its own ids, and write the difference.

    One transaction. What the festival holds and the tables do not name stays as it is. Where somebody saves between the
    comparison and the writing, it is compared again.

    `only_tables` names the tables that are read, `festival` among them; without it all are.
    `person_choices` says who is meant where several bear a name, by the key of the dry run's `ambiguous_names`.
    `version_choices` says whose counts where a cell was changed both here and in the file since its export, by the
    keys of `both_changed`. `keep` says what stays where a clock is corrected: what it shows (of all that the tables do
    not state), or the moments. `ids` says what counts where ids are another row's here. `on_progress` is told the
    stage, and how much is done.

    Publishing is left to the caller. Raises ProgrammeRefused, and then nothing is written.
    """
    on_progress("reading", 0, 0)
    source = _narrowed(read_source(path, encoding=encoding), path.name, only_tables)
    return import_source(
        source,
        path.name,
        festival_slug=festival_slug,
        dry_run=dry_run,
        person_choices=person_choices,
        keep=keep,
        ids=ids,
        version_choices=version_choices,
        on_progress=on_progress,
    )


# Makes the tables for what the festival holds, where a file speaks of that in names of its own.
TablesFor = Callable[[ExistingRows], ProgrammeSource]


def import_source(
    source: ProgrammeSource | TablesFor,
    file: str,
    *,
    festival_slug: str | None,
    dry_run: bool,
    person_choices: PersonChoices = MappingProxyType({}),
    keep: KeepChoice = KeepChoice.CLOCKS,
    ids: IdChoice = IdChoice.CONTENT,
    version_choices: VersionChoices = MappingProxyType({}),
    on_progress: ReportProgress = ignore_progress,
) -> ImportResult:
    """The same for tables that are read already, or made once it is known what is there (again for each comparison).

    `file` is named where no table is to blame.
    """
    try:
        for _attempt in range(ATTEMPTS):
            with suppress(ChangedMeanwhile), transaction.atomic():
                return _import(source, festival_slug, dry_run, person_choices, keep, ids, version_choices, on_progress)
    except IntegrityError as error:
        message = (
            "two rows would bear one name or one id while they are written. Where they exchange them, import the first "
            "with a name of its own, then both."
        )
        raise ProgrammeRefused([ImportProblem(file, 0, "", message)]) from error
    message = "the festival was changed each time it was compared with the tables. Import them when nobody is saving."
    raise ProgrammeRefused([ImportProblem(file, 0, "", message)])


def _narrowed(source: ProgrammeSource, file: str, only_tables: Collection[str] | None) -> ProgrammeSource:
    """Without the tables that are not asked for, which may be another person's to change."""
    if only_tables is None:
        return source
    tables = {name: table for name, table in source.tables.items() if name in only_tables}
    festival = source.festival if "festival" in only_tables else None
    if not tables and festival is None:
        raise ProgrammeRefused([ImportProblem(file, 0, "", f"there is no table of {' or '.join(only_tables)} in it.")])
    return ProgrammeSource(festival, tables, source.pictures, source.version)


def _import(
    source: ProgrammeSource | TablesFor,
    slug: str | None,
    dry_run: bool,
    person_choices: PersonChoices,
    keep: KeepChoice,
    ids: IdChoice,
    version_choices: VersionChoices,
    on_progress: ReportProgress,
) -> ImportResult:
    read = source if isinstance(source, ProgrammeSource) else ProgrammeSource(None, {})
    slug, festival = _chosen_festival(read, slug)
    tokens = tokens_before(festival)
    existing = load_existing_rows(festival)
    tables = source(existing) if callable(source) else source
    parsed, merge = _parsed(tables, existing, version_choices)
    if merge and merge.open and not dry_run:
        raise ProgrammeRefused(each.problem for each in merge.open)
    renumbering = None
    if ids is IdChoice.CONTENT:
        parsed, renumbering = with_ids_by_content(parsed, existing)
    on_progress("comparing", 0, 0)
    plan: ImportPlan = plan_import(parsed, existing, slug, person_choices, keep)
    diff = plan.diff_builder.build()
    result = partial(
        ImportResult,
        plan.festival,
        diff,
        ambiguous_names=plan.ambiguous_names,
        zone_change=plan.zone_change,
        renumbering=renumbering,
        both_changed=tuple(merge.asked) if merge else (),
        undecided=tuple(merge.open) if merge else (),
    )
    if not dry_run:
        with change_reason("import") as at:
            plan.write(on_progress, tokens)
        return result(written=True, at=at, warnings=(*parsed.warnings, *plan.changeset.remarks))
    consequences, effect = (NO_CONSEQUENCES, NO_EFFECT) if diff.is_empty else _preview(plan, is_new=festival is None)
    warnings = (*parsed.warnings, *plan.changeset.remarks)
    return result(written=False, consequences=consequences, public_effect=effect, warnings=warnings)


def _parsed(
    tables: ProgrammeSource, existing: ExistingRows, choices: VersionChoices
) -> tuple[ParsedProgramme, VersionMerge | None]:
    """The rows that count. A table that was not exported from here, or of which nobody knows any more from what, counts
    as it is.
    """
    context, festival = existing.parse_context(), existing.festival
    if festival is None or not tables.version:
        return parse_programme(tables, context), None
    base = kept_version(festival, tables.version)
    if base is None:
        parsed = parse_programme(tables, context)
        text = _("the version that the file was made from is not known here, so what differs counts as the file says.")
        remark = ImportProblem(_first_file(tables), 0, VERSION_KEY, text)
        return replace(parsed, warnings=(*parsed.warnings, remark)), None
    merge = VersionMerge(base, existing, choices)
    merged = merge.merge(parse_programme(tables, context_of_version(context, base)))
    if merge.problems:
        raise ProgrammeRefused(merge.problems)
    return replace(merged, warnings=(*merged.warnings, *merge.remarks)), merge


def _first_file(tables: ProgrammeSource) -> str:
    files = [tables.festival.file] if tables.festival else []
    return [*files, *(table.file for table in tables.tables.values())][0]


class _RollBack(Exception):
    """Takes back what was only tried."""


def _preview(plan: ImportPlan, *, is_new: bool) -> tuple[Consequences, PublicEffect]:
    """The conflicts it would bring and resolve, and what the public would see: it is written and rolled back."""
    before = None if is_new else load_timetable(Festival.objects.get(pk=plan.festival.pk)).programme
    states = {} if is_new else public_states(plan.festival)
    consequences, effect = NO_CONSEQUENCES, NO_EFFECT
    try:
        with transaction.atomic():
            plan.write(ignore_progress, is_tried=True)
            after = load_timetable(Festival.objects.get(pk=plan.festival.pk)).programme
            consequences = Consequences(added=find_conflicts(after))
            if before:
                consequences = consequences_between(before, after).without_same_subjects()
            effect = public_effect(states, public_states(plan.festival))
            raise _RollBack
    except _RollBack:
        if is_new:
            plan.festival.pk = None
            plan.festival._state.adding = True
    return consequences, effect


def _chosen_festival(source: ProgrammeSource, slug: str | None) -> tuple[str, Festival | None]:
    """The one that is named, in the command or in the file; else the only one."""
    named = source.festival.values.get("slug", "").strip() if source.festival else ""
    if slug and named and slug != named:
        message = f"the file is for {quoted(named)}, the command for {quoted(slug)}. Correct one."
        assert source.festival is not None
        raise _refused(source.festival.file, source.festival.lines.get("slug", 0), message)
    chosen_slug = slug or named
    festivals = Festival.objects.all()
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
