"""A picture of 1200 × 630 pixels for where a page is shared: the title, who made it, the festival and its dates."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageDraw, ImageOps

from screenings.images.contrast import BLACK, contrast_ratio, mix_colours
from screenings.images.fonts import (
    DISPLAY,
    TEXT,
    drawing_fingerprint,
    first_drawable,
    installed_font,
    truncated_lines,
    wrapped_lines,
)

WIDTH, HEIGHT = 1200, 630
MARGIN, TOP, BOTTOM = 84, 150, 500
PICTURE_FROM, FADE = 560, 150  # where a still begins, and how wide its edge is
TITLE_SIZES = (132, 116, 102, 90, 78, 68, 60, 52)  # of the title, in pixels: the largest that fits is taken
MAX_TITLE_LINES = 4
INK = "#fffaf2"
DARK_GREY = "#221f1d"
MIN_CONTRAST = 7.0  # WCAG 2.2 AAA for text of any size
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class TitleCard:
    """What the picture says. `alternative_titles` replace a title that no font draws; `colour` is #rrggbb or empty.

    `still` names the file of the picture behind the words, and `focus` what of it stays in sight, in hundredths.
    """

    title: str
    alternative_titles: tuple[str, ...] = ()
    byline: str = ""
    festival: str = ""
    dates: str = ""
    colour: str = ""
    still: str = ""
    focus: tuple[int, int] = (50, 50)

    @property
    def suffix(self) -> str:
        """A photograph is a JPEG."""
        return "jpg" if self.still else "png"

    @property
    def tag(self) -> str:
        """Another picture has another tag; the same one the same."""
        drawn = (
            drawing_fingerprint(),
            self.title,
            *self.alternative_titles,
            "",
            self.byline,
            self.festival,
            self.dates,
            self.colour,
            *((self.still, *map(str, self.focus)) if self.still else ()),
        )
        return sha256("\x1f".join(drawn).encode("utf-8", "replace")).hexdigest()[:16]


def card_png(card: TitleCard) -> bytes:
    """The picture as PNG, without its still. The same card gives the same bytes on the same machine."""
    background = darkened(card.colour)
    image = Image.new("RGB", (WIDTH, HEIGHT), background)
    draw = ImageDraw.Draw(image)
    _draw_film_strip(draw, background)
    _draw_words(draw, card, room=WIDTH - 2 * MARGIN - 60)
    written = io.BytesIO()
    image.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


def card_jpeg(card: TitleCard, still: bytes) -> bytes:
    """The words on their ground, which fades into the still. `still` is a picture of ours, checked when it came in."""
    across, down = card.focus
    with Image.open(io.BytesIO(still), formats=("JPEG",)) as source:
        # What the words cover is no place for the focus: the picture is fitted into what is left of the card.
        shown = ImageOps.fit(
            source.convert("RGB"), (WIDTH - PICTURE_FROM, HEIGHT), centering=(across / 100, down / 100)
        )
    background = darkened(card.colour)
    image = Image.new("RGB", (WIDTH, HEIGHT), background)
    image.paste(shown, (PICTURE_FROM, 0))
    for x in range(FADE):
        strength = round(255 * (1 - x / FADE) ** 1.5)
        image.paste(
            background, (PICTURE_FROM + x, 0, PICTURE_FROM + x + 1, HEIGHT), Image.new("L", (1, HEIGHT), strength)
        )
    _draw_words(ImageDraw.Draw(image), card, room=PICTURE_FROM - MARGIN)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    return written.getvalue()


def _draw_words(draw: ImageDraw.ImageDraw, card: TitleCard, *, room: int) -> None:
    _draw_line(draw, (card.festival,), at=(MARGIN, 70), size=38, room=room)
    bottom = _draw_title(draw, (card.title, *card.alternative_titles, card.festival), room=room)
    _draw_line(draw, (card.byline,), at=(MARGIN, bottom + 24), size=40, room=room)
    draw.rectangle((MARGIN, HEIGHT - 112, MARGIN + 96, HEIGHT - 107), fill=INK)
    _draw_line(draw, (card.dates,), at=(MARGIN, HEIGHT - 88), size=34, room=room)


def _draw_film_strip(draw: ImageDraw.ImageDraw, background: str) -> None:
    """The perforations down the right edge."""
    hole = mix_colours(background, INK, 0.16)
    for y in range(-18, HEIGHT, 66):
        draw.rounded_rectangle((WIDTH - 62, y, WIDTH - 24, y + 38), radius=9, fill=hole)


def _draw_line(
    draw: ImageDraw.ImageDraw, candidates: Iterable[str], *, at: tuple[int, int], size: int, room: int
) -> None:
    text, face = first_drawable(candidates, TEXT)
    if text:
        letters = installed_font(face, size)
        (line,) = truncated_lines(wrapped_lines(text, letters, room), 1, letters, room)
        draw.text(at, line, font=letters, fill=INK, anchor="la")


def _draw_title(draw: ImageDraw.ImageDraw, candidates: Iterable[str], *, room: int) -> int:
    """As large as it fits; where it ends, in pixels from above."""
    text, face = first_drawable(candidates, DISPLAY)
    if not text:
        return TOP
    for size in TITLE_SIZES:
        letters = installed_font(face, size)
        lines, step = wrapped_lines(text, letters, room), round(size * 1.12)
        whole = " ".join(lines) == " ".join(text.split())  # no word had to be broken
        if whole and len(lines) <= MAX_TITLE_LINES and step * len(lines) <= BOTTOM - TOP - 60:
            break
    most = max(1, (BOTTOM - TOP - 60) // step)
    lines = truncated_lines(lines, min(most, MAX_TITLE_LINES), letters, room)
    for number, line in enumerate(lines):
        draw.text((MARGIN, TOP + number * step), line, font=letters, fill=INK, anchor="la")
    return TOP + step * len(lines)


def darkened(colour: str) -> str:
    """The colour, darkened until the text can be read on it; a dark grey where there is none."""
    background = colour.lower() if _COLOUR.fullmatch(colour) else DARK_GREY
    while contrast_ratio(background, INK) < MIN_CONTRAST:
        background = mix_colours(background, BLACK, 0.04)
    return background
