"""From what was handed in to what is to be written, by comparing it with what the festival holds."""

from dataclasses import dataclass

from screenings.importing.changeset import Ledger, Report
from screenings.importing.compare import Notes, field_changes
from screenings.importing.existing import Held
from screenings.importing.people import Choices, Namesakes
from screenings.importing.plan_films import plan_films
from screenings.importing.plan_halls import plan_halls
from screenings.importing.plan_screenings import plan_screenings
from screenings.importing.problems import Problem, ProgrammeRefused
from screenings.importing.records import Entry, HandedIn
from screenings.importing.rows import FESTIVAL_KEYS, FestivalRow
from screenings.importing.rows_from_models import festival_row
from screenings.models import Festival
from screenings.scheduling.time_zones import Clocks, Keep, ZoneChange

_NEEDED = {
    "name": 'Write name = "Our Festival".',
    "timezone": 'Write timezone = "Europe/Berlin".',
    "starts_on": "Write starts_on = 2024-10-09.",
    "ends_on": "Write ends_on = 2024-10-20.",
}


@dataclass(frozen=True, slots=True)
class Plan:
    festival: Festival
    ledger: Ledger
    notes: Notes
    namesakes: tuple[Namesakes, ...]
    zone_change: ZoneChange | None = None
    keep: Keep = Keep.CLOCKS

    def write(self, report: Report) -> None:
        """To be called in a transaction."""
        self.ledger.write(report)
        if self.zone_change and self.keep is Keep.CLOCKS:
            self.zone_change.keep_other_clocks()


def plan_import(handed_in: HandedIn, held: Held, slug: str, choices: Choices, keep: Keep = Keep.CLOCKS) -> Plan:
    """Raises ProgrammeRefused with what the models' validators find. Nothing is written yet."""
    ledger, notes = Ledger(), Notes()
    before = _clocks(held) if held.festival else None
    festival = _festival(handed_in.festival, held, slug, ledger, notes)
    halls = plan_halls(festival, handed_in.halls, held, ledger, notes)
    change = ZoneChange(festival, before, _clocks(held)) if before else None
    if change and change.is_any and keep is Keep.CLOCKS:
        _keep_clocks(change, held, ledger)
    films, namesakes = plan_films(festival, handed_in.films, held, ledger, notes, choices)
    plan_screenings(festival, handed_in.screenings, films, halls, held, ledger, notes)
    if ledger.problems:
        raise ProgrammeRefused(ledger.problems)
    return Plan(festival, ledger, notes, namesakes, change if change and change.is_any else None, keep)


def _clocks(held: Held) -> Clocks:
    """Of the festival and its halls as they are, or as the tables so far want them."""
    assert held.festival is not None
    own = held.festival.timezone
    return Clocks(own, {hall.pk: hall.venue.timezone or own for hall in held.halls.values()})


def _keep_clocks(change: ZoneChange, held: Held, ledger: Ledger) -> None:
    """What the tables say of a start is then compared with what its clock shows."""
    rows = {row.pk: row for row in held.screenings.values()}
    for each in change.screenings:
        row = rows[each.row.pk]
        row.starts_at = each.kept_on_clock
        ledger.carry(row, "starts_at")


def _festival(entry: Entry[FestivalRow] | None, held: Held, slug: str, ledger: Ledger, notes: Notes) -> Festival:
    if held.festival is None:
        return _new_festival(entry, slug, ledger, notes)
    festival = held.festival
    if entry is None:
        return festival
    old = festival_row(festival)
    columns = [key for key in FESTIVAL_KEYS if key != "slug"]
    changes = field_changes(old, entry.row, columns, entry.stated, festival.zone)
    notes.compared("festival", festival.slug, festival.name, changes)
    if changes:
        for change in changes:
            setattr(festival, change.column, getattr(entry.row, change.column))
        # The zone is kept once it was asked for.
        vars(festival).pop("zone", None)
        ledger.touch(festival, (change.column for change in changes), entry.place)
    return festival


def _new_festival(entry: Entry[FestivalRow] | None, slug: str, ledger: Ledger, notes: Notes) -> Festival:
    if entry is None:
        message = f'there is no festival "{slug}" yet. Add festival.toml to the folder, or correct --festival.'
        raise ProgrammeRefused([Problem("festival.toml", 0, "", message)])
    row = entry.row
    missing = [
        Problem(entry.place.file, 0, key, f"the festival is new and needs it. {example}")
        for key, example in _NEEDED.items()
        if not getattr(row, key)
    ]
    if missing or row.starts_on is None or row.ends_on is None:
        raise ProgrammeRefused(missing)
    festival = Festival(name=row.name, slug=slug, timezone=row.timezone, starts_on=row.starts_on, ends_on=row.ends_on)
    if row.day_starts_at is not None:
        festival.day_starts_at = row.day_starts_at
    ledger.add(festival, entry.place)
    notes.added("festival", slug, row.name)
    return festival
