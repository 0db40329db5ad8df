"""What one action wrote, list action, table or import: kept as a step, and taken back, or done again, while nothing
depends on it.

The history has every row before and after, so a step is its moment alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils.translation import gettext, gettext_lazy

from screenings.models import BoardMove, ChangeStep, Festival, change_reason
from screenings.models.change_steps import STEP_TEXT_LENGTH
from screenings.models.history import (
    CREATED,
    DELETED,
    HISTORY_MODELS,
    linked_keys_of,
    stored_value,
    update_with_history,
)

MAX_STEPS = 100  # of one festival
MAX_NAMED = 3  # rows named where a step cannot be taken back
BATCH = 500
_IN_ITS_PLACE = gettext_lazy("Something that is there now stands in its place. Change that first.")


class CannotTakeBack(ValueError):
    """Nothing was written; the message says what stands against it, and by whom."""


@dataclass(slots=True)
class _Written:
    """What a step wrote to the rows of one model, by key: the records of before and after, and the rows as they are."""

    model: type[Any]
    created: dict[int, Any] = field(default_factory=dict)
    changed: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    deleted: dict[int, Any] = field(default_factory=dict)
    rows: dict[int, Any] = field(default_factory=dict)


def record_step(
    festival: Festival, *, at: datetime | None, by: AbstractBaseUser | AnonymousUser | None, text: str
) -> None:
    """To be called in the transaction of what was written at that moment of the history. The newest are kept.

    `by` is who was signed in, None for the command line. Without `at` nothing was written. Two queries, and one more
    where an old one goes.
    """
    if at is None:
        return
    ChangeStep.objects.create(festival=festival, at=at, by=cast(User | None, by), text=text[:STEP_TEXT_LENGTH])
    own = ChangeStep.objects.filter(festival=festival).order_by("-pk")
    oldest = list(own.values_list("pk", flat=True)[MAX_STEPS : MAX_STEPS + 1])
    if oldest:
        own.filter(pk__lte=oldest[0]).delete()


def take_back(step: ChangeStep, *, by: User) -> int:
    """Every row as it was before the step: how many that are. One transaction, whole or not at all.

    Only what the step changed is changed again. Raises CannotTakeBack where it was changed since, or something else
    refers to a row that the step made; where the user may not write such rows; and where nothing is left of it. A few
    queries for each kind of row, and one for each row that is made again or deleted.
    """
    try:
        with transaction.atomic(), change_reason(gettext("Taken back: %(step)s") % {"step": step.text}, by=by) as at:
            step = ChangeStep.objects.select_for_update().get(pk=step.pk)
            if step.undone_at is not None:
                raise CannotTakeBack(gettext("It has been taken back already."))
            number = _write_as_before(step.at, by)
            step.undone_at = at
            step.save(update_fields=["undone_at"])
    except IntegrityError as error:
        raise CannotTakeBack(_IN_ITS_PLACE) from error
    return number


def do_again(step: ChangeStep, *, by: User) -> int:
    """What was taken back is taken back itself: how many rows that are, each as the step had left it. Afterwards it is
    a step of this moment. One transaction; raises and costs as `take_back`.
    """
    try:
        with transaction.atomic(), change_reason(gettext("Done again: %(step)s") % {"step": step.text}, by=by) as at:
            step = ChangeStep.objects.select_for_update().get(pk=step.pk)
            if step.undone_at is None:
                raise CannotTakeBack(gettext("It has been done again already."))
            number = _write_as_before(step.undone_at, by)
            # The board's moves of the same action stay part of it.
            BoardMove.objects.filter(festival=step.festival_id, at=step.at).update(at=at)
            step.at, step.undone_at = at, None
            step.save(update_fields=["at", "undone_at"])
    except IntegrityError as error:
        raise CannotTakeBack(_IN_ITS_PLACE) from error
    return number


def _write_as_before(at: datetime, by: User) -> int:
    """Every row that was written at that moment as it was before it."""
    written = [each for model in _in_order() if (each := _written_at(model, at))]
    _require_possible(written, by)
    return _write_back(written)


def _in_order() -> list[type[Any]]:
    """Each model after those that it refers to."""
    return sorted(HISTORY_MODELS, key=_depth)


def _depth(model: type[Model]) -> int:
    targets = {each.related_model for each in model._meta.fields if isinstance(each, models.ForeignKey)}
    return 1 + max((_depth(each) for each in targets - {model} if each in HISTORY_MODELS), default=0)


def _written_at(model: type[Any], at: datetime) -> _Written | None:
    records: dict[int, list[Any]] = {}
    for record in model.history.filter(history_date=at).order_by("history_id"):
        records.setdefault(record.id, []).append(record)
    if not records:
        return None
    earlier = model.history.filter(id__in=list(records), history_date__lt=at)
    before = {record.id: record for record in earlier.order_by("history_date", "history_id")}
    written = _Written(model)
    for pk, (first, *others) in records.items():
        last = others[-1] if others else first
        if first.history_type == CREATED:
            if last.history_type != DELETED:
                written.created[pk] = last
        elif last.history_type == DELETED:
            # Its last state is in the entry of its deletion itself, as it was.
            written.deleted[pk] = before.get(pk, first)
        elif pk in before:
            written.changed[pk] = before[pk], last
        else:
            raise CannotTakeBack(
                gettext("The history does not know what %(row)s was before.") % {"row": last.history_object}
            )
    keys = [*written.created, *written.changed, *written.deleted]
    locked = model._default_manager.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    written.rows = {row.pk: row for row in locked}
    return written


def _require_possible(written: list[_Written], by: User) -> None:
    if not written:
        raise CannotTakeBack(gettext("Nothing of it is left to take back."))
    for each in written:
        verbs = {"change": each.changed, "delete": each.created, "add": each.deleted}
        for verb, rows in verbs.items():
            if rows and not by.has_perm(f"screenings.{verb}_{each.model._meta.model_name}"):
                name = each.model._meta.verbose_name_plural
                raise CannotTakeBack(gettext("Your account may no longer change %(rows)s like that.") % {"rows": name})
        if each.model is Festival and (each.created or each.deleted):
            raise CannotTakeBack(gettext("A festival was made by it. Delete that on its own page."))
    reasons = [reason for each in written for reason in (*_changed_since(each), *_referring(each, written))]
    if reasons:
        more = len(reasons) - MAX_NAMED
        named = "; ".join(reasons[:MAX_NAMED])
        if more > 0:
            named = gettext("%(named)s; and %(more)s more") % {"named": named, "more": more}
        raise CannotTakeBack(gettext("Later changes depend on it: %(named)s.") % {"named": named})


def _changed_since(written: _Written) -> Iterator[str]:
    """A sentence for each row that is no longer as the step left it."""
    for pk, (before, after) in written.changed.items():
        row = written.rows.get(pk)
        if row is None:
            yield gettext("%(row)s was deleted since") % {"row": _name(written.model, after)}
        elif not _has(row, after, _differing(before, after)):
            yield _by_whom(row)
    for pk, after in written.created.items():
        row = written.rows.get(pk)
        if row is not None and not _has(row, after, [*after.tracked_fields, *after._history_m2m_fields]):
            yield _by_whom(row)


def _by_whom(row: Any) -> str:
    last = row.history.select_related("history_user").order_by("history_date", "history_id").last()
    if last and last.history_user:
        return gettext("%(row)s was changed since by %(by)s") % {"row": row, "by": last.history_user}
    return gettext("%(row)s was changed since") % {"row": row}


def _name(model: type[Any], record: Any) -> str:
    text = getattr(record, "title", "") or getattr(record, "name", "")
    return str(text) or f"{model._meta.verbose_name} {record.id}"


def _referring(written: _Written, steps: list[_Written]) -> Iterator[str]:
    """A sentence for each row that refers to one that the step made, but for what the step itself wrote."""
    if not written.created:
        return
    made = written.model._default_manager.filter(pk__in=list(written.created))
    for relation in written.model._meta.related_objects:
        model: Any = relation.related_model
        if model not in HISTORY_MODELS:
            continue
        own = next((each for each in steps if each.model is model), _Written(model))
        others = model._default_manager.filter(**{f"{relation.field.name}__in": made}).distinct()
        others = others.exclude(pk__in=[*own.created, *own.changed]).order_by("pk")
        for row in others[: MAX_NAMED + 1]:
            yield gettext("%(row)s came later and refers to it") % {"row": row}


def _differing(before: Any, after: Any) -> list[Any]:
    own = [each for each in after.tracked_fields if stored_value(each, before) != stored_value(each, after)]
    linked = [
        each
        for each in after._history_m2m_fields
        if linked_keys_of(before, each.name) != linked_keys_of(after, each.name)
    ]
    return [*own, *linked]


def _has(row: Any, record: Any, fields: Iterable[Any]) -> bool:
    """Whether the row is as the record says, in these fields."""
    return all(
        set(getattr(row, each.name).values_list("pk", flat=True)) == linked_keys_of(record, each.name)
        if each.many_to_many
        else stored_value(each, row) == stored_value(each, record)
        for each in fields
    )


def _write_back(written: list[_Written]) -> int:
    """What lists were given goes first, so that what they had before finds its place again; then rows that others
    referred to come back, then columns; what nothing refers to any more goes last.
    """
    leaves = [each for each in written if not _is_referred_to(each.model)]
    number = sum(_delete_created(each) for each in reversed(leaves))
    number += sum(_recreate(each) for each in written)
    number += sum(_restore_columns(each) for each in written)
    return number + sum(_delete_created(each) for each in reversed(written) if each not in leaves)


def _is_referred_to(model: type[Model]) -> bool:
    return any(relation.related_model in HISTORY_MODELS for relation in model._meta.related_objects)


def _delete_created(written: _Written) -> int:
    made = [pk for pk in written.created if pk in written.rows]
    for start in range(0, len(made), BATCH):
        written.model._default_manager.filter(pk__in=made[start : start + BATCH]).delete()
    return len(made)


def _recreate(written: _Written) -> int:
    missing = [(pk, record) for pk, record in written.deleted.items() if pk not in written.rows]
    for pk, record in missing:
        values = {each.attname: getattr(record, each.attname) for each in record.tracked_fields}
        row = written.model(**{**values, "id": pk})
        row.save(force_insert=True)
        for linked in record._history_m2m_fields:
            getattr(row, linked.name).set(linked_keys_of(record, linked.name))
    return len(missing)


def _restore_columns(written: _Written) -> int:
    rows_by_names: dict[tuple[str, ...], list[Any]] = {}
    for pk, (before, after) in written.changed.items():
        row = written.rows[pk]
        fields = _differing(before, after)
        for each in fields:
            if each.many_to_many:
                getattr(row, each.name).set(linked_keys_of(before, each.name))
            else:
                setattr(row, each.attname, getattr(before, each.attname))
        names = [each.name for each in fields if not each.many_to_many]
        rows_by_names.setdefault((*names, *_refresh_keys(row)), []).append(row)
    for changed_names, rows in rows_by_names.items():
        update_with_history(written.model, rows, changed_names, batch_size=BATCH)
    return len(written.changed)


def _refresh_keys(row: Any) -> tuple[str, ...]:
    """What order and search go by, which the history leaves out."""
    if hasattr(row, "refresh_keys"):
        row.refresh_keys()
        return ("sort_title", "search_text")
    if hasattr(row, "refresh_key"):
        row.refresh_key()
        return ("sort_key",)
    return ()
