from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageColor

from screenings.feeds.colours import CSS3_COLOURS, nearest_colour_name


def test_the_table_is_pillows_without_second_names_and_without_css4() -> None:
    names = {}
    for name in sorted(ImageColor.colormap):
        if name != "rebeccapurple":
            names.setdefault(ImageColor.getrgb(name), name)
    ours = {(rgb >> 16, rgb >> 8 & 255, rgb & 255): name for name, rgb in CSS3_COLOURS.items()}
    assert ours == names


@pytest.mark.parametrize("name", CSS3_COLOURS)
def test_a_named_colour_is_its_own_nearest(name: str) -> None:
    assert nearest_colour_name(f"#{CSS3_COLOURS[name]:06X}") == name


@pytest.mark.parametrize(
    ("colour", "name"),
    [("#b01030", "firebrick"), ("#010101", "black"), ("#fefefe", "white"), ("#0a0a85", "darkblue")],
)
def test_a_colour_near_a_named_one_takes_its_name(colour: str, name: str) -> None:
    assert nearest_colour_name(colour) == name


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_has_a_name_that_is_not_far(rgb: int) -> None:
    name = nearest_colour_name(f"#{rgb:06x}")
    here, there = ((n >> 16, n >> 8 & 255, n & 255) for n in (rgb, CSS3_COLOURS[name]))
    assert dist(here, there) < 160


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "#123456\n"])
def test_what_is_no_colour_has_no_name(text: str) -> None:
    assert nearest_colour_name(text) == ""
