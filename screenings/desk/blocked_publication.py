"""Which errors keep a festival's saved changes from being published, as every page of the admin reports it."""

from dataclasses import dataclass

from screenings.desk.conflict_items import ConflictItem, conflict_items
from screenings.desk.staff_pages import review_address
from screenings.models import Festival
from screenings.publishing import check_errors, partition_errors

MAX_CONFLICTS = 3


@dataclass(frozen=True, slots=True)
class BlockedPublication:
    festival: Festival
    lines: tuple[ConflictItem, ...]
    more: int

    @property
    def address(self) -> str:
        return review_address(self.festival)


def blocked_publication(festival: Festival) -> BlockedPublication | None:
    """None while nothing blocks it. One query then, where the timetable is as it was when somebody last asked."""
    blocking, _acknowledged = partition_errors(check_errors(festival))
    if not blocking:
        return None
    return BlockedPublication(
        festival, tuple(conflict_items(blocking[:MAX_CONFLICTS])), max(0, len(blocking) - MAX_CONFLICTS)
    )
