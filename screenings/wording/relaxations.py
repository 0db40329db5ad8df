"""Why a screening has no place, and what would let it in, in sentences."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from screenings.solver.api import Explanation, Relaxation
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves
from screenings.wording.moments import day_text, moment_text
from screenings.wording.placements import placement_text
from screenings.wording.preferences import constraint_text
from screenings.wording.rules import RULE_WORDS

# Of what forbids a slot and is no rule.
OTHER_REASONS = {
    "wishes": "what the festival asked for forbids it",
    "past": "the day has gone by, or nearly",
}


def explanation_sentences(programme: Programme, explanation: Explanation) -> Iterator[str]:
    """What forbids it, each reason with how many days in a hall it holds for; then what would let it in."""
    if explanation.feasible_move:
        yield (f"it fits {_placement_text(programme, explanation.feasible_move)}")
    if explanation.is_infeasible:
        yield "impossible even in an empty house"
    if explanation.reasons:
        yield reasons_text(explanation)
    yield from relaxation_sentences(programme, explanation)


def relaxation_sentences(programme: Programme, explanation: Explanation) -> Iterator[str]:
    yield from (relaxation_sentence(programme, relaxation) for relaxation in explanation.relaxations)
    if not explanation.feasible_move and not explanation.relaxations:
        yield "no single change was found that lets it in: look at its length, its print and the halls’ hours"


def reasons_text(explanation: Explanation) -> str:
    reasons = (f"{_reason_text(reason.code)} ({reason.hall_days}×)" for reason in explanation.reasons)
    return "of the festival's days in its halls: " + ", ".join(reasons)


def _reason_text(code: str) -> str:
    return OTHER_REASONS[code] if code in OTHER_REASONS else str(RULE_WORDS[code].blocking)


def relaxation_sentence(programme: Programme, relaxation: Relaxation) -> str:
    """`fits Sat 10 Oct 18:00 in Hall 3, if its changeover were 15 min`."""
    first, *others = relaxation.moves
    where = _placement_text(programme, first)
    if others:
        moved = with_moves(programme, others)
        titles = {showing.uid: showing.title for showing in moved.showings}
        moves = " and ".join(f"{titles[move.uid]} moved to {_placement_text(programme, move)}" for move in others)
        return f"fits {where}, if {moves}"
    return f"fits {where}, if {_CONDITIONS[relaxation.kind](programme, relaxation)}"


def _placement_text(programme: Programme, move: Move) -> str:
    return placement_text(move.placement, programme, separator=" in ")


def _guest(programme: Programme, relaxation: Relaxation, verb: str) -> str:
    assert relaxation.subject is not None
    assert isinstance(relaxation.value, datetime)
    name = programme.context.guests[relaxation.subject].name
    return f"{name} {verb} {moment_text(relaxation.value, programme.calendar.zone)}"


def _print(programme: Programme, relaxation: Relaxation, verb: str) -> str:
    assert relaxation.subject is not None
    assert isinstance(relaxation.value, date)
    return f"the print {programme.context.prints[relaxation.subject].name} {verb} {day_text(relaxation.value)}"


def _hall(programme: Programme, relaxation: Relaxation) -> str:
    assert relaxation.subject is not None
    return programme.context.halls[relaxation.subject].name


def _open_until(programme: Programme, relaxation: Relaxation) -> str:
    assert relaxation.subject is not None
    assert isinstance(relaxation.value, datetime)
    zone = programme.context.halls[relaxation.subject].zone
    return f"{_hall(programme, relaxation)} stayed open until {moment_text(relaxation.value, zone)}"


def _reopened(programme: Programme, relaxation: Relaxation) -> str:
    assert isinstance(relaxation.value, date)
    return f"{_hall(programme, relaxation)} were open on {day_text(relaxation.value)}"


def _preference_dropped(programme: Programme, relaxation: Relaxation) -> str:
    assert relaxation.constraint is not None
    return f"this were no must: {constraint_text(programme, relaxation.constraint)}"


_CONDITIONS: dict[str, Callable[[Programme, Relaxation], str]] = {
    "changeover": lambda programme, relaxation: f"its changeover were {relaxation.value} min",
    "guest-until": lambda programme, relaxation: _guest(programme, relaxation, "stayed until"),
    "guest-from": lambda programme, relaxation: _guest(programme, relaxation, "came by"),
    "print-until": lambda programme, relaxation: _print(programme, relaxation, "stayed until"),
    "print-from": lambda programme, relaxation: _print(programme, relaxation, "came by"),
    "format": lambda programme, relaxation: f"{_hall(programme, relaxation)} showed {relaxation.value}",
    "open-until": _open_until,
    "reopened": _reopened,
    "wanted": _preference_dropped,
}
