"""The festival's mark in browser tabs and on home screens: a frame of film in its colour."""

import io

from PIL import Image, ImageDraw

from screenings.images.title_card import INK, darkened

GRID = 32
HOLES = (4, 10, 16, 22)  # from above, on the grid
FAVICON_SIZES = (16, 32, 48)
TOUCH_SIZE = 180
_OVERSAMPLED = 4


def icon_svg(colour: str) -> bytes:
    """Scalable, for browsers."""
    holes = "".join(f'<rect x="{x}" y="{y + 1}" width="3" height="4" rx="1"/>' for x in (3, 26) for y in HOLES)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">'
        f'<rect width="{GRID}" height="{GRID}" rx="5" fill="{darkened(colour)}"/>'
        f'<g fill="{INK}">{holes}<circle cx="16" cy="16" r="7"/></g></svg>\n'
    ).encode()


def icon_png(colour: str, size: int, *, square: bool = False) -> bytes:
    """For devices that round the corners themselves (`square`), and for readers without SVG."""
    written = io.BytesIO()
    _drawn(colour, size, square=square).save(written, "PNG", optimize=True)
    return written.getvalue()


def favicon(colour: str) -> bytes:
    """An ICO of the usual sizes, for whoever asks for /favicon.ico unasked."""
    written = io.BytesIO()
    largest = _drawn(colour, FAVICON_SIZES[-1], square=False)
    largest.save(written, "ICO", sizes=[(size, size) for size in FAVICON_SIZES])
    return written.getvalue()


def _drawn(colour: str, size: int, *, square: bool) -> Image.Image:
    scale = size * _OVERSAMPLED / GRID
    image = Image.new(
        "RGBA", (size * _OVERSAMPLED, size * _OVERSAMPLED), f"{darkened(colour)}{'ff' if square else '00'}"
    )
    draw = ImageDraw.Draw(image)

    def box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
        return x * scale, y * scale, (x + width) * scale - 1, (y + height) * scale - 1

    if not square:
        draw.rounded_rectangle(box(0, 0, GRID, GRID), radius=5 * scale, fill=darkened(colour))
    for x in (3, 26):
        for y in HOLES:
            draw.rounded_rectangle(box(x, y + 1, 3, 4), radius=scale, fill=INK)
    draw.ellipse(box(9, 9, 14, 14), fill=INK)
    return image.resize((size, size), Image.Resampling.LANCZOS)
