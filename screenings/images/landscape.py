"""What drawn landscapes are made of: a sky, a light, hills, water, clouds, figures, grain."""

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from screenings.images.contrast import mix_colours

Colour = str
Point = tuple[float, float]
_GRAIN = 0.14
_COARSE = 4
FINE = 2  # how much larger shapes are drawn, for smooth edges


@dataclass(frozen=True, slots=True)
class Palette:
    """`#rrggbb` each: the sky above, half way and at the horizon; the light; what lies in the shade in front."""

    high: Colour
    middle: Colour
    low: Colour
    light: Colour
    shade: Colour


PALETTES = {
    "dusk": Palette("#141233", "#59305f", "#e58a63", "#ffe0ae", "#0d0b1c"),
    "dawn": Palette("#27506b", "#89a9ac", "#f3cfa5", "#fff3da", "#12303c"),
    "ember": Palette("#2a0f1d", "#8d2b37", "#f08a3c", "#ffd98a", "#19080f"),
    "noon": Palette("#12708a", "#58b4b8", "#fbe3b4", "#fffbe8", "#0c4350"),
    "moss": Palette("#1f3a3b", "#5b8272", "#dfd9a6", "#fbf6d8", "#0f2122"),
    "night": Palette("#070b1f", "#16294d", "#3e5f86", "#ffd58f", "#04060f"),
    "frost": Palette("#3c5674", "#93aec4", "#eee3df", "#ffffff", "#1c2f45"),
    "velvet": Palette("#0d0508", "#3a0d1c", "#7a1f33", "#ffe7c2", "#080305"),
}


@dataclass(slots=True)
class Canvas:
    image: Image.Image
    palette: Palette
    random: Random

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height

    def tint(self, mask: Image.Image, colour: Colour) -> None:
        self.image.paste(colour, (0, 0), mask)

    def mask(self, draw: Callable[[ImageDraw.ImageDraw], None], *, blur: float = 0, strength: float = 1) -> Image.Image:
        """Of shapes in parts of the picture's width and height."""
        large = Image.new("L", (self.width * FINE, self.height * FINE))
        draw(ImageDraw.Draw(large))
        radius = blur * self.height
        # What is much blurred needs no detail, and costs a sixteenth without.
        coarse = _COARSE if radius > _COARSE else 1
        small = large.reduce(FINE * coarse)
        if blur:
            small = small.filter(ImageFilter.GaussianBlur(radius / coarse))
        if coarse > 1:
            small = small.resize(self.image.size, Image.Resampling.BILINEAR)
        return small.point(lambda value: round(value * strength)) if strength < 1 else small

    def at(self, *points: Point) -> list[Point]:
        return [(x * self.width * FINE, y * self.height * FINE) for x, y in points]

    def polygon(self, points: list[Point], *, blur: float = 0, strength: float = 1) -> Image.Image:
        return self.mask(lambda draw: draw.polygon(self.at(*points), fill=255), blur=blur, strength=strength)

    def disc(self, centre: Point, radius: float, *, blur: float = 0, strength: float = 1) -> Image.Image:
        """`radius` in parts of the height."""
        (x, y), own = self.at(centre)[0], radius * self.height * FINE
        return self.mask(
            lambda draw: draw.ellipse((x - own, y - own, x + own, y + own), fill=255), blur=blur, strength=strength
        )


def sky(canvas: Canvas, horizon: float = 0.72) -> None:
    colours, draw = canvas.palette, ImageDraw.Draw(canvas.image)
    for y in range(canvas.height):
        down = min(1.0, y / (canvas.height * horizon))
        first, second, part = (
            (colours.high, colours.middle, down * 2) if down < 0.5 else (colours.middle, colours.low, down * 2 - 1)
        )
        draw.line((0, y, canvas.width, y), fill=mix_colours(first, second, part))


def light(canvas: Canvas, centre: Point, radius: float) -> None:
    for glow, strength in ((5.0, 0.22), (2.6, 0.3), (1.5, 0.4)):
        canvas.tint(
            canvas.disc(centre, radius * glow, blur=radius * glow * 0.45, strength=strength), canvas.palette.light
        )
    canvas.tint(canvas.disc(centre, radius, blur=0.002), canvas.palette.light)


def ridge(random: Random, base: float, height: float, roughness: float) -> list[Point]:
    """A line of hills from left to right."""
    waves = [
        (random.uniform(0.7, 1.3) * roughness * 2**octave, random.uniform(0, 2 * pi), 0.5**octave)
        for octave in range(6)
    ]
    total = sum(weight for *_, weight in waves)

    def level(x: float) -> float:
        return sum(weight * sin(2 * pi * rate * x + phase) for rate, phase, weight in waves) / total

    return [(x / 240, base - height * (0.5 + level(x / 240))) for x in range(241)]


