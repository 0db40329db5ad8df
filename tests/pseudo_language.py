"""A language that accents each letter: what is read on its pages without an accent is a text that is not marked.

The festival's own texts have no Latin letters, nor have dates, languages and countries, which come in Greek.
"""

import re
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils.translation import trans_real

from screenings.text import translation
from tests.pages import VOID

LANGUAGE = "el"
OWN = "Ж 映画"  # the festival's own texts
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀćďéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁƁĆĎÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ"
)
_KEPT = re.compile(r"%\(\w+\)\w|\{\w*\}|<[^<>]*>|&\w+;")
_WORD = re.compile(r"[A-Za-z]{2,}")
# Nobody translates these: file types, forms of screenings, brands.
NAMES = re.compile(
    r"\b(?:JSON|CSV|DCP|Atom|programme\.json|schedule\.xml|Google Calendar|Google Maps|Apple Maps|OpenStreetMap|"
    r"Outlook\.com|Microsoft 365|CEST|CET|Berlin|Harbour|harbour\S*|https?://\S+)"
)
SEEN_ATTRIBUTES = ("alt", "aria-label", "content", "placeholder", "title", "data-label", "data-said")


def accented(text: str) -> str:
    """Each letter with an accent, and two fifths longer; placeholders and markup as they are."""
    if set(text) <= set("EMdy '"):
        return text  # the pattern of a date
    parts = re.split(f"({_KEPT.pattern})", text)
    longer = "é" * (len(_KEPT.sub("", text)) * 2 // 5)
    return "".join(part if _KEPT.fullmatch(part) else part.translate(ACCENTED) for part in parts) + longer


class Pseudo(NullTranslations):
    """For Django too, which asks a context and a message in one."""

    def gettext(self, message: str) -> str:
        return accented(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return accented((msgid1 if n == 1 else msgid2).rpartition("\x04")[2])

    def pgettext(self, context: str, message: str) -> str:
        return accented(message)

    def to_language(self) -> str:
        return LANGUAGE


def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, in that test."""
    pretend: Any = Pseudo()
    ours = translation._catalogue
    monkeypatch.setattr(translation, "_catalogue", lambda language: pretend if language == LANGUAGE else ours(language))
    monkeypatch.setitem(trans_real._translations, LANGUAGE, pretend)


class Texts(HTMLParser):
    """What a reader sees or hears of a page; given its language, of the parts that are in it."""

    def __init__(self, page: str, language: str = "") -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0
        self.language = language
        self.languages = [""]
        self.feed(page)

    @property
    def is_elsewhere(self) -> bool:
        return bool(self.language) and self.languages[-1] != self.language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self.languages.append(values.get("lang") or self.languages[-1])
        if self.is_elsewhere:
            return
        if tag in ("script", "style", "code"):
            self.hidden += 1
        if tag != "meta" or values.get("name") == "description" or values.get("property") == "og:description":
            self.found += [values[name] or "" for name in SEEN_ATTRIBUTES if name in values]

    def handle_endtag(self, tag: str) -> None:
        if not self.is_elsewhere:
            self.hidden -= tag in ("script", "style", "code")
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden and not self.is_elsewhere and data.strip():
            self.found.append(" ".join(data.split()))


def is_marked(text: str) -> bool:
    """Whether each word has an accent."""
    return not _WORD.search(NAMES.sub("", text))


def escaped(page: str) -> list[str]:
    """Texts in which a word has no accent."""
    return [text for text in Texts(page).found if not is_marked(text)]
