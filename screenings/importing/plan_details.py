"""The further tables: which of their rows are new, which change, and which of a list are gone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from screenings.images.palette import distinct_colour
from screenings.importing.columns import ProgrammeRow, columns_of, model_fields
from screenings.importing.details import DETAILS, DetailTable
from screenings.importing.diff_builder import field_changes
from screenings.importing.named_rows import NamedRows
from screenings.importing.people import PersonResolver
from screenings.importing.problems import quoted
from screenings.importing.table_planner import TablePlanner
from screenings.models import FormerAddress, Section
from screenings.models.slugs import free_slug
from screenings.text.cleaning import name_key

# A row, and the rows that it names by the foreign keys that keep them.
_Linked = tuple[ProgrammeRow, Mapping[str, Model]]


@dataclass
class DetailPlanner(TablePlanner):
    names: NamedRows
    people: PersonResolver | None  # None where no table names anybody

    def load(self, name: str) -> None:
        """Make what is there known to other tables. One query."""
        table = DETAILS[name]
        instances = self.existing.details(name)
        for row, instance in zip(table.rows(instances, self.names), instances, strict=True):
            self.names.add(table.noun, getattr(row, table.called_by), instance)

    def name_people(self) -> None:
        """As the tables call them by now; to come after all tables that bring people. No query."""
        if self.people is not None:
            for person in self.people.everybody():
                self.names.add("person", self.people.label(person), person)

    def plan(self, name: str, rows: Sequence[ProgrammeRow]) -> None:
        """One query, where there are rows at all."""
        if not rows:
            return
        table = DETAILS[name]
        instances = self.existing.details(name)
        there = list(zip(table.rows(instances, self.names), instances, strict=True))
        linked = [pair for pair in map(self._linked, rows) if pair is not None]
        if table.identity:
            self._plan_by_identity(table, linked, there)
        else:
            self._plan_lists(table, linked, there)

    def _linked(self, row: ProgrammeRow) -> _Linked | None:
        """With the rows that it names called as the festival calls them; None where one is not there."""
        named: dict[str, Any] = {}
        links: dict[str, Model] = {}
        for column in columns_of(type(row)).values():
            text = getattr(row, column.name)
            if not (column.references and text):
                continue
            if column.references == "person":
                assert self.people is not None
                found: tuple[str, Model] | None = self.people.find(row, column.name, text)
            else:
                found = self.names.find(column.references, text)
            if found is None:
                self.changeset.problems.append(row.problem(column.name, self.names.missing(column.references, text)))
                return None
            named[column.name], links[column.link] = found
        return replace(row, **named), links

    def _plan_by_identity(
        self, table: DetailTable, rows: Sequence[_Linked], there: Sequence[tuple[ProgrammeRow, Model]]
    ) -> None:
        by_key = {_key(table, old): (old, instance) for old, instance in there}
        lines: dict[tuple[object, ...], int] = {}
        for row, links in rows:
            key = _key(table, row)
            if key in lines:
                message = f"line {lines[key]} is about the same {table.noun}. Keep one of them."
                self.changeset.problems.append(row.problem(table.identity[0], message))
                continue
            lines[key] = row.line
            old, instance = by_key.get(key, (None, None))
            if old is None or instance is None:
                instance = self._add(table, row, links)
            else:
                self._change(table, row, links, old, instance)
            if table.called_by:
                self.names.add(table.noun, getattr(row, table.called_by), instance)
        if table.once:
            self._check_once(table, rows, [old for key, (old, _instance) in by_key.items() if key not in lines])
        for key, (old, _instance) in by_key.items():
            if key not in lines:
                self.diff_builder.record_not_in_file(table.noun, *table.label(old, self.festival))

    def _check_once(self, table: DetailTable, rows: Sequence[_Linked], others: Sequence[ProgrammeRow]) -> None:
        """`others` are there and not in the file."""
        taken = {name_key(getattr(row, table.once)): row for row in others}
        for row, _links in rows:
            value = getattr(row, table.once)
            other = taken.setdefault(name_key(value), row)
            if value and other is not row:
                name = quoted(getattr(other, table.identity[0]))
                message = f"{quoted(value)} is the {table.once} of the {table.noun} {name} already. Write another."
                self.changeset.problems.append(row.problem(table.once, message))

    def _change(
        self, table: DetailTable, row: ProgrammeRow, links: Mapping[str, Model], old: ProgrammeRow, instance: Model
    ) -> None:
        columns = columns_of(table.row_type)
        # An address or a colour that is left empty stays.
        stated = row.stated_columns - {name for name in ("slug", "colour") if not getattr(row, name, "there")}
        changes = field_changes(old, row, columns, stated, self.festival.zone)
        self.diff_builder.record_compared(table.noun, *table.label(old, self.festival), changes)
        values = self._values(table, row, links)
        names = [columns[change.column].attribute or columns[change.column].link for change in changes]
        for name in names:
            setattr(instance, name, values[name])
        if names:
            self.changeset.update(instance, names, row)

    def _plan_lists(
        self, table: DetailTable, rows: Sequence[_Linked], there: Sequence[tuple[ProgrammeRow, Model]]
    ) -> None:
        """What is said twice is there twice; what is not said any more goes. Compared by the columns that are there."""
        columns = (
            [column for column in columns_of(table.row_type) if column in rows[0][0].stated_columns] if rows else []
        )
        waiting: defaultdict[tuple[object, ...], list[tuple[ProgrammeRow, Model]]] = defaultdict(list)
        for old, instance in there:
            waiting[tuple(getattr(old, column) for column in columns)].append((old, instance))
        new = []
        for row, links in rows:
            same = waiting.get(tuple(getattr(row, column) for column in columns))
            if same:
                same.pop(0)
                self.diff_builder.record_compared(table.noun, "", "", ())
            else:
                new.append((row, links))
        owners = {getattr(row, table.owner) for row, _links in rows} if table.owner else None
        for old, instance in (pair for pairs in waiting.values() for pair in pairs):
            if owners is None or getattr(old, table.owner) in owners:
                self.changeset.delete((instance,))
                self.diff_builder.record_removed(table.noun, *table.label(old, self.festival))
        for row, links in new:
            self._add(table, row, links)

    def _add(self, table: DetailTable, row: ProgrammeRow, links: Mapping[str, Model]) -> Model:
        values = self._values(table, row, links)
        if any(field.name == "festival" for field in table.model._meta.fields):
            # A person is of every festival, and so is the address that was theirs.
            values["festival"] = None if table.model is FormerAddress and links.get("person") else self.festival
        if "slug" in values and not values["slug"]:
            taken = {other.slug for other in self.names.rows(table.noun)}  # type: ignore[attr-defined]  # it has one, too
            values["slug"] = free_slug(values["name"], taken, fallback=table.noun)
        if table.model is Section and not values["colour"]:
            others = {other.colour for other in self.names.rows(table.noun) if isinstance(other, Section)}
            values["colour"] = distinct_colour({self.festival.colour, *others})
        instance = table.model(**values)
        self.changeset.add(instance, row)
        self.diff_builder.record_added(table.noun, *table.label(row, self.festival))
        return instance

    def _values(self, table: DetailTable, row: ProgrammeRow, links: Mapping[str, Model]) -> dict[str, Any]:
        """By the names of the model's fields."""
        values = {field: getattr(row, column) for column, field in model_fields(table.row_type).items()}
        if table.ids:
            values["ref"] = getattr(row, table.identity[0])
        unnamed = {column.link: None for column in columns_of(table.row_type).values() if column.references}
        return {**values, **unnamed, **links}


def _key(table: DetailTable, row: ProgrammeRow) -> tuple[object, ...]:
    """Names count whatever their capitals, ids of the festival's own as they are."""
    key = tuple(getattr(row, column) for column in table.identity)
    return key if table.ids else tuple(map(name_key, key))
