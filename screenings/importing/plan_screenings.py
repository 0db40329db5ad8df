"""Screenings: new ones get a uid for ever, changed ones keep theirs."""

from collections.abc import Mapping
from typing import Any

from screenings.importing.changeset import Changeset
from screenings.importing.diff import FieldChange
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.existing import ExistingRows
from screenings.importing.records import ImportRecord
from screenings.importing.rows import SCREENING_COLUMNS, ScreeningRow
from screenings.importing.rows_from_models import screening_row, screening_zone
from screenings.models import Festival, Film, Hall, Screening

_FIELDS = {column: column for column in SCREENING_COLUMNS if column != "id"}
_FIELDS |= {"start": "starts_at", "end": "stated_length"}


def plan_screenings(
    festival: Festival,
    records: tuple[ImportRecord[ScreeningRow], ...],
    films: Mapping[str, Film],
    halls: Mapping[str, Hall],
    existing: ExistingRows,
    changeset: Changeset,
    diff_builder: DiffBuilder,
) -> None:
    """`films` and `halls` are all there are by id, new ones too."""
    planner = _ScreeningPlanner(festival, films, halls, existing, changeset, diff_builder)
    for entry in records:
        planner.plan(entry)
    if records:
        coming = {entry.row.id for entry in records}
        for key, screening in existing.screenings.items():
            if key not in coming:
                diff_builder.record_not_in_file(
                    "screening", key, films[existing.film_id_by_pk[screening.film_id]].title
                )


class _ScreeningPlanner:
    def __init__(
        self,
        festival: Festival,
        films: Mapping[str, Film],
        halls: Mapping[str, Hall],
        existing: ExistingRows,
        changeset: Changeset,
        diff_builder: DiffBuilder,
    ) -> None:
        self._festival, self._films, self._halls = festival, films, halls
        self._existing, self._changeset, self._diff_builder = existing, changeset, diff_builder

    def plan(self, record: ImportRecord[ScreeningRow]) -> None:
        row = record.row
        screening = self._existing.screenings.get(row.id)
        if screening is None:
            self._changeset.add(Screening(festival=self._festival, ref=row.id, **self._values(row)), record.location)
            self._diff_builder.record_added("screening", row.id, self._films[row.film].title)
            return
        old = screening_row(row.id, screening, self._existing.film_id_by_pk, self._existing.hall_id_by_pk)
        clock = screening_zone(self._halls.get(row.hall or old.hall), self._festival)
        changes = field_changes(old, row, SCREENING_COLUMNS, record.stated_columns, clock)
        self._diff_builder.record_compared("screening", row.id, self._films[old.film].title, changes)
        if changes:
            self._change(screening, record, changes)

    def _change(
        self, screening: Screening, record: ImportRecord[ScreeningRow], changes: tuple[FieldChange, ...]
    ) -> None:
        new = self._values(record.row)
        # What its clean() looks at is at hand: no query for each.
        screening.festival = self._festival
        screening.film = new["film"]
        if screening.hall_id:
            screening.hall = self._halls[self._existing.hall_id_by_pk[screening.hall_id]]
        names = {_FIELDS[change.column] for change in changes}
        for name in names:
            setattr(screening, name, new[name])
        self._changeset.update(screening, names, record.location)

    def _values(self, row: ScreeningRow) -> dict[str, Any]:
        """By the names of the model's fields."""
        values = {name: getattr(row, column) for column, name in _FIELDS.items() if column != "end"}
        hall = self._halls[row.hall] if row.hall else None
        return {**values, "film": self._films[row.film], "hall": hall, "stated_length": row.length}
