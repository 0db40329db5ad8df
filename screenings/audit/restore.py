"""A film or a screening as it was at an earlier moment: what that would change, and doing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils.translation import gettext

from screenings.audit.timeline import (
    AuditChange,
    RowNames,
    audit_changes,
    child_label,
    child_relations,
    collect_names,
    field_title,
    history_records,
)
from screenings.models import Festival, Film, Hall, Screening, Venue, change_reason
from screenings.models.history import DELETED, has_same_columns, linked_keys_of
from screenings.timetable.days import same_wall_time
from screenings.wording.lists import joined_with_and

# What goes back together with the row. Prints lie where they lie.
RESTORED_RELATIONS: Mapping[type[Model], tuple[str, ...]] = {
    Film: ("credits", "film_parts", "quotes", "links", "images"),
    Screening: (),
}
# A row stays in its festival and keeps its name in calendars.
UNRESTORED_FIELDS = frozenset({"id", "festival", "uid"})


class CannotRestore(ValueError):
    """Nothing was written; the message says why."""


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """`lines` go from now to then; `left_out` names what cannot come back because something else is gone."""

    lines: tuple[AuditChange, ...]
    left_out: tuple[str, ...]

    @property
    def version_token(self) -> str:
        """Names exactly this: what was looked at is what is done, or it is shown again."""
        return sha256(repr((self.lines, self.left_out)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Children:
    """Rows of one kind by key: as they are, and as records of what they were."""

    model: type[Any]
    now: dict[int, Any]
    then: dict[int, Any]


class _EarlierState:
    """A row and what goes together with it, as both were at a moment. Raises CannotRestore where there was no row."""

    def __init__(self, row: Any, at: datetime) -> None:
        self.row, self.model = row, type(row)
        self.own = _record_at(history_records(self.model, id=row.pk), at)
        if self.own is None:
            raise CannotRestore(gettext("It was not there at that moment, or its history does not reach so far back."))
        if isinstance(row, Screening):
            _keep_wall_time(self.own, row, at)
        self.children = []
        for name, child, key in child_relations(self.model):
            if name in RESTORED_RELATIONS[self.model]:
                now = {child.pk: child for child in getattr(row, name).all()}
                records = history_records(child, **{key.attname: row.pk})
                self.children.append(_Children(child, now, _children_at(records, now, at)))
        self._there = self._targets()

    def records(self) -> Iterator[tuple[type[Any], Any]]:
        yield self.model, self.own
        for children in self.children:
            yield from ((children.model, record) for record in children.then.values())

    def missing(self, record: Any) -> list[Any]:
        """The fields whose row is there no more."""
        return [
            field
            for field in _foreign_keys(record)
            if getattr(record, field.attname) not in self._there[field.remote_field.model]
        ]

    def _targets(self) -> dict[type[Model], set[Any]]:
        keys_by_model: dict[type[Model], set[Any]] = {}
        for _model, record in self.records():
            for field in _foreign_keys(record):
                keys_by_model.setdefault(field.remote_field.model, set()).add(getattr(record, field.attname))
        return {
            model: set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
            for model, keys in keys_by_model.items()
        }


def _foreign_keys(record: Any) -> Iterator[Any]:
    for field in record.tracked_fields:
        if isinstance(field, models.ForeignKey) and getattr(record, field.attname) is not None:
            yield field


def _record_at(records: list[Any], at: datetime) -> Any:
    before = [record for record in records if record.history_date <= at]
    return before[-1] if before and before[-1].history_type != DELETED else None


def _keep_wall_time(record: Any, row: Screening, at: datetime) -> None:
    """The hour that its clock showed then is meant, also where the zone of that clock was corrected since."""
    if record.hall_id is None or record.starts_at == row.starts_at:
        return
    hall = Hall.objects.select_related("venue__festival").filter(pk=record.hall_id).first()
    if hall is not None:
        record.starts_at = same_wall_time(record.starts_at, _zone_at(hall, at), hall.venue.zone)


def _zone_at(hall: Hall, at: datetime) -> ZoneInfo:
    """What has no history of that time was as it is now."""
    venue_id = getattr(_record_at(history_records(Hall, id=hall.pk), at), "venue_id", hall.venue_id)
    venue = _record_at(history_records(Venue, id=venue_id), at) or hall.venue
    festival = _record_at(history_records(Festival, id=hall.venue.festival_id), at) or hall.venue.festival
    return ZoneInfo(venue.timezone or festival.timezone)


def _children_at(records: list[Any], now: Mapping[int, Any], at: datetime) -> dict[int, Any]:
    by_key: dict[int, list[Any]] = {}
    for record in records:
        by_key.setdefault(record.id, []).append(record)
    former = {pk: record for pk, some in by_key.items() if (record := _record_at(some, at))}
    # What has no history at all was there all the time.
    return former | {pk: _as_record(row) for pk, row in now.items() if pk not in by_key}


def _as_record(row: Any) -> Any:
    """The row as it is now, in a record's shape."""
    record_type = type(row).history.model
    record = record_type(**{field.attname: getattr(row, field.attname) for field in record_type.tracked_fields})
    record.linked_keys = {
        field.name: set(getattr(row, field.name).values_list("pk", flat=True)) for field in record._history_m2m_fields
    }
    return record


