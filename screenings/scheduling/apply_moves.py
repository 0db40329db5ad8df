"""A proposal's moves into the working timetable, in whole or in part."""

from collections.abc import Iterable, Set
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from screenings.loading import load_timetable
from screenings.models import Festival, Hall, Screening, Status
from screenings.scheduling.changes import plan_move
from screenings.scheduling.screening_change import StaleChange
from screenings.scheduling.target import EditTarget
from screenings.scheduling.undo import MoveResult, apply_with_undo
from screenings.timetable.conflicts import Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

TIMETABLE_CHANGED = "The timetable was changed since this was proposed. Nothing was changed; propose again."


def apply_proposal(
    festival: Festival, proposed_for: Programme, moves: Iterable[Move], *, by: User | None, at: datetime
) -> MoveResult:
    """Write these moves, all or none, as one entry that `undo` undoes; `by` is None for the command line.

    Raises StaleChange where one of the screenings is no longer where `proposed_for` has it, was pinned there or
    cancelled, where a hall is gone, or where the moves would bring an error that they did not bring then; ChangeRefused
    where a screening cannot be placed there.
    """
    moves = list(moves)
    with transaction.atomic():
        places = {showing.uid: showing.placement for showing in proposed_for.showings}
        chosen = Screening.objects.of(festival).filter(uid__in=[move.uid for move in moves])
        rows = {row.uid: row for row in chosen.for_timetable()}
        halls = {hall.pk: hall for hall in Hall.objects.filter(venue__festival=festival).select_related("venue")}
        changes = []
        for move in moves:
            row = rows.get(move.uid)
            if row is None or row.placement != places[move.uid] or _is_fixed(row) or move.hall not in {None, *halls}:
                raise StaleChange(TIMETABLE_CHANGED)
            hall = None if move.hall is None else halls[move.hall]
            changes.append(plan_move(row, hall=hall, starts_at=move.starts_at))
        applied = apply_with_undo(EditTarget(festival), changes, by=by, at=at)
        uids = {move.uid for move in moves}
        if _errors(load_timetable(festival).programme, uids) - _errors(with_moves(proposed_for, moves), uids):
            raise StaleChange(TIMETABLE_CHANGED)
    return applied


def _is_fixed(row: Screening) -> bool:
    return row.status == Status.CANCELLED or (row.pinned and row.hall_id is not None)


def _errors(programme: Programme, uids: Set[UUID]) -> set[str]:
    """Fingerprints of the errors that one of these is part of."""
    errors = find_conflicts(programme, at_least=Severity.ERROR)
    return {conflict.fingerprint for conflict in errors if not uids.isdisjoint(conflict.uids)}
