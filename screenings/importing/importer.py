"""import_programme(): a festival's own tables into its working timetable, whole or not at all."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from django.db import IntegrityError, transaction

from screenings.importing.changeset import Report
from screenings.importing.diff import Difference
from screenings.importing.existing import held_by
from screenings.importing.parse import read_programme
from screenings.importing.people import Choices, Namesakes
from screenings.importing.plan import Plan, plan_import
from screenings.importing.problems import Problem, ProgrammeRefused, quoted
from screenings.importing.sources import Source, read_source
from screenings.loading import load_programme
from screenings.models import Festival, because
from screenings.scheduling.time_zones import Keep, ZoneChange
from screenings.timetable.rules import find_conflicts
from screenings.timetable.what_if import Consequences, consequences_between

NONE = Consequences()


@dataclass(frozen=True, slots=True)
class Imported:
    """`festival` is unsaved after a dry run that would make it. `consequences` are told by a dry run alone."""

    festival: Festival
    difference: Difference
    written: bool
    remarks: tuple[Problem, ...] = ()
    consequences: Consequences = NONE
    namesakes: tuple[Namesakes, ...] = ()
    zone_change: ZoneChange | None = None


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


def import_programme(
    path: Path,
    *,
    festival_slug: str | None = None,
    dry_run: bool = False,
    encoding: str | None = None,
    only: Collection[str] | None = None,
    people: Choices = MappingProxyType({}),
    keep: Keep = Keep.CLOCKS,
    report: Report = _silent,
) -> Imported:
    """Compare a folder, .zip or .xlsx with what the festival holds by its own ids, and write the difference.

    One transaction. What the festival holds and the tables do not name stays as it is. `only` names the tables that are
    read (festival, films, halls, screenings); without it all are. `people` says who is meant where several bear a name,
    by the key of the dry run's `namesakes`. `keep` says what stays where a clock is corrected: what it shows (of all
    that the tables do not state), or the moments. `report` is told the stage, and how much is done.
    Publishing is left to the caller. Raises ProgrammeRefused, and then nothing is written.
    """
    report("reading", 0, 0)
    source = _narrowed(read_source(path, encoding=encoding), path.name, only)
    try:
        with transaction.atomic():
            return _import(source, festival_slug, dry_run, people, keep, report)
    except IntegrityError as error:
        message = (
            "two rows would bear one name or one id while they are written. Where they exchange them, import the first "
            "with a name of its own, then both."
        )
        raise ProgrammeRefused([Problem(path.name, 0, "", message)]) from error


def _narrowed(source: Source, file: str, only: Collection[str] | None) -> Source:
    """Without the tables that are not asked for, which may be another person's to change."""
    if only is None:
        return source
    tables = {name: table for name, table in source.tables.items() if name in only}
    festival = source.festival if "festival" in only else None
    if not tables and festival is None:
        raise ProgrammeRefused([Problem(file, 0, "", f"there is no table of {' or '.join(only)} in it.")])
    return Source(festival, tables)


def _import(source: Source, slug: str | None, dry_run: bool, people: Choices, keep: Keep, report: Report) -> Imported:
    slug, festival = _chosen_festival(source, slug)
    held = held_by(festival)
    handed_in = read_programme(source, held.known())
    report("comparing", 0, 0)
    plan: Plan = plan_import(handed_in, held, slug, people, keep)
    difference = plan.notes.difference()
    found = partial(
        Imported,
        plan.festival,
        difference,
        remarks=handed_in.remarks,
        namesakes=plan.namesakes,
        zone_change=plan.zone_change,
    )
    if not dry_run:
        with because("import"):
            plan.write(report)
        return found(written=True)
    meant = NONE if difference.is_empty else _foreseen(plan, is_new=festival is None)
    return found(written=False, consequences=meant)


class _Undone(Exception):
    """Takes back what was only tried."""


def _foreseen(plan: Plan, *, is_new: bool) -> Consequences:
    """The conflicts it would bring and mend: it is written, looked at and taken back."""
    before = None if is_new else load_programme(Festival.objects.get(pk=plan.festival.pk))
    meant = NONE
    try:
        with transaction.atomic():
            plan.write(_silent)
            after = load_programme(Festival.objects.get(pk=plan.festival.pk))
            meant = consequences_between(before, after) if before else Consequences(added=find_conflicts(after))
            raise _Undone
    except _Undone:
        if is_new:
            plan.festival.pk = None
            plan.festival._state.adding = True
    return meant


def _chosen_festival(source: Source, slug: str | None) -> tuple[str, Festival | None]:
    """The one that is named, in the command or in the file; else the only one. Two imports at once take turns."""
    named = source.festival.values.get("slug", "").strip() if source.festival else ""
    if slug and named and slug != named:
        message = f"the file is for {quoted(named)}, the command for {quoted(slug)}. Correct one."
        assert source.festival is not None
        raise _refused(source.festival.file, source.festival.lines.get("slug", 0), message)
    wanted = slug or named
    festivals = Festival.objects.select_for_update()
    if wanted:
        return wanted, festivals.filter(slug=wanted).first()
    known = list(festivals.order_by("pk")[:2])
    if len(known) == 1 and not source.problems:
        return known[0].slug, known[0]
    if source.problems:
        raise ProgrammeRefused(source.problems)
    where = "There are several festivals" if known else "There is no festival yet"
    raise _refused("festival.toml", 0, f'{where}: write slug = "our-festival-2026", or say --festival.')


def _refused(file: str, line: int, message: str) -> ProgrammeRefused:
    return ProgrammeRefused([Problem(file, line, "slug", message)])
