"""What comes after a search: no error stays, and no more time goes into it than the search itself had."""

from math import inf

from screenings.solver.improve.postprocess import postprocess
from screenings.solver.preferences import DEFAULT_PREFERENCES
from screenings.solver.propose import _is_late
from screenings.timetable.conflicts import Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from tests.solver.programmes import film, hall, programme, showing


def double_booked() -> Programme:
    """Two shows in one hall at one time, and one without a place."""
    shows = showing(1, 0, "10-09 20:00"), showing(2, 1, "10-09 20:30"), showing(3, 2)
    return programme(*shows, halls=(hall(0), hall(1)), films=tuple(map(film, range(3))))


def errors(of: Programme) -> int:
    return sum(conflict.severity is Severity.ERROR for conflict in find_conflicts(of))


def test_in_time_the_error_is_mended_and_the_tray_is_empty() -> None:
    given = double_booked()
    after = postprocess(given, {each.uid for each in given.showings}, DEFAULT_PREFERENCES)
    assert errors(given) > 0
    assert errors(after) == 0
    assert all(each.starts_at for each in after.showings)


def test_late_no_error_stays_and_nothing_else_is_looked_for() -> None:
    given = double_booked()
    after = postprocess(given, {each.uid for each in given.showings}, DEFAULT_PREFERENCES, lambda: True)
    assert errors(after) == 0
    assert sum(each.starts_at is None for each in after.showings) == 2


def test_a_search_by_the_clock_is_late_after_twice_its_time_and_one_that_was_stopped_never() -> None:
    assert [_is_late(lambda _, at=at: at, 0) for at in (0.5, 1.0, 1.9, 2.0, 7.5, inf)] == [False] * 3 + [True] * 2 + [
        False
    ]  # type: ignore[misc]


def test_a_show_that_stays_is_never_moved() -> None:
    given = double_booked()
    stays = given.showings[0]
    after = postprocess(given, {each.uid for each in given.showings[1:]}, DEFAULT_PREFERENCES, lambda: True)
    assert after.showings[0] == stays
