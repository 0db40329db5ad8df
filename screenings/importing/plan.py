"""From what was handed in to what is to be written, by comparing it with what the festival holds."""

from dataclasses import dataclass

from screenings.importing.changeset import Changeset, ReportProgress
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.existing import ExistingRows
from screenings.importing.people import AmbiguousName, PersonChoices
from screenings.importing.plan_films import plan_films
from screenings.importing.plan_halls import plan_halls
from screenings.importing.plan_screenings import plan_screenings
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.records import ParsedProgramme
from screenings.importing.rows import FESTIVAL_KEYS, FestivalRow
from screenings.importing.rows_from_models import festival_row
from screenings.models import Festival
from screenings.scheduling.time_zones import KeepChoice, ZoneChange, ZoneNames

_NEEDED = {
    "name": 'Write name = "Our Festival".',
    "timezone": 'Write timezone = "Europe/Berlin".',
    "starts_on": "Write starts_on = 2024-10-09.",
    "ends_on": "Write ends_on = 2024-10-20.",
}


@dataclass(frozen=True, slots=True)
class ImportPlan:
    festival: Festival
    changeset: Changeset
    diff_builder: DiffBuilder
    ambiguous_names: tuple[AmbiguousName, ...]
    zone_change: ZoneChange | None = None
    keep: KeepChoice = KeepChoice.CLOCKS

    def write(self, on_progress: ReportProgress) -> None:
        """To be called in a transaction."""
        self.changeset.write(on_progress)
        if self.zone_change and self.keep is KeepChoice.CLOCKS:
            self.zone_change.keep_other_clocks()


def plan_import(
    parsed: ParsedProgramme,
    existing: ExistingRows,
    slug: str,
    choices: PersonChoices,
    keep: KeepChoice = KeepChoice.CLOCKS,
) -> ImportPlan:
    """Raises ProgrammeRefused with what the models' validators find. Nothing is written yet."""
    changeset, diff_builder = Changeset(), DiffBuilder()
    before = _clocks(existing) if existing.festival else None
    festival = _festival(parsed.festival, existing, slug, changeset, diff_builder)
    halls = plan_halls(festival, parsed.halls, existing, changeset, diff_builder)
    change = ZoneChange(festival, before, _clocks(existing)) if before else None
    if change and change.affects_anything and keep is KeepChoice.CLOCKS:
        _keep_clocks(change, existing, changeset)
    films, ambiguous_names = plan_films(festival, parsed.films, existing, changeset, diff_builder, choices)
    plan_screenings(festival, parsed.screenings, films, halls, existing, changeset, diff_builder)
    if changeset.problems:
        raise ProgrammeRefused(changeset.problems)
    return ImportPlan(
        festival, changeset, diff_builder, ambiguous_names, change if change and change.affects_anything else None, keep
    )


def _clocks(existing: ExistingRows) -> ZoneNames:
    """Of the festival and its halls as they are, or as the tables so far want them."""
    assert existing.festival is not None
    own = existing.festival.timezone
    return ZoneNames(own, {hall.pk: hall.venue.timezone or own for hall in existing.halls.values()})


def _keep_clocks(change: ZoneChange, existing: ExistingRows, changeset: Changeset) -> None:
    """What the tables say of a start is then compared with what its clock shows."""
    rows = {row.pk: row for row in existing.screenings.values()}
    for shifted in change.screenings:
        row = rows[shifted.row.pk]
        row.starts_at = shifted.kept_on_clock
        changeset.update_unchecked(row, "starts_at")


def _festival(
    row: FestivalRow | None,
    existing: ExistingRows,
    slug: str,
    changeset: Changeset,
    diff_builder: DiffBuilder,
) -> Festival:
    if existing.festival is None:
        return _new_festival(row, slug, changeset, diff_builder)
    festival = existing.festival
    if row is None:
        return festival
    old = festival_row(festival)
    columns = [key for key in FESTIVAL_KEYS if key != "slug"]
    changes = field_changes(old, row, columns, row.stated_columns, festival.zone)
    diff_builder.record_compared("festival", festival.slug, festival.name, changes)
    if changes:
        for change in changes:
            setattr(festival, change.column, getattr(row, change.column))
        # The zone is kept once it was asked for.
        vars(festival).pop("zone", None)
        changeset.update(festival, (change.column for change in changes), row)
    return festival


def _new_festival(row: FestivalRow | None, slug: str, changeset: Changeset, diff_builder: DiffBuilder) -> Festival:
    if row is None:
        message = f'there is no festival "{slug}" yet. Add festival.toml to the folder, or correct --festival.'
        raise ProgrammeRefused([ImportProblem("festival.toml", 0, "", message)])
    missing = [
        ImportProblem(row.file, 0, key, f"the festival is new and needs it. {example}")
        for key, example in _NEEDED.items()
        if not getattr(row, key)
    ]
    if missing or row.starts_on is None or row.ends_on is None:
        raise ProgrammeRefused(missing)
    festival = Festival(name=row.name, slug=slug, timezone=row.timezone, starts_on=row.starts_on, ends_on=row.ends_on)
    if row.day_starts_at is not None:
        festival.day_starts_at = row.day_starts_at
    changeset.add(festival, row)
    diff_builder.record_added("festival", slug, row.name)
    return festival
