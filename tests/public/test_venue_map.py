"""The sketch of the venues: where they lie is where they are drawn, and everything stays inside the picture."""

from math import atan2, degrees, hypot
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenings.public.venue_map import APART, HEIGHT, MOST_NAMES, RADIUS, WIDTH, Sketch, Spot, direction, draw, walk
from screenings.timetable.travel import Travel

# Hamburg: the Abaton, the Metropolis east of it, the Zeise to the west, the Studio between.
ABATON, METROPOLIS = Spot(1, "Abaton", (53.5670, 9.9830)), Spot(2, "Metropolis", (53.5560, 9.9900))
ZEISE = Spot(3, "Zeise", (53.5560, 9.9290))
CITY = (ABATON, METROPOLIS, ZEISE)


def sketch(*spots: Spot, here: int | None = None, stated: Any = None) -> Sketch:
    travel = Travel({spot.key: spot.point for spot in spots}, stated or {})
    found = draw(spots, travel, here=here)
    assert found is not None
    return found


def test_north_is_above_and_east_to_the_right() -> None:
    abaton, metropolis, zeise = sketch(*CITY).marks
    assert abaton.y < metropolis.y
    assert abs(metropolis.y - zeise.y) < 0.2
    assert zeise.x < abaton.x < metropolis.x


def test_a_degree_is_as_long_to_the_east_as_it_is_there() -> None:
    # At 60 degrees north one of longitude is half as long as one of latitude.
    south, north, east = sketch(
        Spot(1, "S", (60.0, 10.0)), Spot(2, "N", (60.01, 10.0)), Spot(3, "E", (60.0, 10.02))
    ).marks
    assert south.y - north.y == pytest.approx(east.x - south.x, rel=0.01)


def test_every_venue_hangs_on_its_nearest_and_a_venues_own_page_shows_the_way_to_each() -> None:
    assert [(leg.start.name, leg.end.name) for leg in sketch(*CITY).legs] == [
        ("Abaton", "Metropolis"),
        ("Abaton", "Zeise"),
    ]
    found = sketch(*CITY, here=3)
    assert [(leg.start.name, leg.end.name) for leg in found.legs] == [("Zeise", "Abaton"), ("Zeise", "Metropolis")]
    assert [mark.is_here for mark in found.marks] == [False, False, True]


def test_minutes_are_walked_unless_somebody_stated_them_or_it_is_too_far() -> None:
    stated = {(1, 2): (15, "on foot"), (1, 3): (12, "by tram 3")}
    found = sketch(*CITY, stated=stated)
    assert [leg.words for leg in found.legs] == ["15 min on foot", "12 min by tram 3"]
    assert [leg.words for leg in sketch(*CITY).legs] == [
        "23 min on foot (estimate)",
        "27 min, about 5 km by public transport (estimate)",
    ]
    near = {(1, 2): (7, "by bus")}
    assert sketch(*CITY[:2], stated=near).legs[0].words == "23 min on foot (estimate), 7 min by bus"
    assert sketch(*CITY[:2], stated={(2, 1): (9, "")}).legs[0].words == "9 min"


def test_the_description_says_it_all_in_sentences() -> None:
    assert sketch(*CITY[:2]).description == "From Abaton south to Metropolis: 23 min on foot (estimate)."


def test_a_walk_is_an_hour_for_four_and_a_half_kilometres_of_street() -> None:
    assert (walk(4.5 / 1.3), walk(0)) == (60, 1)


@pytest.mark.parametrize(
    ("point", "said"),
    [((1, 0), "north"), ((1, 1), "north-east"), ((0, 1), "east"), ((-1, 1), "south-east"), ((-1, 0), "south"),
     ((-1, -1), "south-west"), ((0, -1), "west"), ((1, -1), "north-west"), ((0, 0), "next door")],
)  # fmt: skip
def test_a_direction_is_one_of_eight(point: tuple[float, float], said: str) -> None:
    assert direction((0.0, 0.0), point) == said


def test_the_date_line_is_crossed_the_short_way() -> None:
    west, east = sketch(Spot(1, "Suva", (-18.1, 179.9)), Spot(2, "Apia", (-18.1, -179.9))).marks
    assert west.x < east.x
    assert direction((-18.1, 179.9), (-18.1, -179.9)) == "east"


def test_one_cinema_alone_is_no_sketch() -> None:
    assert draw([ABATON], Travel()) is None
    assert draw([], Travel()) is None


def test_two_in_the_same_house_lie_side_by_side() -> None:
    one, other = sketch(ABATON, Spot(2, "Foyer", ABATON.point)).marks
    assert hypot(one.x - other.x, one.y - other.y) >= APART - 0.2


def test_few_marks_bear_names_and_many_numbers_alone() -> None:
    many = [Spot(key, f"Cinema {key}", (53.5 + key / 500, 9.9 + key % 3 / 100)) for key in range(MOST_NAMES + 1)]
    assert {mark.label for mark in sketch(*many).marks} == {""}
    assert [mark.number for mark in sketch(*many).marks] == list(range(1, MOST_NAMES + 2))
    assert all(mark.label for mark in sketch(*many[:-1]).marks)


def test_a_long_name_is_cut_on_the_sketch_and_whole_in_words() -> None:
    name = "The Extraordinarily Long-Named Picture Palace"
    found = sketch(ABATON, Spot(2, name, METROPOLIS.point))
    assert found.marks[1].label == "The Extraordinarily Lon…"
    assert name in found.description


points = st.tuples(st.floats(-89, 89), st.floats(-180, 180)).map(lambda p: (round(p[0], 6), round(p[1], 6)))
near = st.tuples(st.floats(53.55, 53.56), st.floats(9.9, 9.92)).map(lambda p: (round(p[0], 6), round(p[1], 6)))


@settings(max_examples=150)
@given(st.one_of(st.lists(points, min_size=2, max_size=14), st.lists(near, min_size=2, max_size=14)), st.booleans())
def test_any_venues_stay_inside_and_hang_together(places: list[tuple[float, float]], from_one: bool) -> None:
    spots = [Spot(key, f"Cinema {key} 映画館", place) for key, place in enumerate(places)]
    found = sketch(*spots, here=0 if from_one else None)
    assert len(found.legs) == len(spots) - 1
    joined = {0}
    for _ in spots:
        joined |= {end for leg in found.legs for end in (leg.start.key, leg.end.key)
                   if {leg.start.key, leg.end.key} & joined}  # fmt: skip
    assert joined == set(range(len(spots)))
    for mark in found.marks:
        assert RADIUS <= mark.x <= WIDTH - RADIUS
        assert RADIUS <= mark.y <= HEIGHT - RADIUS
    assert all(leg.minutes > 0 for leg in found.legs)


@settings(max_examples=100)
@given(near, near)
def test_the_drawn_direction_is_the_real_one(one: tuple[float, float], other: tuple[float, float]) -> None:
    first, second = sketch(Spot(1, "A", one), Spot(2, "B", other)).marks
    if max(abs(one[0] - other[0]), abs(one[1] - other[1])) < 0.001:
        return  # as good as the same house: they are pushed apart
    drawn = degrees(atan2(second.x - first.x, first.y - second.y)) % 360
    real = degrees(atan2((other[1] - one[1]) * 0.594, other[0] - one[0])) % 360
    assert min(abs(drawn - real), 360 - abs(drawn - real)) < 2
