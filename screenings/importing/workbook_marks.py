"""How a spreadsheet's cells look where people mean something by it: struck through, or in a colour."""

import re
from collections.abc import Mapping
from colorsys import rgb_to_hsv

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

    Colours of the theme count for nothing: a workbook's own design bears them.
    """

    def __init__(self) -> None:
        self.formats: list[Marks] = []
        self._fonts: list[Marks] = []
        self._fills: list[Marks] = []
        self._part = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("fonts", "fills", "cellXfs"):
            self._part = tag
        elif self._part == "fonts" and tag == "font":
            self._fonts.append(NONE)
        elif self._part == "fonts" and self._fonts and tag in ("strike", "color"):
            self._fonts[-1] |= _marks(tag, attributes)
        elif self._part == "fills" and tag == "fill":
            self._fills.append(NONE)
        elif self._part == "fills" and self._fills and tag == "fgColor":
            self._fills[-1] |= _marks(tag, attributes)
        elif self._part == "cellXfs" and tag == "xf":
            font, fill = (int(attributes.get(name, 0)) for name in ("fontId", "fillId"))
            marks = self._fonts[font] if font < len(self._fonts) else NONE
            self.formats.append(marks | (self._fills[fill] if fill < len(self._fills) else NONE))

    def end(self, tag: str) -> None:
        if tag == self._part:
            self._part = ""


def _marks(tag: str, attributes: Mapping[str, str]) -> Marks:
    if tag == "strike":
        return NONE if attributes.get("val") in ("0", "false") else frozenset({STRUCK})
    word = colour_word(attributes.get("rgb", ""))
    if not word and attributes.get("indexed", "").isdigit():
        word = colour_word(_PALETTE.get(int(attributes["indexed"]), ""))
    return frozenset({word} if word else ())


def text_marks(properties: Mapping[str, str]) -> Marks:
    """Of a style of an .ods spreadsheet, by the names of its properties without namespaces."""
    line = properties.get("text-line-through-style", properties.get("text-line-through-type", "none"))
    words = {colour_word(properties.get(name, "")) for name in ("background-color", "color")}
    return frozenset(word for word in (*words, STRUCK if line != "none" else "") if word)
