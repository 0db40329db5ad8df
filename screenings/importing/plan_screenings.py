"""Screenings: new ones get a uid for ever, changed ones keep theirs."""

from collections.abc import Mapping
from typing import Any

from screenings.importing.changeset import Ledger
from screenings.importing.compare import Notes, field_changes
from screenings.importing.diff import FieldChange
from screenings.importing.existing import Held
from screenings.importing.records import Entry
from screenings.importing.rows import SCREENING_COLUMNS, ScreeningRow
from screenings.importing.rows_from_models import clock_of, screening_row
from screenings.models import Festival, Film, Hall, Screening

_FIELDS = {column: column for column in SCREENING_COLUMNS if column != "id"}
_FIELDS |= {"start": "starts_at", "end": "stated_length"}


def plan_screenings(
    festival: Festival,
    entries: tuple[Entry[ScreeningRow], ...],
    films: Mapping[str, Film],
    halls: Mapping[str, Hall],
    held: Held,
    ledger: Ledger,
    notes: Notes,
) -> None:
    """`films` and `halls` are all there are by id, new ones too."""
    planner = _ScreeningPlanner(festival, films, halls, held, ledger, notes)
    for entry in entries:
        planner.plan(entry)
    if entries:
        coming = {entry.row.id for entry in entries}
        for key, screening in held.screenings.items():
            if key not in coming:
                notes.absent("screening", key, films[held.film_ids[screening.film_id]].title)


class _ScreeningPlanner:
    def __init__(
        self,
        festival: Festival,
        films: Mapping[str, Film],
        halls: Mapping[str, Hall],
        held: Held,
        ledger: Ledger,
        notes: Notes,
    ) -> None:
        self._festival, self._films, self._halls = festival, films, halls
        self._held, self._ledger, self._notes = held, ledger, notes

    def plan(self, entry: Entry[ScreeningRow]) -> None:
        row = entry.row
        screening = self._held.screenings.get(row.id)
        if screening is None:
            self._ledger.add(Screening(festival=self._festival, ref=row.id, **self._values(row)), entry.place)
            self._notes.added("screening", row.id, self._films[row.film].title)
            return
        old = screening_row(row.id, screening, self._held.film_ids, self._held.hall_ids)
        clock = clock_of(self._halls.get(row.hall or old.hall), self._festival)
        changes = field_changes(old, row, SCREENING_COLUMNS, entry.stated, clock)
        self._notes.compared("screening", row.id, self._films[old.film].title, changes)
        if changes:
            self._change(screening, entry, changes)

    def _change(self, screening: Screening, entry: Entry[ScreeningRow], changes: tuple[FieldChange, ...]) -> None:
        new = self._values(entry.row)
        # What its clean() looks at is at hand: no query for each.
        screening.festival = self._festival
        screening.film = new["film"]
        if screening.hall_id:
            screening.hall = self._halls[self._held.hall_ids[screening.hall_id]]
        names = {_FIELDS[change.column] for change in changes}
        for name in names:
            setattr(screening, name, new[name])
        self._ledger.touch(screening, names, entry.place)

    def _values(self, row: ScreeningRow) -> dict[str, Any]:
        """By the names of the model's fields."""
        values = {name: getattr(row, column) for column, name in _FIELDS.items() if column != "end"}
        hall = self._halls[row.hall] if row.hall else None
        return {**values, "film": self._films[row.film], "hall": hall, "stated_length": row.length}
