"""Pictures for a demonstration, whose films' own stills are not ours to give: landscapes of light, and posters of them.

One style for all: a sky between three colours, a light in it, hills or water in layers that fade towards it, the grain
of film. The same title gives the same picture.
"""

import io
from functools import lru_cache
from hashlib import sha256
from random import Random

from PIL import Image, ImageDraw

from screenings.images.fonts import DISPLAY, TEXT, first_drawable, installed_font, truncated_lines, wrapped_lines
from screenings.images.landscape import PALETTES, Canvas, grained, sky
from screenings.images.scenes import FOCUS, SCENES

QUALITY = 88
STILL_SIZE, POSTER_SIZE = (1440, 810), (720, 1080)
MIDDLE = (50, 50)
_MARGIN, _TITLE_SIZES, _MAX_LINES = 52, (96, 84, 72, 60, 50, 44), 4


def scene_focus(scene: str) -> tuple[int, int]:
    """What of it must stay in sight where it is cropped, in hundredths from the left and from above."""
    return FOCUS.get(scene, MIDDLE)


def scene_jpeg(title: str, scene: str = "", palette: str = "") -> bytes:
    """Without a scene or a palette the title decides. Raises KeyError for one that there is not."""
    return _jpeg(_scene(title, scene, palette, STILL_SIZE))


def poster_jpeg(title: str, byline: str, scene: str, palette: str) -> bytes:
    """The scene around its focus, above the title in the colours of its shade and its light."""
    colours = PALETTES[palette]
    width, height = POSTER_SIZE
    drawn = _scene(title, scene, palette, STILL_SIZE)
    left = max(0, min(drawn.width - width, round(drawn.width * scene_focus(scene)[0] / 100) - width // 2))
    sheet = Image.new("RGB", POSTER_SIZE, colours.shade)
    sheet.paste(drawn.crop((left, 0, left + width, drawn.height)))
    draw, room = ImageDraw.Draw(sheet), width - 2 * _MARGIN
    text, face = first_drawable((title,), DISPLAY)
    room_below = height - drawn.height + 80
    for size in _TITLE_SIZES:
        letters = installed_font(face, size)
        lines = wrapped_lines(text, letters, room)
        if len(lines) <= _MAX_LINES and len(lines) * size * 1.06 <= room_below:
            break
    lines = truncated_lines(lines, _MAX_LINES, letters, room)
    _fade(sheet, drawn.height, colours.shade)
    top = height - _MARGIN - 60 - round(len(lines) * size * 1.06)
    for number, line in enumerate(lines):
        at = (_MARGIN, top + round(number * size * 1.06))
        draw.text(at, line, font=letters, fill=colours.light, anchor="la")
    text, face = first_drawable((byline,), TEXT)
    if text:
        small = installed_font(face, 30)
        (line,) = truncated_lines(wrapped_lines(text, small, room), 1, small, room)
        draw.text((_MARGIN, height - _MARGIN), line, font=small, fill=colours.light, anchor="ld")
    return _jpeg(sheet)


@lru_cache(maxsize=2)
def _scene(title: str, scene: str, palette: str, size: tuple[int, int]) -> Image.Image:
    random = Random(sha256(title.encode("utf-8", "replace")).digest())  # noqa: S311  # a picture, no secret
    chosen = scene or random.choice(sorted(SCENES))
    canvas = Canvas(Image.new("RGB", size), PALETTES[palette or random.choice(sorted(PALETTES))], random)
    sky(canvas)
    SCENES[chosen](canvas)
    return grained(canvas)


def _fade(sheet: Image.Image, foot: int, colour: str) -> None:
    """The foot of the scene into the ground below it."""
    mask = Image.new("L", sheet.size)
    draw, tall = ImageDraw.Draw(mask), foot // 2
    for y in range(foot - tall, foot):
        draw.line((0, y, sheet.width, y), fill=round(255 * ((y - foot + tall) / tall) ** 1.4))
    sheet.paste(colour, (0, 0), mask)


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()
