"""Two people, films, cinemas or halls that are one: everything of the one goes to the other, and can be undone.

What both have once, such as the same credit or a visit to the same festival, is merged too. What cannot be the other's,
such as the way from a cinema to itself, is deleted. The address of the one that goes leads on to the one that stays.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, Field, ForeignKey, Model, Q, UniqueConstraint
from django.utils.translation import gettext

from screenings.models import (
    AnnouncedScreening,
    FilmLink,
    FormerAddress,
    Guest,
    Hall,
    Merge,
    PlacementOrder,
    change_reason,
)
from screenings.models.history import HISTORY_MODELS
from screenings.scheduling.merge_candidates import MERGEABLE, check_mergeable, festival_of
from screenings.scheduling.screening_change import ChangeRefused


class MergeStep(NamedTuple):
    """One thing that was done: `moved` from and to, `filled` with what fields, `deleted` with the row, or `added`."""

    did: str
    model: str
    pk: int
    field: str = ""
    before: Any = None
    after: Any = None


def count_related(row: Any) -> Counter[str]:
    """What would go along with it, by name. One query for each kind of row."""
    found: Counter[str] = Counter()
    for field in _fields_to(row):
        if field.model not in (FormerAddress, AnnouncedScreening) and not field.model._meta.auto_created:
            number = field.model._base_manager.filter(**{field.name: row}).count()
            names = field.model._meta
            found[str(names.verbose_name if number == 1 else names.verbose_name_plural)] += number
    return +found


def merge(kept: Any, merged: Any, *, at: datetime) -> Merge:
    """All that is of `merged` goes to `kept`, whose empty fields take its values; then it is deleted. One transaction.

    Raises ChangeRefused as `check_mergeable` does, and where one of the two is gone. `at` is an instant.
    """
    check_mergeable((kept, merged))
    with transaction.atomic(), change_reason(f"Merged {merged} into {kept}"):
        kept, merged = _locked(kept, merged)
        names = str(kept)[:400], str(merged)[:400]
        recorder = _Recorder()
        recorder.absorb(kept, merged)
        return Merge.objects.create(
            festival=festival_of(kept), model=type(kept)._meta.label, kept_pk=kept.pk, kept=names[0], merged=names[1],
            steps=[step._asdict() for step in recorder.steps], at=at,
        )  # fmt: skip


def _locked(kept: Any, merged: Any) -> tuple[Any, Any]:
    """Both until the end of the transaction, in an order in which two who merge them never wait for each other."""
    both = type(kept).objects.filter(pk__in=(kept.pk, merged.pk)).order_by("pk").select_for_update()
    rows = {row.pk: row for row in both}
    if gone := [row for row in (kept, merged) if row.pk not in rows]:
        text = gettext("%(name)s is gone: somebody has merged or deleted it. Nothing was merged.")
        raise ChangeRefused(text % {"name": gone[0]})
    return rows[kept.pk], rows[merged.pk]


def undo_merge(done: Merge, *, at: datetime) -> Model:
    """The two as they were; what was moved on since stays where it is. Returns the one that is there again.

    Raises ChangeRefused where the one that was kept is gone, or the other's name or address is taken.
    """
    with transaction.atomic(), change_reason(f"Undone: {done}"):
        done = Merge.objects.select_for_update().get(pk=done.pk)
        if done.undone_at:
            raise ChangeRefused(f"This was undone already: {done}.")
        if not apps.get_model(done.model)._base_manager.filter(pk=done.kept_pk).exists():
            raise ChangeRefused(_why_gone(done))
        steps = [MergeStep(**values) for values in reversed(done.steps)]
        for step in steps:
            _undo_step(step)
        done.undone_at = at
        done.save(update_fields=["undone_at"])
        # What was deleted last is the merged row itself.
        merged = next(step.pk for step in steps if step.did == "deleted")
        return apps.get_model(done.model)._base_manager.get(pk=merged)


def _why_gone(done: Merge) -> str:
    """What became of the row that was kept, and the way out."""
    for later in Merge.objects.filter(model=done.model, pk__gt=done.pk, undone_at=None).order_by("pk"):
        if any(
            (step["did"], step["model"], step["pk"]) == ("deleted", done.model, done.kept_pk) for step in later.steps
        ):
            names = {"kept": done.kept, "other": later.kept}
            return gettext("%(kept)s was merged into %(other)s since. Undo that first.") % names
    return gettext("%(kept)s was deleted since, so the two cannot be parted again.") % {"kept": done.kept}


def _undo_step(step: MergeStep) -> None:
    if step.did == "deleted":
        _restore_row(step)
        return
    row = apps.get_model(step.model)._base_manager.filter(pk=step.pk).first()
    if row is None:
        return
    if step.did == "added":
        row.delete()
    elif step.did == "filled":
        _set_back(row, step.before, step.after)
    else:
        _set_back(row, {step.field: step.before}, {step.field: step.after})


def _set_back(row: Model, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """What nobody has changed since."""
    for name in before:
        if _stored(row, name) == after[name]:
            setattr(row, name, _column(row, name).to_python(before[name]))
    if _is_allowed(row):
        _save(row)


def _restore_row(step: MergeStep) -> None:
    (row,) = serializers.deserialize("json", json.dumps([step.before]))
    if twin := _twin(row.object):
        raise ChangeRefused(f"“{twin}” has the name or the address of what was merged by now. Change that first.")
    row.save()


class _Recorder:
    """Does what merging takes, and notes each step."""

    def __init__(self) -> None:
        self.steps: list[MergeStep] = []

    def absorb(self, kept: Any, merged: Any) -> None:
        """Everything of `merged` becomes `kept`'s, and it is deleted."""
        address, target = _address_of(merged), MERGEABLE.get(type(kept), "")
        for field in _fields_to(merged):
            for row in field.model._base_manager.filter(**{field.name: merged}).order_by("pk"):
                self._move(row, field, kept)
        if isinstance(merged, Guest):
            self._move_announced(merged, kept)
        if address:  # it is noted once, as the database does
            for noted in FormerAddress.objects.filter(**address, **{f"{target}__isnull": False}).order_by("pk"):
                self._delete(noted)
        taken = _empty_fields_of(kept, merged)
        self._delete(merged)
        self._fill(kept, taken)
        if address:
            added = FormerAddress.objects.create(**address, **{target: kept})
            self.steps.append(MergeStep("added", FormerAddress._meta.label, added.pk))

    def _move(self, row: Any, field: Field, kept: Any) -> None:
        before = getattr(row, field.attname)
        setattr(row, field.name, kept)
        if twin := _twin(row):
            if _is_same_thing(twin, row):
                self.absorb(twin, type(row)._base_manager.get(pk=row.pk))
                return
            row.slug = ""  # another hall of such an address
            row.clean()
        if not _is_allowed(row):
            self._delete(type(row)._base_manager.get(pk=row.pk))
            return
        _save(row)
        self.steps.append(MergeStep("moved", row._meta.label, row.pk, field.attname, before, kept.pk))

    def _move_announced(self, merged: Guest, kept: Guest) -> None:
        """Who was announced, which holds keep by key."""
        for row in AnnouncedScreening.objects.filter(guests__has=str(merged.pk)).order_by("pk"):
            before = _stored(row, "guests")
            keys = dict.fromkeys(str(kept.pk) if key == str(merged.pk) else key for key in row.guests)
            row.guests = tuple(keys)  # type: ignore[assignment]  # it holds a tuple
            _save(row)
            self.steps.append(MergeStep("moved", row._meta.label, row.pk, "guests", before, _stored(row, "guests")))

    def _delete(self, row: Any) -> None:
        (as_data,) = json.loads(serializers.serialize("json", [row]))
        self.steps.append(MergeStep("deleted", row._meta.label, row.pk, before=as_data))
        row.delete()

    def _fill(self, kept: Any, taken: Mapping[str, Any]) -> None:
        if not taken:
            return
        before = {name: _stored(kept, name) for name in taken}
        for name, value in taken.items():
            setattr(kept, name, value)
        after = {name: _stored(kept, name) for name in taken}
        _save(kept)
        self.steps.append(MergeStep("filled", kept._meta.label, kept.pk, "", before, after))


