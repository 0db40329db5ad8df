"""What is hit is moved to where nothing is wrong, and as little else as can be."""

from dataclasses import replace
from datetime import date, time
from statistics import mode
from uuid import UUID

import pytest
from hypothesis import given

from screenings.solver.api import propose, repair
from screenings.solver.model.showings import avoidable_conflicts
from screenings.timetable.context import Opening, RuleGuest
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from tests.solver.programmes import at, film, hall, large, programme, showing
from tests.timetable.random_festivals import festivals, unhurried

SATURDAY = date(2026, 10, 10)


def lost(of: Programme, number: int, day: date) -> Programme:
    """The same festival with a hall closed for a day."""
    halls = {**of.context.halls, number: replace(of.context.halls[number], closures=((day, day),))}
    return replace(of, context=replace(of.context, halls=halls))


@pytest.mark.slow
@unhurried
@given(festivals())
def test_what_was_moved_is_in_no_warning_and_what_may_not_move_stays(given: Programme) -> None:
    free = {s.uid for s in given.showings if s.uid.int % 3 and not s.cancelled}
    found = repair(given, movable=free)

    moved = {move.uid for move in found.moves}
    assert moved <= free
    assert set(found.unplaced) <= free
    placed = moved - set(found.unplaced)
    assert [c for c in avoidable_conflicts(found.conflicts) if not placed.isdisjoint(c.uids)] == []
    assert found.conflicts == find_conflicts(found.programme)


def test_a_hall_lost_for_a_day_moves_what_was_in_it_and_nothing_else() -> None:
    given = large(150)
    alike = {number: replace(one, capacity=600) for number, one in given.context.halls.items()}
    given = replace(given, context=replace(given.context, halls=alike))
    whole = propose(given, effort=lambda done: done / 60_000).programme
    where, day = mode((show.hall.id, show.day) for show in whole.scheduled)
    hit = {show.uid for show in whole.scheduled if (show.hall.id, show.day) == (where, day)}
    found = repair(lost(whole, where, day), baseline=whole)

    assert len(hit) >= 4
    assert {move.uid for move in found.moves} == hit
    assert avoidable_conflicts(found.conflicts) == []


def test_the_nearest_free_place_is_taken() -> None:
    given = programme(showing(1, 1, "10-10 18:00", 1), halls=(hall(1), hall(2)), films=(film(1),))
    found = repair(lost(given, 1, SATURDAY))

    assert [(move.hall, move.starts_at) for move in found.moves] == [(2, at("10-10 18:00"))]


def test_where_no_place_is_free_one_other_makes_room_and_sooner_one_that_is_not_public() -> None:
    """The long film only fits into the evening of hall 2, if one of the two short ones there goes to hall 3."""
    evening, late = (tuple(Opening(5, time(hour), time(hour + 4)) for _ in (0,)) for hour in (17, 18))
    shows = [
        showing(1, 1, "10-10 18:00", 1, length=170),
        showing(2, 2, "10-10 17:00", 2, length=60),
        showing(3, 3, "10-10 19:30", 3, length=60),
    ]
    halls = (hall(1), hall(2, openings=evening), hall(3, openings=late))
    given = lost(programme(*shows, halls=halls, films=(film(1), film(2), film(3)), days=3), 1, SATURDAY)
    only_saturday = replace(given, calendar=replace(given.calendar, starts_on=SATURDAY, ends_on=SATURDAY))

    for public, gives_way in ((2, 3), (3, 2)):
        found = repair(only_saturday, published={UUID(int=public)})
        assert {move.uid.int for move in found.moves} == {1, gives_way}
        assert (found.unplaced, avoidable_conflicts(found.conflicts)) == ((), [])


def test_a_guest_who_leaves_earlier_moves_one_screening() -> None:
    guests = {1: RuleGuest(1, 1, "Agnès Varda", None, at("10-11 12:00"))}
    shows = [showing(1, 1, "10-10 18:00", 1, guests=(1,)), showing(2, 1, "10-11 18:00", 1, guests=(1,))]
    given = programme(*shows, halls=(hall(1),), films=(film(1),), guests=guests)
    found = repair(given)

    assert [move.uid.int for move in found.moves] == [2]
    assert avoidable_conflicts(found.conflicts) == []


def test_what_was_wrong_before_is_left_alone() -> None:
    shows = (showing(1, 1, "10-10 18:00", 1), showing(2, 2, "10-10 18:30", 1))
    given = programme(*shows, halls=(hall(1), hall(2)), films=(film(1), film(2)))

    assert repair(given, baseline=given).moves == ()
    assert [move.uid.int for move in repair(given).moves] == [2]


def test_stopped_at_once_it_says_what_has_no_place() -> None:
    given = programme(showing(1, 1, "10-10 18:00", 1), halls=(hall(1), hall(2)), films=(film(1),))
    found = repair(lost(given, 1, SATURDAY), effort=lambda _: 1.0)

    assert [uid.int for uid in found.unplaced] == [1]
