"""Better hours after the search: against every combination, and never for more points."""

from collections import Counter
from datetime import time, timedelta
from itertools import product
from uuid import UUID

from hypothesis import given

from screenings.solver.improve.retime import onto_quarters, retime
from screenings.solver.objective import score, term_contributions
from screenings.solver.preferences import Precedence, Preferences
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening
from screenings.timetable.days import daypart
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves
from tests.solver.placements import places
from tests.solver.programmes import at, film, hall, programme, showing
from tests.timetable.random_festivals import festivals, unhurried

ALL_DAY = (Opening(4, time(10), time(23, 59)),)


def points(of: Programme) -> int:
    return score(term_contributions(of, find_conflicts(of, pairwise=True), Preferences()))


def uids(of: Programme) -> set[UUID]:
    return {show.uid for show in of.showings}


def test_of_all_starts_in_the_same_parts_of_the_day_none_are_better() -> None:
    """Three shows packed into an evening: every three quarter hours of it are tried."""
    films = tuple(film(n) for n in (1, 2, 3))
    given = programme(
        showing(1, 1, "10-09 17:05", 1, length=50), showing(2, 2, "10-09 17:55", 1, length=40),
        showing(3, 3, "10-09 18:35", 1, length=60), halls=(hall(1, openings=ALL_DAY),), films=films, days=1,
    )  # fmt: skip
    quarters = [at("10-09 17:00") + timedelta(minutes=15 * n) for n in range(20)]
    least = min(
        points(with_moves(given, [Move(UUID(int=n), Placement(1, start)) for n, start in enumerate(starts, 1)]))
        for starts in product(quarters, repeat=3)
        if starts[0] + timedelta(minutes=50) <= starts[1] and starts[1] + timedelta(minutes=40) <= starts[2]
    )
    found = retime(given, uids(given), Preferences())
    assert points(found) == least < points(given)
    assert [start[6:] for _, start in places(found).values()] == ["17:00", "18:30", "20:00"]


def test_two_halls_of_a_cinema_do_not_start_in_one_minute() -> None:
    films = (film(1), film(2))
    given = programme(
        showing(1, 1, "10-09 20:00", 1), showing(2, 2, "10-09 20:00", 2), films=films, days=1,
        halls=(hall(1, venue=1, openings=ALL_DAY), hall(2, venue=1, openings=ALL_DAY)),
    )  # fmt: skip
    found = retime(given, uids(given), Preferences())
    assert len({start for _, start in places(found).values()}) == 2


def test_a_show_that_no_quarter_hour_is_left_for_begins_the_next_part_of_the_day() -> None:
    """The morning's second show cannot begin before 11:46; the next quarter hour is noon."""
    films = (film(1), film(2))
    given = programme(
        showing(1, 1, "10-09 10:00", 1, length=91), showing(2, 2, "10-09 11:50", 1, length=105),
        halls=(hall(1, openings=(Opening(4, time(10), time(14)),)),), films=films, days=1,
    )  # fmt: skip
    assert retime(given, uids(given), Preferences()) == given
    found = onto_quarters(given, uids(given), Preferences())
    assert [start[6:] for _, start in places(found).values()] == ["10:00", "12:00"]
    assert points(found) < points(given)
    assert onto_quarters(given, uids(given), Preferences(weights={"off-quarter": 0})) == given
    assert onto_quarters(given, (), Preferences()) == given


def test_where_the_next_part_is_too_late_the_first_show_begins_a_quarter_of_an_hour_earlier() -> None:
    """From five on, the last of three would end after 22:35 if all began on the quarter hour."""
    films = tuple(film(n) for n in (1, 2, 3))
    given = programme(
        showing(1, 1, "10-09 17:00", 1, length=93), showing(2, 2, "10-09 18:50", 1, length=107),
        showing(3, 3, "10-09 20:55", 1, length=95), halls=(hall(1, openings=(Opening(4, time(14), time(22, 35)),)),),
        films=films, days=1,
    )  # fmt: skip
    found = onto_quarters(given, uids(given), Preferences())
    assert [start[6:] for _, start in places(found).values()] == ["16:45", "18:45", "21:00"]
    assert points(found) < points(given)


@unhurried
@given(festivals())
def test_the_next_part_of_the_day_never_costs_points(given: Programme) -> None:
    found = onto_quarters(given, uids(given), Preferences())
    assert (_errors(found), points(found)) <= (_errors(given), points(given))
    assert Counter((s.uid, s.hall.id, s.day) for s in found.scheduled) == Counter(
        (s.uid, s.hall.id, s.day) for s in given.scheduled
    )


def test_what_is_fixed_or_in_an_order_stays() -> None:
    films = (film(1), film(2))
    given = programme(
        showing(1, 1, "10-09 18:05", 1), showing(2, 2, "10-09 20:10", 1), halls=(hall(1, openings=ALL_DAY),),
        films=films, days=1,
    )  # fmt: skip
    assert retime(given, (), Preferences()) == given
    order = Precedence(UUID(int=1), UUID(int=2))
    assert retime(given, uids(given), Preferences(precedences=(order,))) == given
    off = dict.fromkeys(("waits", "short-break", "off-quarter", "at-once", "same-minute"), 0)
    assert retime(given, uids(given), Preferences(weights=off)) == given


@unhurried
@given(festivals())
def test_it_never_costs_points_and_keeps_halls_days_and_parts_of_the_day(given: Programme) -> None:
    found = retime(given, uids(given), Preferences())
    assert (_errors(found), points(found)) <= (_errors(given), points(given))

    def parts(of: Programme) -> Counter[object]:
        starts_at = of.calendar.day_starts_at
        return Counter((s.uid, s.hall.id, s.day, daypart(s.start, s.hall.zone, starts_at)) for s in of.scheduled)

    assert parts(found) == parts(given)


def _errors(of: Programme) -> int:
    return sum(conflict.severity is Severity.ERROR for conflict in find_conflicts(of, pairwise=True))
