"""What is public, from its rows to the values they were made from, and back."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from screenings.loading.versions import VersionedValues
from screenings.models import Festival, Publication, PublishedScreening
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.timetable.values import PublicScreening

PUBLIC_FIELDS = tuple(f.name for f in fields(PublicScreening))
_values_of = attrgetter(*PUBLIC_FIELDS)


class PublishedRow(NamedTuple):
    """A current row as the next publication compares it; `sequence` and `revised_at` are its calendar entry's."""

    pk: int
    sequence: int
    revised_at: datetime
    value: PublicScreening


def public_screening_from_row(row: PublishedScreening) -> PublicScreening:
    """A published row as the value it was made from."""
    return PublicScreening(*_values_of(row))


def public_screenings_from_rows(rows: PublishedScreeningQuerySet) -> list[PublicScreening]:
    """The same of many rows, in their order. One query, at half the cost of making model instances first."""
    return [PublicScreening(*values) for values in rows.values_list(*PUBLIC_FIELDS)]


def published_columns(value: PublicScreening) -> dict[str, Any]:
    """A value as the columns of its published row."""
    return dict(zip(PUBLIC_FIELDS, _values_of(value), strict=True))


def published_screenings(festival: Festival, publication: Publication | None = None) -> dict[UUID, PublicScreening]:
    """What the public sees now, or saw in an earlier publication. One query."""
    rows = PublishedScreening.objects
    chosen = rows.in_publication(festival.pk, publication.number) if publication else rows.current(festival)
    return {screening.uid: screening for screening in public_screenings_from_rows(chosen)}


PublishedRows = Mapping[UUID, PublishedRow]
MAX_KEPT = 12_000  # rows of all festivals
_KEPT: VersionedValues[PublishedRows] = VersionedValues(MAX_KEPT, len)


def published_rows(publication: Publication | None) -> PublishedRows:
    """What that publication shows, the newest of its festival as a rule, in no order; nothing where there is none.

    No query where this process has read or written it: a publication never changes, and its token names no other. Else
    one, which leaves the calendar entries where they are. It is shared: nobody changes it.
    """
    return _kept(publication, lambda: _read_rows(publication)) if publication else {}


def keep_published_rows(publication: Publication, rows: PublishedRows) -> None:
    """What was just written as that publication, for whoever publishes next."""
    _kept(publication, lambda: rows)


def _kept(publication: Publication, make: Callable[[], PublishedRows]) -> PublishedRows:
    return _KEPT.get_or_make(publication.festival_id, lambda: publication.token, make, named=publication.token)


def _read_rows(publication: Publication) -> PublishedRows:
    rows = PublishedScreening.objects.in_publication(publication.festival_id, publication.number).order_by()
    published: dict[UUID, PublishedRow] = {}
    for pk, sequence, revised_at, *columns in rows.values_list("pk", "sequence", "revised_at", *PUBLIC_FIELDS):
        value = PublicScreening(*columns)
        published[value.uid] = PublishedRow(pk, sequence, revised_at, value)
    return published
