"""Which errors keep a festival's saved changes from being published, as every page of the admin reports it."""

from dataclasses import dataclass

from screenings.desk.conflict_items import ConflictItem, conflict_items
from screenings.desk.staff_pages import review_address
from screenings.loading.versions import VersionedValues, version_of
from screenings.models import Festival
from screenings.publishing import CheckedTimetable, check_errors, partition_errors
from screenings.timetable.conflicts import Conflict

MAX_CONFLICTS = 3
# A whole timetable is large: one is kept, for the desk and the notice on it. The errors alone are small.
_checked = VersionedValues(limit=1)
_blocking = VersionedValues(limit=10)


@dataclass(frozen=True, slots=True)
class BlockedPublication:
    festival: Festival
    lines: tuple[ConflictItem, ...]
    more: int

    @property
    def address(self) -> str:
        return review_address(self.festival)


def check_errors_once(festival: Festival) -> CheckedTimetable:
    """What check_errors() finds, once for each state of what the rules read. Whoever reads it changes nothing in it.

    One query while nothing has changed.
    """
    return _checked.get_or_make(festival.pk, lambda: _working_token(festival), lambda: check_errors(festival))


def _working_token(festival: Festival) -> str | None:
    """None where nothing may be kept."""
    version = version_of(festival.pk)
    return None if version is None or version.is_writing else version.working


def _blocking_errors(festival: Festival) -> tuple[Conflict, ...]:
    """The errors that stop a publication. One query while nothing has changed since they were last looked for."""
    return _blocking.get_or_make(
        festival.pk, lambda: _working_token(festival), lambda: partition_errors(check_errors_once(festival))[0]
    )


def blocked_publication(festival: Festival) -> BlockedPublication | None:
    """None while nothing blocks it."""
    blocking = _blocking_errors(festival)
    if not blocking:
        return None
    return BlockedPublication(
        festival, tuple(conflict_items(blocking[:MAX_CONFLICTS])), max(0, len(blocking) - MAX_CONFLICTS)
    )
