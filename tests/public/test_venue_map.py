"""The sketch of the venues: where they lie is where they are drawn, and everything stays inside the picture."""

from math import atan2, degrees, hypot
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenings.public.venue_map import (
    HEIGHT,
    MARKER_RADIUS,
    MAX_NAMES,
    MIN_MARKER_DISTANCE,
    WIDTH,
    MapVenue,
    VenueMap,
    compass_direction,
    draw_venue_map,
    walking_minutes,
)
from screenings.timetable.travel import Travel

# Hamburg: the Abaton, the Metropolis east of it, the Zeise to the west, the Studio between.
ABATON, METROPOLIS = MapVenue(1, "Abaton", (53.5670, 9.9830)), MapVenue(2, "Metropolis", (53.5560, 9.9900))
ZEISE = MapVenue(3, "Zeise", (53.5560, 9.9290))
CITY = (ABATON, METROPOLIS, ZEISE)


def sketch(*spots: MapVenue, here: int | None = None, stated: Any = None) -> VenueMap:
    travel = Travel({spot.key: spot.point for spot in spots}, stated or {})
    found = draw_venue_map(spots, travel, here=here)
    assert found is not None
    return found


def test_north_is_above_and_east_to_the_right() -> None:
    abaton, metropolis, zeise = sketch(*CITY).markers
    assert abaton.y < metropolis.y
    assert abs(metropolis.y - zeise.y) < 0.2
    assert zeise.x < abaton.x < metropolis.x


def test_a_degree_is_as_long_to_the_east_as_it_is_there() -> None:
    # At 60 degrees north one of longitude is half as long as one of latitude.
    south, north, east = sketch(
        MapVenue(1, "S", (60.0, 10.0)), MapVenue(2, "N", (60.01, 10.0)), MapVenue(3, "E", (60.0, 10.02))
    ).markers
    assert south.y - north.y == pytest.approx(east.x - south.x, rel=0.01)


def test_every_venue_hangs_on_its_nearest_and_a_venues_own_page_shows_the_way_to_each() -> None:
    assert [(leg.start.name, leg.end.name) for leg in sketch(*CITY).routes] == [
        ("Abaton", "Metropolis"),
        ("Abaton", "Zeise"),
    ]
    found = sketch(*CITY, here=3)
    assert [(leg.start.name, leg.end.name) for leg in found.routes] == [("Zeise", "Abaton"), ("Zeise", "Metropolis")]
    assert [mark.is_here for mark in found.markers] == [False, False, True]


def test_minutes_are_walked_unless_somebody_stated_them_or_it_is_too_far() -> None:
    stated = {(1, 2): (15, "on foot"), (1, 3): (12, "by tram 3")}
    found = sketch(*CITY, stated=stated)
    assert [leg.words for leg in found.routes] == ["15 min on foot", "12 min by tram 3"]
    assert [leg.words for leg in sketch(*CITY).routes] == [
        "23 min on foot (estimate)",
        "27 min, about 5 km by public transport (estimate)",
    ]
    near = {(1, 2): (7, "by bus")}
    assert sketch(*CITY[:2], stated=near).routes[0].words == "23 min on foot (estimate), 7 min by bus"
    assert sketch(*CITY[:2], stated={(2, 1): (9, "")}).routes[0].words == "9 min"


def test_the_description_says_it_all_in_sentences() -> None:
    assert sketch(*CITY[:2]).description == "From Abaton south to Metropolis: 23 min on foot (estimate)."


def test_a_walk_is_an_hour_for_four_and_a_half_kilometres_of_street() -> None:
    assert (walking_minutes(4.5 / 1.3), walking_minutes(0)) == (60, 1)


