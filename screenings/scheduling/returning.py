"""An earlier publication as the working timetable again: an ordinary change of the screenings that differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from screenings.models import Audience, Festival, Hall, Publication, PublishedScreening, Screening, Status
from screenings.scheduling.steps import Refused, State, Step, step_to


@dataclass(frozen=True, slots=True)
class Return:
    """`lost` names what took place then and is no longer in the working timetable: no step brings it back."""

    steps: tuple[Step, ...]
    lost: tuple[str, ...]


def returning_to(publication: Publication) -> Return:
    """Every screening the public may know of where and as it stood then: hall, start, cancelled or not, public note.

    What was added since goes back to the tray; private screenings stay. A fixed number of queries. Raises Refused
    where a hall of then is no longer there.
    """
    festival = publication.festival
    then = {row.uid: row for row in PublishedScreening.objects.of(festival.pk, publication.number)}
    halls = {f"{hall.venue.slug}.{hall.slug}": hall for hall in _halls(festival)}
    steps, known = [], set()
    for row in Screening.objects.of(festival).in_time_order().for_timetable().select_related("print"):
        known.add(row.uid)
        state = _state(row, then.get(row.uid), halls)
        if state != State.of(row):
            steps.append(step_to(row, state))
    return Return(tuple(steps), tuple(_lost(then.values(), known)))


def _halls(festival: Festival) -> Iterable[Hall]:
    return Hall.objects.filter(venue__festival=festival).select_related("venue__festival")


def _state(row: Screening, then: PublishedScreening | None, halls: dict[str, Hall]) -> State:
    now = State.of(row)
    if row.audience == Audience.PRIVATE:
        return now
    if then is None:
        return State(None, None, now.status, now.public_note)
    hall = halls.get(then.hall_slug)
    if hall is None:
        raise Refused(
            f"“{then.title}” was in {then.venue}, {then.hall}, which is no longer there under the address "
            f"{then.hall_slug}. Make that hall again, or move the screenings one by one."
        )
    status = Status.CANCELLED if then.status == Status.CANCELLED else Status.PLANNED
    return State(hall, then.starts_at, status, then.note)


def _lost(then: Iterable[PublishedScreening], known: set[UUID]) -> Iterable[str]:
    rows = (row for row in then if row.uid not in known and row.status != Status.CANCELLED)
    return (f"{row.title}, {row.starts_at:%Y-%m-%d %H:%M} UTC" for row in sorted(rows, key=lambda row: row.starts_at))
