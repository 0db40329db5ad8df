"""Languages and countries in words of the active language, from their codes."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from screenings.text.translation import active_language, pgettext

# What the tables call "No linguistic content", "Multiple languages" and "Unknown language".
_SPECIAL = frozenset({"zxx", "mul", "und"})


def language_name(code: str) -> str:
    """The name of a BCP 47 tag ("pt-BR": Brazilian Portuguese); the tag itself where nobody knows it."""
    if code.lower() in _SPECIAL:
        return {
            "zxx": pgettext("among languages", "no dialogue"),
            "mul": pgettext("among languages", "several languages"),
            "und": "",
        }[code.lower()]
    return _language_name(code, active_language())


def names_one_language(code: str) -> bool:
    """Not so the codes for no dialogue, several languages and an unknown one."""
    return code.lower() not in _SPECIAL


@lru_cache(maxsize=2048)
def _language_name(code: str, reader: str) -> str:
    name: str | None = _locale(reader).languages.get(code.replace("-", "_"))
    if name:
        return name
    try:
        return Locale.parse(code, sep="-").get_display_name(_locale(reader)) or code
    except (ValueError, UnknownLocaleError):
        return code


def own_name(language: str) -> str:
    """Of one that the product speaks, as its speakers call it: "Nederlands"."""
    name = _locale(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def language_names(codes: tuple[str, ...]) -> str:
    """ "French, Japanese", each once."""
    return ", ".join(dict.fromkeys(name for name in map(language_name, codes) if name))


def country_name(code: str) -> str:
    """ "Belgium" for an ISO 3166-1 alpha-2 code; an unknown code stands for itself."""
    name: str = _locale(active_language()).territories.get(code, code)
    return name


def country_names(codes: tuple[str, ...]) -> str:
    """ "Belgium, United Kingdom"."""
    return ", ".join(dict.fromkeys(map(country_name, codes)))


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
