"""What keeps saved changes from being public, as every page of the admin reports it: errors, or a pause."""

from collections.abc import Hashable
from dataclasses import dataclass

from screenings.desk.conflict_items import ConflictItem, first_conflict_items
from screenings.desk.staff_pages import review_address
from screenings.loading.standing import current_standing_version
from screenings.loading.versions import VersionedValues, all_versions, in_transaction
from screenings.models import Festival, Publishing
from screenings.publishing import check_errors, partition_errors
from screenings.text.clock import clock_shown
from screenings.wording.pausing import pause_text

MAX_CONFLICTS = 3
# It loads whole timetables: it looks at the newest editions, which are the ones being worked on.
MAX_FESTIVALS = 3


@dataclass(frozen=True, slots=True)
class BlockedPublication:
    festival: Festival
    lines: tuple[ConflictItem, ...]
    more: int

    @property
    def address(self) -> str:
        return review_address(self.festival)


@dataclass(frozen=True, slots=True)
class PausedPublication:
    """Something is being tried on the board. `version` names what would be published, as `standing_version`."""

    festival: Festival
    text: str
    version: str

    @property
    def address(self) -> str:
        return review_address(self.festival)


Notice = BlockedPublication | PausedPublication
_NOTICES: VersionedValues[tuple[Notice, ...]] = VersionedValues(1)


def unpublished_notices() -> tuple[Notice, ...]:
    """Of the festivals that publish as saved and have begun to: there a save that goes nowhere would surprise.

    One query while nothing is written anywhere, as every page of the admin asks.
    """
    return _NOTICES.get_or_make("all", _name, _find_notices)


def _name() -> Hashable | None:
    """No tokens, as while `migrate` runs, are no name."""
    return None if in_transaction() else all_versions() or None


def _find_notices() -> tuple[Notice, ...]:
    begun = Festival.objects.exclude(publishing=Publishing.AFTER_REVIEW).filter(publications__number=1).newest_first()
    return tuple(filter(None, map(_notice, begun.select_related("paused_by")[:MAX_FESTIVALS])))


def _notice(festival: Festival) -> Notice | None:
    """None while nothing keeps what is saved from being public."""
    if festival.paused_at is not None and festival.is_paused:
        text = pause_text(festival.paused_at, str(festival.paused_by or ""), festival.zone)
        return PausedPublication(festival, text, current_standing_version(festival.pk))
    blocking, _acknowledged = partition_errors(check_errors(festival))
    if not blocking:
        return None
    with clock_shown(festival.clock):  # whoever's page it is made for
        lines, more = first_conflict_items(blocking, MAX_CONFLICTS)
    return BlockedPublication(festival, lines, more)
