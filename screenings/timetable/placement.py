"""Where a screening is to take place: the one value for a hall and a start."""

from datetime import UTC, datetime
from typing import NamedTuple


class Placement(NamedTuple):
    """A hall's key and an instant (UTC), or neither for the tray.

    An instant without a hall is a place in a hall that has been deleted since: nothing can be put there.
    """

    hall: int | None = None
    starts_at: datetime | None = None

    @classmethod
    def of(cls, hall: int | None, starts_at: datetime | None) -> "Placement":
        """The same for an instant in any zone, such as a database returns."""
        return cls(hall, starts_at.astimezone(UTC) if starts_at else None)

    @property
    def is_empty(self) -> bool:
        """In the tray."""
        return self.hall is None and self.starts_at is None

    @property
    def is_lost(self) -> bool:
        return self.hall is None and self.starts_at is not None

    @property
    def version_token(self) -> str:
        """Fit for a hidden field: names exactly this place."""
        if self.starts_at is None:
            return "tray"
        return f"{'' if self.hall is None else self.hall}@{self.starts_at:%Y%m%dT%H%M%S}"


UNPLACED = Placement()
