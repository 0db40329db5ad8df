"""What forbids a showing its place, and what would let it in: each relaxation is asked of the rules again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given

from screenings.solver.api import (
    BlockingReason,
    Explanation,
    Precedence,
    Preferences,
    Relaxation,
    SlotConstraint,
    explain,
    preference_violations,
)
from screenings.solver.model.showings import avoidable_conflicts
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleGuest, RuleHall, RulePrint
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves
from tests.solver.programmes import OPENING, at, film, hall, programme, showing
from tests.timetable.random_festivals import festivals, seeds, unhurried

EVERY_DAY = range(7)


def relaxed(given: Programme, one: Relaxation) -> Programme:
    """The programme as it would be."""
    house, subject, value = given.context, one.subject, one.value
    if one.kind == "changeover":
        assert subject is not None
        house = replace(house, halls={**house.halls, subject: replace(house.halls[subject], changeover=value)})
    elif one.kind in ("format", "open-until", "reopened"):
        assert subject is not None
        house = replace(house, halls={**house.halls, subject: changed(given, house.halls[subject], one)})
    elif one.kind.startswith("guest"):
        assert subject is not None
        field = "departs_at" if one.kind == "guest-until" else "arrives_at"
        house = replace(house, guests={**house.guests, subject: replace(house.guests[subject], **{field: value})})
    elif one.kind.startswith("print"):
        assert subject is not None
        field = "available_until" if one.kind == "print-until" else "available_from"
        house = replace(house, prints={**house.prints, subject: replace(house.prints[subject], **{field: value})})
    return with_moves(replace(given, context=house), one.moves)


def changed(given: Programme, of: RuleHall, one: Relaxation) -> RuleHall:
    """The hall that shows the format too, closes later on that weekday, or is open on that day."""
    if one.kind == "format":
        return replace(of, formats=(*of.formats, str(one.value)))
    if one.kind == "reopened":
        days = [first + timedelta(days=n) for first, last in of.closures for n in range((last - first).days + 1)]
        return replace(of, closures=tuple((day, day) for day in days if day != one.value))
    starts_at = one.moves[0].starts_at
    assert starts_at is not None
    assert isinstance(one.value, datetime)
    weekday = given.calendar.day_of(starts_at, of.zone).weekday()
    until = one.value.astimezone(of.zone).time()
    opens = starts_at.astimezone(of.zone).time()
    return replace(
        of,
        openings=tuple(
            replace(each, closes=until) if (each.weekday, each.opens) == (weekday, opens) else each
            for each in of.openings
        ),
    )


def errors_of(given: Programme, uids: set[UUID]) -> list[str]:
    found = avoidable_conflicts(find_conflicts(given))
    return [c.code for c in found if c.severity is Severity.ERROR and not uids.isdisjoint(c.uids)]


@pytest.mark.slow
@unhurried
@given(festivals())
def test_whatever_is_said_to_let_it_in_does(given: Programme) -> None:
    for one in given.showings[:3]:
        if one.cancelled:
            continue
        found = explain(given, one.uid)
        if found.feasible_move:
            assert errors_of(with_moves(given, [found.feasible_move]), {one.uid}) == []
        for relaxation in found.relaxations:
            assert relaxation.moves[0].uid == one.uid
            assert errors_of(relaxed(given, relaxation), {move.uid for move in relaxation.moves}) == []


def random_musts(given: Programme, seed: int) -> Preferences:
    """Some hours, some halls and a day for some films, and one of them after another."""
    random = Random(seed)
    films, halls = sorted(given.context.films), sorted(given.context.halls)
    days = [given.calendar.starts_on + timedelta(days=n) for n in range(3)]
    wishes = tuple(
        SlotConstraint(
            films=frozenset(random.sample(films, 1)),
            halls=frozenset(random.sample(halls, random.randint(0, 1))),
            days=frozenset(random.sample(days, random.randint(0, 1))),
            start_from=time(random.randrange(9, 22)),
            avoid=random.random() < 0.3,
        )
        for _ in range(random.randint(1, 3))
    )
    first, then = random.sample(films, 2)
    early = datetime.combine(given.calendar.starts_on, time(15), given.calendar.zone).astimezone(UTC)
    orders = (Precedence(first, then),) if random.random() < 0.5 else ()
    return Preferences(slot_constraints=wishes, precedences=orders, not_before=early if random.random() < 0.3 else None)


def is_met(given: Programme, wish: SlotConstraint, one: Showing) -> bool:
    """By hand: the festival day and the clock of the hall, where an hour before the day's start is the night after."""
    place = given.placed_showing(one)
    if place is None or one.film not in wish.films:
        return True
    assert wish.start_from is not None
    begins = datetime.combine(place.day, wish.start_from, place.hall.zone)
    begins += timedelta(days=wish.start_from < given.calendar.day_starts_at)
    there = (not wish.halls or place.hall.id in wish.halls) and (not wish.days or place.day in wish.days)
    return (there and place.start >= begins.astimezone(UTC)) != wish.avoid