def _fields_to(row: Model) -> Iterator[Any]:
    """Every foreign key to it that the database keeps, those of many-to-many rows too, and that of what was announced.

    Its history stays its own.
    """
    for relation in row._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if (
            relation.auto_created
            and not relation.concrete
            and isinstance(field, ForeignKey)
            and (getattr(field, "db_constraint", True) or field.model is AnnouncedScreening)
        ):
            yield field


def _twin(row: Any) -> Any:
    """What of the same kind already has what may be there once."""
    for names, condition in _once(type(row)):
        values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
        if any(value is None for value in values.values()):
            continue
        found = type(row)._base_manager.filter(condition, **values).exclude(pk=row.pk)
        if twin := found.first():
            return twin
    return None


def _once(model: type[Model]) -> Iterator[tuple[Sequence[str], Q]]:
    for field in model._meta.local_concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.name,), Q()
    for names in model._meta.unique_together:
        yield tuple(names), Q()
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield constraint.fields, constraint.condition or Q()


def _is_same_thing(twin: Any, row: Any) -> bool:
    """Of two halls of one address only those of one name are one."""
    return not isinstance(row, Hall) or twin.name_key == row.name_key


# What is of two things, and never of one with itself.
_OF_TWO: dict[type[Model], tuple[str, str]] = {
    FilmLink: ("film_id", "leads_to_id"),
    PlacementOrder: ("first_film_id", "then_film_id"),
}


def _is_allowed(row: Any) -> bool:
    if names := _OF_TWO.get(type(row)):
        one, other = (getattr(row, name) for name in names)
        if one is not None and one == other:
            return False
    try:
        for constraint in row._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _save(row: Any) -> None:
    if type(row) in HISTORY_MODELS:
        row.save()
    else:
        row.save_base()


def _address_of(row: Any) -> dict[str, Any]:
    if type(row) not in MERGEABLE:
        return {}
    return {"slug": row.public_slug if isinstance(row, Hall) else row.slug, "festival": festival_of(row)}


def _empty_fields_of(kept: Any, merged: Any) -> dict[str, Any]:
    """What the one knows and the other does not."""
    if type(kept) not in MERGEABLE:
        return {}
    fields = [f for f in kept._meta.local_concrete_fields if f.editable and not f.is_relation and not f.primary_key]
    names = [field.name for field in fields if field.name != "slug"]  # an address is noted as a former one
    return {
        name: getattr(merged, name)
        for name in names
        if getattr(kept, name) in _EMPTY and getattr(merged, name) not in _EMPTY
    }


_EMPTY: tuple[Any, ...] = (None, "", [], ())


def _column(row: Model, name: str) -> Field:
    """By its name or that of its column."""
    return cast(Field, row._meta.get_field(name))


def _stored(row: Model, name: str) -> Any:
    """As JSON keeps it."""
    field = _column(row, name)
    value = field.value_from_object(row)
    return value if isinstance(value, int | float | str | bool | list | None) else field.value_to_string(row)