@pytest.mark.parametrize(
    ("point", "said"),
    [((1, 0), "north"), ((1, 1), "north-east"), ((0, 1), "east"), ((-1, 1), "south-east"), ((-1, 0), "south"),
     ((-1, -1), "south-west"), ((0, -1), "west"), ((1, -1), "north-west"), ((0, 0), "next door")],
)  # fmt: skip
def test_a_direction_is_one_of_eight(point: tuple[float, float], said: str) -> None:
    assert compass_direction((0.0, 0.0), point) == said


def test_the_date_line_is_crossed_the_short_way() -> None:
    west, east = sketch(MapVenue(1, "Suva", (-18.1, 179.9)), MapVenue(2, "Apia", (-18.1, -179.9))).markers
    assert west.x < east.x
    assert compass_direction((-18.1, 179.9), (-18.1, -179.9)) == "east"


def test_one_cinema_alone_is_no_sketch() -> None:
    assert draw_venue_map([ABATON], Travel()) is None
    assert draw_venue_map([], Travel()) is None


def test_two_in_the_same_house_lie_side_by_side() -> None:
    one, other = sketch(ABATON, MapVenue(2, "Foyer", ABATON.point)).markers
    assert hypot(one.x - other.x, one.y - other.y) >= MIN_MARKER_DISTANCE - 0.2


def test_few_marks_bear_names_and_many_numbers_alone() -> None:
    many = [MapVenue(key, f"Cinema {key}", (53.5 + key / 500, 9.9 + key % 3 / 100)) for key in range(MAX_NAMES + 1)]
    assert {mark.label for mark in sketch(*many).markers} == {""}
    assert [mark.number for mark in sketch(*many).markers] == list(range(1, MAX_NAMES + 2))
    assert all(mark.label for mark in sketch(*many[:-1]).markers)


def test_a_long_name_is_cut_on_the_sketch_and_whole_in_words() -> None:
    name = "The Extraordinarily Long-Named Picture Palace"
    found = sketch(ABATON, MapVenue(2, name, METROPOLIS.point))
    assert found.markers[1].label == "The Extraordinarily Lon…"
    assert name in found.description


points = st.tuples(st.floats(-89, 89), st.floats(-180, 180)).map(lambda p: (round(p[0], 6), round(p[1], 6)))
near = st.tuples(st.floats(53.55, 53.56), st.floats(9.9, 9.92)).map(lambda p: (round(p[0], 6), round(p[1], 6)))


@settings(max_examples=150)
@given(st.one_of(st.lists(points, min_size=2, max_size=14), st.lists(near, min_size=2, max_size=14)), st.booleans())
def test_any_venues_stay_inside_and_hang_together(places: list[tuple[float, float]], from_one: bool) -> None:
    spots = [MapVenue(key, f"Cinema {key} 映画館", place) for key, place in enumerate(places)]
    found = sketch(*spots, here=0 if from_one else None)
    assert len(found.routes) == len(spots) - 1
    joined = {0}
    for _ in spots:
        joined |= {end for leg in found.routes for end in (leg.start.key, leg.end.key)
                   if {leg.start.key, leg.end.key} & joined}  # fmt: skip
    assert joined == set(range(len(spots)))
    for mark in found.markers:
        assert MARKER_RADIUS <= mark.x <= WIDTH - MARKER_RADIUS
        assert MARKER_RADIUS <= mark.y <= HEIGHT - MARKER_RADIUS
    assert all(leg.minutes > 0 for leg in found.routes)


@settings(max_examples=100)
@given(near, near)
def test_the_drawn_direction_is_the_real_one(one: tuple[float, float], other: tuple[float, float]) -> None:
    first, second = sketch(MapVenue(1, "A", one), MapVenue(2, "B", other)).markers
    if max(abs(one[0] - other[0]), abs(one[1] - other[1])) < 0.001:
        return  # as good as the same house: they are pushed apart
    drawn = degrees(atan2(second.x - first.x, first.y - second.y)) % 360
    real = degrees(atan2((other[1] - one[1]) * 0.594, other[0] - one[0])) % 360
    assert min(abs(drawn - real), 360 - abs(drawn - real)) < 2