@pytest.mark.slow
@unhurried
@given(festivals(), seeds())
def test_what_is_said_to_let_it_in_keeps_the_other_musts(given: Programme, seed: int) -> None:
    wanted = random_musts(given, seed)
    for one in given.showings[:2]:
        if one.cancelled:
            continue
        found = explain(given, one.uid, preferences=wanted)
        lying = with_moves(given, [Move(one.uid)])
        for relaxation in found.relaxations:
            after = relaxed(given, relaxation)
            moved = [s for s in after.showings if s.uid in {move.uid for move in relaxation.moves}]
            assert all(wanted.not_before is None or s.starts_at >= wanted.not_before for s in moved if s.starts_at)
            kept = [wish for wish in wanted.slot_constraints if wish != relaxation.constraint]
            assert all(is_met(after, wish, s) for wish in kept for s in moved)
            orders = Preferences(
                precedences=tuple(order for order in wanted.precedences if order != relaxation.constraint)
            )
            before = sum(one.count for one in preference_violations(lying, orders))
            assert sum(one.count for one in preference_violations(after, orders)) <= before


def full_evenings(*showings: object, **house: object) -> Programme:
    """One hall, open from 18:00 to 22:00 on three days, in which a film of 100 minutes runs at 18:00 each day."""
    hours = tuple(Opening(day, time(18), time(22)) for day in EVERY_DAY)
    shows = [showing(n, n, f"10-{8 + n:02} 18:00", 1) for n in (1, 2, 3)]
    films = (*(film(n) for n in (1, 2, 3)), house.pop("film", film(4)))
    return programme(*shows, *showings, halls=(hall(1, openings=hours, changeover=30),), films=films, **house)  # type: ignore[arg-type]


def test_a_shorter_changeover_is_the_least_that_lets_it_in() -> None:
    """From 19:40 to 22:00 are 140 minutes: 120 for the film, 20 for the changeover."""
    given = full_evenings(showing(4, 4, length=120))
    found = explain(given, UUID(int=4), movable=())

    assert found.reasons == (BlockingReason("hall-busy", 3),)
    assert [(one.kind, one.subject, one.value) for one in found.relaxations] == [("changeover", 1, 20)]
    assert found.relaxations[0].moves[0].starts_at == at("10-09 20:00")
    assert not found.is_infeasible


def test_another_showing_that_goes_elsewhere_is_named_with_its_new_place() -> None:
    given = full_evenings(showing(4, 4, length=120))
    second = replace(given.context.halls[1], id=2, name="Hall 2", openings=(Opening(4, time(18), time(19, 45)),))
    found = explain(
        replace(given, context=replace(given.context, halls={**given.context.halls, 2: second})), UUID(int=4)
    )

    move = next(one for one in found.relaxations if one.kind == "move")
    assert [(m.uid.int, m.hall) for m in move.moves] == [(4, 1), (1, 2)]


