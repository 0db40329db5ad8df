"""Languages and countries in English words, from their codes."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

_ENGLISH = Locale("en")
# What the tables call "No linguistic content", "Multiple languages" and "Unknown language".
_SPECIAL = {"zxx": "no dialogue", "mul": "several languages", "und": ""}


@lru_cache(maxsize=2048)
def language_name(code: str) -> str:
    """The English name of a BCP 47 tag ("pt-BR": Brazilian Portuguese); the tag itself where nobody knows it."""
    if code.lower() in _SPECIAL:
        return _SPECIAL[code.lower()]
    english_name: str | None = _ENGLISH.languages.get(code.replace("-", "_"))
    if english_name:
        return english_name
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code


def language_names(codes: tuple[str, ...]) -> str:
    """ "French, Japanese", each once."""
    return ", ".join(dict.fromkeys(name for name in map(language_name, codes) if name))


def country_names(codes: tuple[str, ...]) -> str:
    """ "Belgium, United Kingdom" from ISO 3166-1 alpha-2 codes; an unknown code stands for itself."""
    return ", ".join(dict.fromkeys(_ENGLISH.territories.get(code, code) for code in codes))
