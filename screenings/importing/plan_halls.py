"""Halls and their venues: which are new, which change, which venue only has a new name."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from screenings.importing.changeset import Changeset
from screenings.importing.diff import FieldChange
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.existing import ExistingRows
from screenings.importing.problems import ImportProblem, quoted
from screenings.importing.records import ImportRecord
from screenings.importing.rows import VENUE_COLUMNS, HallRow
from screenings.importing.rows_from_models import hall_row
from screenings.models import Festival, Hall, Venue
from screenings.models.slugs import free_slug
from screenings.text.cleaning import name_key

_HALL_FIELDS = {"hall": "name", "capacity": "capacity", "changeover": "changeover", "formats": "formats"}


def plan_halls(
    festival: Festival,
    records: tuple[ImportRecord[HallRow], ...],
    existing: ExistingRows,
    changeset: Changeset,
    diff_builder: DiffBuilder,
) -> dict[str, Hall]:
    """All the festival's halls by id, the new ones among them."""
    planner = _HallPlanner(festival, existing, changeset, diff_builder)
    planner.rename_venues(records)
    for entry in records:
        planner.plan(entry)
    if records:
        coming = {entry.row.id for entry in records} | planner.adopted
        for key, hall in existing.halls.items():
            if key not in coming:
                diff_builder.record_not_in_file("hall", key, hall.full_name)
    return planner.halls


class _HallPlanner:
    def __init__(
        self, festival: Festival, existing: ExistingRows, changeset: Changeset, diff_builder: DiffBuilder
    ) -> None:
        self.halls = dict(existing.halls)
        self.adopted: set[str] = set()  # ids under which halls without an own id were held before
        self._festival, self._changeset, self._diff_builder = festival, changeset, diff_builder
        self._existing = existing
        self._venues = {name_key(venue.name): venue for venue in existing.venues}
        self._slugs = {venue.slug for venue in existing.venues}

    def rename_venues(self, records: Iterable[ImportRecord[HallRow]]) -> None:
        """A venue all of whose halls come under one new name has been renamed: it keeps its address and its pages."""
        names: dict[int, set[str]] = {}
        for entry in records:
            if hall := self.halls.get(entry.row.id):
                names.setdefault(hall.venue_id, set()).add(entry.row.venue)
        coming = {entry.row.id for entry in records}
        taken: set[str] = set()
        for venue in self._existing.venues:
            new = names.get(venue.pk, set())
            name = next(iter(new), venue.name)
            stays = any(hall.venue_id == venue.pk and key not in coming for key, hall in self._existing.halls.items())
            if len(new) == 1 and name != venue.name and not stays and name_key(name) not in taken:
                other = self._venues.get(name_key(name))
                if other is None or other is venue:
                    self._rename(venue, name, records)
                    taken.add(name_key(name))

    def _rename(self, venue: Venue, name: str, records: Iterable[ImportRecord[HallRow]]) -> None:
        place = next(entry.location for entry in records if entry.row.venue == name)
        self._diff_builder.record_compared("hall", venue.slug, venue.name, (FieldChange("venue", venue.name, name),))
        del self._venues[name_key(venue.name)]
        venue.name = name
        self._venues[name_key(name)] = venue
        self._changeset.update(venue, ("name",), place)

    def plan(self, record: ImportRecord[HallRow]) -> None:
        hall = self.halls.get(record.row.id) or self._adopt(record)
        venue = self._venue(record, hall)
        # The name as the festival writes it, where only the capitals differ.
        row = replace(record.row, venue=venue.name)
        record = replace(record, row=row)
        if hall is None:
            self._add(record, venue)
            return
        old = hall_row(row.id, hall)
        changes = field_changes(old, row, ("venue", *_HALL_FIELDS), record.stated_columns, self._festival.zone)
        names = [_HALL_FIELDS[change.column] for change in changes if change.column != "venue"]
        if hall.venue is not venue:
            hall.slug = free_slug(row.hall, self._slugs_in(venue), fallback="hall")
            hall.venue = venue
            names += ["venue", "slug"]
        for column, name in _HALL_FIELDS.items():
            if column in record.stated_columns:
                setattr(hall, name, getattr(row, column))
        if hall.ref != row.id and row.id not in self._existing.halls:
            changes += (FieldChange("id", hall.ref, row.id),)
            hall.ref = row.id
            names.append("ref")
        if names:
            self._changeset.update(hall, names, record.location)
        self._diff_builder.record_compared("hall", row.id, hall.full_name, changes + self._change_venue(record, venue))

    def _adopt(self, record: ImportRecord[HallRow]) -> Hall | None:
        """A hall of the same name that somebody made by hand takes the id of the file."""
        venue = self._venues.get(name_key(record.row.venue))
        for key, hall in self._existing.halls.items():
            if venue and hall.venue is venue and name_key(hall.name) == name_key(record.row.hall):
                if hall.ref:
                    message = f"{quoted(hall.full_name)} is there with the id {quoted(hall.ref)}. Write that one."
                    self._changeset.problems.append(
                        ImportProblem(record.location.file, record.location.line, "id", message)
                    )
                self.halls[record.row.id] = hall
                self.adopted.add(key)
                return hall
        return None

    def _venue(self, record: ImportRecord[HallRow], hall: Hall | None) -> Venue:
        folded = name_key(record.row.venue)
        if folded not in self._venues:
            self._venues[folded] = self._new_venue(record, hall)
        return self._venues[folded]

    def _new_venue(self, record: ImportRecord[HallRow], hall: Hall | None) -> Venue:
        row = record.row
        venue = Venue(
            festival=self._festival,
            name=row.venue,
            slug=free_slug(row.venue, self._slugs, fallback="venue"),
            **{column: getattr(row, column) for column in VENUE_COLUMNS},
        )
        if hall and "timezone" not in record.stated_columns:
            # A hall that moves to a venue of its own keeps the clock its times were read by.
            venue.timezone = hall.venue.timezone
        self._slugs.add(venue.slug)
        self._changeset.add(venue, record.location)
        return venue

    def _add(self, record: ImportRecord[HallRow], venue: Venue) -> None:
        row = record.row
        hall = Hall(
            venue=venue,
            ref=row.id,
            slug=free_slug(row.hall, self._slugs_in(venue), fallback="hall"),
            **{name: getattr(row, column) for column, name in _HALL_FIELDS.items()},
        )
        self.halls[row.id] = hall
        self._changeset.add(hall, record.location)
        self._diff_builder.record_added("hall", row.id, hall.full_name)
        # A venue that was there already may be told more by its new hall.
        if changes := self._change_venue(record, venue):
            self._diff_builder.record_compared("hall", row.id, hall.full_name, changes)

    def _change_venue(self, record: ImportRecord[HallRow], venue: Venue) -> tuple[FieldChange, ...]:
        """Set once by the first of its halls; the others then find it as they want it."""
        if venue.pk is None:
            return ()
        old = replace(
            record.row,
            address=venue.address,
            city=venue.city,
            country=str(venue.country),
            latitude=venue.latitude,
            longitude=venue.longitude,
            timezone=venue.timezone,
        )
        changes = field_changes(old, record.row, VENUE_COLUMNS, record.stated_columns, self._festival.zone)
        for change in changes:
            setattr(venue, change.column, getattr(record.row, change.column))
        if changes:
            self._changeset.update(venue, (change.column for change in changes), record.location)
        return changes

    def _slugs_in(self, venue: Venue) -> Collection[str]:
        return {hall.slug for hall in self.halls.values() if hall.venue is venue}
