"""Colours that can be read: a festival's or a section's own colour, changed no more than legibility asks for.

Contrast is WCAG 2.2's ratio (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), from 1 to 21; AA asks for 4.5.
Colours are `#rrggbb` in lower case.
"""

from dataclasses import dataclass

from screenings.text.colours import channels, linear_light

AA = 4.5
BLACK, WHITE = "#000000", "#ffffff"
# The page backgrounds of site.css; the one that is harder to read on comes last.
LIGHT_BACKGROUNDS = ("#ffffff", "#f4f3f0")
DARK_BACKGROUNDS = ("#121212", "#1f1e1d")
_STEPS = 256


@dataclass(frozen=True, slots=True)
class ReadableShades:
    """One colour as a page needs it: as text on a light and on a dark page, and as a background with its own text.

    Any share of `overlay` laid over the background leaves the text easier to read.
    """

    on_light: str
    on_dark: str
    background: str
    text: str
    overlay: str


def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0 for black and 1 for white."""
    red, green, blue = (linear_light(value) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(colour: str, other_colour: str) -> float:
    """The ratio of two colours, the same in either order."""
    darker, lighter = sorted((luminance(colour), luminance(other_colour)))
    return (lighter + 0.05) / (darker + 0.05)


def mix_colours(colour: str, towards: str, share: float) -> str:
    """`colour` with a share, from 0 to 1, of another in it."""
    pairs = zip(channels(colour), channels(towards), strict=True)
    return "#" + "".join(f"{round(own + (other - own) * share):02x}" for own, other in pairs)


def nearest_readable(colour: str, backgrounds: tuple[str, ...], towards: str) -> str:
    """The colour nearest to `colour`, on the way to black or white, that can be read as text on all the backgrounds."""
    for step in range(_STEPS):
        mixed = mix_colours(colour, towards, step / _STEPS)
        if all(contrast_ratio(mixed, background) >= AA for background in backgrounds):
            return mixed
    return towards


def text_colour_on(background: str) -> str:
    """Black or white, whichever is easier to read there; the better of the two is never below 4.5."""
    return max((WHITE, BLACK), key=lambda text: contrast_ratio(text, background))


def readable_shades(colour: str) -> ReadableShades:
    """Every shade a page needs of a colour; the colour itself stays the background."""
    text = text_colour_on(colour)
    return ReadableShades(
        on_light=nearest_readable(colour, LIGHT_BACKGROUNDS, BLACK),
        on_dark=nearest_readable(colour, DARK_BACKGROUNDS, WHITE),
        background=colour,
        text=text,
        overlay=BLACK if text == WHITE else WHITE,
    )
