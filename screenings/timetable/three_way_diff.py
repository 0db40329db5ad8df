"""How a timetable and a copy of it differ: which of the two has moved a showing since the copy was made."""

from enum import StrEnum
from typing import NamedTuple

from screenings.timetable.placement import Placement


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
