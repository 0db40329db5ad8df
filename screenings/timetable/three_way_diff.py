"""How a timetable and a copy of it have drifted apart: which of the two has moved a showing since the copy was made."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Place(NamedTuple):
    """A hall's key and an instant (UTC), or neither for the tray.

    An instant without a hall is a place in a hall that has been deleted since: nothing can be put there.
    """

    hall: int | None = None
    starts_at: datetime | None = None

    @property
    def is_lost(self) -> bool:
        return self.hall is None and self.starts_at is not None

    @property
    def mark(self) -> str:
        """Fit for a hidden field: names exactly this place."""
        if self.starts_at is None:
            return "tray"
        return f"{'' if self.hall is None else self.hall}@{self.starts_at:%Y%m%dT%H%M%S}"


class Mover(StrEnum):
    """Who has moved it since: the copy, both to different places, or the timetable that was copied."""

    COPY = "copy"
    BOTH = "both"
    ORIGINAL = "original"


class Drift(NamedTuple):
    """Where a showing was when the copy was made, where the timetable has it now, and where the copy has it."""

    base: Place
    here: Place
    there: Place

    @property
    def mover(self) -> Mover | None:
        """None where the two agree, also where both have made the same move."""
        if self.here == self.there:
            return None
        if self.base == self.here:
            return Mover.COPY
        return Mover.ORIGINAL if self.base == self.there else Mover.BOTH
