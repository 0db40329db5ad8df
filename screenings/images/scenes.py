"""The scenes there are: each draws one landscape on a canvas of its palette."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import cos, sin

from PIL import ImageDraw

from screenings.images.contrast import mix_colours
from screenings.images.landscape import FINE, Canvas, Point, clouds, layers, light, people, ridge, water


def _sea(canvas: Canvas) -> None:
    x = canvas.random.uniform(0.56, 0.7)
    light(canvas, (x, 0.4), 0.085)
    clouds(canvas, 0.3)
    far = ridge(canvas.random, 0.605, 0.05, 0.9)
    canvas.tint(
        canvas.polygon([*far, (1, 0.62), (0, 0.62)]), mix_colours(canvas.palette.middle, canvas.palette.shade, 0.35)
    )
    water(canvas, 0.6, (x, 0.6))
    line = [(0, 0.86), (0.12, 0.85), (0.28, 0.9), (0.4, 1.02), (0, 1.1)]
    canvas.tint(canvas.polygon(line, blur=0.002), canvas.palette.shade)
    people(canvas, ((0.135, 0.853, 0.12), (0.165, 0.858, 0.085)))


def _hills(canvas: Canvas) -> None:
    light(canvas, (canvas.random.uniform(0.25, 0.4), 0.34), 0.06)
    clouds(canvas, 0.35)
    layers(canvas, 6, 0.5, 1.02, 0.14, 1.1)


def _mountains(canvas: Canvas) -> None:
    light(canvas, (0.76, 0.2), 0.045)
    colours, random = canvas.palette, canvas.random
    for number, (base, height) in enumerate(((0.7, 0.5), (0.78, 0.36))):
        line: list[Point] = [(0, base)]
        x = 0.0
        while x < 1:
            x += random.uniform(0.05, 0.12)
            peak = base - height * random.uniform(0.35, 1) * (1 - abs(x - 0.42) * (1.1 if number else 0.9))
            line += [(x, peak), (x + random.uniform(0.03, 0.06), peak + height * random.uniform(0.12, 0.34))]
            x = line[-1][0]
        rough = [(a, b + random.uniform(-0.008, 0.008)) for a, b in _between(line, 5)]
        colour = mix_colours(colours.middle, colours.high, 0.35 + 0.5 * number)
        canvas.tint(canvas.polygon([*rough, (1.2, 1), (0, 1)]), colour)
        lit = [(a, b) for a, b in rough]
        shifted = [(a + 0.03, b + height * 0.3) for a, b in reversed(rough)]
        canvas.tint(canvas.polygon([*lit, *shifted], blur=0.012, strength=0.36 - 0.12 * number), colours.light)
    canvas.tint(canvas.polygon([(0, 0.7), (1, 0.7), (1, 0.86), (0, 0.86)], blur=0.06, strength=0.5), colours.low)
    layers(canvas, 3, 0.84, 1.04, 0.08, 1.6)


def _between(line: list[Point], pieces: int) -> Iterator[Point]:
    for (x0, y0), (x1, y1) in pairwise(line):
        for piece in range(pieces):
            yield x0 + (x1 - x0) * piece / pieces, y0 + (y1 - y0) * piece / pieces


def _tower(canvas: Canvas) -> None:
    """A block at night with few windows lit."""
    colours, random = canvas.palette, canvas.random
    light(canvas, (0.23, 0.24), 0.035)
    clouds(canvas, 0.5)
    for _ in range(26):
        x, wide, top = random.uniform(-0.05, 1), random.uniform(0.03, 0.09), random.uniform(0.6, 0.82)
        canvas.tint(
            canvas.polygon([(x, top), (x + wide, top), (x + wide, 1), (x, 1)]),
            mix_colours(colours.middle, colours.shade, random.uniform(0.35, 0.7)),
        )
    canvas.tint(canvas.polygon([(0, 0.7), (1, 0.7), (1, 0.95), (0, 0.95)], blur=0.07, strength=0.3), colours.low)
    left, right, top = 0.56, 0.83, 0.1
    canvas.tint(
        canvas.polygon([(left, top), (right, top), (right, 1), (left, 1)]),
        mix_colours(colours.shade, colours.high, 0.35),
    )
    canvas.tint(
        canvas.polygon([(right, top), (right + 0.05, top + 0.05), (right + 0.05, 1), (right, 1)]), colours.shade
    )
    columns, rows = 9, 15

    def pane(column: int, row: int) -> list[Point]:
        x, y = left + 0.014 + column * (right - left - 0.02) / columns, top + 0.035 + row * 0.06
        return [(x, y), (x + 0.02, y), (x + 0.02, y + 0.034), (x, y + 0.034)]

    def panes(pen: ImageDraw.ImageDraw) -> None:
        for column in range(columns):
            for row in range(rows):
                pen.polygon(canvas.at(*pane(column, row)), fill=random.randrange(26, 58))

    canvas.tint(canvas.mask(panes), colours.low)
    for place, strength in (((3, 6), 1.0), ((6, 11), 0.55)):
        (x, y), *_ = shape = pane(*place)
        canvas.tint(canvas.disc((x + 0.01, y + 0.017), 0.12, blur=0.055, strength=0.5 * strength), colours.light)
        canvas.tint(canvas.polygon(shape, strength=strength), colours.light)
    layers(canvas, 1, 0.97, 1.0, 0.05, 3)


def _house(canvas: Canvas) -> None:
    """Alone in a field, with a pale figure beside it."""
    colours = canvas.palette
    light(canvas, (0.3, 0.42), 0.05)
    clouds(canvas, 0.3)
    layers(canvas, 3, 0.66, 0.82, 0.1, 1.2)
    roof = [(0.56, 0.56), (0.665, 0.42), (0.77, 0.56)]
    walls = [(0.575, 0.55), (0.755, 0.55), (0.755, 0.82), (0.575, 0.82)]
    canvas.tint(canvas.polygon(walls), mix_colours(colours.shade, colours.high, 0.3))
    canvas.tint(canvas.polygon(roof), colours.shade)
    canvas.tint(canvas.polygon([(0.71, 0.4), (0.728, 0.4), (0.728, 0.52), (0.71, 0.52)]), colours.shade)
    for x in (0.605, 0.695):
        pane = [(x, 0.62), (x + 0.03, 0.62), (x + 0.03, 0.7), (x, 0.7)]
        canvas.tint(canvas.disc((x + 0.015, 0.66), 0.09, blur=0.05, strength=0.45), colours.light)
        canvas.tint(canvas.polygon(pane), colours.light)
    canvas.tint(canvas.polygon([(0, 0.8), *ridge(canvas.random, 0.84, 0.03, 1.0), (1, 1.1), (0, 1.1)]), colours.shade)
    sheet = [(0.395, 0.9), (0.402, 0.74), (0.41, 0.7), (0.422, 0.685), (0.434, 0.7), (0.442, 0.74), (0.45, 0.9)]
    canvas.tint(canvas.polygon(sheet, blur=0.02, strength=0.5), colours.light)
    canvas.tint(canvas.polygon(sheet, blur=0.0015), mix_colours(colours.light, "#ffffff", 0.5))
    for x in (0.417, 0.428):
        canvas.tint(canvas.disc((x, 0.72), 0.006), colours.shade)


def _lamps(canvas: Canvas) -> None:
    """The lights of a town out of focus, as through a window in the rain."""
    colours, random = canvas.palette, canvas.random
    for colour in (mix_colours(colours.low, colours.middle, 0.3), colours.low, colours.light):
        for blur, largest in ((0.02, 0.13), (0.003, 0.085), (0.001, 0.04)):

            def spots(pen: ImageDraw.ImageDraw, largest: float = largest) -> None:
                for _ in range(9):
                    x, y = random.uniform(0, 1), min(0.96, max(0.04, random.gauss(0.6, 0.17)))
                    own = largest * random.uniform(0.45, 1) * canvas.height * FINE
                    (across, down), grey = canvas.at((x, y))[0], random.randrange(50, 170)
                    pen.ellipse((across - own, down - own, across + own, down + own), fill=grey)

            canvas.tint(canvas.mask(spots, blur=blur), colour)

    def drops(pen: ImageDraw.ImageDraw) -> None:
        for _ in range(46):
            x, y, long = random.uniform(0, 1), random.uniform(-0.1, 1), random.uniform(0.02, 0.3)
            pen.line(canvas.at((x, y), (x + random.uniform(-0.002, 0.002), y + long)), fill=80, width=3 * FINE)

    canvas.tint(canvas.mask(drops, blur=0.003), colours.light)
    layers(canvas, 2, 0.98, 1.04, 0.05, 2.5)


def _island(canvas: Canvas) -> None:
    """Green slopes above a sea, with walls across them."""
    colours, random = canvas.palette, canvas.random
    light(canvas, (0.7, 0.3), 0.05)
    clouds(canvas, 0.3)
    water(canvas, 0.58, (0.7, 0.58))
    far = [(0.45, 0.58), (0.55, 0.53), (0.68, 0.5), (0.8, 0.54), (0.9, 0.58)]
    canvas.tint(canvas.polygon(far, blur=0.003), mix_colours(colours.middle, colours.high, 0.4))
    for number, (top, right) in enumerate(((0.46, 0.62), (0.62, 0.86), (0.8, 1.1))):
        slope = [(x, top + (1.05 - top) * (x / right) ** 2.2 + y) for x, y in ((p / 60 * right, 0) for p in range(61))]
        colour = mix_colours(mix_colours(colours.middle, colours.low, 0.25), colours.shade, 0.3 + 0.3 * number)
        canvas.tint(canvas.polygon([*slope, (0, 1.1)], blur=0.001), colour)

        def walls(pen: ImageDraw.ImageDraw, top: float = top, right: float = right) -> None:
            for _ in range(7):
                x = random.uniform(0.02, right * 0.75)
                y = top + (1.05 - top) * (x / right) ** 2.2
                pen.line(
                    canvas.at((x, y), (x - random.uniform(0.02, 0.14), 1.1)),
                    fill=255,
                    width=round(canvas.height * 0.005),
                )

        canvas.tint(canvas.mask(walls, blur=0.0006, strength=0.55), mix_colours(colour, colours.shade, 0.7))
    people(canvas, ((0.3, 0.735, 0.085),))


def _stage(canvas: Canvas) -> None:
    """Beams from above on chairs that wait."""
    colours = canvas.palette
    canvas.tint(canvas.polygon([(0, 0.78), (1, 0.78), (1, 1), (0, 1)]), mix_colours(colours.high, colours.middle, 0.6))
    for x, spread in ((0.3, 0.16), (0.5, 0.14), (0.7, 0.16)):
        beam = [(x - 0.012, -0.05), (x + 0.012, -0.05), (x + spread, 0.86), (x - spread, 0.86)]
        canvas.tint(canvas.polygon(beam, blur=0.025, strength=0.3), colours.light)
        pool = canvas.mask(
            lambda pen, x=x, spread=spread: pen.ellipse(  # type: ignore[misc]  # bound at once
                (*canvas.at((x - spread, 0.82))[0], *canvas.at((x + spread, 0.92))[0]), fill=255
            ),
            blur=0.012,
            strength=0.62,
        )
        canvas.tint(pool, colours.light)
    for x in (0.3, 0.44, 0.56, 0.7):
        _chair(canvas, x, 0.87)


def _chair(canvas: Canvas, x: float, y: float) -> None:
    def sit(pen: ImageDraw.ImageDraw) -> None:
        for box in (
            ((x - 0.022, y - 0.17), (x - 0.016, y)), ((x + 0.018, y - 0.085), (x + 0.023, y)),
            ((x - 0.022, y - 0.09), (x + 0.023, y - 0.075)), ((x - 0.022, y - 0.18), (x - 0.012, y - 0.09)),
        ):  # fmt: skip
            pen.rectangle((*canvas.at(box[0])[0], *canvas.at(box[1])[0]), fill=255)

    canvas.tint(canvas.mask(sit), canvas.palette.shade)


def _circles(canvas: Canvas) -> None:
    """Two lights that meet above the hills."""
    for x, strength in ((0.42, 0.78), (0.58, 0.6)):
        canvas.tint(canvas.disc((x, 0.36), 0.36, blur=0.14, strength=0.3), canvas.palette.light)
        canvas.tint(canvas.disc((x, 0.36), 0.2, blur=0.002, strength=strength), canvas.palette.light)
    clouds(canvas, 0.5)
    layers(canvas, 5, 0.6, 1.02, 0.12, 1.0)


def _waves(canvas: Canvas) -> None:
    """Bands of light, as through water or a curtain."""
    colours, random = canvas.palette, canvas.random
    for number in range(16):
        x, lean = number / 15 * 1.2 - 0.1, random.uniform(-0.06, 0.06)
        wide = random.uniform(0.02, 0.09)
        band = [(x + wide * cos(y / 4) + lean * y / 20 + 0.015 * sin(y / 2 + number), y / 20) for y in range(-1, 22)]
        shape = [*band, *((a + wide, b) for a, b in reversed(band))]
        canvas.tint(
            canvas.polygon(shape, blur=0.01, strength=random.uniform(0.1, 0.42)),
            random.choice((colours.light, colours.low, colours.shade)),
        )
    layers(canvas, 2, 0.96, 1.02, 0.07, 0.8)


SCENES: dict[str, Callable[[Canvas], None]] = {
    "circles": _circles,
    "hills": _hills,
    "house": _house,
    "island": _island,
    "lamps": _lamps,
    "mountains": _mountains,
    "sea": _sea,
    "stage": _stage,
    "tower": _tower,
    "waves": _waves,
}
# What of each must stay in sight where it is cropped, in hundredths from the left and from above.
FOCUS = {"house": (57, 65), "island": (50, 55), "sea": (45, 55), "tower": (68, 50), "mountains": (40, 50)}
