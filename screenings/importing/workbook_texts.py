"""Texts of an .xlsx workbook's parts."""

from collections.abc import Mapping, Sequence
from itertools import compress

from screenings.importing.workbook_parts import PartHandler


class TextHandler(PartHandler):
    """Gathers the text of `<t>`, wherever it stands but in a guide to pronunciation."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._struck: list[bool] = []  # which of them are struck through
        self._is_struck = self._is_text = self._is_guide = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "rPh":
            self._is_guide = True
        elif tag == "r":
            self._is_struck = False
        elif tag == "strike":
            self._is_struck = attributes.get("val") not in ("0", "false")
        self._is_text = tag == "t" and not self._is_guide

    def end(self, tag: str) -> None:
        self._is_text = False
        if tag == "rPh":
            self._is_guide = False
        elif tag == "r":
            self._is_struck = False

    def text(self, text: str) -> None:
        if self._is_text:
            self.pieces.append(text)
            self._struck.append(self._is_struck)

    def taken(self) -> tuple[str, str]:
        """The text that counts, and what of it is struck through, which is all of it or does not count."""
        text = without_struck(self.pieces, self._struck)
        self.pieces.clear()
        self._struck.clear()
        return text


def without_struck(pieces: Sequence[str], are_struck: Sequence[bool]) -> tuple[str, str]:
    """The text that counts, and what of it is struck through; where all is, that is the text as well."""
    if not any(are_struck):
        return "".join(pieces), ""
    struck = "".join(compress(pieces, are_struck)).strip()
    kept = "".join(piece for piece, is_struck in zip(pieces, are_struck, strict=True) if not is_struck).strip()
    return kept or struck, struck


class SharedStrings(TextHandler):
    """`struck` is what of them is struck through, by their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.struck: dict[int, str] = {}

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "si":
            text, struck = self.taken()
            if struck:
                self.struck[len(self.texts)] = struck
            self.texts.append(text)
