"""Colours that can be read: a festival's or a section's own colour, changed no more than legibility asks for.

Contrast is WCAG 2.2's ratio (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), from 1 to 21; AA asks for 4.5.
Colours are `#rrggbb` in lower case.
"""

from dataclasses import dataclass

AA = 4.5
BLACK, WHITE = "#000000", "#ffffff"
# The page's grounds in site.css, the one that is harder to read on last.
LIGHT_BACKGROUNDS = ("#ffffff", "#f4f3f0")
DARK_BACKGROUNDS = ("#121212", "#1f1e1d")
_STEPS = 256


@dataclass(frozen=True, slots=True)
class ReadableShades:
    """One colour as a page needs it: as text on a light and on a dark page, and as a ground with its own text.

    Any share of `wash` laid over the ground leaves the text easier to read.
    """

    on_light: str
    on_dark: str
    background: str
    text: str
    overlay: str


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0 for black and 1 for white."""
    red, green, blue = (_linear(value / 255) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """The ratio of two colours, the same in either order."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix_colours(colour: str, towards: str, share: float) -> str:
    """`colour` with a share, from 0 to 1, of another in it."""
    pairs = zip(channels(colour), channels(towards), strict=True)
    return "#" + "".join(f"{round(own + (other - own) * share):02x}" for own, other in pairs)


def nearest_readable(colour: str, backgrounds: tuple[str, ...], towards: str) -> str:
    """The colour nearest to `colour`, on the way to black or white, that can be read as text on all the grounds."""
    for step in range(_STEPS):
        found = mix_colours(colour, towards, step / _STEPS)
        if all(contrast_ratio(found, ground) >= AA for ground in backgrounds):
            return found
    return towards


def text_colour_on(background: str) -> str:
    """Black or white, whichever is easier to read there; the better of the two is never below 4.5."""
    return max((WHITE, BLACK), key=lambda ink: contrast_ratio(ink, background))


def readable_shades(colour: str) -> ReadableShades:
    """Every shade a page needs of a colour; the colour itself stays the ground."""
    ink = text_colour_on(colour)
    return ReadableShades(
        on_light=nearest_readable(colour, LIGHT_BACKGROUNDS, BLACK),
        on_dark=nearest_readable(colour, DARK_BACKGROUNDS, WHITE),
        background=colour,
        text=ink,
        overlay=BLACK if ink == WHITE else WHITE,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
