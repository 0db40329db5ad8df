"""What is asked of the solver: all that may move, and nothing else."""

from datetime import date, time

import pytest

from screenings.models import Festival, OpeningHours, SearchKind
from screenings.proposals.request import build_solve_request
from screenings.solver.api import HallHours
from screenings.timetable.context import Opening
from tests.world import SPRING, festival, film, hall, saved, screening

pytestmark = pytest.mark.django_db


def test_a_special_apart_from_the_run_stays_where_it_is_and_the_rest_may_move(harbour: Festival) -> None:
    odeon = hall(harbour)
    places = ["2026-10-08 20:00", "2026-10-10 20:00", "2026-10-21 20:00", "2027-02-14 20:00", "2026-06-01 20:00"]
    rows = {starts: screening(film(harbour, f"Film {starts}"), odeon, starts) for starts in places}
    for kind in (SearchKind.REPAIR, SearchKind.UNPLACED):
        request = build_solve_request(harbour, kind, at=SPRING)
        movable = {starts for starts, row in rows.items() if row.uid in request.movable}
        assert movable == (set(places[:3]) if kind is SearchKind.REPAIR else set())
        assert len(request.programme.scheduled) == 5


def test_hours_are_learned_from_the_last_edition_where_this_one_has_no_times_yet(harbour: Festival) -> None:
    """By the names of hall and cinema; a hall that is new, or states its hours, has none of them."""
    before = festival(
        "Harbour 2025", slug="harbour-2025", starts_on=date(2025, 10, 10), ends_on=date(2025, 10, 19)
    )  # two weekends, from Friday
    for number, starts in enumerate(("10-10 17:00", "10-13 20:00", "10-11 11:00", "10-12 21:00")):
        screening(film(before, f"Film {number}"), hall(before), f"2025-{starts}")
    odeon, new = hall(harbour), hall(harbour, "New", "Rex")
    screening(film(harbour))
    weekend = Opening(5, time(11), time(22, 30))

    def learned() -> HallHours:
        return build_solve_request(harbour, SearchKind.ALL, at=SPRING).preferences.learned_hours

    hours = learned()
    assert hours.keys() == {odeon.pk}
    assert (hours[odeon.pk][0], hours[odeon.pk][5]) == (Opening(0, time(17), time(21, 30)), weekend)
    assert build_solve_request(harbour, SearchKind.REPAIR, at=SPRING).preferences.learned_hours == {}
    for number, starts in enumerate(("10-09 13:00", "10-12 13:00", "10-10 13:00", "10-11 13:00")):
        screening(film(harbour, f"Film {number}"), new, f"2026-{starts}")
    assert learned()[new.pk][0] == Opening(0, time(13), time(14, 30))  # its own timetable goes before
    saved(OpeningHours(hall=new, weekday=0, opens=time(9), closes=time(12)))
    assert new.pk not in learned()
