"""Texts of an .xlsx workbook's parts."""

from collections.abc import Mapping

from screenings.importing.workbook_parts import PartHandler


class TextHandler(PartHandler):
    """Gathers the text of `<t>`, wherever it stands but in a guide to pronunciation."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._runs: list[bool] = []  # of its parts with a look of their own, which are struck through
        self._is_text = self._is_guide = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "rPh":
            self._is_guide = True
        elif tag == "r":
            self._runs.append(False)
        elif tag == "strike" and self._runs:
            self._runs[-1] = attributes.get("val") not in ("0", "false")
        self._is_text = tag == "t" and not self._is_guide

    def end(self, tag: str) -> None:
        self._is_text = False
        if tag == "rPh":
            self._is_guide = False

    def text(self, text: str) -> None:
        if self._is_text:
            self.pieces.append(text)

    def taken_is_struck(self) -> bool:
        """Whether all of the text is struck through; to be asked before it is taken."""
        is_struck = bool(self._runs) and all(self._runs)
        self._runs = []
        return is_struck

    def taken(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


class SharedStrings(TextHandler):
    """`struck` are those of which every part is struck through, by their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.struck: set[int] = set()

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "si":
            if self.taken_is_struck():
                self.struck.add(len(self.texts))
            self.texts.append(self.taken())
