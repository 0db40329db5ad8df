"""The best places for one showing, each with what the rules say of it."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.solver.api import Preferences, suggest_slots, term_contributions, weigh
from screenings.timetable.context import Opening, RulePrint
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import consequences_of
from screenings.timetable.with_moves import with_moves
from tests.solver.programmes import BERLIN, at, film, hall, programme, showing
from tests.timetable.random_festivals import festivals, unhurried


@pytest.mark.slow
@unhurried
@given(festivals(), st.integers(1, 14))
def test_every_place_is_free_and_says_what_the_rules_would_say(given: Programme, number: int) -> None:
    one = given.showings[number % len(given.showings)]
    if one.cancelled:
        one = replace(one, cancelled=False)
        given = replace(given, showings=tuple(one if s.uid == one.uid else s for s in given.showings))
    found = suggest_slots(given, one.uid)

    assert len(found) <= 10
    assert [advice.points for advice in found] == sorted(advice.points for advice in found)
    assert len({(advice.move.hall, advice.move.starts_at) for advice in found} | {(one.hall, one.starts_at)}) > len(
        found
    )
    for advice in found:
        assert advice.consequences == consequences_of(given, advice.move)
        assert {c.code for c in advice.consequences.added} & {"hall-busy", "hall-closed"} == set()


def test_the_best_place_is_a_free_evening_on_another_day_in_another_hall() -> None:
    shows = [
        showing(1, 1, "10-09 18:00", 1),
        showing(2, 1),
        showing(3, 2, "10-10 18:00", 2),
        showing(4, 3, "10-11 10:00", 2),
    ]
    given = programme(*shows, halls=(hall(1), hall(2)), films=(film(1), film(2), film(3)))
    best = suggest_slots(given, UUID(int=2), limit=3)

    assert best[0].is_clean
    assert best[0].move.hall == 2
    assert best[0].move.starts_at is not None
    assert best[0].move.starts_at >= at("10-11 10:00") + timedelta(minutes=115)
    assert len(best) == 3


def test_a_place_that_mends_a_conflict_comes_before_one_that_does_not() -> None:
    two = (showing(1, 1, "10-09 18:00", 1, print=1), showing(2, 1, "10-09 18:00", 2, print=1))
    prints = {1: RulePrint(1, 1, "35 mm")}
    given = programme(*two, halls=(hall(1), hall(2)), films=(film(1, prints=(1,)),), prints=prints)
    best = suggest_slots(given, UUID(int=2))[0]

    assert {c.code for c in best.consequences.removed} == {"print-in-two-places", "repeat-too-close"}
    assert best.consequences.added == ()
    assert best.points < 0


def test_where_nothing_is_free_there_is_no_advice() -> None:
    evening = tuple(Opening(day, time(18), time(20)) for day in range(7))
    shows = [showing(n, n, f"10-{8 + n:02} 18:00", 1) for n in (1, 2, 3)]
    given = programme(
        *shows, showing(4, 4), halls=(hall(1, openings=evening),), films=tuple(film(n) for n in (1, 2, 3, 4))
    )

    assert suggest_slots(given, UUID(int=4)) == ()
    with pytest.raises(KeyError):
        suggest_slots(given, UUID(int=5))


def days_of(given: Programme, uid: int, **kwargs: Any) -> list[int]:
    found = suggest_slots(given, UUID(int=uid), **kwargs)
    return [given.calendar.day_of(one.move.starts_at, BERLIN).day for one in found if one.move.starts_at]


def test_among_equals_the_nearest_comes_first_and_without_a_place_the_days_take_turns() -> None:
    lying = programme(showing(1, 1), halls=(hall(1),), films=(film(1),))
    assert len(set(days_of(lying, 1, limit=4))) > 1
    placed = programme(showing(1, 1, "10-10 20:00", 1), halls=(hall(1), hall(2)), films=(film(1),))
    nearest = suggest_slots(placed, UUID(int=1), limit=1)[0]
    assert (nearest.move.hall, nearest.move.starts_at) == (2, at("10-10 20:00"))


def test_nothing_is_advised_that_has_begun() -> None:
    given = programme(showing(1, 1), halls=(hall(1),), films=(film(1),))
    found = suggest_slots(given, UUID(int=1), preferences=Preferences(not_before=at("10-11 15:00")))
    assert found
    assert all(one.move.starts_at and one.move.starts_at >= at("10-11 15:00") for one in found)


def test_what_a_place_changes_is_what_the_whole_timetable_counts() -> None:
    given = programme(
        *(showing(n, n, f"10-09 {12 + 2 * n}:00", 1) for n in (1, 2, 3)), halls=(hall(1), hall(2, venue=1)),
        films=tuple(film(n) for n in (1, 2, 3)),
    )  # fmt: skip
    found = weigh(given, suggest_slots(given, UUID(int=2)), Preferences(weights={"off-quarter": 0}))
    now = term_contributions(given, find_conflicts(given), Preferences())
    assert len(found) == 10
    assert [each.points for each in found] == sorted(each.points for each in found)
    for each in found:
        moved = with_moves(given, [each.suggestion.move])
        then = term_contributions(moved, find_conflicts(moved), Preferences())
        counted = {a.term.name: b.amount - a.amount for a, b in zip(now, then, strict=True) if a.amount != b.amount}
        # Conflicts are told elsewhere; the other two weigh nothing here.
        for left_out in ("warnings", "notices", "clashes", "off-quarter", "after-five"):
            counted.pop(left_out, None)
        assert dict(each.changes) == counted
