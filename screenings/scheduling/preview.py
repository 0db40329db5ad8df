"""The conflicts that changes would bring and resolve."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from screenings.loading import as_showing, load_timetable
from screenings.models import Festival, Status
from screenings.scheduling.recreate import RecreatedScreening
from screenings.scheduling.screening_change import ScreeningChange, Snapshot
from screenings.timetable.values import Showing
from screenings.timetable.what_if import Consequences, consequences_between


def preview_conflicts(
    festival: Festival, changes: Iterable[ScreeningChange], recreated: Iterable[RecreatedScreening] = ()
) -> Consequences:
    """The conflicts that all of it together brings and takes away. A fixed number of queries."""
    after = {change.screening.uid: change.after for change in changes}
    programme = load_timetable(festival).programme
    new = (as_showing(each.row, guests=each.guests) for each in recreated)
    showings = (*(_as_after(showing, after) for showing in programme.showings), *new)
    then = replace(programme, showings=showings)
    return consequences_between(programme, then)


def _as_after(showing: Showing, after: dict[UUID, Snapshot]) -> Showing:
    state = after.get(showing.uid)
    if state is None:
        return showing
    hall = state.hall.pk if state.hall else None
    return replace(showing, hall=hall, starts_at=state.starts_at, cancelled=state.status == Status.CANCELLED)
