"""The progress of a search as one record: the search makes it, a process sends it and the database keeps it."""

from dataclasses import dataclass, fields, replace
from typing import Any

from screenings.timetable.what_if import Move

DEFAULT_INTERVAL = 0.01  # of the effort, between two reports


@dataclass(frozen=True, slots=True)
class Progress:
    """The share of the effort spent, from 0 to 1, and the incumbent. None: this report does not say.

    `points` are the search's own objective. `conflicts` and `score` are what the rules and the objective's terms find
    in a recent incumbent; they are asked a few times in a search only. `best` are the incumbent's moves, sent now and
    then and only when it has changed. Of a repair only `spent` is known.
    """

    spent: float
    placed: int | None = None
    unplaced: int | None = None
    points: int | None = None
    conflicts: int | None = None
    score: int | None = None
    best: tuple[Move, ...] | None = None

    def known(self) -> dict[str, Any]:
        """The values by name, without those that it does not say."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def after(self, earlier: "Progress") -> "Progress":
        """This report, completed by what only the earlier one says."""
        return replace(earlier, **self.known())
