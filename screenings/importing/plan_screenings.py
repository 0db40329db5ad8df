"""Screenings: new ones get a uid for ever, changed ones keep theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screenings.importing.changeset import Changeset
from screenings.importing.columns import model_fields
from screenings.importing.diff import FieldChange
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.existing import ExistingRows
from screenings.importing.rows import SCREENING_COLUMNS, ScreeningRow
from screenings.importing.rows_from_models import screening_row, screening_zone
from screenings.importing.table_planner import TablePlanner
from screenings.models import Festival, Film, Hall, Screening

_OWN = model_fields(ScreeningRow)
_FIELDS = {**_OWN, "film": "film", "hall": "hall", "start": "starts_at", "end": "stated_length"}


def plan_screenings(
    festival: Festival,
    rows: tuple[ScreeningRow, ...],
    films: Mapping[str, Film],
    halls: Mapping[str, Hall],
    existing: ExistingRows,
    changeset: Changeset,
    diff_builder: DiffBuilder,
) -> None:
    """`films` and `halls` are all there are by id, new ones too."""
    planner = _ScreeningPlanner(festival, existing, changeset, diff_builder, films, halls)
    for row in rows:
        planner.plan(row)
    titles = {film.pk: film.title for film in films.values()}
    there = {key: titles[screening.film_id] for key, screening in existing.screenings.items()}
    planner.record_not_in_file("screening", rows, there)


@dataclass
class _ScreeningPlanner(TablePlanner):
    films: Mapping[str, Film]
    halls: Mapping[str, Hall]

    def plan(self, row: ScreeningRow) -> None:
        screening = self.existing.screenings.get(row.id)
        if screening is None:
            self.changeset.add(Screening(festival=self.festival, ref=row.id, **self._values(row)), row)
            self.diff_builder.record_added("screening", row.id, self.films[row.film].title)
            return
        old = screening_row(row.id, screening, self.existing.film_id_by_pk, self.existing.hall_id_by_pk)
        clock = screening_zone(self.halls.get(row.hall or old.hall), self.festival)
        changes = field_changes(old, row, SCREENING_COLUMNS, row.stated_columns, clock)
        self.diff_builder.record_compared("screening", row.id, self.films[old.film].title, changes)
        if changes:
            self._change(screening, row, changes)

    def _change(self, screening: Screening, row: ScreeningRow, changes: tuple[FieldChange, ...]) -> None:
        new = self._values(row)
        # What its clean() looks at is at hand: no query for each.
        screening.festival = self.festival
        screening.film = new["film"]
        if screening.hall_id:
            screening.hall = self.halls[self.existing.hall_id_by_pk[screening.hall_id]]
        names = {_FIELDS[change.column] for change in changes}
        for name in names:
            setattr(screening, name, new[name])
        self.changeset.update(screening, names, row)

    def _values(self, row: ScreeningRow) -> dict[str, Any]:
        """By the names of the model's fields."""
        return {
            **{field: getattr(row, column) for column, field in _OWN.items()},
            "film": self.films[row.film],
            "hall": self.halls[row.hall] if row.hall else None,
            "starts_at": row.start,
            "stated_length": row.length,
        }
