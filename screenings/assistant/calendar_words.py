"""Months and weekdays as people write them, in the languages of festivals: Babel knows them."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

from screenings.text.cleaning import fold

_LANGUAGES = (
    "en", "nl", "de", "fr", "es", "it", "pt", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "tr", "el", "ru", "uk",
    "ko", "ja", "zh",
)  # fmt: skip
# Where one letter is the usual short form of a day.
_ONE_LETTER = ("ko", "ja", "zh")
_OTHERS = {"sept": 9, "maerz": 3, "mrz": 3, "mrt": 3, "juin": 6, "juil": 7, "aout": 8, "dez": 12, "okt": 10}
_OTHER_DAYS = {"thur": 3, "thurs": 3, "tues": 1, "weds": 2, "sonnabend": 5}


@cache
def month_numbers() -> Mapping[str, int]:
    """By the folded name without its point. Where two languages disagree, the first of them counts."""
    numbers: dict[str, int] = {}
    for language in _LANGUAGES[:-3]:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[context][width].items():
                    word = fold(name).strip(".")
                    if not word.isdigit():
                        numbers.setdefault(word, number)
                        if width == "wide" and len(word) > 3:
                            numbers.setdefault(word[:3], number)
    return MappingProxyType({**numbers, **_OTHERS})


@cache
def weekday_numbers() -> Mapping[str, frozenset[int]]:
    """0 is Monday. A short form may be another day in another language: `ma` is Monday or Tuesday."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for language in _LANGUAGES:
        days = Locale(language).days
        widths = ("wide", "abbreviated", "short", *(("narrow",) if language in _ONE_LETTER else ()))
        for context in ("format", "stand-alone"):
            for width in widths:
                for number, name in days[context].get(width, {}).items():
                    numbers[fold(name).strip(".")].add(number)
    for name, number in _OTHER_DAYS.items():
        numbers[name].add(number)
    return MappingProxyType({name: frozenset(days) for name, days in numbers.items()})
