"""Screenings: new ones get a uid for ever, changed ones keep theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from screenings.importing.columns import model_fields
from screenings.importing.diff import FieldChange
from screenings.importing.diff_builder import field_changes
from screenings.importing.plan_details import DetailPlanner
from screenings.importing.problems import quoted
from screenings.importing.rows import SCREENING_COLUMNS, ScreeningRow
from screenings.importing.rows_from_models import guests_of_screenings, screening_row, screening_zone
from screenings.importing.table_planner import TablePlanner
from screenings.models import Film, FilmPart, Guest, Hall, Print, Screening

_OWN = model_fields(ScreeningRow)
_LENGTH = "stated_length"
_FIELDS = {
    **_OWN, "film": "film", "hall": "hall", "start": "starts_at", "end": _LENGTH, "length": _LENGTH, "print": "print",
}  # fmt: skip


def plan_screenings(
    rows: tuple[ScreeningRow, ...], films: Mapping[str, Film], halls: Mapping[str, Hall], details: DetailPlanner
) -> dict[str, Screening]:
    """All the festival's screenings by id. `films` and `halls` are all there are by id, new ones too.

    One query for the prints and two for the guests, where a column names them; one where a column brings uids.
    """
    existing = details.existing
    common = (details.festival, existing, details.changeset, details.diff_builder)
    planner = _ScreeningPlanner(*common, films, halls, details)
    planner.load(rows)
    for row in rows:
        planner.plan(row)
    titles = {film.pk: film.title for film in films.values()}
    there = {key: titles[screening.film_id] for key, screening in existing.screenings.items()}
    planner.record_not_in_file("screening", rows, there)
    return planner.screenings


@dataclass
class _ScreeningPlanner(TablePlanner):
    films: Mapping[str, Film]
    halls: Mapping[str, Hall]
    details: DetailPlanner
    screenings: dict[str, Screening] = field(default_factory=dict, init=False)
    _guests: Mapping[int, tuple[int, ...]] = field(default_factory=dict, init=False)
    _parts: dict[int, set[int]] = field(default_factory=dict, init=False)  # of new programmes, by id() of the films
    _uids: set[UUID] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self._films_by_pk = {film.pk: film for film in self.films.values() if film.pk is not None}

    def load(self, rows: tuple[ScreeningRow, ...]) -> None:
        stated = rows[0].stated_columns if rows else frozenset()
        self.screenings = dict(self.existing.screenings)
        if "print" in stated:
            self.details.load("prints")
        if "guests" in stated:
            self.details.load("guests")
            self._guests = guests_of_screenings(self.festival)
        if "uid" in stated:
            self._uids = set(Screening.objects.values_list("uid", flat=True))
        for link in self.changeset.added(FilmPart):
            self._parts.setdefault(id(link.programme), set()).add(id(link.part))

    def plan(self, row: ScreeningRow) -> None:
        screening = self.existing.screenings.get(row.id)
        row, guests = self._with_guests(row)
        print_ = self._print(row)
        if screening is None:
            screening = Screening(festival=self.festival, ref=row.id, print=print_, **self._values(row))
            if row.uid:
                screening.uid = self._new_uid(row)
            self.screenings[row.id] = screening
            self.changeset.add(screening, row)
            self.changeset.set_guests(screening, guests)
            self.diff_builder.record_added("screening", row.id, self.films[row.film].title)
            return
        old = self._existing_row(row.id, screening)
        if row.uid and row.uid != str(screening.uid):
            message = f"the uid of {quoted(row.id)} is {screening.uid}, and stays so. Correct it, or leave it empty."
            self.changeset.problems.append(row.problem("uid", message))
        clock = screening_zone(self.halls.get(row.hall or old.hall), self.festival)
        changes = field_changes(old, row, SCREENING_COLUMNS, row.stated_columns - {"uid"}, clock)
        self.diff_builder.record_compared("screening", row.id, self.films[old.film].title, changes)
        if changes:
            self._change(screening, row, changes, print_, guests)

    def _existing_row(self, key: str, screening: Screening) -> ScreeningRow:
        existing, names = self.existing, self.details.names
        row = screening_row(key, screening, existing.film_id_by_pk, existing.hall_id_by_pk)
        guests = [names.name_of("guest", guest) for guest in self._guests.get(screening.pk, ())]
        has_prints = any(names.rows("print"))
        return replace(
            row,
            guests=tuple(sorted(guests)),
            print=names.name_of("print", screening.print_id) if has_prints else "",
        )

    def _change(
        self,
        screening: Screening,
        row: ScreeningRow,
        changes: tuple[FieldChange, ...],
        print_: Print | None,
        guests: tuple[Guest, ...],
    ) -> None:
        new = {**self._values(row), "print": print_}
        # What its clean() looks at is at hand: no query for each.
        screening.festival = self.festival
        screening.film = new["film"]
        if screening.hall_id:
            screening.hall = self.halls[self.existing.hall_id_by_pk[screening.hall_id]]
        if "print" in row.stated_columns:
            screening.print = print_
        columns = {change.column for change in changes}
        names = {_FIELDS[column] for column in columns if column != "guests"}
        for name in names:
            setattr(screening, name, new[name])
        self.changeset.update(screening, names, row)
        if "guests" in columns:
            self.changeset.set_guests(screening, guests)

    def _values(self, row: ScreeningRow) -> dict[str, Any]:
        """By the names of the model's fields."""
        return {
            **{field: getattr(row, column) for column, field in _OWN.items()},
            "film": self.films[row.film],
            "hall": self.halls[row.hall] if row.hall else None,
            "starts_at": row.start,
            "stated_length": row.stated_length,
        }

    def _with_guests(self, row: ScreeningRow) -> tuple[ScreeningRow, tuple[Guest, ...]]:
        """Called as the festival calls them, in an order that means nothing."""
        labels, guests = [], []
        for text in row.guests:
            assert self.details.people is not None
            person = self.details.people.known(row, "guests", text)
            named = self.details.names.find("guest", person[0]) if person else None
            if named is None:
                message = f"{quoted(text)} is no guest of this festival. Add them to guests.csv, or correct the name."
                self.changeset.problems.append(row.problem("guests", message))
            elif isinstance(named[1], Guest):
                labels.append(named[0])
                guests.append(named[1])
        return replace(row, guests=tuple(sorted(labels))), tuple(guests)

    def _print(self, row: ScreeningRow) -> Print | None:
        if not row.print:
            return None
        named = self.details.names.find("print", row.print)
        if named is None:
            self.changeset.problems.append(row.problem("print", self.details.names.missing("print", row.print)))
            return None
        assert isinstance(named[1], Print)
        film, shown = self.films[row.film], self._film_of(named[1])
        if shown is not film and not self._has_part(film, shown):
            message = f"{quoted(row.print)} is a print of {quoted(shown.title)}. Write one of this film."
            self.changeset.problems.append(row.problem("print", message))
        return named[1]

    def _film_of(self, print_: Print) -> Film:
        """The one object that there is for each film."""
        return print_.film if print_.film_id is None else self._films_by_pk[print_.film_id]

    def _has_part(self, film: Film, part: Film) -> bool:
        if id(part) in self._parts.get(id(film), ()):
            return True
        return film.pk is not None and any(link.part_id == part.pk for link in film.film_parts.all())

    def _new_uid(self, row: ScreeningRow) -> UUID:
        uid = UUID(row.uid)
        if uid in self._uids:
            message = f"{row.uid} is the uid of another screening, perhaps of another festival here. Leave it empty."
            self.changeset.problems.append(row.problem("uid", message))
        self._uids.add(uid)
        return uid
