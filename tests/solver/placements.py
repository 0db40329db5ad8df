"""How long to search, and what a search has placed where."""

from screenings.solver.api import Effort
from screenings.timetable.values import Programme
from tests.solver.programmes import BERLIN


def steps(limit: int) -> Effort:
    """As many steps of the search, whatever the clock says."""
    return lambda done: done / limit


def places(of: Programme) -> dict[int, tuple[int | None, str | None]]:
    """Number of the showing → hall and clock."""
    return {
        s.uid.int: (s.hall, s.starts_at.astimezone(BERLIN).strftime("%m-%d %H:%M") if s.starts_at else None)
        for s in of.showings
    }
