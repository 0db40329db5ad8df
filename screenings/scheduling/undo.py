"""Changes that are made in one go and can be taken back in one go: on the board, from a scenario, a proposal or an
earlier publication.

Of the working timetable, or of a scenario: what is remembered of the one is nothing to the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from screenings.models import BoardMove, Festival, Hall, MoveState, Scenario, Screening
from screenings.scheduling.changes import plan_move_by_hand, plan_rebase_move
from screenings.scheduling.recreate import RecreatedScreening
from screenings.scheduling.screening_change import ChangeRefused, ScreeningChange, Snapshot, StaleChange, change_to
from screenings.scheduling.target import EditTarget
from screenings.timetable.placement import Placement

MAX_UNDO_ENTRIES = 50  # of one person in one timetable or scenario
MAX_NAMED = 3  # screenings named where an entry cannot be taken back


@dataclass(frozen=True, slots=True)
class UndoEntry:
    """What was done in one go, and is taken back in one go."""

    moves: tuple[BoardMove, ...]

    @property
    def batch(self) -> UUID | None:
        return self.moves[0].batch

    @property
    def with_base(self) -> bool:
        return self.moves[0].with_base

    @property
    def is_restoration(self) -> bool:
        return self.moves[0].is_restoration

    def __str__(self) -> str:
        number = len(self.moves)
        screenings = f"{number} screening{'' if number == 1 else 's'}"
        if self.with_base:
            return f"bringing {screenings} up to date"
        if self.is_restoration:
            return f"restoring {screenings}"
        return f"the move of {self.moves[0].screening.film.title}" if number == 1 else f"{number} moves made together"


@dataclass(frozen=True, slots=True)
class MoveResult:
    """What was done; the rows as they stand now, in the order of the entry's moves."""

    rows: tuple[Screening, ...]
    undo_entry: UndoEntry

    @property
    def row(self) -> Screening:
        return self.rows[0]

    @property
    def origins(self) -> tuple[Placement, ...]:
        """Where each of them was before."""
        return tuple(move.after if move.state == MoveState.UNDONE else move.before for move in self.undo_entry.moves)


@dataclass(frozen=True, slots=True)
class UndoStack:
    """Which of somebody's entries would be taken back next, and which done again; None where there is none."""

    undo: UndoEntry | None
    redo: UndoEntry | None


def apply_with_undo(
    target: EditTarget,
    changes: Sequence[ScreeningChange],
    *,
    by: User | None,
    at: datetime,
    recreated: Iterable[RecreatedScreening] = (),
    reason: str = "",
    is_batch: bool = True,
    with_base: bool = False,
    is_restoration: bool = False,
    are_locked: bool = False,
) -> MoveResult:
    """Write these changes, all or none, as one entry that `undo` takes back; one transaction.

    `by` is None for the command line. `reason` is for the history. `is_batch`: it is spoken of as several, even where
    it is one. `with_base`, in a scenario: what it holds for the working timetable's place goes along. `is_restoration`:
    what is pinned or cancelled comes along, and goes back. `are_locked` and what is raised are as of `apply_changes`.
    """
    with transaction.atomic(savepoint=False):
        rows = target.apply(changes, recreated=recreated, reason=reason, with_base=with_base, are_locked=are_locked)
        made = [_recreation(row) for row in rows[len(changes) :]]
        own = _own_moves(target, by)
        _drop_undone_and_oldest(own)
        batch = uuid4() if is_batch else None
        moves = BoardMove.objects.bulk_create(
            [
                BoardMove(
                    festival=target.festival,
                    screening=change.screening,
                    scenario=target.scenario,
                    batch=batch,
                    with_base=with_base,
                    is_restoration=is_restoration,
                    by=by,
                    at=at,
                    **_columns("before", change.before),
                    **_columns("after", change.after),
                )
                for change in (*changes, *made)
            ],
            batch_size=500,
        )
    return MoveResult(tuple(rows), UndoEntry(tuple(moves)))


def _recreation(row: Screening) -> ScreeningChange:
    """Taken back, it stays in the tray."""
    after = Snapshot.of(row)
    return ScreeningChange(row, replace(after, hall=None, starts_at=None), after)


