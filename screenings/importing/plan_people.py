"""People, as their own table has them: found by their address, or by a name that only one of them bears."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from screenings.importing.changeset import Changeset
from screenings.importing.columns import columns_of, model_fields
from screenings.importing.detail_rows import PersonRow
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.people import PersonResolver
from screenings.importing.problems import quoted
from screenings.importing.rows_from_models import stored_values
from screenings.models import Festival, Person
from screenings.text.cleaning import name_key

_FIELDS = model_fields(PersonRow)
_KEPT = frozenset({"id"})


def plan_people(
    festival: Festival,
    rows: Sequence[PersonRow],
    people: PersonResolver,
    changeset: Changeset,
    diff_builder: DiffBuilder,
) -> None:
    """To come before the tables that name them. One query. Who is in no row stays as they are."""
    if not rows:
        return
    here = _people_of(festival)
    in_file = {row.id for row in rows}
    for row in rows:
        person = people.with_address(row.id)
        if person is None:
            # The same name is the same person, whose address is another here.
            bearers = [bearer for bearer in people.bearers(row.name) if bearer.slug not in in_file]
            person = bearers[0] if len(bearers) == 1 else None
        if person is None:
            _add(row, people, changeset, diff_builder)
        elif name_key(person.name) != name_key(row.name) and person.pk not in here:
            message = f"this is the address of {quoted(person.name)}, who is not at this festival. Write another id."
            changeset.problems.append(row.problem("id", message))
        else:
            _change(festival, row, person, people, changeset, diff_builder)


def _people_of(festival: Festival) -> set[int]:
    if festival.pk is None:
        return set()
    return set(people_of(festival).values_list("pk", flat=True))


def people_of(festival: Festival) -> QuerySet[Person]:
    """With a credit or an invitation, in the order in which they were made."""
    named = Q(credits__film__festival=festival) | Q(visits__festival=festival)
    return Person.objects.filter(named).distinct().order_by("pk")


def _add(row: PersonRow, people: PersonResolver, changeset: Changeset, diff_builder: DiffBuilder) -> None:
    person = people.create(row.name, row.id)
    for column, name in _FIELDS.items():
        setattr(person, name, getattr(row, column))
    person.refresh_key()
    people.ensure_added(person, row)
    diff_builder.record_added("person", row.id, row.name)


def _change(
    festival: Festival,
    row: PersonRow,
    person: Person,
    people: PersonResolver,
    changeset: Changeset,
    diff_builder: DiffBuilder,
) -> None:
    old = PersonRow(**stored_values(PersonRow, person))
    changes = field_changes(old, row, columns_of(PersonRow), row.stated_columns - _KEPT, festival.zone)
    diff_builder.record_compared("person", old.id, old.name, changes)
    if not changes:
        return
    people.rename(person, row.name)
    names = [_FIELDS[change.column] for change in changes]
    for change in changes:
        setattr(person, _FIELDS[change.column], getattr(row, change.column))
    person.refresh_key()
    changeset.update(person, [*names, "sort_key"], row)
