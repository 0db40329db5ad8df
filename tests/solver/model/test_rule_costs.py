"""What is kept of the rules' answers is what they say of the showing on its own, wherever and whenever that is."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from screenings.solver.model.rule_costs import DAY_RULES, HALL_RULES, HOUR_RULES, RuleCosts
from screenings.solver.preferences import DEFAULT_PREFERENCES
from screenings.timetable.conflicts import Severity
from screenings.timetable.days import day_bounds
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme, Showing
from tests.solver.programmes import OPENING, film, hall, programme, showing
from tests.timetable.random_festivals import festivals, unhurried

POINTS = {Severity.NOTICE: 4, Severity.WARNING: 40}


def asked(given: Programme, one: Showing, codes: frozenset[str], where: int, starts_at: datetime, *, most: int) -> int:
    """Of all the rules with nothing else on; -1 above so many points."""
    alone = replace(given, showings=(replace(one, hall=where, starts_at=starts_at, cancelled=False),))
    points = [POINTS.get(c.severity, 1000) for c in find_conflicts(alone) if c.code in codes]
    return -1 if any(each > most for each in points) else sum(points)


@pytest.mark.slow
@unhurried
@given(festivals())
def test_the_verdict_on_many_is_the_verdict_on_each(given: Programme) -> None:
    kept, calendar = RuleCosts(given, DEFAULT_PREFERENCES), given.calendar
    for most, verdicts in ((40, kept), (4, kept.as_strict()), (40, kept)):
        for one in given.showings[:6]:
            for where, points in verdicts.hall_costs(one).items():
                noon = day_bounds(calendar.starts_on, given.context.halls[where].zone, calendar.day_starts_at)[0]
                assert points == asked(given, one, HALL_RULES, where, noon, most=most)
            for day, points in verdicts.day_costs(one).items():
                for where in given.context.halls:
                    noon = day_bounds(day, given.context.halls[where].zone, calendar.day_starts_at)[0]
                    assert points == asked(given, one, DAY_RULES, where, noon, most=most)
            moments = [noon + timedelta(hours=hour) for hour in (1, 9, 14, 17)]
            spots = [Placement(where, moment) for moment in moments for where in given.context.halls]
            for (where, moment), points in verdicts.hour_costs(one, spots).items():
                assert points == asked(given, one, HOUR_RULES, where, moment, most=most)
                assert points == 0 or verdicts.depends_on_hour(one)


def test_children_are_late_by_the_clock_of_the_venue() -> None:
    """At half past seven in Berlin it is half past six in London."""
    london = replace(hall(2), zone=ZoneInfo("Europe/London"))
    given = programme(showing(1, 1), halls=(hall(1), london), films=(film(1, minimum_age=6),))
    start = datetime.combine(OPENING, time(19, 30), hall(1).zone)

    berlin_slot, london_slot = Placement(1, start), Placement(2, start)
    costs = RuleCosts(given, DEFAULT_PREFERENCES).hour_costs(given.showings[0], [berlin_slot, london_slot])
    assert costs == {berlin_slot: 40, london_slot: 0}
