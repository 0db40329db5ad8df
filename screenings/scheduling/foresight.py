"""What steps would break and mend."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from screenings.models import Festival, Status
from screenings.programme import load_programme
from screenings.scheduling.steps import State, Step
from screenings.timetable.consequences import Consequences, consequences_between
from screenings.timetable.values import Showing


def foreseen(festival: Festival, steps: Iterable[Step]) -> Consequences:
    """The conflicts that all the steps together bring and take away. A fixed number of queries."""
    after = {step.screening.uid: step.after for step in steps}
    programme = load_programme(festival)
    then = replace(programme, showings=tuple(_as_after(showing, after) for showing in programme.showings))
    return consequences_between(programme, then)


def _as_after(showing: Showing, after: dict[UUID, State]) -> Showing:
    state = after.get(showing.uid)
    if state is None:
        return showing
    hall = state.hall.pk if state.hall else None
    return replace(showing, hall=hall, starts_at=state.starts_at, cancelled=state.status == Status.CANCELLED)