def layers(canvas: Canvas, count: int, top: float, bottom: float, height: float, roughness: float) -> None:
    """Hills behind one another, each darker than that behind it and with mist at its foot."""
    colours = canvas.palette
    for number in range(count):
        near = (number + 1) / count
        base = top + (bottom - top) * near
        line = ridge(canvas.random, base, height * (0.5 + 0.7 * near), roughness * (0.6 + near))
        colour = mix_colours(mix_colours(colours.low, colours.middle, 0.35 + 0.3 * near), colours.shade, near**1.3)
        canvas.tint(canvas.polygon([*line, (1, 1.1), (0, 1.1)]), colour)
        if number < count - 1:
            mist = canvas.polygon(
                [(0, base), (1, base), (1, base + 0.09), (0, base + 0.09)], blur=0.05, strength=0.34 * (1 - near)
            )
            canvas.tint(mist, colours.low)


def water(canvas: Canvas, horizon: float, under: Point) -> None:
    """From the horizon down, with the path of a light that stands above it."""
    colours, random = canvas.palette, canvas.random
    draw = ImageDraw.Draw(canvas.image)
    first = round(horizon * canvas.height)
    for y in range(first, canvas.height):
        down = (y - first) / (canvas.height - first)
        draw.line(
            (0, y, canvas.width, y),
            fill=mix_colours(mix_colours(colours.low, colours.middle, 0.55), colours.shade, down**0.7 * 0.9),
        )

    def shimmer(pen: ImageDraw.ImageDraw) -> None:
        for _ in range(520):
            down = random.random() ** 1.5
            y = horizon + (1 - horizon) * down
            spread = 0.012 + 0.14 * down
            x = random.gauss(under[0], spread * 0.6)
            half, thick = random.uniform(0.004, 0.016 + 0.035 * down), 0.0007 + 0.0035 * down
            (x0, y0), (x1, y1) = canvas.at((x - half, y - thick), (x + half, y + thick))
            pen.ellipse((x0, y0, x1, y1), fill=random.randrange(90, 240))

    canvas.tint(canvas.mask(shimmer, blur=0.0012, strength=0.85), colours.light)


def clouds(canvas: Canvas, around: float) -> None:
    random = canvas.random

    def banks(pen: ImageDraw.ImageDraw) -> None:
        for _ in range(34):
            x, y = random.uniform(-0.1, 1.1), random.gauss(around, 0.11)
            half, thick = random.uniform(0.08, 0.3), random.uniform(0.003, 0.012)
            (x0, y0), (x1, y1) = canvas.at((x - half, y - thick), (x + half, y + thick))
            pen.ellipse((x0, y0, x1, y1), fill=random.randrange(60, 200))

    canvas.tint(canvas.mask(banks, blur=0.014, strength=0.42), canvas.palette.low)


def people(canvas: Canvas, places: tuple[tuple[float, float, float], ...]) -> None:
    """Figures that stand with their feet at x and y, so high."""
    ratio = canvas.height / canvas.width

    def stand(pen: ImageDraw.ImageDraw) -> None:
        for x, y, tall in places:
            w = tall * ratio
            body = [
                (x - 0.10 * w, y), (x - 0.17 * w, y - 0.5 * tall), (x - 0.19 * w, y - 0.76 * tall),
                (x - 0.06 * w, y - 0.83 * tall), (x + 0.06 * w, y - 0.83 * tall), (x + 0.19 * w, y - 0.76 * tall),
                (x + 0.17 * w, y - 0.5 * tall), (x + 0.10 * w, y),
            ]  # fmt: skip
            pen.polygon(canvas.at(*body), fill=255)
            (x0, y0), (x1, y1) = canvas.at((x - 0.09 * w, y - tall), (x + 0.09 * w, y - 0.8 * tall))
            pen.ellipse((x0, y0, x1, y1), fill=255)

    canvas.tint(canvas.mask(stand), canvas.palette.shade)


def grained(canvas: Canvas) -> Image.Image:
    """Darker towards the corners, and with grain."""
    corners = Image.radial_gradient("L").resize(canvas.image.size).point(lambda value: max(0, value - 110) * 0.62)
    canvas.tint(corners, "#000000")
    width, height = canvas.image.size
    noise = Image.frombytes("L", (width // 2, height // 2), canvas.random.randbytes((width // 2) * (height // 2)))
    noise = noise.resize(canvas.image.size, Image.Resampling.BICUBIC)
    return Image.blend(canvas.image, ImageChops.overlay(canvas.image, noise.convert("RGB")), _GRAIN)
