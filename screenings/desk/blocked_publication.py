"""Which errors keep a festival's saved changes from being published, as every page of the admin reports it."""

from dataclasses import dataclass

from django.core.cache import cache

from screenings.desk.conflict_items import ConflictItem, conflict_items
from screenings.desk.staff_pages import review_address
from screenings.models import Festival
from screenings.models.history import history_version
from screenings.publishing import check_errors, partition_errors
from screenings.timetable.conflicts import Conflict

MAX_CONFLICTS = 3
CACHE_SECONDS = 300  # seconds, so that new rules in a new version of the software are soon applied


@dataclass(frozen=True, slots=True)
class BlockedPublication:
    festival: Festival
    lines: tuple[ConflictItem, ...]
    more: int

    @property
    def address(self) -> str:
        return review_address(self.festival)


def blocking_errors_key(festival: Festival) -> str:
    """Names the state of everything the rules read, acknowledgements included. One query."""
    return f"standing:{festival.pk}:{history_version()}"


def cache_blocking_errors(key: str, blocking: tuple[Conflict, ...]) -> None:
    """For the notice on the next pages. Take the key before looking for the errors, lest a write falls in between."""
    cache.set(key, blocking, CACHE_SECONDS)


def _blocking_errors(festival: Festival) -> tuple[Conflict, ...]:
    """The errors that stop a publication: two queries while nothing has changed since they were last looked for."""
    key = blocking_errors_key(festival)
    blocking: tuple[Conflict, ...] | None = cache.get(key)
    if blocking is None:
        blocking, _acknowledged = partition_errors(check_errors(festival))
        cache_blocking_errors(key, blocking)
    return blocking


def blocked_publication(festival: Festival) -> BlockedPublication | None:
    """None while nothing blocks it."""
    blocking = _blocking_errors(festival)
    if not blocking:
        return None
    return BlockedPublication(
        festival, tuple(conflict_items(blocking[:MAX_CONFLICTS])), max(0, len(blocking) - MAX_CONFLICTS)
    )
