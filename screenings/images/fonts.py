"""Letters for drawn pictures: which of this machine's fonts can draw a text, and how it is broken into lines.

Pillow brings a font of plain ASCII along, so something can always be drawn; the usual fonts of a Linux machine are
taken where they are there. What no font can draw is left out: a row of empty boxes is worse than nothing.
"""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

from screenings.fingerprints.software import content_digest

BUILT_IN_FACE = ""  # the font that Pillow brings along
SERIF = ("DejaVuSerif-Bold.ttf", "NotoSerif-Bold.ttf", "LiberationSerif-Bold.ttf")
SANS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf")
WORLD = ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "DejaVuSans-Bold.ttf", "DejaVuSans.ttf")
DISPLAY, TEXT = (*SERIF, *WORLD, BUILT_IN_FACE), (*SANS, *WORLD, BUILT_IN_FACE)
_UNASSIGNED = "\U0010ffff"  # no font has it, so this is what a missing letter looks like
_MIN_SHARE_LEFT = 0.7  # of a text's letters have to be left for it to be shown at all
_ASCII_PUNCTUATION = str.maketrans("‐‑‒–—―−‚„«»", '-------,"""')
_COMPLEX_SCRIPTS = (
    (0x0590, 0x08FF),
    (0x0900, 0x109F),
    (0x1780, 0x17FF),
    (0xFB1D, 0xFEFC),
)  # letters join or run leftwards

# The modules that draw; a digest and not a number, which somebody would forget to raise.
DRAWING = content_digest(
    *(Path(__file__).with_name(f"{name}.py").read_bytes() for name in ("contrast", "fonts", "title_card", "icon"))
)

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=256)
def font(face: str, size: int) -> Font | None:
    """The face at that size in pixels; None where this machine does not have it."""
    if face == BUILT_IN_FACE:
        plain = ImageFont.load_default(size)
        return plain if isinstance(plain, Font) else None
    try:
        return ImageFont.truetype(face, size)
    except OSError:
        return None


def installed_font(face: str, size: int) -> Font:
    """The same of a face that `first_drawable` has named."""
    letters = font(face, size)
    assert letters is not None, "first_drawable() names no face that is not here"
    return letters


@lru_cache(maxsize=8)
def installed_faces(faces: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(face for face in faces if font(face, 16) is not None)


@lru_cache(maxsize=1)
def drawing_fingerprint() -> str:
    """What draws here: other code, another machine's fonts or another Pillow may draw the same words differently."""
    faces = (f"{face} {_size(face)}" for face in (*installed_faces(DISPLAY), *installed_faces(TEXT)))
    return "/".join((DRAWING, features.version("pil") or "", *faces))


def _size(face: str) -> int:
    """Of its file in bytes, which two editions of a font hardly share; 0 for Pillow's own."""
    loaded = font(face, 16)
    return os.path.getsize(loaded.path) if face != BUILT_IN_FACE and loaded and isinstance(loaded.path, str) else 0


@lru_cache(maxsize=16384)
def _has(face: str, character: str) -> bool:
    drawn, missing = font(face, 16), font(face, 16)
    assert drawn is not None
    assert missing is not None
    return bytes(drawn.getmask(character)) != bytes(missing.getmask(_UNASSIGNED))


def covers(face: str, text: str) -> bool:
    """Whether the face has every letter of the text, and joins and orders them as their script wants it."""
    return all(character.isspace() or (_has(face, character) and _is_shaped_correctly(character)) for character in text)


def _is_shaped_correctly(character: str) -> bool:
    return features.check("raqm") or not any(low <= ord(character) <= high for low, high in _COMPLEX_SCRIPTS)


def first_drawable(candidates: Iterable[str], faces: tuple[str, ...]) -> tuple[str, str]:
    """The first text that can be drawn, and the face to draw it with; two empty strings where none can.

    Each is tried as it is, then without its accents, then without the letters no face has, if few are.
    """
    here = installed_faces(faces)
    for text in candidates:
        for form, face in _forms(_visible(text), here):
            if form:
                return form, face
    return "", ""


def _forms(text: str, faces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text.translate(_ASCII_PUNCTUATION)) if not unicodedata.combining(c)
    )
    for form in (text, plain):
        yield from ((form, face) for face in faces if covers(face, form))
    for face in faces:
        left = "".join(c for c in plain if c.isspace() or (_has(face, c) and _is_shaped_correctly(c)))
        if _letters(left) and _letters(left) >= _MIN_SHARE_LEFT * _letters(plain):
            yield " ".join(left.split()), face


def _visible(text: str) -> str:
    """Without marks that only steer joining and direction."""
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cf", "Cc", "Cs", "Cn", "Co"))


def _letters(text: str) -> int:
    return sum(unicodedata.category(c)[0] in "LN" for c in text)


def wrapped_lines(text: str, letters: Font, width: int) -> list[str]:
    """Lines no wider than `width` pixels, broken between words; a word wider than that is broken anywhere."""
    lines: list[str] = []
    for word in text.split():
        if lines and letters.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, letters, width)
    return lines


def _pieces(word: str, letters: Font, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and letters.getlength(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def truncated_lines(lines: list[str], max_lines: int, letters: Font, width: int) -> list[str]:
    """At most that many lines; the last ends in an ellipsis where something was cut."""
    if len(lines) <= max_lines:
        return lines
    last = lines[max_lines - 1]
    while last and letters.getlength(f"{last}…") > width:
        last = last[:-1]
    return [*lines[: max_lines - 1], f"{last.rstrip()}…"]
