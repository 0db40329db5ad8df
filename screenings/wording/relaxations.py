"""Why a screening has no place, and what would let it in, in sentences."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from screenings.solver.api import Explanation, Relaxation
from screenings.timetable.values import Programme
from screenings.timetable.with_moves import with_moves
from screenings.wording.moments import day_text, moment_text
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
        yield (
            f"it fits {_placement_text(programme, explanation.feasible_move.hall, explanation.feasible_move.starts_at)}"
        )
    if explanation.is_infeasible:
        yield "impossible even in an empty house"
    if explanation.reasons:
        yield reasons_text(explanation)
    yield from relaxation_sentences(programme, explanation)


def relaxation_sentences(programme: Programme, explanation: Explanation) -> Iterator[str]:
    yield from (relaxation_sentence(programme, one) for one in explanation.relaxations)
    if not explanation.feasible_move and not explanation.relaxations:
        yield "no single change was found that lets it in: look at its length, its print and the halls’ hours"


def reasons_text(explanation: Explanation) -> str:
    told = (f"{_reason_text(one.code)} ({one.hall_days}×)" for one in explanation.reasons)
    return "of the festival's days in its halls: " + ", ".join(told)


def _reason_text(code: str) -> str:
    return OTHER_REASONS[code] if code in OTHER_REASONS else RULE_WORDS[code].blocking


def relaxation_sentence(programme: Programme, relaxation: Relaxation) -> str:
    """`fits Sat 10 Oct 18:00 in Hall 3, if its changeover were 15 min`."""
    first, *others = relaxation.moves
    where = _placement_text(programme, first.hall, first.starts_at)
    if others:
        moved = with_moves(programme, others)
        titles = {showing.uid: showing.title for showing in moved.showings}
        told = " and ".join(
            f"{titles[m.uid]} moved to {_placement_text(programme, m.hall, m.starts_at)}" for m in others
        )
        return f"fits {where}, if {told}"
    return f"fits {where}, if {_CONDITIONS[relaxation.kind](programme, relaxation)}"


def _placement_text(programme: Programme, hall: int | None, starts_at: datetime | None) -> str:
    if hall is None or starts_at is None:
        return "nowhere"
    facts = programme.context.halls[hall]
    return f"{moment_text(starts_at, facts.zone)} in {facts.name}"


def _guest(programme: Programme, one: Relaxation, verb: str) -> str:
    assert one.subject is not None
    assert isinstance(one.value, datetime)
    name = programme.context.guests[one.subject].name
    return f"{name} {verb} {moment_text(one.value, programme.calendar.zone)}"


def _print(programme: Programme, one: Relaxation, verb: str) -> str:
    assert one.subject is not None
    assert isinstance(one.value, date)
    return f"the print {programme.context.prints[one.subject].name} {verb} {day_text(one.value)}"


def _hall(programme: Programme, one: Relaxation) -> str:
    assert one.subject is not None
    return programme.context.halls[one.subject].name


def _open_until(programme: Programme, one: Relaxation) -> str:
    assert one.subject is not None
    assert isinstance(one.value, datetime)
    zone = programme.context.halls[one.subject].zone
    return f"{_hall(programme, one)} stayed open until {moment_text(one.value, zone)}"


def _reopened(programme: Programme, one: Relaxation) -> str:
    assert isinstance(one.value, date)
    return f"{_hall(programme, one)} were open on {day_text(one.value)}"


def _preference_dropped(programme: Programme, one: Relaxation) -> str:
    assert one.constraint is not None
    return f"this were no must: {constraint_text(programme, one.constraint)}"


_CONDITIONS: dict[str, Callable[[Programme, Relaxation], str]] = {
    "changeover": lambda programme, one: f"its changeover were {one.value} min",
    "guest-until": lambda programme, one: _guest(programme, one, "stayed until"),
    "guest-from": lambda programme, one: _guest(programme, one, "came by"),
    "print-until": lambda programme, one: _print(programme, one, "stayed until"),
    "print-from": lambda programme, one: _print(programme, one, "came by"),
    "format": lambda programme, one: f"{_hall(programme, one)} showed {one.value}",
    "open-until": _open_until,
    "reopened": _reopened,
    "wanted": _preference_dropped,
}
