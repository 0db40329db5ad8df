"""Moves on the board: refused on stale ground, and each person's own can be taken back and done again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from screenings.models import BoardMove, Festival, Hall, MoveState, Screening, Status
from screenings.scheduling.plans import placing
from screenings.scheduling.steps import Refused, Stale, carry_out

KEPT = 50  # moves of one person in one festival


class Place(NamedTuple):
    """A hall's key and an instant, or neither for the tray."""

    hall: int | None = None
    starts_at: datetime | None = None

    @classmethod
    def of(cls, row: Screening) -> "Place":
        return cls(row.hall_id, row.starts_at.astimezone(UTC) if row.starts_at else None)

    @property
    def mark(self) -> str:
        """Fit for a hidden field: names exactly this place."""
        return f"{self.hall}@{self.starts_at:%Y%m%dT%H%M%S}" if self.starts_at else "tray"


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done; the row is as it was saved."""

    row: Screening
    move: BoardMove


@dataclass(frozen=True, slots=True)
class Memory:
    """Which of somebody's moves would be taken back next, and which done again; None where there is none."""

    undo: BoardMove | None
    redo: BoardMove | None


def move_on_board(
    screening: Screening, *, hall: Hall | None, starts_at: datetime | None, seen: str, by: User, at: datetime
) -> Moved:
    """To that hall and instant, or without both back to the tray; one transaction.

    `seen` is the mark of the place it was dragged from. Raises Stale where it is no longer there, and Refused where
    it is pinned or cancelled, or where the place is none.
    """
    with transaction.atomic():
        row = _found(screening.pk)
        if row is None:
            raise Stale(f"“{screening.film.title}” is no longer in the timetable. Nothing was changed.")
        if Place.of(row).mark != seen:
            raise Stale(f"Somebody else moved this meanwhile: {row}. Nothing was changed; look again.")
        before = Place.of(row)
        after = _carried(row, hall, starts_at)
        mine = _of(row.festival, by)
        mine.exclude(state=MoveState.DONE).delete()
        move = BoardMove.objects.create(
            festival=row.festival,
            screening=row,
            by=by,
            at=at,
            before_hall_id=before.hall,
            before_starts_at=before.starts_at,
            after_hall=hall,
            after_starts_at=starts_at,
        )
        kept = list(mine.order_by("-pk").values_list("pk", flat=True)[:KEPT])
        mine.filter(pk__lt=kept[-1]).delete()
    return Moved(after, move)


def undo(festival: Festival, *, by: User) -> Moved:
    """Take back this person's last move. Raises Stale where the screening was moved since, Refused where none is."""
    return _again(festival, by=by, back=True)


def redo(festival: Festival, *, by: User) -> Moved:
    """Do again what this person took back last. Raises as `undo` does."""
    return _again(festival, by=by, back=False)


def memory(festival: Festival, *, by: User) -> Memory:
    """One query."""
    moves = list(_of(festival, by).exclude(state=MoveState.LAPSED).select_related("screening__film").order_by("pk"))
    done = [move for move in moves if move.state == MoveState.DONE]
    undone = [move for move in moves if move.state == MoveState.UNDONE]
    return Memory(done[-1] if done else None, undone[0] if undone else None)


def _again(festival: Festival, *, by: User, back: bool) -> Moved:
    stale: Stale | None = None
    with transaction.atomic():
        known = memory(festival, by=by)
        move = known.undo if back else known.redo
        if move is None:
            raise Refused("There is no move of yours left to take back." if back else "There is nothing to do again.")
        row = _found(move.screening_id)
        stands = Place(move.before_hall_id, move.before_starts_at), Place(move.after_hall_id, move.after_starts_at)
        start, to = stands[::-1] if back else stands
        assert row is not None  # a screening takes its moves with it
        if Place.of(row).mark != start.mark:
            # Noted outside the refusal, so that the moves before it can still be taken back.
            BoardMove.objects.filter(pk=move.pk).update(state=MoveState.LAPSED)
            what = "taken back" if back else "done again"
            stale = Stale(f"Your move cannot be {what}: somebody moved it since: {row}.")
        else:
            hall = None if to.hall is None else Hall.objects.select_related("venue__festival").get(pk=to.hall)
            row = _carried(row, hall, to.starts_at)
            move.state = MoveState.UNDONE if back else MoveState.DONE
            move.save(update_fields=("state",))
    if stale:
        raise stale
    assert row is not None
    return Moved(row, move)


def _carried(row: Screening, hall: Hall | None, starts_at: datetime | None) -> Screening:
    if row.pinned:
        raise Refused(f"“{row.film.title}” is pinned. Take the pin out on its own page first.")
    if row.status == Status.CANCELLED:
        raise Refused(f"“{row.film.title}” is cancelled. Take the cancellation back first.")
    return carry_out([placing(row, hall=hall, starts_at=starts_at)])[0]


def _found(pk: int) -> Screening | None:
    """Locked until the transaction ends: two who move the same take turns."""
    rows = Screening.objects.filter(pk=pk).select_for_update(of=("self",))
    return rows.for_timetable().select_related("print").first()


def _of(festival: Festival, by: User) -> QuerySet[BoardMove]:
    return BoardMove.objects.filter(festival=festival, by=by)
