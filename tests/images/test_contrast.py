"""Colours: whatever a festival chooses, its words can be read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.images.contrast import (
    AA,
    BLACK,
    DARK_BACKGROUNDS,
    LIGHT_BACKGROUNDS,
    WHITE,
    contrast_ratio,
    mix_colours,
    readable_shades,
    text_colour_on,
)

SITE_CSS = Path(__file__).parents[2] / "screenings/static/screenings/site.css"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    # Ratios that are well known, to two places.
    [(BLACK, WHITE, 21.0), ("#777777", WHITE, 4.48), ("#767676", WHITE, 4.54), ("#ff0000", WHITE, 4.0),
     ("#0000ff", WHITE, 8.59), (WHITE, WHITE, 1.0)],
)  # fmt: skip
def test_contrast_is_what_other_checkers_find(one: str, other: str, expected: float) -> None:
    assert contrast_ratio(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast_ratio(one, other) == contrast_ratio(other, one)


@given(COLOURS)
def test_every_colour_can_be_read_on_every_ground(colour: str) -> None:
    found = readable_shades(colour)
    assert all(contrast_ratio(found.on_light, ground) >= AA for ground in LIGHT_BACKGROUNDS)
    assert all(contrast_ratio(found.on_dark, ground) >= AA for ground in DARK_BACKGROUNDS)
    assert contrast_ratio(found.text, found.background) >= AA
    assert found.background == colour


@given(COLOURS, st.floats(0, 1))
def test_shapes_on_a_ground_leave_its_text_readable(colour: str, share: float) -> None:
    found = readable_shades(colour)
    assert contrast_ratio(found.text, mix_colours(found.background, found.overlay, share)) >= AA


@given(COLOURS)
def test_a_colour_that_can_be_read_is_left_alone(colour: str) -> None:
    found = readable_shades(colour)
    if all(contrast_ratio(colour, ground) >= AA for ground in LIGHT_BACKGROUNDS):
        assert found.on_light == colour
    if all(contrast_ratio(colour, ground) >= AA for ground in DARK_BACKGROUNDS):
        assert found.on_dark == colour


@given(COLOURS)
def test_a_colour_is_changed_no_more_than_it_takes(colour: str) -> None:
    found = readable_shades(colour).on_light
    if found not in (colour, BLACK):
        # One step lighter and some ground would be too near.
        steps = [mix_colours(colour, BLACK, step / 256) for step in range(256)]
        before = steps[steps.index(found) - 1]
        assert min(contrast_ratio(before, ground) for ground in LIGHT_BACKGROUNDS) < AA


def test_text_on_a_ground_is_black_or_white() -> None:
    assert (text_colour_on("#ffe600"), text_colour_on("#8c1c3a")) == (BLACK, WHITE)


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    said = dict(re.findall(r"--(paper|sheet): light-dark\(([^)]*)\);", SITE_CSS.read_text(encoding="utf-8")))
    assert {name: tuple(value.split(", ")) for name, value in said.items()} == {
        "paper": (LIGHT_BACKGROUNDS[0], DARK_BACKGROUNDS[0]),
        "sheet": (LIGHT_BACKGROUNDS[1], DARK_BACKGROUNDS[1]),
    }
