"""Hours that a timetable shows, where nobody has typed any."""

from dataclasses import replace
from datetime import time

from screenings.solver.api import Preferences, have_room_for, learned_hours, propose
from screenings.timetable.context import Opening
from screenings.timetable.values import Programme
from tests.solver.placements import places, steps
from tests.solver.programmes import emptied, film, hall, programme, showing

FRIDAY, SATURDAY, SUNDAY, MONDAY = "10-09", "10-10", "10-11", "10-12"
FILMS = tuple(film(number) for number in range(1, 9))


def last_year() -> Programme:
    """Evenings on weekdays, from nine and past midnight on the weekend; the second hall on one day only."""
    return programme(
        showing(1, 1, f"{FRIDAY} 17:10", 1), showing(2, 2, f"{MONDAY} 20:00", 1), showing(3, 3, f"{SATURDAY} 09:05", 1),
        showing(4, 4, f"{SUNDAY} 23:00", 1), showing(5, 5, f"{SATURDAY} 12:00", 2),
        halls=(hall(1), hall(2), hall(3, openings=(Opening(4, time(9), time(12)),))), films=FILMS, days=4,
    )  # fmt: skip


def test_weekdays_and_weekends_are_learned_apart_to_full_quarters() -> None:
    weekdays = tuple(Opening(day, time(17), time(21, 45)) for day in range(5))
    weekend = tuple(Opening(day, time(9), time(0, 45)) for day in (5, 6))
    assert learned_hours(last_year()) == {1: weekdays + weekend, 2: weekdays + weekend}


def test_of_one_day_nothing_is_learned() -> None:
    shows = (showing(number, number, f"{FRIDAY} {hour}:00", 1) for number, hour in ((1, 14), (2, 17), (3, 20)))
    assert learned_hours(programme(*shows, halls=(hall(1),), films=FILMS)) == {}


def test_a_proposal_keeps_to_them() -> None:
    given, hours = emptied(last_year()), learned_hours(last_year())
    given = replace(given, context=replace(given.context, halls={1: hall(1), 2: hall(2)}))
    found = propose(given, effort=steps(4096), preferences=Preferences(learned_hours=hours))
    assert found.unplaced == ()
    for _, start in places(found.programme).values():
        assert start is not None
        assert start[:5] in (SATURDAY, SUNDAY) or start[6:] >= "17:00"


def test_hours_that_everything_would_fill_are_not_taken() -> None:
    hours = learned_hours(last_year())  # 2 halls, 4 h 45 on two days and 15 h 45 on two: 82 hours, of which 65.6 count
    films = tuple(film(number) for number in range(40))
    shows = [showing(number + 1, number, length=100) for number in range(40)]
    of = {"halls": (hall(1), hall(2)), "films": films, "days": 4}
    assert have_room_for(hours, programme(*shows[:34], **of))  # type: ignore[arg-type]  # as typed in programme()
    assert not have_room_for(hours, programme(*shows[:35], **of))  # type: ignore[arg-type]  # as typed in programme()
