"""How long to search, what a search has placed where, and what the objective counts in it."""

from collections import Counter

from screenings.solver.api import Effort, Preferences, term_contributions
from screenings.timetable.rules import find_conflicts
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


def amounts(of: Programme, *, pairwise: bool = False) -> Counter[str]:
    """By term of the objective, how many of its units there are."""
    found = term_contributions(of, find_conflicts(of, pairwise=pairwise), Preferences())
    return Counter({one.term.name: one.amount for one in found})
