"""Taking a proposal over, in whole or in part, and taking it back."""

from collections.abc import Iterable
from datetime import UTC

from django.db import transaction

from screenings.models import Festival, Hall, Screening
from screenings.scheduling.plans import placing
from screenings.scheduling.steps import Stale, Step, carry_out
from screenings.timetable.consequences import Move
from screenings.timetable.values import Programme


def take_over(festival: Festival, seen: Programme, moves: Iterable[Move]) -> list[Step]:
    """Write these moves, all or none; `seen` is the programme that they were proposed for. The steps that were made.

    Raises Stale where one of the screenings is no longer where it was seen, Refused where a place is not free to take.
    """
    moves = list(moves)
    with transaction.atomic():
        places = {showing.uid: (showing.hall, showing.starts_at) for showing in seen.showings}
        found = Screening.objects.of(festival).filter(uid__in=[move.uid for move in moves])
        rows = {row.uid: row for row in found.for_timetable().select_related("print")}
        halls = {hall.pk: hall for hall in Hall.objects.filter(venue__festival=festival).select_related("venue")}
        steps = []
        for move in moves:
            row = rows.get(move.uid)
            if row is None or (row.hall_id, row.starts_at and row.starts_at.astimezone(UTC)) != places[move.uid]:
                raise Stale("The timetable was changed since this was proposed. Nothing was changed; propose again.")
            hall = None if move.hall is None else halls[move.hall]
            steps.append(placing(row, hall=hall, starts_at=move.starts_at))
        carry_out(steps)
    return steps


def take_back(steps: Iterable[Step]) -> None:
    """Undo what was taken over, all or none. Raises Stale where somebody has changed one of the screenings since."""
    carry_out(Step(step.shown_after, step.after, step.before) for step in steps)
