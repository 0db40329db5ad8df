"""Halls and their venues: which are new, which change, which venue only has a new name."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from screenings.importing.changeset import Changeset
from screenings.importing.columns import model_fields
from screenings.importing.detail_rows import VenueRow
from screenings.importing.diff import FieldChange
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.existing import ExistingRows
from screenings.importing.named_rows import NamedRows
from screenings.importing.plan_details import DetailPlanner
from screenings.importing.problems import quoted
from screenings.importing.rows import HallRow
from screenings.importing.rows_from_models import hall_row, stored_values
from screenings.importing.table_planner import TablePlanner
from screenings.models import Festival, Hall, Venue
from screenings.models.slugs import free_slug
from screenings.text.cleaning import name_key

_HALL_FIELDS = model_fields(HallRow)
_VENUE_FIELDS = model_fields(HallRow, "venue")


def plan_halls(
    festival: Festival,
    rows: tuple[HallRow, ...],
    existing: ExistingRows,
    changeset: Changeset,
    diff_builder: DiffBuilder,
    details: DetailPlanner,
    venues: Sequence[VenueRow] = (),
) -> dict[str, Hall]:
    """All the festival's halls by id, the new ones among them; `venues` are the rows of the venues' own table."""
    planner = _HallPlanner(festival, existing, changeset, diff_builder, details.names)
    planner.rename_venues(rows)
    planner.name_venues()
    details.plan("venues", venues)
    for row in rows:
        planner.plan(row)
    there = {key: hall.full_name for key, hall in existing.halls.items() if key not in planner.adopted}
    planner.record_not_in_file("hall", rows, there)
    return planner.halls


@dataclass
class _HallPlanner(TablePlanner):
    names: NamedRows

    def __post_init__(self) -> None:
        existing = self.existing
        self.halls = dict(existing.halls)
        self.adopted: set[str] = set()  # ids under which halls without an own id were held before

    def name_venues(self) -> None:
        for venue in self.existing.venues:
            self.names.add("venue", venue.name, venue)

    def rename_venues(self, rows: Iterable[HallRow]) -> None:
        """A venue all of whose halls come under one new name has been renamed: it keeps its address and its pages."""
        names: dict[int, set[str]] = {}
        for row in rows:
            if hall := self.halls.get(row.id):
                names.setdefault(hall.venue_id, set()).add(row.venue)
        imported_ids = {row.id for row in rows}
        names_taken: set[str] = set()
        for venue in self.existing.venues:
            new = names.get(venue.pk, set())
            name = next(iter(new), venue.name)
            keeps_a_hall = any(
                hall.venue_id == venue.pk and key not in imported_ids for key, hall in self.existing.halls.items()
            )
            if len(new) == 1 and name != venue.name and not keeps_a_hall and name_key(name) not in names_taken:
                other = next((each for each in self.existing.venues if name_key(each.name) == name_key(name)), None)
                if other is None or other is venue:
                    self._rename(venue, name, rows)
                    names_taken.add(name_key(name))

    def _rename(self, venue: Venue, name: str, rows: Iterable[HallRow]) -> None:
        source = next(row for row in rows if row.venue == name)
        self.diff_builder.record_compared("hall", venue.slug, venue.name, (FieldChange("venue", venue.name, name),))
        venue.name = name
        self.changeset.update(venue, ("name",), source)

    def plan(self, row: HallRow) -> None:
        hall = self.halls.get(row.id) or self._adopt(row)
        venue = self._venue(row, hall)
        # The name as the festival writes it, where only the capitals differ.
        row = replace(row, venue=venue.name)
        if hall is None:
            self._add(row, venue)
            return
        old = hall_row(row.id, hall)
        changes = field_changes(old, row, ("venue", *_HALL_FIELDS), row.stated_columns, self.festival.zone)
        names = [_HALL_FIELDS[change.column] for change in changes if change.column != "venue"]
        if hall.venue is not venue:
            hall.slug = free_slug(row.hall, self._slugs_in(venue), fallback="hall")
            hall.venue = venue
            names += ["venue", "slug"]
        if row.slug and row.slug != hall.slug:
            changes += (FieldChange("slug", hall.slug, row.slug),)
            hall.slug = self._own_slug(row, venue)
            names.append("slug")
        for column, name in _HALL_FIELDS.items():
            if column in row.stated_columns:
                setattr(hall, name, getattr(row, column))
        if hall.ref != row.id and row.id not in self.existing.halls:
            changes += (FieldChange("id", hall.ref, row.id),)
            hall.ref = row.id
            names.append("ref")
        if names:
            self.changeset.update(hall, names, row)
        self.diff_builder.record_compared("hall", row.id, hall.full_name, changes + self._change_venue(row, venue))

    def _adopt(self, row: HallRow) -> Hall | None:
        """A hall of the same name that somebody made by hand takes the id of the file."""
        named = self.names.find("venue", row.venue)
        venue = named[1] if named else None
        for key, hall in self.existing.halls.items():
            if venue and hall.venue is venue and name_key(hall.name) == name_key(row.hall):
                if hall.ref:
                    message = f"{quoted(hall.full_name)} is there with the id {quoted(hall.ref)}. Write that one."
                    self.changeset.problems.append(row.problem("id", message))
                self.halls[row.id] = hall
                self.adopted.add(key)
                return hall
        return None

    def _venue(self, row: HallRow, hall: Hall | None) -> Venue:
        named = self.names.find("venue", row.venue)
        if named is None:
            venue = self._new_venue(row, hall)
            self.names.add("venue", row.venue, venue)
            return venue
        assert isinstance(named[1], Venue)
        return named[1]

    def _new_venue(self, row: HallRow, hall: Hall | None) -> Venue:
        taken = {venue.slug for venue in self.names.rows("venue") if isinstance(venue, Venue)}
        venue = Venue(
            festival=self.festival,
            name=row.venue,
            slug=free_slug(row.venue, taken, fallback="venue"),
            **{field: getattr(row, column) for column, field in _VENUE_FIELDS.items()},
        )
        if hall and "timezone" not in row.stated_columns:
            # A hall that moves to a venue of its own keeps the clock its times were read by.
            venue.timezone = hall.venue.timezone
        self.changeset.add(venue, row)
        return venue

    def _add(self, row: HallRow, venue: Venue) -> None:
        hall = Hall(
            venue=venue,
            ref=row.id,
            slug=self._own_slug(row, venue)
            if row.slug
            else free_slug(row.hall, self._slugs_in(venue), fallback="hall"),
            **{name: getattr(row, column) for column, name in _HALL_FIELDS.items()},
        )
        self.halls[row.id] = hall
        self.changeset.add(hall, row)
        self.diff_builder.record_added("hall", row.id, hall.full_name)
        # A venue that was there already may be told more by its new hall.
        if changes := self._change_venue(row, venue):
            self.diff_builder.record_compared("hall", row.id, hall.full_name, changes)

    def _own_slug(self, row: HallRow, venue: Venue) -> str:
        if row.slug in self._slugs_in(venue):
            message = f"another hall of {quoted(venue.name)} has the address {quoted(row.slug)}. Write another."
            self.changeset.problems.append(row.problem("slug", message))
        return row.slug

    def _change_venue(self, row: HallRow, venue: Venue) -> tuple[FieldChange, ...]:
        """Set once by the first of its halls; the others then find it as they want it."""
        if venue.pk is None:
            return ()
        old = replace(row, **stored_values(HallRow, venue, "venue"))
        changes = field_changes(old, row, _VENUE_FIELDS, row.stated_columns, self.festival.zone)
        for change in changes:
            setattr(venue, _VENUE_FIELDS[change.column], getattr(row, change.column))
        if changes:
            self.changeset.update(venue, (_VENUE_FIELDS[change.column] for change in changes), row)
        return changes

    def _slugs_in(self, venue: Venue) -> Collection[str]:
        return {hall.slug for hall in self.halls.values() if hall.venue is venue}
