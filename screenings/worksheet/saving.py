"""The edits written, in one transaction; or tried, to say what they would break and what the public would see."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from screenings.importing.public_effect import PublicEffect, public_effect, public_states
from screenings.loading.timetable import load_timetable
from screenings.models import Film, Screening, change_reason
from screenings.models.history import update_with_history
from screenings.scheduling import ScreeningChange, Snapshot
from screenings.scheduling.screening_change import change_to
from screenings.scheduling.target import EditTarget
from screenings.scheduling.undo import apply_with_undo
from screenings.timetable.what_if import Consequences, consequences_between
from screenings.worksheet.edits import RowChange
from screenings.worksheet.worksheets import Worksheet

BATCH = 200
REASON = "Changed in the table"
# What a move of the board changes, and takes back.
_UNDOABLE = ("hall", "starts_at", "status", "public_note")


class _Previewed(Exception):
    """Takes back what was tried."""


def try_changes(worksheet: Worksheet, changes: Sequence[RowChange]) -> tuple[Consequences, PublicEffect]:
    """What they would mean: they are written, looked at and rolled back."""
    festival = worksheet.festival
    before, states = load_timetable(festival).programme, public_states(festival)
    consequences, effect = Consequences(), PublicEffect()
    try:
        with transaction.atomic():
            write_changes(worksheet, changes, by=None, is_tried=True)
            then = consequences_between(before, load_timetable(festival).programme)
            consequences = then.without_same_subjects()
            effect = public_effect(states, public_states(festival))
            raise _Previewed
    except _Previewed:
        return consequences, effect


def write_changes(
    worksheet: Worksheet, changes: Sequence[RowChange], *, by: User | None, is_tried: bool = False
) -> datetime:
    """All or none, each row with an entry in its history; what of a screening the board can take back, it can.

    The rows are as they were locked in this transaction; gives the moment of the history. `is_tried`: nobody takes that
    back.
    """
    target = EditTarget(worksheet.festival)
    with transaction.atomic(), change_reason(REASON, by=by) as at:
        moves = [_move(change) for change in changes if set(change.fields) & set(_UNDOABLE)]
        if isinstance(changes[0].after, Screening) and moves and not is_tried:
            is_batch = len(moves) > 1
            apply_with_undo(target, moves, by=by, at=at, reason=REASON, is_batch=is_batch, are_locked=True)
        elif moves and isinstance(changes[0].after, Screening):
            target.apply(moves, reason=REASON, are_locked=True)
        _write_others(changes)
        for change in changes:
            worksheet.save_links(change.after, change.fields)
    return at


def _move(change: RowChange) -> ScreeningChange:
    return change_to(change.before, Snapshot.of(change.after))


def _write_others(changes: Sequence[RowChange]) -> None:
    """The rows by the fields that they change, so that nobody's other cells are written."""
    model = type(changes[0].after)
    by_fields: dict[tuple[str, ...], list[Film | Screening]] = {}
    for change in changes:
        columns = {field.name for field in model._meta.fields} - (set() if model is Film else set(_UNDOABLE))
        own = tuple(name for name in change.fields if name in columns)
        if own:
            by_fields.setdefault(own, []).append(change.after)
    for names, rows in by_fields.items():
        if model is Film:
            for film in rows:
                film.refresh_keys()  # type: ignore[union-attr]  # they are films
        keys = ("sort_title", "search_text") if model is Film else ()
        update_with_history(model, rows, [*names, *keys], batch_size=BATCH)
