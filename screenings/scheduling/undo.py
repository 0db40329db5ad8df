"""Moves on the board: refused on stale ground, and each person's own can be taken back and done again.

On the working timetable, or in a scenario: what is remembered of the one is nothing to the other.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from screenings.models import BoardMove, Festival, Hall, MoveState, Scenario, Screening, Status, because
from screenings.scheduling.changes import placing
from screenings.scheduling.screening_change import Refused, Stale, State, Step
from screenings.scheduling.target import Ground, place_of
from screenings.timetable.three_way_diff import Place

KEPT = 50  # deeds of one person on one ground
SAID = 3  # screenings named where a deed cannot be taken back


@dataclass(frozen=True, slots=True)
class Deed:
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
class Moved:
    """What was done; the rows as they stand now, in the order of the deed's moves."""

    rows: tuple[Screening, ...]
    deed: Deed

    @property
    def row(self) -> Screening:
        return self.rows[0]

    @property
    def move(self) -> BoardMove:
        return self.deed.moves[0]


@dataclass(frozen=True, slots=True)
class Memory:
    """Which of somebody's deeds would be taken back next, and which done again; None where there is none."""

    undo: Deed | None
    redo: Deed | None


def move_on_board(
    screening: Screening,
    *,
    hall: Hall | None,
    starts_at: datetime | None,
    seen: str,
    by: User,
    at: datetime,
    scenario: Scenario | None = None,
) -> Moved:
    """To that hall and instant, or without both back to the tray; one transaction.

    `seen` is the mark of the place it was dragged from. Raises Stale where it is no longer there, and Refused where
    it is pinned or cancelled, or where the place is none.
    """
    ground = Ground(screening.festival, scenario)
    with transaction.atomic():
        row = ground.find([screening.pk]).get(screening.pk)
        if row is None:
            raise Stale(f"“{screening.film.title}” is no longer in the timetable. Nothing was changed.")
        if place_of(row).mark != seen:
            raise Stale(f"Somebody else moved this meanwhile: {row}. Nothing was changed; look again.")
        step = step_on_board(row, hall, starts_at)
        if step.before == step.after:
            raise Refused(f"It is there already: {row}. Nothing was changed.")
        (after,) = ground.carry_out([step])
        (move,) = remember(ground, [step], by=by, at=at)
    return Moved((after,), Deed((move,)))


def step_on_board(row: Screening, hall: Hall | None, starts_at: datetime | None) -> Step:
    """Raises Refused for what nobody moves by hand: neither what is pinned nor what is cancelled."""
    if row.pinned:
        raise Refused(f"“{row.film.title}” is pinned. Take the pin out on its own page first.")
    if row.status == Status.CANCELLED:
        raise Refused(f"“{row.film.title}” is cancelled. Take the cancellation back first.")
    return placing(row, hall=hall, starts_at=starts_at)


def step_in_copy(row: Screening, hall: Hall | None, starts_at: datetime | None) -> Step:
    """To where the working timetable has it, or had it: no rule of a move asks why."""
    before = State.of(row)
    starts_at = starts_at.astimezone(UTC) if starts_at else None
    return Step(row, before, replace(before, hall=hall, starts_at=starts_at))


def remember(
    ground: Ground,
    steps: Iterable[Step],
    *,
    by: User,
    at: datetime,
    batch: UUID | None = None,
    with_base: bool = False,
) -> list[BoardMove]:
    """So that they can be taken back; what was taken back before cannot be done again any more."""
    mine = _of(ground, by)
    mine.exclude(state=MoveState.DONE).delete()
    made = BoardMove.objects.bulk_create(
        [
            BoardMove(
                festival=ground.festival,
                screening=step.screening,
                scenario=ground.scenario,
                batch=batch,
                with_base=with_base,
                by=by,
                at=at,
                before_hall=step.before.hall,
                before_starts_at=step.before.starts_at,
                after_hall=step.after.hall,
                after_starts_at=step.after.starts_at,
            )
            for step in steps
        ],
        batch_size=500,
    )
    _forget(mine)
    return made


def _forget(mine: QuerySet[BoardMove]) -> None:
    """All but the last deeds, each whole."""
    known: dict[object, int] = {}
    for pk, batch in mine.order_by("-pk").values_list("pk", "batch"):
        known[batch or pk] = pk
    if len(known) > KEPT:
        mine.filter(pk__lt=list(known.values())[KEPT - 1]).delete()


def undo(festival: Festival, *, by: User, scenario: Scenario | None = None, batch: UUID | None = None) -> Moved:
    """Take back what this person did last, or that batch, in whole or not at all.

    Raises Stale where a screening of it was moved since, Refused where there is nothing.
    """
    return _again(Ground(festival, scenario), by, back=True, batch=batch)


