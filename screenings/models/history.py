# ruff: noqa: S608 - the one statement is made of the names of tables and columns alone
"""Every editable row's earlier states: what it was, since when, by whom and why. Kept by django-simple-history."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import connection, models
from django.utils import timezone
from simple_history import register
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from screenings.models.festivals import Festival
from screenings.models.film_links import FilmLink
from screenings.models.films import Film, FilmImage, FilmPart, PressQuote
from screenings.models.holds import Hold
from screenings.models.people import Credit, Guest, Person
from screenings.models.prints import Print
from screenings.models.rules import RuleSetting
from screenings.models.screenings import Screening
from screenings.models.sections import Section
from screenings.models.uniqueness import NameKeyField
from screenings.models.venues import Closure, Hall, OpeningHours, TravelTime, Venue
from screenings.models.wishes import PlacementOrder, PlacementWish, TermWeight

Row = TypeVar("Row", bound=models.Model)
CREATED, CHANGED, DELETED = "+", "~", "-"
LOADED_REASON = "loaded from a file"
MAX_REASON_LENGTH = 100


@dataclass(frozen=True, slots=True)
class _ChangeContext:
    at: datetime
    by: User | None
    why: str


_occasion: ContextVar[_ChangeContext | None] = ContextVar("occasion", default=None)


@contextmanager
def change_reason(reason: str, *, by: User | None = None) -> Iterator[datetime]:
    """What is written meanwhile is one entry of the history, with this reason; gives its moment. `by`: where no request
    says it. One inside another has its own reason, and is the same moment of the history.
    """
    outer = _occasion.get()
    at, by = (outer.at, by or outer.by) if outer else (timezone.now(), by)
    token = _occasion.set(_ChangeContext(at, by, reason[:MAX_REASON_LENGTH]))
    try:
        yield at
    finally:
        _occasion.reset(token)


class _EntriesManager(HistoryManager):
    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[HistoricalQuerySet], class_name: str | None = None
    ) -> type[HistoryManager]:
        """The library asks whenever a row's entries are read, and a class takes half a millisecond to make."""
        made: type[HistoryManager] = super().from_queryset(queryset_class, class_name)
        return made


class HistoryRecords(HistoricalRecords):
    """One entry for each save that changed something; all that one request writes bears one moment.

    What `loaddata` brings is recorded as well: the first edit afterwards has something to be compared with.
    """

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        # The library hears of a proxy's saves no more than Django tells it: by the proxy's own name.
        for proxy in (each for each in sender.__subclasses__() if each._meta.proxy):
            models.signals.post_save.connect(self.post_save, sender=proxy, weak=False)
            models.signals.post_delete.connect(self.post_delete, sender=proxy, weak=False)

    def post_save(self, instance: Any, created: bool, using: str | None = None, **kwargs: Any) -> None:
        if not kwargs.get("raw"):
            super().post_save(instance, created, using=using, **kwargs)
            return
        kind = CREATED if created else CHANGED
        if _occasion.get():
            self.create_historical_record(instance, kind, using=using)
            return
        with change_reason(LOADED_REASON):
            self.create_historical_record(instance, kind, using=using)

    def create_historical_record(self, instance: Any, history_type: str, using: str | None = None) -> None:
        if history_type == CHANGED and self._is_recorded(instance):
            return
        instance._history_date = self.moment()
        try:
            super().create_historical_record(instance, history_type, using=using)
        finally:
            del instance._history_date

    def get_history_user(self, instance: Any) -> Any:
        occasion = _occasion.get()
        return (occasion.by if occasion else None) or super().get_history_user(instance)

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: str | None) -> str | None:
        occasion = _occasion.get()
        return occasion.why if occasion else None

    def moment(self) -> datetime:
        """Of the occasion, else of the request, else now."""
        if occasion := _occasion.get():
            return occasion.at
        if request := getattr(self.context, "request", None):
            moment: datetime = request.META.setdefault("screenings.moment", timezone.now())
            return moment
        return timezone.now()

    def _is_recorded(self, instance: Any) -> bool:
        """Whether the newest entry says just this; two queries, and two more for a screening's guests."""
        last = getattr(instance, self.manager_name).order_by("-history_date", "-history_id").first()
        if last is None:
            return False
        return has_same_columns(last, instance) and all(
            linked_keys_of(last, field.name) == _keys_now(instance, field) for field in last._history_m2m_fields
        )


def has_same_columns(record: Any, row: Any) -> bool:
    """In its own columns."""
    return all(stored_value(field, row) == stored_value(field, record) for field in record.tracked_fields)


def stored_value(field: models.Field, row: Any) -> Any:
    """As the database has it, of a row or of a record."""
    return field.get_prep_value(getattr(row, field.attname))