def preview_restore(row: Any, *, at: datetime, zone: ZoneInfo) -> RestorePreview:
    """What restore() would do; a fixed number of queries. Raises CannotRestore."""
    former, now, names = _EarlierState(row, at), _as_record(row), RowNames()
    for model, record in former.records():
        collect_names(names, model, record)
    collect_names(names, former.model, now)
    for children in former.children:
        for child in children.now.values():
            collect_names(names, children.model, _as_record(child))
    missing_titles = [field_title(field) for field in former.missing(former.own)]
    own = audit_changes(former.model, now, former.own, "", names, zone)
    lines = [line for line in own if line.what not in missing_titles]
    left_out = [gettext("%(name)s: deleted since") % {"name": name} for name in missing_titles]
    for children in former.children:
        lines += _child_lines(children, former, names, zone)
        left_out += _left_out(children, former, names)
    return RestorePreview(tuple(sorted(lines, key=lambda line: line.what)), tuple(sorted(left_out)))


def _child_name(children: _Children, record: Any, names: RowNames) -> str:
    return f"{str(children.model._meta.verbose_name).capitalize()} {child_label(children.model, record, names)}"


def _child_lines(children: _Children, former: _EarlierState, names: RowNames, zone: ZoneInfo) -> Iterator[AuditChange]:
    for pk in children.now.keys() - children.then.keys():
        yield AuditChange(
            _child_name(children, _as_record(children.now[pk]), names), gettext("there"), gettext("deleted")
        )
    for pk, record in children.then.items():
        if former.missing(record):
            continue
        name = _child_name(children, record, names)
        if pk in children.now:
            yield from audit_changes(children.model, _as_record(children.now[pk]), record, name, names, zone)
        else:
            yield AuditChange(name, gettext("deleted"), gettext("there again"))


def _left_out(children: _Children, former: _EarlierState, names: RowNames) -> Iterator[str]:
    for record in children.then.values():
        if missing := former.missing(record):
            fields = joined_with_and([field_title(field) for field in missing])
            row = _child_name(children, record, names)
            yield gettext("%(row)s: %(fields)s deleted since") % {"row": row, "fields": fields}


def restore(row: Any, *, at: datetime, why: str) -> None:
    """Put the row back as it stood at that moment, with what goes together; one entry of the history.

    Raises CannotRestore, and then nothing was written, where the rules of the models stand against it.
    """
    former = _EarlierState(row, at)
    try:
        with transaction.atomic(), change_reason(why):
            _write(former, row, former.own)
            for field in former.own._history_m2m_fields:
                present = field.remote_field.model._default_manager.filter(
                    pk__in=linked_keys_of(former.own, field.name)
                )
                getattr(row, field.name).set(present)
            for children in former.children:
                _write_children(former, children)
    except ValidationError as error:
        raise CannotRestore(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise CannotRestore(gettext("Something that is there now stands in its place. Change that first.")) from error


def _write_children(former: _EarlierState, children: _Children) -> None:
    for pk in children.now.keys() - children.then.keys():
        children.now[pk].delete()
    for pk, record in sorted(children.then.items()):
        if not former.missing(record):
            _write(former, children.now.get(pk) or children.model(pk=pk), record)


def _write(former: _EarlierState, row: Any, record: Any) -> None:
    if not row._state.adding and has_same_columns(record, row):
        return
    left = UNRESTORED_FIELDS | {field.name for field in former.missing(record)}
    for field in record.tracked_fields:
        if field.name not in left or (row._state.adding and field.name != "id"):
            setattr(row, field.attname, getattr(record, field.attname))
    row.full_clean()
    row.save()
