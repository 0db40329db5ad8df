"""A colour for what was given none: one that looks like no other of the festival's."""

from collections.abc import Collection
from colorsys import hls_to_rgb

from screenings.text.colours import oklab, squared_difference

_HUES, _SATURATION = 24, 0.6
# Neither so light nor so dark that the shades made of it for a page all look alike (`images/contrast.py`).
_LIGHTNESSES = (0.35, 0.5)


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in (red, green, blue))


_CANDIDATES = tuple(
    _hex(*hls_to_rgb(hue / _HUES, lightness, _SATURATION)) for lightness in _LIGHTNESSES for hue in range(_HUES)
)
_POINTS = {colour: oklab(colour) for colour in _CANDIDATES}


def distinct_colour(taken: Collection[str]) -> str:
    """The one, as `#rrggbb`, that differs most from every colour that is taken; empty ones do not count.

    The same for the same colours, in whatever order. O(colours taken).
    """
    others = [oklab(colour) for colour in taken if colour]
    if not others:
        return _CANDIDATES[0]
    return max(_CANDIDATES, key=lambda colour: min(squared_difference(_POINTS[colour], other) for other in others))
