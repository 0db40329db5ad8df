"""Which slot constraints and precedences a programme violates."""

from dataclasses import dataclass

from screenings.solver.model.costs import applies_to, is_in_slot
from screenings.solver.model.precedences import violated_precedences
from screenings.solver.model.time_grid import TimeGrid
from screenings.solver.preferences import Precedence, Preferences, SlotConstraint
from screenings.timetable.values import Programme


@dataclass(frozen=True, slots=True)
class PreferenceViolation:
    """A violated constraint, and by how many screenings. Without a penalty it is a hard constraint."""

    constraint: SlotConstraint | Precedence
    count: int


def preference_violations(programme: Programme, preferences: Preferences) -> tuple[PreferenceViolation, ...]:
    """Violations in the order of the preferences. What has no place yet violates nothing."""
    grid = TimeGrid(programme.calendar)
    slot_violations = (
        PreferenceViolation(constraint, _missed(programme, grid, constraint))
        for constraint in preferences.slot_constraints
    )
    precedence_violations = (
        PreferenceViolation(precedence, count) for precedence, count in violated_precedences(programme, preferences)
    )
    return tuple(violation for violation in (*slot_violations, *precedence_violations) if violation.count)


def _missed(programme: Programme, grid: TimeGrid, constraint: SlotConstraint) -> int:
    shows = (show for show in programme.scheduled if applies_to(programme, constraint, show.showing))
    return sum(
        is_in_slot(constraint, grid, show.hall, show.day, show.start, show.start) == constraint.avoid for show in shows
    )
