"""Screenings that were deleted, made again under the name by which every calendar knows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from screenings.models import Festival, Film, Guest, Hall, Print, PublishedScreening, Screening, Status
from screenings.models.history import DELETED

# A publication bears whole seconds; what was saved in the same second came before it.
_SAME_SECOND = timedelta(seconds=1)
_LINKS = {"festival", "film", "hall", "print"}
# A new row has these from where it is to stand; all else from what is known of it.
_PLACE = {"id", "uid", "hall", "starts_at", "status"}


@dataclass(frozen=True, slots=True)
class RecreatedScreening:
    """`row` is not saved yet; `guests` are the keys of those of then who are still there."""

    row: Screening
    guests: tuple[int, ...]

    def save(self) -> Screening:
        self.row.save(force_insert=True)
        self.row.guests.set(self.guests)
        return self.row


class _CannotRecreate(Exception):
    """It cannot come back; the message says why."""


def plan_recreate(
    festival: Festival, wanted: Sequence[PublishedScreening], halls: Mapping[str, Hall], *, at: datetime
) -> tuple[tuple[RecreatedScreening, ...], tuple[str, ...]]:
    """The screenings to make again as they were public, and a sentence on each that cannot come back.

    What the public was not told, such as print, guests and notes, is as the history has it for that moment. A fixed
    number of queries, none where nothing is wanted.
    """
    if not wanted:
        return (), ()
    known = _KnownHistory(festival, [row.uid for row in wanted], at)
    made, lost = [], []
    for then in sorted(wanted, key=lambda row: row.starts_at):
        try:
            made.append(known.recreated(then, halls.get(then.hall_slug)))
        except _CannotRecreate as why:
            lost.append(f"{then.title}, {then.starts_at:%Y-%m-%d %H:%M} UTC: {why}")
    return tuple(made), tuple(lost)


class _KnownHistory:
    """What the history knows of these screenings, and what of it is still there."""

    def __init__(self, festival: Festival, uids: Iterable[UUID], at: datetime) -> None:
        self.festival = festival
        self.records = _records(uids, at + _SAME_SECOND)
        self.linked = _guests(self.records.values())
        self.films = {film.pk: film for film in Film.objects.filter(festival=festival).with_parts()}
        self.by_slug = {film.slug: film for film in self.films.values()}
        self.prints = {each.pk: each for each in Print.objects.filter(film__festival=festival)}
        self.guests = set(Guest.objects.filter(festival=festival).values_list("pk", flat=True))
        self.refs = set(Screening.objects.of(festival).values_list("ref", flat=True))

    def recreated(self, then: PublishedScreening, hall: Hall | None) -> RecreatedScreening:
        if hall is None:
            raise _CannotRecreate(f"{then.venue}, {then.hall} is no longer there under the address {then.hall_slug}")
        record = self.records.get(then.uid)
        film = self.films.get(record.film_id) if record else self.by_slug.get(then.film_slug)
        if film is None:
            raise _CannotRecreate(
                "its film has been deleted too" if then.film_slug else "nothing says which film it was"
            )
        row = self._row(record, then)
        row.uid, row.festival, row.film, row.hall = then.uid, self.festival, film, hall
        row.starts_at, row.status = then.starts_at, Status.PLANNED
        if then.film_slug:
            row.public_note = then.note
        try:
            row.full_clean(exclude=_LINKS, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            raise _CannotRecreate(" ".join(error.messages)) from error
        linked = self.linked.get(record.pk, ()) if record else ()
        return RecreatedScreening(row, tuple(pk for pk in linked if pk in self.guests))

    def _row(self, record: Any, then: PublishedScreening) -> Screening:
        if record is None:
            return Screening(
                intro=then.intro,
                qa=then.qa,
                audience=then.audience,
                access=then.access,
                ticket_url=then.ticket_url,
                price=then.price,
            )
        fields = (each for each in record.tracked_fields if each.name not in _PLACE | _LINKS)
        # Under its own key its history goes on.
        row = Screening(pk=record.id, **{each.attname: getattr(record, each.attname) for each in fields})
        row.print = self.prints.get(record.print_id)
        if row.ref in self.refs:
            row.ref = ""
        return row


def _records(uids: Iterable[UUID], at: datetime) -> dict[UUID, Any]:
    """The newest of each up to that moment, else the newest of all. One query."""
    history = Screening.history.filter(uid__in=list(uids))  # type: ignore[attr-defined]  # the library's own
    history = history.exclude(history_type=DELETED)
    records: dict[UUID, Any] = {}
    for record in history.order_by("history_date", "history_id"):
        if record.history_date <= at or record.uid not in records or records[record.uid].history_date > at:
            records[record.uid] = record
    return records


def _guests(records: Iterable[Any]) -> dict[int, list[int]]:
    """The keys of each record's guests. One query."""
    chosen = {record.pk: record for record in records}
    guests: dict[int, list[int]] = {}
    for record in list(chosen.values())[:1]:
        for link in record.guests.model.objects.filter(history__in=list(chosen)):
            guests.setdefault(link.history_id, []).append(link.guest_id)
    return guests
