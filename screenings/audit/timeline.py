"""A row's history in words, with the rows that belong to it: what changed, from what to what, by whom and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Model
from django.utils.translation import gettext, gettext_lazy

from screenings.models import Festival, Film, Hall, Screening, Venue
from screenings.models.history import CHANGED, CREATED, DELETED, linked_keys_of
from screenings.wording.changes import EMPTY_VALUE
from screenings.wording.moments import moment_in_zone

# What belongs to a row and is told with it, by the name the row knows it under.
CHILD_RELATIONS: Mapping[type[Model], tuple[str, ...]] = {
    Film: ("credits", "film_parts", "prints", "quotes", "links", "images"),
    Venue: ("halls",),
    Hall: ("opening_hours", "closures"),
    Festival: ("rule_settings",),
    Screening: ("hold",),
}
_NAMED_WITH = {"hall": ("venue",), "guest": ("person",), "print": ("film",), "credit": ("person",)}
_DONE = {CREATED: gettext_lazy("%(row)s added"), DELETED: gettext_lazy("%(row)s deleted")}
_PART_DONE = {CREATED: gettext_lazy("%(row)s, added"), DELETED: gettext_lazy("%(row)s, deleted")}


@dataclass(frozen=True, slots=True)
class AuditChange:
    """One thing that changed."""

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody wrote at one moment. `by` is None outside the admin; `why` says an import or a restoration."""

    at: datetime
    by: User | None
    why: str
    lines: tuple[AuditChange, ...]


@dataclass(slots=True)
class RowNames:
    """Of the rows that records point to, asked of the database for all at once."""

    _keys: dict[type[Model], set[Any]] = field(default_factory=dict)
    _names: dict[type[Model], dict[Any, str]] = field(default_factory=dict)

    def collect(self, model: type[Model], keys: Iterable[Any]) -> None:
        self._keys.setdefault(model, set()).update(key for key in keys if key is not None)

    def name_of(self, model: type[Model], key: Any) -> str:
        if model not in self._names:
            rows = model._default_manager.filter(pk__in=self._keys.get(model, ()))
            if named_with := _NAMED_WITH.get(str(model._meta.model_name)):
                rows = rows.select_related(*named_with)
            self._names[model] = {row.pk: str(row) for row in rows}
        if key is None:
            return EMPTY_VALUE
        if name := self._names[model].get(key):
            return name
        return gettext("%(kind)s %(number)s, deleted since") % {"kind": model._meta.verbose_name, "number": key}


def concrete_model(model: type[Model]) -> type[Model]:
    """The model whose history it is: a proxy's is that of what it stands for."""
    return model._meta.concrete_model or model


def child_relations(model: type[Model]) -> Iterator[tuple[str, type[Model], Any]]:
    """The name, model and key of the rows that belong to a row of `model`."""
    for name in CHILD_RELATIONS.get(concrete_model(model), ()):
        relation: Any = model._meta.get_field(name)
        yield name, relation.related_model, relation.field


def history_records(model: type[Any], **which: Any) -> list[Any]:
    """Oldest first."""
    return list(model.history.filter(**which).select_related("history_user").order_by("history_date", "history_id"))


