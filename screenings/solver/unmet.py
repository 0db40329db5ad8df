"""What of that which was asked for a programme does not keep."""

from collections.abc import Iterator
from dataclasses import dataclass

from screenings.solver.model.costs import concerns
from screenings.solver.model.precedences import missed_orders
from screenings.solver.model.time_grid import Grid
from screenings.solver.preferences import Preferences, Sequel, Wish
from screenings.timetable.values import Placed, Programme


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish or an order, and for how many screenings it is not kept. Without points it was a must."""

    wanted: Wish | Sequel
    count: int


def unmet(programme: Programme, preferences: Preferences) -> tuple[Unmet, ...]:
    """In the order in which they are asked for; what has no place yet can keep everything."""
    grid = Grid(programme.calendar)
    wishes = (Unmet(wish, _missed(programme, grid, wish)) for wish in preferences.wishes)
    orders = (Unmet(order, count) for order, count in missed_orders(programme, preferences))
    return tuple(one for one in (*wishes, *orders) if one.count)


def _missed(programme: Programme, grid: Grid, wish: Wish) -> int:
    shows = (show for show in programme.live if concerns(programme, wish, show.showing))
    return sum(all(_inside(grid, wish, show)) == wish.avoid for show in shows)


def _inside(grid: Grid, wish: Wish, show: Placed) -> Iterator[bool]:
    yield not wish.halls or show.hall.id in wish.halls
    yield not wish.days or show.day in wish.days
    yield wish.begins is None or grid.struck(show.hall, show.day, wish.begins) <= show.start
    yield wish.until is None or show.start < grid.struck(show.hall, show.day, wish.until)
