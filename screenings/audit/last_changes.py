"""A festival's last changes, each made in one go: moves, take-overs, proposals, list actions, tables, imports."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext

from screenings.audit.steps import CannotTakeBack, do_again, take_back
from screenings.models import BoardMove, ChangeStep, Festival, MoveState
from screenings.scheduling import ChangeRefused
from screenings.scheduling.undo import UndoEntry, redo, undo

MAX_LISTED = 100
MAX_MOVES = 1000  # read for the list; a take-over moves many at once
MOVE, STEP = "move", "step"


@dataclass(frozen=True, slots=True)
class LastChange:
    """`key` names it in a form. `by` is None for the command line, or where the account was deleted."""

    key: str
    at: datetime
    by: User | None
    text: str
    is_taken_back: bool

    def is_of(self, user: User) -> bool:
        """One's own; what nobody has signed is everybody's."""
        return self.by is None or self.by == user


def last_changes(festival: Festival) -> list[LastChange]:
    """Newest first, whoever's. Two queries."""
    steps = ChangeStep.objects.filter(festival=festival).select_related("by")[:MAX_LISTED]
    listed = [
        LastChange(f"{STEP}-{step.pk}", step.at, step.by, step.text, step.undone_at is not None) for step in steps
    ]
    known = {change.at for change in listed}
    # What is a step as well is told as that: it takes more back.
    listed += [_of_entry(entry) for entry in _entries(festival) if entry.moves[0].at not in known]
    return sorted(listed, key=lambda change: change.at, reverse=True)[:MAX_LISTED]


def _entries(festival: Festival) -> Iterable[UndoEntry]:
    moves = BoardMove.objects.filter(festival=festival, scenario=None).exclude(state=MoveState.LAPSED)
    by_entry: dict[object, list[BoardMove]] = {}
    for move in moves.select_related("screening__film", "by").order_by("-pk")[:MAX_MOVES]:
        by_entry.setdefault(move.batch or move.pk, []).append(move)
    return (UndoEntry(tuple(moves)) for moves in by_entry.values())


def _of_entry(entry: UndoEntry) -> LastChange:
    move, text = entry.moves[0], str(entry)
    return LastChange(
        f"{MOVE}-{move.pk}", move.at, move.by, text[:1].upper() + text[1:], move.state == MoveState.UNDONE
    )


def take_back_change(festival: Festival, key: str, *, by: User) -> str:
    """Take back that one, and what it was, for the message. One transaction, whole or not at all.

    Raises CannotTakeBack where it is another's, was taken back already, or something later depends on it.
    """
    change = _own_change(festival, key, by)
    if change.is_taken_back:
        raise CannotTakeBack(gettext("It has been taken back already."))
    if change.key.startswith(STEP):
        take_back(_step_of(change), by=by)
    else:
        _move_all(undo, festival, change)
    return change.text


def do_change_again(festival: Festival, key: str, *, by: User) -> str:
    """The same for what was taken back: it is done again. Raises as `take_back_change`."""
    change = _own_change(festival, key, by)
    if not change.is_taken_back:
        raise CannotTakeBack(gettext("It has been done again already."))
    if change.key.startswith(STEP):
        do_again(_step_of(change), by=by)
    else:
        _move_all(redo, festival, change)
    return change.text


def _step_of(change: LastChange) -> ChangeStep:
    return ChangeStep.objects.get(pk=change.key.partition("-")[2])


def _move_all(write: Callable[..., object], festival: Festival, change: LastChange) -> None:
    """By the board's own undo or redo: all that was moved with it."""
    move = BoardMove.objects.get(pk=change.key.partition("-")[2])
    try:
        write(festival, by=change.by, batch=move.batch, move=move.pk)
    except ChangeRefused as refused:
        raise CannotTakeBack(str(refused)) from refused


def _own_change(festival: Festival, key: str, by: User) -> LastChange:
    change = next((each for each in last_changes(festival) if each.key == key), None)
    if change is None:
        raise CannotTakeBack(gettext("It is no longer among the last changes. Look again."))
    if not change.is_of(by):
        raise CannotTakeBack(gettext("It was done by %(by)s, who can take it back.") % {"by": change.by})
    return change
