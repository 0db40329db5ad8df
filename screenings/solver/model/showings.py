"""A programme's showings by uid, and which of their conflicts another slot would avoid."""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from screenings.solver.preferences import Preferences
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules import RULES
from screenings.timetable.rules.rule import DependsOn
from screenings.timetable.values import Programme, Showing

# What is wrong with a showing wherever it is.
SLOT_INDEPENDENT: Final = frozenset(rule.code for rule in RULES if rule.depends_on is DependsOn.NOTHING)


def find_showing(programme: Programme, uid: UUID) -> Showing:
    """The showing with this uid; raises KeyError where there is none. O(n)."""
    for showing in programme.showings:
        if showing.uid == uid:
            return showing
    raise KeyError(uid)


def conflict_cost(conflicts: Iterable[Conflict], preferences: Preferences) -> int:
    """Points by severity; an error weighs more than two showings without a place."""
    points = {
        Severity.ERROR: 2 * preferences.weight("unplaced") + 1,
        Severity.WARNING: preferences.weight("warnings"),
        Severity.NOTICE: preferences.weight("clashes"),
    }
    return sum(points[conflict.severity] for conflict in conflicts)


def avoidable_conflicts(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Warnings and errors that would not be there in another slot."""
    return [c for c in conflicts if c.severity.rank >= Severity.WARNING.rank and c.code not in SLOT_INDEPENDENT]


def avoidable_errors(conflicts: Iterable[Conflict], *, among: Collection[UUID] | None = None) -> list[Conflict]:
    """Errors that would not be there in another slot, of all showings or of those `among` these."""
    errors = (conflict for conflict in avoidable_conflicts(conflicts) if conflict.severity is Severity.ERROR)
    return [error for error in errors if among is None or not set(among).isdisjoint(error.uids)]
