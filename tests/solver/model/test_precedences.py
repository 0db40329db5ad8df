"""What comes after what: counted as by trying every pairing, kept by all that proposes, and what runs at once after."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import permutations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenings.solver.api import Precedence, Preferences, preference_violations, propose, repair, suggest_slots
from screenings.solver.model.precedences import is_satisfied, violation_count
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening
from screenings.timetable.values import PlacedShowing, Programme
from tests.solver.placements import places, steps
from tests.solver.programmes import at, film, hall, programme, showing
from tests.timetable.random_festivals import festivals, seeds, unhurried

SATURDAY = date(2026, 10, 10)


def by_trying_every_pairing(order: Precedence, firsts: Sequence[PlacedShowing], thens: Sequence[PlacedShowing]) -> int:
    """All have a place. What one has more than the other comes after the last, or after nothing in particular."""
    last = max(firsts, key=lambda show: (show.day, show.end))
    more = len(thens) - len(firsts)
    if order.is_immediate:
        before: list[PlacedShowing | None] = [*firsts, *[None] * more]
    else:
        before = [*firsts, *[last] * more]
    return min(
        sum(
            first is not None and not is_satisfied(order, first, then) for first, then in zip(each, thens, strict=False)
        )
        for each in permutations(before, len(thens))
    )


@unhurried
@given(seeds(), st.booleans(), st.integers(0, 1), st.sampled_from((None, 1, 2)))
def test_what_is_missed_is_what_no_pairing_avoids(seed: int, at_once: bool, least: int, most: int | None) -> None:
    random = Random(seed)
    order = Precedence(1, 2, is_immediate=at_once, min_days=least, max_days=most)
    shows = [
        showing(n, 1 + (n > 3), f"10-{random.randint(9, 12):02} {random.choice((10, 12, 14, 16))}:00", 1, length=105)
        for n in (1, 2, 3, 4, 5, 6)
    ]
    firsts, thens = shows[: random.randint(1, 3)], shows[3 : 3 + random.randint(1, 3)]
    given = programme(*firsts, *thens, halls=(hall(1),), films=(film(1), film(2)), days=4)
    placed = [[place for each in party if (place := given.placed_showing(each))] for party in (firsts, thens)]

    expected = by_trying_every_pairing(order, *placed)
    assert violation_count(order, *placed) == expected
    assert sum(one.count for one in preference_violations(given, Preferences(precedences=(order,)))) == expected


def test_the_second_part_of_a_serial_follows_in_the_same_hall_at_once_and_the_third_the_day_after() -> None:
    shows = [showing(number, film_) for number, film_ in enumerate((1, 1, 2, 2, 3, 3, 4, 5, 6), 1)]
    halls = (hall(1), hall(2, changeover=25))
    given = programme(*shows, halls=halls, films=tuple(film(n) for n in range(1, 7)), days=5)
    wanted = Preferences(precedences=(Precedence(1, 2, is_immediate=True), Precedence(2, 3, min_days=1, max_days=1)))
    found = propose(given, effort=steps(8192), preferences=wanted)

    assert (found.unplaced, found.preference_violations) == ((), ())
    by_film = {n: [show for show in found.programme.scheduled if show.film.id == n] for n in (1, 2, 3)}
    for first, then, third in zip(by_film[1], by_film[2], by_film[3], strict=True):
        pause = timedelta(minutes=first.hall.changeover)
        assert (first.hall, first.end + pause) == (then.hall, then.start)
        assert third.day - then.day == timedelta(days=1)


@settings(unhurried, max_examples=60)
@given(festivals(), seeds())
def test_no_proposal_breaks_a_must_that_it_could_have_kept(given: Programme, seed: int) -> None:
    """Half of the showings of festivals full of trouble; without the free ones no order is missed more often."""
    free = {s.uid for s in given.showings if not s.cancelled and (s.uid.int + seed) % 2}
    orders = (
        Precedence(1, 2),
        Precedence(2, 3, is_immediate=bool(seed % 3)),
        Precedence(given.showings[0].uid, 3, min_days=1),
    )
    wanted = Preferences(precedences=orders)
    found = propose(given, effort=steps(256), movable=free, seed=seed, preferences=wanted)
    kept = replace(given, showings=tuple(s for s in given.showings if s.uid not in free))

    before = {id(one.constraint): one.count for one in preference_violations(kept, wanted)}
    assert [one for one in found.preference_violations if one.count > before.get(id(one.constraint), 0)] == []
    assert [
        c.code for c in found.conflicts
        if c.severity is Severity.ERROR and c.code != "runtime-mismatch" and not free.isdisjoint(c.uids)
    ] == []  # fmt: skip


def test_what_follows_something_that_stays_is_put_right_behind_it_before_anything_else_takes_the_place() -> None:
    evening = tuple(Opening(day, time(18), time(22)) for day in range(7))
    fixed = showing(1, 1, "10-10 18:00", 1)
    given = programme(
        fixed, *(showing(n, n) for n in (2, 3, 4)), halls=(hall(1, openings=evening),),
        films=tuple(film(n) for n in (1, 2, 3, 4)),
    )  # fmt: skip
    found = propose(
        given, effort=steps(2048), preferences=Preferences(precedences=(Precedence(fixed.uid, 4, is_immediate=True),))
    )

    assert places(found.programme)[4] == (1, "10-10 19:55")
    assert found.unplaced == ()


def test_what_cannot_follow_at_once_stays_in_the_tray_and_with_points_goes_elsewhere() -> None:
    shows = [showing(1, 1, "10-10 18:00", 1), showing(2, 2, "10-10 20:00", 1), showing(3, 3)]
    given = programme(*shows, halls=(hall(1), hall(2)), films=(film(1), film(2), film(3)))

    def proposed(points: int | None) -> tuple[int, int]:
        wanted = Preferences(precedences=(Precedence(UUID(int=1), UUID(int=3), is_immediate=True, penalty=points),))
        found = propose(given, effort=steps(1024), preferences=wanted)
        return len(found.unplaced), {one.term.name: one.points for one in found.contributions}["wishes"]

    assert proposed(None) == (1, 0)
    assert proposed(9) == (0, 9)


def test_advice_leaves_out_what_an_order_forbids_and_counts_what_it_costs() -> None:
    shows = [showing(1, 1, "10-10 18:00", 1), showing(2, 2)]
    given = programme(*shows, halls=(hall(1), hall(2)), films=(film(1), film(2)))
    must, wish = (Preferences(precedences=(Precedence(1, 2, penalty=points),)) for points in (None, 500))
    over = at("10-10 19:40")

    assert all(one.move.starts_at >= over for one in suggest_slots(given, UUID(int=2), preferences=must, limit=40))  # type: ignore[operator]
    for one in suggest_slots(given, UUID(int=2), preferences=wish, limit=40):
        assert (one.points >= 500) == (one.move.starts_at < over)  # type: ignore[operator]
    assert {one.move.starts_at for one in suggest_slots(given, UUID(int=2), preferences=must, limit=40)} & {
        at("10-10 19:40")
    }


def test_a_repair_takes_along_what_follows_at_once_and_keeps_to_the_order() -> None:
    shows = [showing(1, 1, "10-10 18:00", 1), showing(2, 2, "10-10 19:55", 1), showing(3, 3, "10-10 20:00", 2)]
    given = programme(*shows, halls=(hall(1), hall(2), hall(3)), films=(film(1), film(2), film(3)), days=2)
    closed = replace(given.context.halls[1], closures=((SATURDAY, SATURDAY),))
    lost = replace(given, context=replace(given.context, halls={**given.context.halls, 1: closed}))
    wanted = Preferences(precedences=(Precedence(1, 2, is_immediate=True),))
    found = repair(lost, preferences=wanted)

    assert found.unplaced == ()
    assert {move.uid.int for move in found.moves} == {1, 2}
    assert preference_violations(found.programme, wanted) == ()
    assert places(found.programme)[1] == (3, "10-10 18:00")


@pytest.mark.parametrize(("unplaced", "count"), [((), 1), ((1,), 0), ((2,), 0)])
def test_what_has_no_place_yet_can_still_be_put_right(unplaced: tuple[int, ...], count: int) -> None:
    shows = [showing(1, 1, "10-11 18:00", 1), showing(2, 2, "10-10 18:00", 1)]
    shows = [replace(s, starts_at=None, hall=None) if s.uid.int in unplaced else s for s in shows]
    given = programme(*shows, halls=(hall(1),), films=(film(1), film(2)))

    assert sum(one.count for one in preference_violations(given, Preferences(precedences=(Precedence(1, 2),)))) == count
