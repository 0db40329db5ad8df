"""To say that a conflict is known, and why, so that it no longer blocks a publication; and to take that back."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.auth.models import User

from screenings.models import Acknowledgement, Festival
from screenings.timetable.conflicts import Conflict


def acknowledge(
    festival: Festival, conflicts: Iterable[Conflict], *, reason: str, by: User | None, at: datetime
) -> int:
    """Record that these conflicts are accepted, and why; how many were recorded. Earlier reasons are kept.

    Raises ValueError where one cannot be acknowledged: two shows in one hall at one time can only be resolved.
    """
    rows = []
    for conflict in conflicts:
        if not conflict.acknowledgeable:
            raise ValueError(f"{conflict.code} cannot be acknowledged; move one of the two screenings.")
        row = Acknowledgement(
            festival=festival, code=conflict.code, fingerprint=conflict.fingerprint, reason=reason, by=by, at=at
        )
        row.full_clean(validate_constraints=False)
        rows.append(row)
    Acknowledgement.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def withdraw_acknowledgements(festival: Festival, fingerprints: Collection[str]) -> int:
    """Take acknowledgements back; how many there were. The conflicts then stand as if nobody had spoken."""
    deleted, _by_model = Acknowledgement.objects.filter(festival=festival, fingerprint__in=fingerprints).delete()
    return deleted
