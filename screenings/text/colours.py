"""Colours as numbers: what `#rrggbb` says, how much light an sRGB channel is, and how different two look."""

OklabColour = tuple[float, float, float]


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def linear_light(channel: int) -> float:
    """An sRGB channel (0 to 255) as light, 0 to 1 (IEC 61966-2-1)."""
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def oklab(colour: str) -> OklabColour:
    """A colour as a point of OKLab, where distance is about what the eye sees as difference.

    https://bottosson.github.io/posts/oklab/
    """
    red, green, blue = (linear_light(channel) for channel in channels(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def squared_difference(colour: OklabColour, other: OklabColour) -> float:
    return sum((a - b) ** 2 for a, b in zip(colour, other, strict=True))
