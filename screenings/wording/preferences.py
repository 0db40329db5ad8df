"""What a festival asked for, in words: a wish for a place, an order of two."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from screenings.solver.api import Precedence, PreferenceViolation, SlotConstraint
from screenings.text.clock import clock_text
from screenings.timetable.context import PRESS, PRIVATE, PUBLIC
from screenings.timetable.values import Programme
from screenings.wording.moments import day_text
from screenings.wording.weights import worth_text

JOINED = ", "
AUDIENCE_SUBJECTS = {PUBLIC: "public screenings", PRESS: "press screenings", PRIVATE: "private screenings"}


def constraint_text(programme: Programme, constraint: SlotConstraint | Precedence) -> str:
    """`Aftersun in Hall 3, on Sat 10 Oct, from 18:00`, `Part 2 at once after Part 1`."""
    return (
        _slot_constraint_text(programme, constraint)
        if isinstance(constraint, SlotConstraint)
        else _precedence_text(programme, constraint)
    )


def preference_violation_sentence(
    programme: Programme, violation: PreferenceViolation, weights: Mapping[str, int]
) -> str:
    """`Not kept: Part 2 at once after Part 1 (2×, a must)`; what is none, with what it weighs by these weights."""
    points = violation.constraint.penalty
    what = "a must" if points is None else worth_text(weights["wishes"] * points * violation.count, weights)
    times = f"{violation.count}×, " if violation.count > 1 else ""
    return f"Not kept: {constraint_text(programme, violation.constraint)} ({times}{what})"


def _slot_constraint_text(programme: Programme, wish: SlotConstraint) -> str:
    return (
        f"{JOINED.join(_subjects(programme, wish))} "
        f"{'not ' if wish.avoid else ''}{JOINED.join(_slots(programme, wish))}"
    )


def _subjects(programme: Programme, wish: SlotConstraint) -> Iterator[str]:
    yield from (programme.context.sections.get(section, "a section") for section in sorted(wish.sections))
    yield from (AUDIENCE_SUBJECTS[audience] for audience in sorted(wish.audiences))
    yield from (_name(programme, film) for film in sorted(wish.films))
    yield from (_name(programme, uid) for uid in sorted(wish.uids))


def _slots(programme: Programme, wish: SlotConstraint) -> Iterator[str]:
    if wish.halls:
        yield "in " + " or ".join(_hall(programme, hall) for hall in sorted(wish.halls))
    if wish.days:
        yield "on " + " or ".join(day_text(day) for day in sorted(wish.days))
    if wish.start_from:
        yield f"from {clock_text(wish.start_from)}"
    if wish.start_before:
        yield f"before {clock_text(wish.start_before)}"
    if not (wish.halls or wish.days or wish.start_from or wish.start_before):
        yield "anywhere"


def _hall(programme: Programme, hall: int) -> str:
    facts = programme.context.halls.get(hall)
    return facts.name if facts else "a hall that no longer exists"


def _precedence_text(programme: Programme, order: Precedence) -> str:
    first, then = _name(programme, order.predecessor), _name(programme, order.successor)
    if order.is_immediate:
        return f"{then} at once after {first}"
    if order.min_minutes or order.max_minutes is not None:
        return f"{then} {_minutes(order)} the end of {first}"
    if order.max_days is not None and order.max_days == order.min_days:
        return (
            f"{then} {_days(order.min_days)} after {first}"
            if order.min_days
            else f"{then} after {first} on the same day"
        )
    if order.max_days is not None:
        return f"{then} {order.min_days} to {_days(order.max_days)} after {first}"
    return f"{then} {_days(order.min_days)} or more after {first}" if order.min_days else f"{then} after {first}"


def _minutes(order: Precedence) -> str:
    if order.max_minutes is None:
        return f"{order.min_minutes} minutes or more after"
    if order.max_minutes == order.min_minutes:
        return f"{order.min_minutes} minutes after" if order.min_minutes else "right at"
    return (
        f"{order.min_minutes} to {order.max_minutes} minutes after"
        if order.min_minutes
        else f"at most {order.max_minutes} minutes after"
    )


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _name(programme: Programme, which: UUID | int) -> str:
    if isinstance(which, UUID):
        titles = {showing.uid: showing.title for showing in programme.showings}
        return titles.get(which, "a screening that no longer exists")
    film = programme.context.films.get(which)
    return film.title if film else "a film that no longer exists"
