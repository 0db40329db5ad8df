"""Every editable row's earlier states: what it was, since when, by whom and why. Kept by django-simple-history."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from simple_history import register
from simple_history.models import HistoricalRecords

from screenings.models.festivals import Festival, Section
from screenings.models.films import Film, FilmImage, FilmLink, FilmPart, PressQuote, Print
from screenings.models.people import Credit, Guest, Person
from screenings.models.rules import RuleSetting
from screenings.models.screenings import Screening
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
def change_reason(reason: str, *, by: User | None = None) -> Iterator[None]:
    """What is written meanwhile is one entry of the history, with this reason. `by`: where no request says it."""
    token = _occasion.set(_ChangeContext(timezone.now(), by, reason[:MAX_REASON_LENGTH]))
    try:
        yield
    finally:
        _occasion.reset(token)


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
    return all(_stored(field, row) == _stored(field, record) for field in record.tracked_fields)


def _stored(field: models.Field, row: Any) -> Any:
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

    register(model, records_class=RegisteredRecords, **options)


for _model in (
    Festival, RuleSetting, OpeningHours, Closure, TravelTime, FilmPart, FilmImage, FilmLink,
    PressQuote, Print, Credit, Guest, TermWeight, PlacementWish, PlacementOrder,
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


def create_with_history(model: type[Row], rows: Sequence[Row], *, batch_size: int) -> None:
    """bulk_create() with an entry for each row."""
    created = model._default_manager.bulk_create(rows, batch_size=batch_size)
    _record_all(model, created, batch_size, is_update=False)


def update_with_history(model: type[Row], rows: Sequence[Row], names: Sequence[str], *, batch_size: int) -> None:
    """bulk_update() with an entry for each row, whose other columns are as they were loaded."""
    keys = [field.name for field in model._meta.fields if isinstance(field, NameKeyField) and field.of in names]
    model._default_manager.bulk_update(rows, [*names, *keys], batch_size=batch_size)
    _record_all(model, rows, batch_size, is_update=True)


def _record_all(model: type[Row], rows: Sequence[Row], batch_size: int, *, is_update: bool) -> None:
    records = _records.get(model)
    if records is None or not rows:
        return
    made = model.history.bulk_history_create(  # type: ignore[attr-defined]  # the library's own
        rows,
        batch_size=batch_size,
        update=is_update,
        default_change_reason=records.get_change_reason_for_object(None, CHANGED, None),
        default_date=records.moment(),
    )
    if is_update:
        for field in records.get_m2m_fields_from_model(model):
            _record_links(records, field, made, batch_size)


def _record_links(records: HistoryRecords, field: Any, made: Sequence[Any], batch_size: int) -> None:
    """The many-to-many rows of each entry, which the library's own bulk write leaves out."""
    through, linked = field.remote_field.through, records.m2m_models[field]
    own = f"{field.m2m_field_name()}_id"
    by_key = {record.id: record for record in made}
    keys = list(by_key)
    links = []
    for start in range(0, len(keys), batch_size):
        for link in through.objects.filter(**{f"{own}__in": keys[start : start + batch_size]}):
            values = {each.attname: getattr(link, each.attname) for each in through._meta.fields}
            links.append(linked(history=by_key[values[own]], **values))
    linked.objects.bulk_create(links, batch_size=batch_size)
