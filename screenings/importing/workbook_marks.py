"""How a spreadsheet's cells look where people mean something by it: struck through, or in a colour."""

import re
from collections.abc import Mapping, Sequence
from colorsys import rgb_to_hsv

from screenings.importing.workbook_parts import PartHandler

STRUCK = "struck"
# The hues of a wheel of 360 degrees, each up to where the next begins.
_HUES = ((15, "red"), (42, "orange"), (70, "yellow"), (165, "green"), (255, "blue"), (295, "purple"), (340, "pink"),
         (361, "red"))  # fmt: skip
# Excel's own colours that a cell may name by a number.
_PALETTE = {
    2: "FF0000", 3: "00FF00", 4: "0000FF", 5: "FFFF00", 6: "FF00FF", 10: "FF0000", 11: "00FF00", 12: "0000FF",
    13: "FFFF00", 14: "FF00FF", 16: "800000", 17: "008000", 18: "000080", 20: "800080", 52: "FF9900", 53: "FF6600",
}  # fmt: skip
_LEAST_COLOURED, _LEAST_LIGHT = 0.12, 0.2  # below are whites, greys and blacks

_ACCENTS, _FIRST_ACCENT = 6, 4  # a cell counts a theme's colours from 0: two texts, two backgrounds, the accents
_ACCENT = re.compile(r"accent([1-6])")

Marks = frozenset[str]
NONE: Marks = frozenset()


def colour_word(rgb: str) -> str:
    """`red` for `FFFF0000`, `#f00` or `FF0000`; empty for white, black and greys, and for what is no colour."""
    digits = rgb.lstrip("#")
    if re.fullmatch(r"[0-9a-fA-F]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2})?[0-9a-fA-F]{6}", digits):
        return ""
    red, green, blue = (int(digits[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, coloured, light = rgb_to_hsv(red, green, blue)
    if coloured < _LEAST_COLOURED or light < _LEAST_LIGHT:
        return ""
    return next(word for limit, word in _HUES if hue * 360 < limit)


class StyleMarks:
    """Gathers what each cell format of an .xlsx workbook means by its font and its filling, in their order.

    Of the theme's colours the six accents count, whatever their tint: those that a spreadsheet offers first to whoever
    fills a cell. Its texts, backgrounds and links are the workbook's own design.
    """

    def __init__(self, accents: Sequence[str] = ()) -> None:
        self._accents = accents
        self.formats: list[Marks] = []
        self._fonts: list[Marks] = []
        self._fills: list[Marks] = []
        self._kept: dict[Marks, Marks] = {}  # formats that mean the same share what they mean
        self._part = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("fonts", "fills", "cellXfs"):
            self._part = tag
        elif self._part == "fonts" and tag == "font":
            self._fonts.append(NONE)
        elif self._part == "fonts" and self._fonts and tag in ("strike", "color"):
            self._fonts[-1] |= self._marks(tag, attributes)
        elif self._part == "fills" and tag == "fill":
            self._fills.append(NONE)
        elif self._part == "fills" and self._fills and tag == "fgColor":
            self._fills[-1] |= self._marks(tag, attributes)
        elif self._part == "cellXfs" and tag == "xf":
            marks = _at(self._fonts, attributes.get("fontId")) | _at(self._fills, attributes.get("fillId"))
            self.formats.append(self._kept.setdefault(marks, marks))

    def end(self, tag: str) -> None:
        if tag == self._part:
            self._part = ""

    def _marks(self, tag: str, attributes: Mapping[str, str]) -> Marks:
        if tag == "strike":
            return NONE if attributes.get("val") in ("0", "false") else frozenset({STRUCK})
        word = colour_word(attributes.get("rgb", ""))
        if not word and attributes.get("indexed", "").isdigit():
            word = colour_word(_PALETTE.get(int(attributes["indexed"]), ""))
        accent = int(number) - _FIRST_ACCENT if (number := attributes.get("theme", "")).isdigit() else -1
        if not word and 0 <= accent < len(self._accents):
            word = colour_word(self._accents[accent])
        return frozenset({word} if word else ())


def _at(marks: Sequence[Marks], index: str | None) -> Marks:
    """Those at that number, which a file may give in whatever way."""
    text = index or "0"
    number = int(text) if text.isdecimal() and len(text) < 9 else len(marks)
    return marks[number] if number < len(marks) else NONE


class ThemeColours(PartHandler):
    """Gathers the accents of a workbook's theme in their order."""

    def __init__(self) -> None:
        self.accents = [""] * _ACCENTS
        self._accent = -1

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if match := _ACCENT.fullmatch(tag):
            self._accent = int(match[1]) - 1
        elif self._accent >= 0 and tag == "srgbClr":
            self.accents[self._accent] = attributes.get("val", "")

    def end(self, tag: str) -> None:
        if _ACCENT.fullmatch(tag):
            self._accent = -1


def text_marks(properties: Mapping[str, str]) -> Marks:
    """Of a style of an .ods spreadsheet, by the names of its properties without namespaces."""
    line = properties.get("text-line-through-style", properties.get("text-line-through-type", "none"))
    words = {colour_word(properties.get(name, "")) for name in ("background-color", "color")}
    return frozenset(word for word in (*words, STRUCK if line != "none" else "") if word)