def _columns(prefix: str, state: Snapshot) -> dict[str, Any]:
    return {
        f"{prefix}_hall": state.hall,
        f"{prefix}_starts_at": state.starts_at,
        f"{prefix}_status": state.status,
        f"{prefix}_note": state.public_note,
    }


def _drop_undone_and_oldest(own: QuerySet[BoardMove]) -> None:
    """So that there is room for one entry more, and nothing to do again; each goes whole. One query where there is
    nothing to drop.
    """
    entries: dict[object, list[int]] = {}
    dropped = []
    for pk, batch, state in own.order_by("-pk").values_list("pk", "batch", "state"):
        if state == MoveState.DONE:
            entries.setdefault(batch or pk, []).append(pk)
        else:
            dropped.append(pk)
    dropped += [pk for entry in list(entries.values())[MAX_UNDO_ENTRIES - 1 :] for pk in entry]
    if dropped:
        own.filter(pk__in=dropped).delete()


def undo(
    festival: Festival,
    *,
    by: User | None,
    scenario: Scenario | None = None,
    batch: UUID | None = None,
    move: int | None = None,
) -> MoveResult:
    """Take back what this person did last, or that batch, or that single move by its key, in whole or not at all.

    A restoration may be taken back by anybody, by its batch. Raises StaleChange where a screening of it was moved
    since, ChangeRefused where there is nothing.
    """
    return _replay(EditTarget(festival, scenario), by, back=True, batch=batch, move=move)


def redo(festival: Festival, *, by: User | None, scenario: Scenario | None = None, **named: Any) -> MoveResult:
    """Do again what this person took back last, or what is `named` as for `undo`. Raises as that does."""
    return _replay(EditTarget(festival, scenario), by, back=False, **named)


def undo_stack(festival: Festival, *, by: User | None, scenario: Scenario | None = None) -> UndoStack:
    """One query."""
    entries = _entries(_own_moves(EditTarget(festival, scenario), by))
    done = [entry for entry in entries if entry.moves[0].state == MoveState.DONE]
    undone = [entry for entry in entries if entry.moves[0].state == MoveState.UNDONE]
    return UndoStack(done[-1] if done else None, undone[0] if undone else None)


def last_restoration(festival: Festival) -> UndoEntry:
    """The newest, whoever restored it. Raises ChangeRefused where there is none, or it was taken back."""
    restored = BoardMove.objects.filter(festival=festival, is_restoration=True)
    newest = restored.order_by("-pk").first()
    if newest is None:
        raise ChangeRefused("No publication has been restored yet, so there is nothing to take back.")
    if newest.state == MoveState.UNDONE:
        raise ChangeRefused("The last restoration has been taken back already.")
    moves = restored.filter(batch=newest.batch).select_related("screening__film").order_by("pk")
    return UndoEntry(tuple(moves))


def _entries(moves: QuerySet[BoardMove]) -> list[UndoEntry]:
    """In the order in which they were done."""
    moves_by_entry: dict[object, list[BoardMove]] = {}
    rows = moves.exclude(state=MoveState.LAPSED).select_related("screening__film").order_by("pk")
    for move in rows.defer("screening__film__synopsis", "screening__film__search_text"):
        moves_by_entry.setdefault(move.batch or move.pk, []).append(move)
    return [UndoEntry(tuple(moves)) for moves in moves_by_entry.values()]


def _replay(
    target: EditTarget, by: User | None, *, back: bool, batch: UUID | None = None, move: int | None = None
) -> MoveResult:
    stale: StaleChange | None = None
    rows: list[Screening] = []
    with transaction.atomic():
        entry = _wanted(target, by, back, batch, move)
        # A screening takes its moves with it when it is deleted.
        current = target.lock_screenings([move.screening_id for move in entry.moves])
        try:
            changes = plan_undo(entry, current, back=back)
        except StaleChange as refused:
            # Noted outside the refusal, so that what was done before it can still be taken back.
            _set_state(entry, MoveState.LAPSED)
            stale = refused
        else:
            reason = ("Taken back" if back else "Done again") if entry.batch else ""
            rows = target.apply(changes, reason=reason, with_base=entry.with_base, are_locked=True)
            _set_state(entry, MoveState.UNDONE if back else MoveState.DONE)
    if stale:
        raise stale
    return MoveResult(tuple(rows), entry)