def timeline(row: Any, zone: ZoneInfo) -> list[AuditEntry]:
    """Newest first; moments in `zone`. A fixed number of queries."""
    model = concrete_model(type(row))
    records = [(model, record, True) for record in history_records(model, id=row.pk)]
    for _name, child, key in child_relations(model):
        own_key = getattr(row, key.foreign_related_fields[0].attname)
        records += [(child, record, False) for record in history_records(child, **{key.attname: own_key})]
    names = RowNames()
    for record_model, record, _own in records:
        collect_names(names, record_model, record)
    before: dict[tuple[type[Model], int], Any] = {}
    lines_by_change: dict[tuple[datetime, int | None, str], list[AuditChange]] = {}
    people: dict[int | None, User | None] = {}
    for record_model, record, own in sorted(
        records, key=lambda item: (item[1].history_date, not item[2], item[1].history_id)
    ):
        last = before.get((record_model, record.id))
        before[record_model, record.id] = record
        people[record.history_user_id] = record.history_user
        at = (record.history_date, record.history_user_id, record.history_change_reason or "")
        lines_by_change.setdefault(at, []).extend(_lines(record_model, record, last, own, names, zone))
    entries = [
        AuditEntry(at, people[by], why, tuple(lines)) for (at, by, why), lines in lines_by_change.items() if lines
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def collect_names(names: RowNames, model: type[Any], record: Any) -> None:
    for column in record.tracked_fields:
        if isinstance(column, models.ForeignKey):
            names.collect(column.remote_field.model, [getattr(record, column.attname)])
    for column in record._history_m2m_fields:
        names.collect(column.remote_field.model, linked_keys_of(record, column.name))


def _lines(
    model: type[Any], record: Any, last: Any, own: bool, names: RowNames, zone: ZoneInfo
) -> Iterator[AuditChange]:
    kind = str(model._meta.verbose_name).capitalize()
    name = "" if own else f"{kind} {child_label(model, record, names)}"
    if record.history_type != CHANGED:
        done = (_DONE if own else _PART_DONE)[record.history_type]
        yield AuditChange(done % {"row": name or kind}, "", "")
    elif last is not None:
        yield from audit_changes(model, last, record, name, names, zone)
    else:
        yield AuditChange(name or kind, gettext("not known"), gettext("changed"))


def audit_changes(
    model: type[Any], old: Any, new: Any, name: str, names: RowNames, zone: ZoneInfo
) -> Iterator[AuditChange]:
    """The fields in which two records differ."""
    for column in record_fields(new):
        texts = field_text(column, old, names, zone), field_text(column, new, names, zone)
        if texts[0] != texts[1]:
            yield AuditChange(f"{name}: {column.verbose_name}" if name else field_title(column), *texts)


def field_title(column: Any) -> str:
    """`Running time`, from a field's own name."""
    what = str(column.verbose_name)
    return what[:1].upper() + what[1:]


def record_fields(record: Any) -> list[Any]:
    return [*(column for column in record.tracked_fields if column.name != "id"), *record._history_m2m_fields]


def field_text(column: Any, record: Any, names: RowNames, zone: ZoneInfo) -> str:
    """A field of a record as people read it."""
    if column.many_to_many:
        keys = linked_keys_of(record, column.name)
        return ", ".join(sorted(names.name_of(column.remote_field.model, key) for key in keys)) or EMPTY_VALUE
    if isinstance(column, models.ForeignKey):
        return names.name_of(column.remote_field.model, getattr(record, column.attname))
    value: Any = getattr(record, column.attname)
    # Countries have choices that nobody can list flat; their values know their own names.
    if isinstance(value, str | int) and column.choices:
        value = dict(column.flatchoices or ()).get(value, value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return moment_in_zone(value, zone)
    if not isinstance(value, str) and isinstance(value, Iterable):
        value = ", ".join(str(getattr(item, "name", item)) for item in value)
    return EMPTY_VALUE if value in (None, "") else str(value)


def child_label(model: type[Any], record: Any, names: RowNames) -> str:
    """A belonging row in a few words: its own name, else whom or what it points to and what tells it apart."""
    for name in ("name", "label", "source", "caption", "code"):
        if text := getattr(record, name, ""):
            return str(text)
    telling = ("person", "part", "role", "weekday", "opens", "format", "first_day", "last_day")
    fields = [column for column in record.tracked_fields if column.name in telling]
    texts = [field_text(column, record, names, ZoneInfo("UTC")) for column in fields]
    return ", ".join(texts) or getattr(record, "reason", "") or gettext("number %(number)s") % {"number": record.id}
