"""A change of a screening as a value: seen before it is made, and made only while it is still the change seen."""

from collections.abc import Collection, Iterable
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects

from screenings.models import Hall, Screening
from screenings.models.history import change_reason, update_with_history
from screenings.models.screenings import ScreeningQuerySet
from screenings.scheduling.recreate import RecreatedScreening

BATCH = 100
_FIELDS = ("hall", "starts_at", "status", "public_note")


class ChangeRefused(ValueError):
    """It cannot be done, and nothing was. The message is a sentence that names the screening and the way out."""


class StaleChange(ChangeRefused):
    """Somebody else changed a screening meanwhile."""


class AmbiguousTime(ChangeRefused):
    """The clock shows the new time twice that night: `fold` 0 or 1 says which is meant."""

    def __init__(self, message: str, wall: datetime, zone: ZoneInfo) -> None:
        super().__init__(message)
        self.wall, self.zone = wall, zone


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What of a screening the verbs change. `starts_at` is an instant, None where it has no place yet.

    The hall is a row and not the key that a Placement holds: what is written, checked and worded needs it.
    """

    hall: Hall | None
    starts_at: datetime | None
    status: str
    public_note: str

    @classmethod
    def of(cls, screening: Screening) -> "Snapshot":
        starts_at = screening.starts_at.astimezone(UTC) if screening.starts_at else None
        return cls(screening.hall, starts_at, screening.status, screening.public_note)

    @property
    def version_token(self) -> str:
        """Differs as soon as anything of it does; fit for a hidden field or an address."""
        hall = self.hall.pk if self.hall else None
        return sha256(repr((hall, self.starts_at, str(self.status), self.public_note)).encode()).hexdigest()[:32]


def _require_unchanged(row: Screening, seen: Snapshot) -> None:
    """Raises StaleChange where the screening is no longer as it was seen."""
    if Snapshot.of(row).version_token != seen.version_token:
        raise StaleChange(f"Somebody else changed this meanwhile: {row}. Nothing was changed; look again.")


@dataclass(frozen=True)
class ScreeningChange:
    """One screening's change. `screening` is the row as it was when `before` was read; it is not written to."""

    screening: Screening
    before: Snapshot
    after: Snapshot

    @property
    def row_after(self) -> Screening:
        """The screening as it would be: for its clock, end and name. It is not meant to be saved."""
        row = copy(self.screening)
        row.hall, row.starts_at = self.after.hall, self.after.starts_at
        row.status, row.public_note = self.after.status, self.after.public_note
        return row


def change_to(screening: Screening, after: Snapshot) -> ScreeningChange:
    """Raises ChangeRefused where the screening could not be saved like that."""
    change = ScreeningChange(screening, Snapshot.of(screening), after)
    _check(change.row_after)
    return change


def apply_changes(
    changes: Iterable[ScreeningChange],
    *,
    recreated: Iterable[RecreatedScreening] = (),
    reason: str = "",
    are_locked: bool = False,
) -> list[Screening]:
    """Write all changes or none. What is to be taken back as well is written by `apply_with_undo`, which calls this.

    The rows in the order of the changes, and then those of `recreated`. Each gets an entry in its history, with that
    `reason` where one is given.

    `are_locked`: their screenings were read under a lock in this transaction, so nobody has changed them since.

    Raises StaleChange where a screening is no longer as its change has seen it, ChangeRefused where a place is not free
    to take.
    """
    changes = list(changes)
    with transaction.atomic(), change_reason(reason) if reason else nullcontext():
        rows = {change.screening.pk: copy(change.screening) for change in changes}
        if not are_locked:
            rows = lock_screenings(Screening.objects.all(), rows.keys())
        for change in changes:
            row = rows.get(change.screening.pk)
            if row is None:
                raise StaleChange(
                    f"“{change.screening.film.title}” is no longer in the timetable. Nothing was changed."
                )
            _require_unchanged(row, change.before)
        for change in changes:
            row = rows[change.screening.pk]
            for name in _FIELDS:
                setattr(row, name, getattr(change.after, name))
            _check(row)
        changed = [rows[change.screening.pk] for change in changes if change.before != change.after]
        update_with_history(Screening, changed, _FIELDS, batch_size=BATCH)
        made = [screening.save() for screening in recreated]
    return [*(rows[change.screening.pk] for change in changes), *made]


def lock_screenings(screenings: ScreeningQuerySet, pks: Collection[int]) -> dict[int, Screening]:
    """Those that there are, in the order of their keys, so that two who change the same never wait for each other.

    One query, as long as nobody was waited for and no print is that of a film's part.
    """
    rows = screenings.filter(pk__in=pks).with_places().order_by("pk")
    locked = list(rows.select_for_update(of=("self",)))
    if len(locked) < len(pks) or not all(map(_is_joined_as_it_is, locked)):
        locked = list(rows)
    with_print_of_part = [row for row in locked if row.print and row.print.film_id != row.film_id]
    prefetch_related_objects(with_print_of_part, "film__film_parts")
    return {row.pk: row for row in locked}


def _is_joined_as_it_is(row: Screening) -> bool:
    """PostgreSQL shows a row that changed while it waited beside the earlier hall, film or print, or beside none."""
    joined = ((row.hall_id, row.hall), (row.film_id, row.film), (row.print_id, row.print))
    return all(pk == (other.pk if other else None) for pk, other in joined)


def _check(row: Screening) -> None:
    if (row.hall is None) != (row.starts_at is None):
        raise ChangeRefused(f"“{row.film.title}” needs a hall and a start, or neither while it has no place yet.")
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - {"starts_at", "status", "public_note"})
        row.clean()
    except ValidationError as error:
        raise ChangeRefused(f"“{row.film.title}”: {' '.join(error.messages)}") from error
