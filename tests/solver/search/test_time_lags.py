"""So many minutes after the end of another: against trying every start, in proposals, repairs and advice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import permutations
from random import Random
from uuid import UUID

import pytest
from hypothesis import example, given, settings

from screenings.solver.api import (
    Precedence,
    Preferences,
    find_infeasibilities,
    preference_violations,
    propose,
    repair,
    suggest_slots,
)
from screenings.solver.model.precedences import violation_count
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RulePrint
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme, Showing
from tests.solver.placements import steps
from tests.solver.programmes import OPENING, at, film, hall, programme, showing
from tests.timetable.random_festivals import seeds, unhurried

FIVE = timedelta(minutes=5)
EVER = (OPENING, OPENING + timedelta(days=9))
# A proposal keeps a hall's changeover, whatever the festival calls one that is too short.
STRICT = dict.fromkeys(("hall-closed", "hall-busy", "changeover-too-short"), Severity.ERROR)


def waits(wait: timedelta, order: Precedence) -> bool:
    """From the words of Sequel."""
    minutes = wait.total_seconds() / 60
    return minutes >= order.min_minutes and (order.max_minutes is None or minutes <= order.max_minutes)


def random_order(random: Random) -> Precedence:
    after = random.choice((0, 10, 30, 120))
    within = random.choice((None, after, after + 15, after + 60))
    return Precedence(1, 2, min_minutes=after, max_minutes=0 if within is None and not after else within)


@unhurried
@given(seeds())
def test_what_is_missed_is_what_no_pairing_avoids(seed: int) -> None:
    random = Random(seed)
    order = random_order(random)
    clocks = [f"10-{random.choice(('09', 10))} {random.randint(10, 20)}:{random.choice((10, 45))}" for _ in range(6)]
    shows = [
        showing(n, 1 + (n > 3), clock, 1 + n % 2, length=random.choice((55, 97))) for n, clock in enumerate(clocks, 1)
    ]
    firsts, thens = shows[: random.randint(1, 3)], shows[3 : 3 + random.randint(1, 3)]
    given = programme(*firsts, *thens, halls=(hall(1), hall(2)), films=(film(1), film(2)))
    placed = [[place for each in party if (place := given.placed_showing(each))] for party in (firsts, thens)]

    last, more = max(placed[0], key=lambda show: show.end), len(thens) - len(firsts)
    before = [*placed[0], *[None if order.max_minutes is not None else last] * more]
    assert violation_count(order, *placed) == min(
        sum(
            one is not None and not waits(then.start - one.end, order)
            for one, then in zip(each, placed[1], strict=False)
        )
        for each in permutations(before, len(thens))
    )


def starts_of(given: Programme, one: Showing) -> Iterator[datetime]:
    """Every five minutes of every hall and day at which no rule finds an error, with nothing else on."""
    if one.starts_at is not None:
        yield one.starts_at
        return
    for number in given.context.halls:
        for units in range(3 * 288):
            placed = replace(one, hall=number, starts_at=at("10-09 06:00") + units * FIVE)
            alone = replace(given, showings=(placed,))
            if alone.scheduled[0].day <= given.calendar.ends_on and not find_conflicts(alone, at_least=Severity.ERROR):
                yield alone.scheduled[0].start


def small_festival(seed: int) -> Programme:
    """Two films, two halls that open for some hours of two days each; now and then one of them has a place already."""
    random = Random(seed)
    halls = tuple(
        hall(n, changeover=random.choice((0, 15)), openings=tuple(
            Opening(day, time(begins := random.randint(9, 18)), time(begins + random.randint(2, 4))) for day in range(7)
        )) for n in (1, 2)
    )  # fmt: skip
    lengths = [random.choice((45, 60, 97)) for _ in range(2)]
    shows = [showing(n, n, length=length) for n, length in enumerate(lengths, 1)]
    if random.random() < 0.3:
        n = random.randrange(2)
        shows[n] = replace(shows[n], starts_at=at(f"10-09 {random.randint(10, 18)}:03"), hall=random.choice((1, 2)))
    films = tuple(film(n, runtime=length) for n, length in enumerate(lengths, 1))
    return programme(*shows, halls=halls, films=films, days=2, severities=STRICT)


@pytest.mark.slow
@settings(unhurried, max_examples=25)
@given(seeds())
@example(17483)  # room for the second three minutes before its hall is ready
def test_it_is_called_impossible_where_no_two_starts_allow_it_and_is_kept_where_some_do(seed: int) -> None:
    given, order = small_festival(seed), random_order(Random(seed))
    first, then = given.showings
    wanted, free = Preferences(precedences=(order,)), {s.uid for s in given.showings if s.starts_at is None}
    ends = {start + timedelta(minutes=first.length) for start in starts_of(given, first)}
    can_be = any(waits(start - end, order) for start in set(starts_of(given, then)) for end in ends)

    found = [one.kind for one in find_infeasibilities(given, movable=free, preferences=wanted)]
    assert found == ([] if can_be else ["sequel"])
    if can_be:
        done = propose(given, effort=steps(1024), movable=free, preferences=wanted)
        assert not done.preference_violations
        assert len(done.unplaced) == 0 or not fits_beside(given, order)


def fits_beside(given: Programme, order: Precedence) -> bool:
    """Both at some two of their starts with no error between them either."""
    first, then = given.showings
    places = [
        [
            replace(one, hall=number, starts_at=start)
            for number in given.context.halls for start in starts_of(given, one)
        ]
        if one.starts_at is None else [one] for one in (first, then)
    ]  # fmt: skip
    return any(
        waits(other.starts_at - one.starts_at - timedelta(minutes=one.length), order)
        and not find_conflicts(replace(given, showings=(one, other)), at_least=Severity.ERROR)
        for one in places[0]
        for other in places[1]
        if one.starts_at and other.starts_at
    )


def test_a_talk_begins_soon_after_each_showing_and_not_before_people_can_be_there() -> None:
    shows = [showing(number, of) for number, of in enumerate((1, 1, 1, 2, 2, 2, *range(3, 12)), 1)]
    given = programme(
        *shows, halls=(hall(1), hall(2), hall(3, changeover=40)), films=tuple(film(n) for n in range(1, 12)), days=4
    )
    wanted = Preferences(precedences=(Precedence(1, 2, min_minutes=20, max_minutes=45),))
    found = propose(given, effort=steps(8192), preferences=wanted)

    assert (found.unplaced, found.preference_violations, found.infeasibilities) == ((), (), ())
    firsts, thens = (sorted(s.start for s in found.programme.scheduled if s.film.id == n) for n in (1, 2))
    found_waits = [then - one - timedelta(minutes=100) for one, then in zip(firsts, thens, strict=True)]
    assert all(timedelta(minutes=20) <= wait <= timedelta(minutes=45) for wait in found_waits)


def test_with_points_it_gives_way_where_nothing_else_is_left() -> None:
    def told(opens: int) -> tuple[int, int]:
        evening = tuple(Opening(day, time(opens), time(opens + 2)) for day in range(7))
        shows = showing(1, 1, "10-09 18:00", 1), showing(2, 2)
        halls = hall(1, closures=(EVER,)), hall(2, openings=evening)
        given = programme(*shows, halls=halls, films=(film(1), film(2)), days=1, severities=STRICT)
        wanted = Preferences(precedences=(Precedence(1, 2, max_minutes=30, penalty=7),))
        found = propose(given, effort=steps(1024), movable={UUID(int=2)}, preferences=wanted)
        return len(found.unplaced), {one.term.name: one.points for one in found.contributions}["wishes"]

    assert told(20) == (0, 0)
    assert told(21) == (0, 7)


def test_parts_back_to_back_and_a_talk_after_the_last_of_them() -> None:
    shows = [showing(number, of) for number, of in enumerate((1, 2, 3, 4, 5), 1)]
    halls = (hall(1, changeover=25), hall(2), hall(3))
    given = programme(*shows, halls=halls, films=tuple(film(n) for n in range(1, 6)), days=1)
    wanted = Preferences(
        precedences=(Precedence(1, 2, is_immediate=True), Precedence(2, 3, min_minutes=10, max_minutes=10))
    )
    found = propose(given, effort=steps(4096), preferences=wanted, seed=1)
    placed = {show.film.id: show for show in found.programme.scheduled}

    assert (found.unplaced, found.preference_violations) == ((), ())
    assert placed[2].start - placed[1].end == timedelta(minutes=placed[1].hall.changeover)
    assert placed[3].start - placed[2].end == timedelta(minutes=10)


def test_advice_keeps_the_minutes() -> None:
    given = programme(
        showing(1, 1, "10-10 18:00", 1), showing(2, 2), halls=(hall(1), hall(2)), films=(film(1), film(2))
    )
    wanted = Preferences(precedences=(Precedence(1, 2, min_minutes=30, max_minutes=60),))
    found = suggest_slots(given, UUID(int=2), preferences=wanted, limit=40)

    assert {one.move.starts_at for one in found if one.move.starts_at} == {at("10-10 20:10"), at("10-10 20:40")}


def test_a_repair_takes_along_what_has_to_begin_soon_after() -> None:
    """Hall 1 is lost and its film can only go to the next day: the talk goes with it, and nothing else moves."""
    shows = [showing(1, 1, "10-09 18:00", 1), showing(2, 2, "10-09 20:00", 2), showing(3, 3, "10-09 17:00", 3)]
    halls = tuple(hall(n, openings=tuple(Opening(d, time(16), time(23)) for d in range(7))) for n in (1, 2, 3))
    copies = {7: RulePrint(7, 1, "35 mm", available_from=date(2026, 10, 10))}
    shows[0] = replace(shows[0], print=7)
    given = programme(*shows, halls=halls, films=tuple(film(n) for n in (1, 2, 3)), days=3, prints=copies)
    wanted = Preferences(precedences=(Precedence(1, 2, max_minutes=60),))
    found = repair(given, preferences=wanted)

    assert found.unplaced == ()
    assert {move.uid.int for move in found.moves} == {1, 2}
    assert preference_violations(found.programme, wanted) == ()


def test_what_stays_is_nobody_elses_partner() -> None:
    """Two films are listed so that what stays of one lies beside what is placed afresh of the other."""
    shows = [
        showing(1, 1), showing(2, 1, "10-09 10:00", 1), showing(3, 2, "10-09 12:00", 2), showing(4, 2),
        showing(5, 1), showing(6, 2),
    ]  # fmt: skip
    given = programme(*shows, halls=(hall(1), hall(2)), films=(film(1), film(2)), days=3)
    wanted = Preferences(precedences=(Precedence(1, 2, max_minutes=60),))
    free = {UUID(int=n) for n in (1, 4, 5, 6)}
    found = propose(given, effort=steps(2048), movable=free, preferences=wanted)

    assert (found.unplaced, found.preference_violations) == ((), ())


@pytest.mark.parametrize(("fixed", "told"), [(1, 0), (2, 2)])
def test_of_more_than_can_follow_the_one_too_many_is_free_and_not_called_impossible(fixed: int, told: int) -> None:
    """A talk after the only showing; in the morning, before it could be over, lies one talk too many, or both."""
    talks = [showing(n, 1, "10-09 06:30", where=n - 1, length=30) for n in (2, 3)]
    talks[fixed:] = [replace(talk, starts_at=None, hall=None) for talk in talks[fixed:]]
    given = programme(showing(1, 0), *talks, halls=(hall(1), hall(2)), films=(film(0), film(1)), days=1)
    wanted = Preferences(precedences=(Precedence(0, 1, max_minutes=60),))
    free = {each.uid for each in given.showings if each.starts_at is None}
    assert [one.kind for one in find_infeasibilities(given, movable=free, preferences=wanted)] == ["sequel"] * told
