"""Words and the texts they are looked for in: case, accents and punctuation do not count.

"wall-e" and "walle" find WALL·E, "8 1/2" finds 8½, "romeo and juliet" finds Romeo & Juliet, "mueller" finds Müller.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from screenings.text.cleaning import fold

MAX_WORDS = 20  # of a query; what is behind them is not looked for
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_UNWRITTEN = re.compile(r"[^\w\s]|_")


@lru_cache(maxsize=32_768)
def searchable(text: str) -> str:
    """As it is looked for: folded, & as "and", ½ as "1/2", without what is neither letter nor number nor space.

    An ä reads as a and as ae, so a text with one is there twice.
    """
    composed = unicodedata.normalize("NFC", text)
    spelt = [composed, composed.translate(_UMLAUTS)]
    return " ".join(dict.fromkeys(squeezed(each) for each in spelt))


def squeezed(text: str) -> str:
    """As a word of a query is looked for; empty where it is all punctuation."""
    spaced = re.sub("[¼-¾⅐-⅞]", lambda found: f" {unicodedata.normalize('NFKD', found[0])}", text)
    return " ".join(_UNWRITTEN.sub("", fold(spaced.replace("&", " and "))).split())


def search_text(text: str) -> str:
    """What is kept of a text to be searched: folded, and with its punctuation left out where that differs."""
    folded, without = fold(text), searchable(text)
    return folded if folded == without else f"{folded} {without}"


def query_words(query: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each word of a query as typed, folded, and what it is without its punctuation, several words perhaps.

    A text that was made by `search_text` has the word if it has the one or all of the others.
    """
    for word in query.split()[:MAX_WORDS]:
        if folded := fold(word):
            yield folded, tuple((squeezed(word) or folded).split())


def has_words(text: str, query: str, *, has: Callable[[str, str], bool] = str.__contains__) -> bool:
    """Whether a text that was made by `search_text` has every word of the query. `has` looks for one word."""
    return all(has(text, folded) or all(has(text, form) for form in forms) for folded, forms in query_words(query))
