"""What the terms of premieres, of the press and of halls' days count, against a plain count; the search goes by it."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given

from screenings.solver.api import propose
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleHall
from screenings.timetable.values import Programme
from tests.solver.placements import amounts, steps
from tests.solver.programmes import film, hall, programme, showing
from tests.timetable.random_festivals import festivals, unhurried


@unhurried
@given(festivals())
def test_premieres_and_late_openings_are_what_a_plain_count_says(given: Programme) -> None:
    largest = max((hall.capacity or 0 for hall in given.context.halls.values()), default=0)
    small = public_first = 0
    for number, shown in given.context.films.items():
        public = [s for s in given.scheduled if s.film.id == number and s.showing.audience == "public"]
        press = [s for s in given.scheduled if s.film.id == number and s.showing.audience == "press"]
        small += bool(public) and public[0].hall.capacity is not None and 3 * public[0].hall.capacity < largest
        guarded = any(given.context.films[work].premiere for work in (number, *shown.parts))
        guarded &= given.context.severities.get("premiere-order") is not Severity.OFF
        public_first += bool(public and press) and not guarded and public[0].start <= press[0].start
    late = 0
    for where in given.context.halls.values():
        for day in {show.day for show in given.scheduled}:
            shows = [s for s in given.scheduled if (s.hall.id, s.day) == (where.id, day)]
            early = [
                s
                for s in shows
                if s.day == s.start.astimezone(where.zone).date() and s.start.astimezone(where.zone).hour < 17
            ]
            late += bool(shows) and not early and is_open_at_two(given, where, day)
    found = amounts(given)
    assert (found["premiere-hall"], found["press-first"], found["late-opening"]) == (small, public_first, late)


def is_open_at_two(of: Programme, where: RuleHall, day: date) -> bool:
    """On a day of the run, by its hours; a hall that states none is open from ten until half past midnight."""
    if where.shared or not of.calendar.starts_on <= day <= of.calendar.ends_on:
        return False
    if any(first <= day <= last for first, last in where.closures):
        return False
    two = time(14)
    for hours in where.openings:
        is_overnight = hours.closes <= hours.opens
        if hours.weekday == day.weekday() and hours.opens <= two and (is_overnight or two < hours.closes):
            return True
        if hours.weekday == (day - timedelta(days=1)).weekday() and is_overnight and two < hours.closes:
            return True
    return not where.openings


def test_the_press_sees_a_film_first_unless_a_rule_guards_its_premiere() -> None:
    """One hall with one show an evening: without the wish the public would have the first as often."""
    hours = tuple(Opening(day, time(17), time(22)) for day in (4, 5, 6))
    shows = showing(1, 1, length=200), showing(2, 1, length=200, audience="press")
    given = programme(*shows, halls=(hall(1, openings=hours),), films=(film(1),))
    for order in (given, replace(given, showings=shows[::-1])):
        found = propose(order, effort=steps(2048))
        assert [show.showing.audience for show in found.programme.scheduled] == ["press", "public"]
        assert amounts(found.programme)["press-first"] == 0
    guarded = replace(given, context=replace(given.context, films={1: film(1, premiere="world")}))
    found = propose(guarded, effort=steps(2048))
    assert [show.showing.audience for show in found.programme.scheduled] == ["public", "press"]


def test_a_large_hall_s_idle_evening_counts_twice_and_a_day_that_opens_late_has_a_smaller_share() -> None:
    every_day = tuple(Opening(day, time(17 if day == 4 else 10), time(23)) for day in range(7))
    shows = (showing(n, n, f"10-09 {hour}:00", 1 + n % 2, length=20) for n, hour in enumerate((17, 17, 18, 18, 19, 19)))
    given = programme(
        *shows, films=tuple(film(n) for n in range(8)),
        halls=(hall(1, capacity=100, openings=every_day), hall(2, capacity=500, openings=every_day)),
    )  # fmt: skip
    found = amounts(given)
    assert found["idle-evening"] == 2 * (1 + 2)  # both halls on Saturday and on Sunday
    assert found["crowded-day"] == 6 - 2  # of six shows, 12 of 64 hours' share, rounded up