def plan_undo(entry: UndoEntry, current: Mapping[int, Screening], *, back: bool = True) -> list[ScreeningChange]:
    """What takes the entry back, or does it again, from the rows as they are now, by key; one query.

    Only what the entry changed is changed again. Raises StaleChange where that is no longer as the entry left it,
    ChangeRefused where a screening is pinned or cancelled, or a hall was deleted since.
    """
    changed_since = [row for move in entry.moves if _is_changed(move, row := current[move.screening_id], back)]
    if changed_since:
        raise StaleChange(_stale_message(changed_since, entry, back))
    halls = _halls(_goal(move, back).hall for move in entry.moves)
    changes = []
    for move in entry.moves:
        row, goal = current[move.screening_id], _goal(move, back)
        if goal.is_lost:
            raise ChangeRefused("A hall of then has been deleted since. Move the screenings one by one.")
        hall = halls.get(goal.hall)
        if entry.is_restoration:
            wanted = replace(Snapshot.of(row), hall=hall, starts_at=goal.starts_at, **_texts_to_restore(move, back))
            changes.append(change_to(row, wanted))
        else:
            # Nobody's hand has brought a scenario up to date: what is pinned comes along, and goes back.
            plan = plan_rebase_move if entry.with_base else plan_move_by_hand
            changes.append(plan(row, hall=hall, starts_at=goal.starts_at))
    return changes


def _goal(move: BoardMove, back: bool) -> Placement:
    return move.before if back else move.after


def _texts_to_restore(move: BoardMove, back: bool) -> dict[str, str]:
    """Status and public note where the move changed them."""
    return {
        name: before if back else after
        for name, before, after in (
            ("status", move.before_status, move.after_status),
            ("public_note", move.before_note, move.after_note),
        )
        if before != after
    }


def _is_changed(move: BoardMove, row: Screening, back: bool) -> bool:
    """Whether what the move changed is no longer as it left it."""
    left = _texts_to_restore(move, not back)
    return row.placement != _goal(move, not back) or any(getattr(row, name) != text for name, text in left.items())


def _wanted(target: EditTarget, by: User | None, back: bool, batch: UUID | None, move: int | None) -> UndoEntry:
    if batch or move:
        moves = BoardMove.objects.filter(festival=target.festival, scenario=target.scenario)
        moves = moves.filter(batch=batch) if batch else moves.filter(pk=move or 0)
        state = MoveState.DONE if back else MoveState.UNDONE
        entries = _entries(moves.filter(Q(by=by) | Q(is_restoration=True), state=state))
        entry = entries[0] if entries else None
    else:
        stack = undo_stack(target.festival, by=by, scenario=target.scenario)
        entry = stack.undo if back else stack.redo
    if entry is None:
        raise ChangeRefused("There is no move of yours left to take back." if back else "There is nothing to do again.")
    return entry


def _stale_message(changed_since: Sequence[Screening], entry: UndoEntry, back: bool) -> str:
    what = "taken back" if back else "done again"
    if len(entry.moves) == 1 and not entry.is_restoration:
        return f"Your move cannot be {what}: somebody moved it since: {changed_since[0]}."
    more = len(changed_since) - MAX_NAMED
    names = "; ".join(map(str, changed_since[:MAX_NAMED])) + (f"; and {more} more" if more > 0 else "")
    if entry.is_restoration:
        return f"It was changed since: {names}. Move the screenings one by one."
    return f"Your {len(entry.moves)} moves cannot be {what} together: somebody moved some of them since: {names}."


def _set_state(entry: UndoEntry, state: MoveState) -> None:
    for move in entry.moves:
        move.state = state
    BoardMove.objects.bulk_update(entry.moves, ["state"], batch_size=500)


def _halls(pks: Iterable[int | None]) -> dict[int | None, Hall]:
    halls = Hall.objects.filter(pk__in={pk for pk in pks if pk is not None}).select_related("venue__festival")
    return {hall.pk: hall for hall in halls}


def _own_moves(target: EditTarget, by: User | None) -> QuerySet[BoardMove]:
    return BoardMove.objects.filter(festival=target.festival, by=by, scenario=target.scenario)
