"""Ways between venues: what is stated, what is estimated and by what, and that no way is longer than the longest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.timetable.travel import DETOUR, SAME_PLACE, Journey, Travel, distance_km, estimate

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("km", "minutes", "means"),
    [
        (0, 0, "about 0.0 km on foot"),
        # 650 m of street at 4.5 km/h are 8 min 40 s: a begun minute counts.
        (0.5, 9, "about 0.7 km on foot"),
        # By street 1 km: 13 min 20 s on foot, 13 min 20 s with the wait. Who can choose, walks.
        (1 / DETOUR, 14, "about 1.0 km on foot"),
        # 13 km of street at 18 km/h are 43 min 20 s, and ten to wait.
        (10, 54, "about 13 km by public transport"),
    ],
)
def test_an_estimate_is_the_faster_of_walking_and_riding(km: float, minutes: int, means: str) -> None:
    way = estimate(km)
    assert (way.minutes, way.means, way.is_estimate) == (minutes, means, True)
    assert way.pace == ("at 4.5 km/h" if "foot" in means else "at 18 km/h and 10 min for the wait")


def test_a_quarter_of_the_equator_is_a_quarter_of_the_equator_also_across_the_date_line() -> None:
    assert distance_km((0, 0), (0, 90)) == pytest.approx(10_007.5, abs=1)
    assert distance_km((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)


def test_what_is_stated_holds_both_ways_unless_the_way_back_is_stated_too() -> None:
    travel = Travel(stated={(1, 2): (10, "by tram"), (2, 3): (5, ""), (3, 2): (8, "uphill")})
    assert [travel.journey(*both) for both in ((1, 2), (2, 1))] == [Journey(10, "by tram")] * 2
    assert [travel.journey(*both).minutes for both in ((2, 3), (3, 2))] == [5, 8]


def test_what_is_stated_goes_before_an_estimate_and_one_place_needs_none() -> None:
    travel = Travel({1: (52.5, 13.4), 2: (52.6, 13.4), 4: (52.5, 13.4)}, {(1, 2): (3, "by lift")})
    assert travel.journey(1, 2) == Journey(3, "by lift")
    assert travel.journey(1, 1) is SAME_PLACE
    assert travel.journey(1, 3) is SAME_PLACE, "nobody knows where the third is"
    assert travel.journey(1, 4).minutes == 0


@given(
    st.dictionaries(st.integers(1, 6), POINTS, max_size=6),
    st.dictionaries(st.sampled_from([(1, 2), (2, 1), (3, 5)]), st.tuples(st.integers(1, 600), st.just("")), max_size=3),
)
def test_no_way_is_longer_than_the_longest(
    points: dict[int, tuple[float, float]], stated: dict[tuple[int, int], tuple[int, str]]
) -> None:
    travel = Travel(points, stated)
    longest = travel.longest_minutes(range(1, 7))
    assert all(travel.journey(one, other).minutes <= longest for one in range(1, 7) for other in range(1, 7))
