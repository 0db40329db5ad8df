"""From what was handed in to what is to be written, by comparing it with what the festival holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from screenings.importing.changeset import Changeset, ReportProgress
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.existing import ExistingRows
from screenings.importing.people import AmbiguousName, PersonChoices, PersonResolver
from screenings.importing.pictures import NewPicture, Pictures, checked_picture, is_same_picture
from screenings.importing.plan_acknowledgements import AcknowledgementPlanner
from screenings.importing.plan_credits import CreditPlanner
from screenings.importing.plan_details import DetailPlanner
from screenings.importing.plan_films import plan_films
from screenings.importing.plan_halls import plan_halls
from screenings.importing.plan_images import ImagePlanner
from screenings.importing.plan_people import plan_people
from screenings.importing.plan_screenings import plan_screenings
from screenings.importing.problems import ImportProblem, InvalidValue, ProgrammeRefused
from screenings.importing.records import ParsedProgramme
from screenings.importing.row_locks import Tokens, lock_rows
from screenings.importing.rows import FESTIVAL_KEYS, FestivalRow
from screenings.importing.rows_from_models import festival_row
from screenings.models import Festival, Film, Hall
from screenings.models.pictures import PictureFile
from screenings.scheduling.time_zones import KeepChoice, ZoneChange, ZoneNames

_PICTURES = {name: (name, f"{name}_width", f"{name}_height") for name in ("logo", "header")}
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

    def write(self, on_progress: ReportProgress, tokens: Tokens | None = None, *, is_tried: bool = False) -> None:
        """To be called in a transaction; `is_tried` where it will be taken back.

        Raises ChangedMeanwhile where these `tokens` are no longer the festival's, ProgrammeRefused where a picture
        turns out to be none.
        """
        lock_rows(self.festival, self.changeset.rows_written_over(), tokens)
        self.changeset.write(on_progress, is_tried=is_tried)
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
    festival = _festival(parsed, existing, slug, changeset, diff_builder)
    names = existing.names()
    people = _people(parsed, festival, changeset, choices)
    details = DetailPlanner(festival, existing, changeset, diff_builder, names, people)
    venues = parsed.details.get("venues", ())
    halls = plan_halls(festival, parsed.halls, existing, changeset, diff_builder, details, venues)
    change = ZoneChange(festival, before, _clocks(existing)) if before else None
    if change and change.affects_anything and keep is KeepChoice.CLOCKS:
        _keep_clocks(change, existing, changeset)
    films = _films(parsed, details, halls)
    _screenings(parsed, details, films, halls)
    if changeset.problems:
        raise ProgrammeRefused(changeset.problems)
    ambiguous_names = tuple(people.ambiguous_names.values()) if people else ()
    return ImportPlan(
        festival, changeset, diff_builder, ambiguous_names, change if change and change.affects_anything else None, keep
    )


def _people(
    parsed: ParsedProgramme, festival: Festival, changeset: Changeset, choices: PersonChoices
) -> PersonResolver | None:
    """Where a table names anybody: who there is costs a query, however few are meant."""
    tables = [parsed.films, *(parsed.details.get(name) for name in ("people", "credits", "guests"))]
    if (
        any(getattr(row, "person", "") for row in parsed.details.get("addresses", ()))
        or any(tables)
        or any("guests" in row.stated_columns for row in parsed.screenings[:1])
    ):
        return PersonResolver(festival, changeset, choices, with_texts=bool(parsed.details.get("people")))
    return None


def _films(parsed: ParsedProgramme, details: DetailPlanner, halls: Mapping[str, Hall]) -> dict[str, Film]:
    """And all that belongs to films and halls, in an order in which each names only what is there by then."""
    festival, existing, changeset, diff_builder = (
        details.festival, details.existing, details.changeset, details.diff_builder,
    )  # fmt: skip
    further, people = parsed.details, details.people
    details.plan("sections", further.get("sections", ()))
    if people:
        plan_people(festival, further.get("people", ()), people, changeset, diff_builder)
    films = plan_films(festival, parsed.films, existing, changeset, diff_builder, details.names, people)
    for kind, rows in (("film", films), ("hall", halls)):
        for key, row in rows.items():
            details.names.add(kind, key, row)
    details.names.call("film", {key: film.title for key, film in films.items()})
    details.names.call("hall", {key: hall.full_name for key, hall in halls.items()})
    if people:
        film_rows = {row.id: row for row in parsed.films}
        common = (festival, existing, changeset, diff_builder)
        credit_planner = CreditPlanner(*common, films, people, film_rows, details.names)
        credit_planner.plan(further.get("credits", ()))
    details.name_people()
    for name in ("links", "quotes", "prints", "hours", "closures", "travel", "guests", "addresses"):
        details.plan(name, further.get(name, ()))
    images = ImagePlanner(festival, existing, changeset, diff_builder, details.names, parsed.pictures)
    images.plan(further.get("images", ()))
    return films


def _screenings(
    parsed: ParsedProgramme, details: DetailPlanner, films: Mapping[str, Film], halls: Mapping[str, Hall]
) -> None:
    """And what names them."""
    screenings = plan_screenings(parsed.screenings, films, halls, details)
    for key, screening in screenings.items():
        details.names.add("screening", key, screening)
    for name in ("holds", "rules", "weights", "wishes", "phrases", "orders"):
        details.plan(name, parsed.details.get(name, ()))
    common = (details.festival, details.existing, details.changeset, details.diff_builder)
    AcknowledgementPlanner(*common, details.names).plan(parsed.details.get("acknowledgements", ()))


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
    parsed: ParsedProgramme,
    existing: ExistingRows,
    slug: str,
    changeset: Changeset,
    diff_builder: DiffBuilder,
) -> Festival:
    row = parsed.festival
    if existing.festival is None:
        festival = _new_festival(row, slug, changeset, diff_builder)
        _plan_pictures(row, festival, parsed.pictures, changeset)
        return festival
    festival = existing.festival
    if row is None:
        return festival
    old = festival_row(festival)
    new = _plan_pictures(row, festival, parsed.pictures, changeset)
    row = replace(row, **{name: getattr(old, name) for name in _PICTURES if name not in new})
    columns = [key for key in FESTIVAL_KEYS if key != "slug"]
    changes = field_changes(old, row, columns, row.stated_columns, festival.zone)
    diff_builder.record_compared("festival", festival.slug, festival.name, changes)
    if changes:
        names = [change.column for change in changes if change.column not in _PICTURES]
        for name in names:
            setattr(festival, name, getattr(row, name))
        # The zone is kept once it was asked for.
        vars(festival).pop("zone", None)
        files = [column for change in changes for column in _PICTURES.get(change.column, ())]
        changeset.update(festival, [*names, *files], row)
    return festival


def _plan_pictures(
    row: FestivalRow | None, festival: Festival, pictures: Pictures, changeset: Changeset
) -> frozenset[str]:
    """Which of its pictures the row brings anew."""
    return frozenset(name for name in _PICTURES if row and _plan_picture(name, row, festival, pictures, changeset))


def _plan_picture(name: str, row: FestivalRow, festival: Festival, pictures: Pictures, changeset: Changeset) -> bool:
    """Whether the row brings another logo, or header, than there is."""
    cell = getattr(row, name)
    if not cell:
        return False
    file: PictureFile = getattr(festival, name)
    try:
        data = checked_picture(pictures, cell)
    except InvalidValue as error:
        changeset.problems.append(row.problem(name, str(error)))
        return False
    if is_same_picture(file, cell, data):
        return False
    if data is None:
        message = f"the {name} is not beside the workbook, and stays as it is. Import the folder or the .zip."
        changeset.remarks.append(row.problem(name, message))
        return False
    changeset.add_picture(file, NewPicture(pictures, cell), row, name)
    return True


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
    keys = [key for key in FESTIVAL_KEYS if key in row.stated_columns and key not in _PICTURES]
    festival = Festival(**{key: getattr(row, key) for key in keys})
    festival.slug = slug
    changeset.add(festival, row)
    diff_builder.record_added("festival", slug, row.name)
    return festival
