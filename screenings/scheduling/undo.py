"""Moves on the board: refused on stale ground, and each person's own can be taken back and done again.

On the working timetable, or in a scenario: what is remembered of the one is nothing to the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from screenings.models import BoardMove, Festival, Hall, MoveState, Scenario, Screening, Status
from screenings.scheduling.changes import plan_move
from screenings.scheduling.screening_change import ChangeRefused, ScreeningChange, Snapshot, StaleChange
from screenings.scheduling.target import EditTarget
from screenings.timetable.placement import Placement

MAX_UNDO_ENTRIES = 50  # deeds of one person on one ground
MAX_NAMED = 3  # screenings named where a deed cannot be taken back


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

    def __str__(self) -> str:
        number = len(self.moves)
        if self.with_base:
            return f"bringing {number} screening{'' if number == 1 else 's'} up to date"
        return f"the move of {self.moves[0].screening.film.title}" if number == 1 else f"{number} moves made together"


@dataclass(frozen=True, slots=True)
class MoveResult:
    """What was done; the rows as they stand now, in the order of the deed's moves."""

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
    """Which of somebody's deeds would be taken back next, and which done again; None where there is none."""

    undo: UndoEntry | None
    redo: UndoEntry | None


def move_on_board(
    festival: Festival,
    screening: int,
    *,
    hall: Hall | None,
    starts_at: datetime | None,
    version_token: str,
    by: User,
    at: datetime,
    scenario: Scenario | None = None,
) -> MoveResult:
    """To that hall and instant, or without both back to the tray; one transaction.

    `version_token` is that of the place it was dragged from. Raises StaleChange where it is no longer there, and
    ChangeRefused where it is pinned or cancelled, or where the place is none.
    """
    ground = EditTarget(festival, scenario)
    with transaction.atomic():
        row = ground.lock_screenings([screening]).get(screening)
        if row is None:
            raise StaleChange("That screening is no longer in the timetable. Nothing was changed; look again.")
        if row.placement.version_token != version_token:
            raise StaleChange(f"Somebody else moved this meanwhile: {row}. Nothing was changed; look again.")
        step = board_change(row, hall, starts_at)
        if step.before == step.after:
            raise ChangeRefused(f"It is there already: {row}. Nothing was changed.")
        (after,) = ground.apply([step])
        (move,) = push_undo(ground, [step], by=by, at=at)
    return MoveResult((after,), UndoEntry((move,)))


def board_change(row: Screening, hall: Hall | None, starts_at: datetime | None) -> ScreeningChange:
    """Raises ChangeRefused for what nobody moves by hand: neither what is pinned nor what is cancelled."""
    if row.pinned:
        raise ChangeRefused(f"“{row.film.title}” is pinned. Take the pin out on its own page first.")
    if row.status == Status.CANCELLED:
        raise ChangeRefused(f"“{row.film.title}” is cancelled. Take the cancellation back first.")
    return plan_move(row, hall=hall, starts_at=starts_at)


def scenario_change(row: Screening, hall: Hall | None, starts_at: datetime | None) -> ScreeningChange:
    """To where the working timetable has it, or had it: no rule of a move asks why."""
    before = Snapshot.of(row)
    starts_at = starts_at.astimezone(UTC) if starts_at else None
    return ScreeningChange(row, before, replace(before, hall=hall, starts_at=starts_at))


def push_undo(
    target: EditTarget,
    changes: Iterable[ScreeningChange],
    *,
    by: User,
    at: datetime,
    batch: UUID | None = None,
    with_base: bool = False,
) -> list[BoardMove]:
    """So that they can be taken back; what was taken back before cannot be done again any more."""
    mine = _own_moves(target, by)
    _drop_undone_and_oldest(mine)
    return BoardMove.objects.bulk_create(
        [
            BoardMove(
                festival=target.festival,
                screening=step.screening,
                scenario=target.scenario,
                batch=batch,
                with_base=with_base,
                by=by,
                at=at,
                before_hall=step.before.hall,
                before_starts_at=step.before.starts_at,
                after_hall=step.after.hall,
                after_starts_at=step.after.starts_at,
            )
            for step in changes
        ],
        batch_size=500,
    )


def _drop_undone_and_oldest(mine: QuerySet[BoardMove]) -> None:
    """So that there is room for one entry more; each goes whole. One query where there is nothing to drop."""
    entries: dict[object, list[int]] = {}
    dropped = []
    for pk, batch, state in mine.order_by("-pk").values_list("pk", "batch", "state"):
        if state == MoveState.DONE:
            entries.setdefault(batch or pk, []).append(pk)
        else:
            dropped.append(pk)
    dropped += [pk for entry in list(entries.values())[MAX_UNDO_ENTRIES - 1 :] for pk in entry]
    if dropped:
        mine.filter(pk__in=dropped).delete()


