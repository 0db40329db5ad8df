"""What of that which was asked for a programme does not keep."""

from dataclasses import dataclass

from screenings.solver.model.costs import applies_to, is_in_slot
from screenings.solver.model.precedences import violated_precedences
from screenings.solver.model.time_grid import TimeGrid
from screenings.solver.preferences import Precedence, Preferences, SlotConstraint
from screenings.timetable.values import Programme


@dataclass(frozen=True, slots=True)
class PreferenceViolation:
    """A wish or an order, and for how many screenings it is not kept. Without points it was a must."""

    constraint: SlotConstraint | Precedence
    count: int


def preference_violations(programme: Programme, preferences: Preferences) -> tuple[PreferenceViolation, ...]:
    """In the order in which they are asked for; what has no place yet can keep everything."""
    grid = TimeGrid(programme.calendar)
    wishes = (PreferenceViolation(wish, _missed(programme, grid, wish)) for wish in preferences.slot_constraints)
    orders = (PreferenceViolation(order, count) for order, count in violated_precedences(programme, preferences))
    return tuple(one for one in (*wishes, *orders) if one.count)


def _missed(programme: Programme, grid: TimeGrid, wish: SlotConstraint) -> int:
    shows = (show for show in programme.scheduled if applies_to(programme, wish, show.showing))
    return sum(is_in_slot(wish, grid, show.hall, show.day, show.start, show.start) == wish.avoid for show in shows)