def test_a_guest_who_stayed_longer_would_let_it_in_and_the_moment_is_named() -> None:
    guests = {7: RuleGuest(7, 7, "Agnès Varda", departs_at=at("10-09 12:00"))}
    strict = {"guest-away": Severity.ERROR}
    given = full_evenings(showing(4, 4, length=60, guests=(7,)), guests=guests, severities=strict)
    found = explain(given, UUID(int=4))

    assert found.is_infeasible
    assert found.reasons == (BlockingReason("guest-away", 3),)
    assert [(one.kind, one.subject, one.value) for one in found.relaxations] == [("guest-until", 7, at("10-09 21:10"))]


def test_a_print_that_came_earlier_would_let_it_in_and_the_day_is_named() -> None:
    prints = {9: RulePrint(9, 4, "35 mm", available_from=date(2026, 10, 20))}
    given = full_evenings(showing(4, 4, length=60, print=9), prints=prints, film=film(4, prints=(9,)))
    found = explain(given, UUID(int=4))

    assert found.is_infeasible
    assert found.reasons == (BlockingReason("print-unavailable", 3),)
    assert [(one.kind, one.subject, one.value) for one in found.relaxations] == [("print-from", 9, date(2026, 10, 11))]


def test_a_film_longer_than_any_hall_is_open_is_impossible_and_nothing_is_made_up() -> None:
    found = explain(full_evenings(showing(4, 4, length=300)), UUID(int=4))

    assert found == Explanation(UUID(int=4), (BlockingReason("hall-closed", 3),), (), is_infeasible=True)


def test_one_that_fits_after_all_is_told_where() -> None:
    found = explain(full_evenings(showing(4, 4, length=60)), UUID(int=4))

    assert found.feasible_move is not None
    assert found.feasible_move.starts_at is not None
    assert isinstance(found.feasible_move.starts_at, datetime)
    assert (found.reasons, found.relaxations, found.is_infeasible) == ((), (), False)
    assert OPENING.isoformat() <= found.feasible_move.starts_at.date().isoformat()


def test_where_it_could_go_instead_does_not_name_the_place_that_it_has() -> None:
    """On the first day it fills the hall's evening; the other two are taken but for 20:00 to 22:00, a little less."""
    given = full_evenings(showing(4, 4, length=120))
    without_first = tuple(show for show in given.showings if show.uid != UUID(int=1))
    given = replace(given, showings=(*without_first[:-1], showing(4, 4, "10-09 20:00", 1, length=120)))

    here = explain(given, UUID(int=4), movable=())
    assert here.feasible_move is not None
    late = SlotConstraint(films=frozenset({4}), start_from=time(20))
    preferences = Preferences(slot_constraints=(late,))
    found = explain(given, UUID(int=4), movable=(), preferences=preferences, elsewhere=True)
    assert found.feasible_move is None
    assert {reason.code for reason in found.reasons} == {"hall-busy", "wishes"}
    assert [(one.kind, one.value) for one in found.relaxations] == [("changeover", 20), ("wanted", None)]
    assert all(one.moves[0].starts_at != at("10-09 20:00") for one in found.relaxations)


def test_a_changeover_is_not_blamed_where_a_must_forbids_the_hour() -> None:
    """The hall is free all morning, but the film is to begin at 23:00 and would not be over at 00:30."""
    late = SlotConstraint(films=frozenset({4}), start_from=time(23), start_before=time(2))
    given = programme(
        showing(1, 1, "10-09 20:00", 1), showing(4, 4), halls=(hall(1),), films=(film(1), film(4)), days=1
    )
    found = explain(given, UUID(int=4), preferences=Preferences(slot_constraints=(late,)))

    assert [(one.kind, one.constraint) for one in found.relaxations] == [("wanted", late)]


def test_on_the_last_evening_it_is_too_late() -> None:
    given = programme(showing(4, 4), halls=(hall(1),), films=(film(4),))
    found = explain(given, UUID(int=4), preferences=Preferences(not_before=at("10-11 23:30")))

    assert (found.reasons, found.relaxations, found.is_infeasible) == ((BlockingReason("past", 3),), (), False)