def undo(festival: Festival, *, by: User, scenario: Scenario | None = None, batch: UUID | None = None) -> MoveResult:
    """Take back what this person did last, or that batch, in whole or not at all.

    Raises StaleChange where a screening of it was moved since, ChangeRefused where there is nothing.
    """
    return _replay(EditTarget(festival, scenario), by, back=True, batch=batch)


def redo(festival: Festival, *, by: User, scenario: Scenario | None = None) -> MoveResult:
    """Do again what this person took back last. Raises as `undo` does."""
    return _replay(EditTarget(festival, scenario), by, back=False)


def undo_stack(festival: Festival, *, by: User, scenario: Scenario | None = None) -> UndoStack:
    """One query."""
    deeds = _entries(_own_moves(EditTarget(festival, scenario), by))
    done = [deed for deed in deeds if deed.moves[0].state == MoveState.DONE]
    undone = [deed for deed in deeds if deed.moves[0].state == MoveState.UNDONE]
    return UndoStack(done[-1] if done else None, undone[0] if undone else None)


def _entries(moves: QuerySet[BoardMove]) -> list[UndoEntry]:
    """In the order in which they were done."""
    found: dict[object, list[BoardMove]] = {}
    rows = moves.exclude(state=MoveState.LAPSED).select_related("screening__film").order_by("pk")
    for move in rows.defer("screening__film__synopsis", "screening__film__search_text"):
        found.setdefault(move.batch or move.pk, []).append(move)
    return [UndoEntry(tuple(each)) for each in found.values()]


def _replay(ground: EditTarget, by: User, *, back: bool, batch: UUID | None = None) -> MoveResult:
    stale: StaleChange | None = None
    rows: list[Screening] = []
    with transaction.atomic():
        deed = _wanted(ground, by, back, batch)
        moves = [(move, *_from_and_to(move, back)) for move in deed.moves]
        found = ground.lock_screenings([move.screening_id for move in deed.moves])
        # A screening takes its moves with it when it is deleted.
        moved_since = [row for move, start, _to in moves if (row := found[move.screening_id]).placement != start]
        if moved_since:
            # Noted outside the refusal, so that what was done before it can still be taken back.
            _set_state(deed, MoveState.LAPSED)
            stale = StaleChange(_stale_message(moved_since, deed, "taken back" if back else "done again"))
        else:
            halls = _halls(to.hall for _move, _start, to in moves)
            # Nobody's hand has brought a scenario up to date: what is pinned comes along, and goes back.
            step = scenario_change if deed.with_base else board_change
            steps = [step(found[move.screening_id], halls.get(to.hall), to.starts_at) for move, _start, to in moves]
            reason = ("Taken back" if back else "Done again") if deed.batch else ""
            rows = ground.apply(steps, reason=reason, with_base=deed.with_base)
            _set_state(deed, MoveState.UNDONE if back else MoveState.DONE)
    if stale:
        raise stale
    return MoveResult(tuple(rows), deed)


def _wanted(ground: EditTarget, by: User, back: bool, batch: UUID | None) -> UndoEntry:
    if batch:
        done = _entries(_own_moves(ground, by).filter(batch=batch, state=MoveState.DONE))
        deed = done[0] if done else None
    else:
        known = undo_stack(ground.festival, by=by, scenario=ground.scenario)
        deed = known.undo if back else known.redo
    if deed is None:
        raise ChangeRefused("There is no move of yours left to take back." if back else "There is nothing to do again.")
    return deed


def _from_and_to(move: BoardMove, back: bool) -> tuple[Placement, Placement]:
    """Where it has to be, and where it goes."""
    return (move.after, move.before) if back else (move.before, move.after)


def _stale_message(moved_since: Sequence[Screening], deed: UndoEntry, what: str) -> str:
    if len(deed.moves) == 1:
        return f"Your move cannot be {what}: somebody moved it since: {moved_since[0]}."
    more = len(moved_since) - MAX_NAMED
    names = "; ".join(map(str, moved_since[:MAX_NAMED])) + (f"; and {more} more" if more > 0 else "")
    return f"Your {len(deed.moves)} moves cannot be {what} together: somebody moved some of them since: {names}."


def _set_state(deed: UndoEntry, state: MoveState) -> None:
    for move in deed.moves:
        move.state = state
    BoardMove.objects.bulk_update(deed.moves, ["state"], batch_size=500)


def _halls(pks: Iterable[int | None]) -> dict[int | None, Hall]:
    found = Hall.objects.filter(pk__in={pk for pk in pks if pk is not None}).select_related("venue__festival")
    return {hall.pk: hall for hall in found}


def _own_moves(ground: EditTarget, by: User) -> QuerySet[BoardMove]:
    return BoardMove.objects.filter(festival=ground.festival, by=by, scenario=ground.scenario)
