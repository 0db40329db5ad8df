"""A colour that nobody has: for sections that were given none."""

from itertools import combinations

from screenings.images.contrast import AA, DARK_BACKGROUNDS, LIGHT_BACKGROUNDS, contrast_ratio, readable_shades
from screenings.images.palette import distinct_colour
from screenings.text.colours import oklab, squared_difference

FESTIVAL = "#8c1c3a"


def colours(count: int) -> list[str]:
    taken = [FESTIVAL]
    for _ in range(count):
        taken.append(distinct_colour(taken))
    return taken


def distance(one: str, other: str) -> float:
    """In OKLab, where two shades that one can just tell apart side by side are some 0.02 from each other."""
    return float(squared_difference(oklab(one), oklab(other)) ** 0.5)


def test_fourteen_sections_and_the_festival_look_different_as_they_are_and_as_a_light_and_a_dark_page_shows_them() -> (
    None
):
    every = colours(14)
    shades = [readable_shades(colour) for colour in every]
    assert min(distance(*pair) for pair in combinations(every, 2)) > 0.06
    for drawn in ([each.on_light for each in shades], [each.on_dark for each in shades]):
        assert min(distance(*pair) for pair in combinations(drawn, 2)) > 0.03


def test_all_that_it_gives_can_be_read_on_every_page_and_under_its_own_text() -> None:
    for colour in colours(30):
        shades = readable_shades(colour)
        assert all(contrast_ratio(shades.on_light, page) >= AA for page in LIGHT_BACKGROUNDS)
        assert all(contrast_ratio(shades.on_dark, page) >= AA for page in DARK_BACKGROUNDS)
        assert contrast_ratio(shades.background, shades.text) >= AA


def test_it_depends_on_what_is_taken_alone_and_none_is_no_colour() -> None:
    assert distinct_colour(["#204060", FESTIVAL, ""]) == distinct_colour([FESTIVAL, "#204060"])
    assert distinct_colour([]) == distinct_colour([""])
    assert distinct_colour(["#204060"]) not in ("#204060", distinct_colour([]))