def linked_keys_of(record: Any, name: str) -> set[int]:
    """The keys a record holds of a many-to-many field; one that was never saved brings them along."""
    if record.pk is None:
        return set(record.linked_keys[name])
    rows = getattr(record, name)
    target = getattr(record.instance_type, name).field.m2m_reverse_field_name()
    return set(rows.values_list(f"{target}_id", flat=True))


def _keys_now(row: Any, field: Any) -> set[int]:
    return set(getattr(row, field.name).values_list("pk", flat=True))


_records: dict[type[models.Model], HistoryRecords] = {}


def _record(model: type[models.Model], **options: Any) -> None:
    class RegisteredRecords(HistoryRecords):
        def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
            _records[sender] = self
            super().finalize(sender, **kwargs)

    register(model, records_class=RegisteredRecords, history_manager=_EntriesManager, **options)


for _model in (
    Festival, RuleSetting, OpeningHours, Closure, TravelTime, FilmPart, FilmImage, FilmLink,
    PressQuote, Print, Credit, Guest, TermWeight, PlacementWish, PlacementOrder, Hold,
):  # fmt: skip
    _record(_model)
# What search, order and comparison go by is derived at every save.
_record(Section, excluded_fields=["name_key"])
_record(Venue, excluded_fields=["name_key"])
_record(Hall, excluded_fields=["name_key"])
_record(Film, excluded_fields=["sort_title", "search_text"])
_record(Person, excluded_fields=["sort_key"])
_record(Screening, m2m_fields=["guests"])
HISTORY_MODELS = tuple(_records)


def create_with_history(
    model: type[Row],
    rows: Sequence[Row],
    *,
    batch_size: int,
    links: Callable[[], None] | None = None,
    is_recorded: bool = True,
) -> None:
    """bulk_create() with an entry for each row. `links` writes its many-to-many rows, between the two.

    Not `is_recorded` is what will be taken back, so that nobody could read the entries.
    """
    created = model._default_manager.bulk_create(rows, batch_size=batch_size)
    if links:
        links()
    if is_recorded:
        _record_all(model, created, batch_size, CREATED)


def update_with_history(
    model: type[Row], rows: Sequence[Row], names: Sequence[str], *, batch_size: int, is_recorded: bool = True
) -> None:
    """bulk_update() with an entry for each row."""
    keys = [field.name for field in model._meta.fields if isinstance(field, NameKeyField) and field.of in names]
    if names:  # else only its many-to-many rows are others
        model._default_manager.bulk_update(rows, [*names, *keys], batch_size=batch_size)
    if is_recorded:
        _record_all(model, rows, batch_size, CHANGED)


def _record_all(model: type[Row], rows: Sequence[Row], batch_size: int, kind: str) -> None:
    """An entry for each row as the database has it by now, which copies it itself: a third of an import's time and
    memory went into building the entries here.
    """
    records = _records.get(model)
    if records is None or not rows:
        return
    entries: Any = model.history.model  # type: ignore[attr-defined]  # the library's own
    by = records.get_history_user(rows[0])
    said = {
        "history_date": connection.ops.adapt_datetimefield_value(records.moment()),
        "history_change_reason": records.get_change_reason_for_object(None, CHANGED, None),
        "history_type": kind,
        "history_user_id": by.pk if by else None,
    }
    quoted = connection.ops.quote_name
    copied = {entries._meta.get_field(field.name).column: field.column for field in entries.tracked_fields}
    into = ", ".join(map(quoted, (*said, *copied)))
    values = ", ".join(("%s",) * len(said) + tuple(map(quoted, copied.values())))
    source, key = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
    head = f"INSERT INTO {quoted(entries._meta.db_table)} ({into}) SELECT {values} FROM {source} WHERE {key} IN "
    made: dict[int, int] = {}
    keys = [row.pk for row in rows]
    with connection.cursor() as cursor:
        for start in range(0, len(keys), batch_size):
            batch = keys[start : start + batch_size]
            marks = ", ".join(["%s"] * len(batch))
            returned = f"RETURNING {quoted(entries._meta.get_field('id').column)}, {quoted('history_id')}"
            cursor.execute(f"{head}({marks}) ORDER BY {key} {returned}", [*said.values(), *batch])
            made.update(cursor.fetchall())
    for field in records.get_m2m_fields_from_model(model):
        _record_links(records, field, made, batch_size)


def _record_links(records: HistoryRecords, field: Any, made: Mapping[int, int], batch_size: int) -> None:
    """The many-to-many rows of each entry; `made` are the entries' keys by those of the rows."""
    through, linked = field.remote_field.through, records.m2m_models[field]
    own = f"{field.m2m_field_name()}_id"
    keys = list(made)
    links = []
    for start in range(0, len(keys), batch_size):
        for link in through.objects.filter(**{f"{own}__in": keys[start : start + batch_size]}):
            values = {each.attname: getattr(link, each.attname) for each in through._meta.fields}
            links.append(linked(history_id=made[values[own]], **values))
    linked.objects.bulk_create(links, batch_size=batch_size)