def redo(festival: Festival, *, by: User, scenario: Scenario | None = None) -> Moved:
    """Do again what this person took back last. Raises as `undo` does."""
    return _again(Ground(festival, scenario), by, back=False)


def memory(festival: Festival, *, by: User, scenario: Scenario | None = None) -> Memory:
    """One query."""
    deeds = _deeds(_of(Ground(festival, scenario), by))
    done = [deed for deed in deeds if deed.moves[0].state == MoveState.DONE]
    undone = [deed for deed in deeds if deed.moves[0].state == MoveState.UNDONE]
    return Memory(done[-1] if done else None, undone[0] if undone else None)


def _deeds(moves: QuerySet[BoardMove]) -> list[Deed]:
    """In the order in which they were done."""
    found: dict[object, list[BoardMove]] = {}
    rows = moves.exclude(state=MoveState.LAPSED).select_related("screening__film").order_by("pk")
    for move in rows.defer("screening__film__synopsis", "screening__film__search_text"):
        found.setdefault(move.batch or move.pk, []).append(move)
    return [Deed(tuple(each)) for each in found.values()]


def _again(ground: Ground, by: User, *, back: bool, batch: UUID | None = None) -> Moved:
    stale: Stale | None = None
    rows: list[Screening] = []
    with transaction.atomic():
        deed = _wanted(ground, by, back, batch)
        moves = [(move, *_ends(move, back)) for move in deed.moves]
        found = ground.find([move.screening_id for move in deed.moves])
        # A screening takes its moves with it when it is deleted.
        moved_since = [row for move, start, _to in moves if place_of(row := found[move.screening_id]) != start]
        if moved_since:
            # Noted outside the refusal, so that what was done before it can still be taken back.
            _state(deed, MoveState.LAPSED)
            stale = Stale(_told(moved_since, deed, "taken back" if back else "done again"))
        else:
            halls = _halls(to.hall for _move, _start, to in moves)
            # Nobody's hand has brought a scenario up to date: what is pinned comes along, and goes back.
            step = step_in_copy if deed.with_base else step_on_board
            steps = [step(found[move.screening_id], halls.get(to.hall), to.starts_at) for move, _start, to in moves]
            with because("Taken back" if back else "Done again") if deed.batch else nullcontext():
                rows = ground.carry_out(steps, with_base=deed.with_base)
            _state(deed, MoveState.UNDONE if back else MoveState.DONE)
    if stale:
        raise stale
    return Moved(tuple(rows), deed)


def _wanted(ground: Ground, by: User, back: bool, batch: UUID | None) -> Deed:
    if batch:
        done = _deeds(_of(ground, by).filter(batch=batch, state=MoveState.DONE))
        deed = done[0] if done else None
    else:
        known = memory(ground.festival, by=by, scenario=ground.scenario)
        deed = known.undo if back else known.redo
    if deed is None:
        raise Refused("There is no move of yours left to take back." if back else "There is nothing to do again.")
    return deed


def _ends(move: BoardMove, back: bool) -> tuple[Place, Place]:
    """Where it has to be, and where it goes."""
    before = _at(move.before_hall_id, move.before_starts_at)
    after = _at(move.after_hall_id, move.after_starts_at)
    return (after, before) if back else (before, after)


def _at(hall: int | None, starts_at: datetime | None) -> Place:
    return Place(hall, starts_at.astimezone(UTC) if starts_at else None)


def _told(moved_since: Sequence[Screening], deed: Deed, what: str) -> str:
    if len(deed.moves) == 1:
        return f"Your move cannot be {what}: somebody moved it since: {moved_since[0]}."
    more = len(moved_since) - SAID
    names = "; ".join(map(str, moved_since[:SAID])) + (f"; and {more} more" if more > 0 else "")
    return f"Your {len(deed.moves)} moves cannot be {what} together: somebody moved some of them since: {names}."


def _state(deed: Deed, state: MoveState) -> None:
    for move in deed.moves:
        move.state = state
    BoardMove.objects.bulk_update(deed.moves, ["state"], batch_size=500)


def _halls(pks: Iterable[int | None]) -> dict[int | None, Hall]:
    found = Hall.objects.filter(pk__in={pk for pk in pks if pk is not None}).select_related("venue__festival")
    return {hall.pk: hall for hall in found}


def _of(ground: Ground, by: User) -> QuerySet[BoardMove]:
    return BoardMove.objects.filter(festival=ground.festival, by=by, scenario=ground.scenario)
