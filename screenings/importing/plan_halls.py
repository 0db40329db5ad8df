"""Halls and their venues: which are new, which change, which venue only has a new name."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from screenings.importing.changeset import Ledger
from screenings.importing.compare import Notes, field_changes
from screenings.importing.diff import FieldChange
from screenings.importing.existing import Held
from screenings.importing.problems import Problem, quoted
from screenings.importing.records import Entry
from screenings.importing.rows import VENUE_COLUMNS, HallRow
from screenings.importing.rows_from_models import hall_row
from screenings.models import Festival, Hall, Venue
from screenings.models.slugs import free_slug
from screenings.text.cleaning import name_key

_HALL_FIELDS = {"hall": "name", "capacity": "capacity", "changeover": "changeover", "formats": "formats"}


def plan_halls(
    festival: Festival, entries: tuple[Entry[HallRow], ...], held: Held, ledger: Ledger, notes: Notes
) -> dict[str, Hall]:
    """All the festival's halls by id, the new ones among them."""
    planner = _HallPlanner(festival, held, ledger, notes)
    planner.rename_venues(entries)
    for entry in entries:
        planner.plan(entry)
    if entries:
        coming = {entry.row.id for entry in entries} | planner.adopted
        for key, hall in held.halls.items():
            if key not in coming:
                notes.absent("hall", key, hall.full_name)
    return planner.halls


class _HallPlanner:
    def __init__(self, festival: Festival, held: Held, ledger: Ledger, notes: Notes) -> None:
        self.halls = dict(held.halls)
        self.adopted: set[str] = set()  # ids under which halls without an own id were held before
        self._festival, self._ledger, self._notes = festival, ledger, notes
        self._held = held
        self._venues = {name_key(venue.name): venue for venue in held.venues}
        self._slugs = {venue.slug for venue in held.venues}

    def rename_venues(self, entries: Iterable[Entry[HallRow]]) -> None:
        """A venue all of whose halls come under one new name has been renamed: it keeps its address and its pages."""
        names: dict[int, set[str]] = {}
        for entry in entries:
            if hall := self.halls.get(entry.row.id):
                names.setdefault(hall.venue_id, set()).add(entry.row.venue)
        coming = {entry.row.id for entry in entries}
        taken: set[str] = set()
        for venue in self._held.venues:
            new = names.get(venue.pk, set())
            name = next(iter(new), venue.name)
            stays = any(hall.venue_id == venue.pk and key not in coming for key, hall in self._held.halls.items())
            if len(new) == 1 and name != venue.name and not stays and name_key(name) not in taken:
                other = self._venues.get(name_key(name))
                if other is None or other is venue:
                    self._rename(venue, name, entries)
                    taken.add(name_key(name))

    def _rename(self, venue: Venue, name: str, entries: Iterable[Entry[HallRow]]) -> None:
        place = next(entry.place for entry in entries if entry.row.venue == name)
        self._notes.compared("hall", venue.slug, venue.name, (FieldChange("venue", venue.name, name),))
        del self._venues[name_key(venue.name)]
        venue.name = name
        self._venues[name_key(name)] = venue
        self._ledger.touch(venue, ("name",), place)

    def plan(self, entry: Entry[HallRow]) -> None:
        hall = self.halls.get(entry.row.id) or self._adopt(entry)
        venue = self._venue(entry, hall)
        # The name as the festival writes it, where only the capitals differ.
        row = replace(entry.row, venue=venue.name)
        entry = replace(entry, row=row)
        if hall is None:
            self._add(entry, venue)
            return
        old = hall_row(row.id, hall)
        changes = field_changes(old, row, ("venue", *_HALL_FIELDS), entry.stated, self._festival.zone)
        names = [_HALL_FIELDS[change.column] for change in changes if change.column != "venue"]
        if hall.venue is not venue:
            hall.slug = free_slug(row.hall, self._slugs_in(venue), fallback="hall")
            hall.venue = venue
            names += ["venue", "slug"]
        for column, name in _HALL_FIELDS.items():
            if column in entry.stated:
                setattr(hall, name, getattr(row, column))
        if hall.ref != row.id and row.id not in self._held.halls:
            changes += (FieldChange("id", hall.ref, row.id),)
            hall.ref = row.id
            names.append("ref")
        if names:
            self._ledger.touch(hall, names, entry.place)
        self._notes.compared("hall", row.id, hall.full_name, changes + self._change_venue(entry, venue))

    def _adopt(self, entry: Entry[HallRow]) -> Hall | None:
        """A hall of the same name that somebody made by hand takes the id of the file."""
        venue = self._venues.get(name_key(entry.row.venue))
        for key, hall in self._held.halls.items():
            if venue and hall.venue is venue and name_key(hall.name) == name_key(entry.row.hall):
                if hall.ref:
                    message = f"{quoted(hall.full_name)} is there with the id {quoted(hall.ref)}. Write that one."
                    self._ledger.problems.append(Problem(entry.place.file, entry.place.line, "id", message))
                self.halls[entry.row.id] = hall
                self.adopted.add(key)
                return hall
        return None

    def _venue(self, entry: Entry[HallRow], hall: Hall | None) -> Venue:
        folded = name_key(entry.row.venue)
        if folded not in self._venues:
            self._venues[folded] = self._new_venue(entry, hall)
        return self._venues[folded]

    def _new_venue(self, entry: Entry[HallRow], hall: Hall | None) -> Venue:
        row = entry.row
        venue = Venue(
            festival=self._festival,
            name=row.venue,
            slug=free_slug(row.venue, self._slugs, fallback="venue"),
            **{column: getattr(row, column) for column in VENUE_COLUMNS},
        )
        if hall and "timezone" not in entry.stated:
            # A hall that moves to a venue of its own keeps the clock its times were read by.
            venue.timezone = hall.venue.timezone
        self._slugs.add(venue.slug)
        self._ledger.add(venue, entry.place)
        return venue

    def _add(self, entry: Entry[HallRow], venue: Venue) -> None:
        row = entry.row
        hall = Hall(
            venue=venue,
            ref=row.id,
            slug=free_slug(row.hall, self._slugs_in(venue), fallback="hall"),
            **{name: getattr(row, column) for column, name in _HALL_FIELDS.items()},
        )
        self.halls[row.id] = hall
        self._ledger.add(hall, entry.place)
        self._notes.added("hall", row.id, hall.full_name)
        # A venue that was there already may be told more by its new hall.
        if changes := self._change_venue(entry, venue):
            self._notes.compared("hall", row.id, hall.full_name, changes)

    def _change_venue(self, entry: Entry[HallRow], venue: Venue) -> tuple[FieldChange, ...]:
        """Set once by the first of its halls; the others then find it as they want it."""
        if venue.pk is None:
            return ()
        old = replace(
            entry.row,
            address=venue.address,
            city=venue.city,
            country=str(venue.country),
            latitude=venue.latitude,
            longitude=venue.longitude,
            timezone=venue.timezone,
        )
        changes = field_changes(old, entry.row, VENUE_COLUMNS, entry.stated, self._festival.zone)
        for change in changes:
            setattr(venue, change.column, getattr(entry.row, change.column))
        if changes:
            self._ledger.touch(venue, (change.column for change in changes), entry.place)
        return changes

    def _slugs_in(self, venue: Venue) -> Collection[str]:
        return {hall.slug for hall in self.halls.values() if hall.venue is venue}
