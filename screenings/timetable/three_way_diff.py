"""How a timetable and a copy of it have drifted apart: which of the two has moved a showing since the copy was made."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Placement(NamedTuple):
    """A hall's key and an instant (UTC), or neither for the tray.

    An instant without a hall is a place in a hall that has been deleted since: nothing can be put there.
    """

    hall: int | None = None
    starts_at: datetime | None = None

    @property
    def is_lost(self) -> bool:
        return self.hall is None and self.starts_at is not None

    @property
    def version_token(self) -> str:
        """Fit for a hidden field: names exactly this place."""
        if self.starts_at is None:
            return "tray"
        return f"{'' if self.hall is None else self.hall}@{self.starts_at:%Y%m%dT%H%M%S}"


class ChangedSide(StrEnum):
    """Who has moved it since: the copy, both to different places, or the timetable that was copied."""

    THEIRS = "copy"
    BOTH = "both"
    OURS = "original"


class ThreeWayDiff(NamedTuple):
    """Where a showing was when the copy was made, where the timetable has it now, and where the copy has it."""

    base: Placement
    ours: Placement
    theirs: Placement

    @property
    def changed_side(self) -> ChangedSide | None:
        """None where the two agree, also where both have made the same move."""
        if self.ours == self.theirs:
            return None
        if self.base == self.ours:
            return ChangedSide.THEIRS
        return ChangedSide.OURS if self.base == self.theirs else ChangedSide.BOTH
