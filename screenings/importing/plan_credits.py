"""Credits of every role. A film's rows in their table are all its credits, and say in what order they come."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from screenings.importing.detail_rows import CreditRow
from screenings.importing.diff import FieldChange
from screenings.importing.named_rows import NamedRows
from screenings.importing.people import PersonResolver
from screenings.importing.problems import quoted
from screenings.importing.rows import FilmRow
from screenings.importing.table_planner import TablePlanner
from screenings.models import Credit, Film, Role

ROLE_COLUMNS = {Role.DIRECTOR: "directors", Role.CAST: "cast"}


@dataclass
class CreditPlanner(TablePlanner):
    """To come after the films: who directs and plays may be said in both tables, and must then be the same."""

    films: Mapping[str, Film]
    people: PersonResolver
    film_rows: Mapping[str, FilmRow]
    names: NamedRows
    _credits: dict[int, list[Credit]] = field(default_factory=dict, init=False)  # by id() of the film

    def plan(self, rows: Sequence[CreditRow]) -> None:
        """One query, where there are rows at all."""
        if not rows:
            return
        self._credits = self._as_planned()
        by_film: defaultdict[str, list[CreditRow]] = defaultdict(list)
        for row in rows:
            if named := self.names.find("film", row.film):
                by_film[named[0]].append(row)
            else:
                self.changeset.problems.append(row.problem("film", self.names.missing("film", row.film)))
        for key, own in by_film.items():
            self._plan_film(key, self.films[key], own)

    def _as_planned(self) -> dict[int, list[Credit]]:
        """All credits as they will be after the films' own table."""
        films = {film.pk: film for film in self.films.values() if film.pk is not None}
        credits_of: dict[int, list[Credit]] = {id(film): [] for film in self.films.values()}
        gone = self.changeset.deleted_keys(Credit)
        if self.festival.pk is not None:
            there = Credit.objects.filter(film__festival=self.festival).select_related("person").order_by("order", "pk")
            for credit in there:
                if credit.pk not in gone:
                    credits_of[id(films[credit.film_id])].append(credit)
        for credit in self.changeset.added(Credit):
            credits_of[id(credit.film)].append(credit)
        return credits_of

    def _plan_film(self, key: str, film: Film, rows: Sequence[CreditRow]) -> None:
        waiting = {_identity(credit): credit for credit in self._credits[id(film)]}
        stated = self._stated_roles(key)
        directors = {credit.person.slug for credit in waiting.values() if credit.role == Role.DIRECTOR}
        for row in rows:
            found = self.people.find(row, "person", row.person)
            if found is None:
                continue
            label, person = found
            credit = waiting.pop((row.role, person.slug, row.character), None)
            if credit is None and row.role == Role.DIRECTOR and row.role in stated:
                # The films' table cannot say that a director also plays somebody.
                credit = waiting.pop((row.role, person.slug, ""), None)
            if credit is not None:
                self._change(credit, row, label)
            elif row.role in stated and not (row.role == Role.DIRECTOR and person.slug in directors):
                message = (
                    f"films.csv does not name {quoted(label)} among the {stated[Role(row.role)]} of {quoted(key)}. "
                    "Add them there, or take this row out."
                )
                self.changeset.problems.append(row.problem("person", message))
            else:
                values = {"role": row.role, "character": row.character, "order": row.order}
                self.changeset.add(Credit(film=film, person=person, **values), row)
                self.diff_builder.record_added("credit", key, f"{label}, {row.role}")
        gone = [credit for credit in waiting.values() if credit.role not in stated]
        self.changeset.delete(gone)
        for credit in gone:
            self.diff_builder.record_removed("credit", key, f"{credit.person.name}, {credit.role}")

    def _change(self, credit: Credit, row: CreditRow, label: str) -> None:
        changes = tuple(
            FieldChange(name, str(getattr(credit, name)), str(getattr(row, name)))
            for name in ("character", "order")
            if name in row.stated_columns and getattr(credit, name) != getattr(row, name)
        )
        if credit.pk is not None:
            self.diff_builder.record_compared("credit", row.film, f"{label}, {row.role}", changes)
        if changes:
            for change in changes:
                setattr(credit, change.column, getattr(row, change.column))
            self.changeset.update(credit, (change.column for change in changes), row)

    def _stated_roles(self, key: str) -> Mapping[Role, str]:
        """Whom the films' table names of this film, by the columns that it has."""
        row = self.film_rows.get(key)
        if row is None:
            return {}
        return {role: column for role, column in ROLE_COLUMNS.items() if column in row.stated_columns}


def _identity(credit: Credit) -> tuple[str, str, str]:
    return (credit.role, credit.person.slug, credit.character)
