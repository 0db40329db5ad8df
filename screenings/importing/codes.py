"""Countries and languages as people write them, to the codes that are stored."""

from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError, localedata
from django_countries import countries

from screenings.importing.problems import InvalidValue, did_you_mean, quoted
from screenings.text.cleaning import fold

# What film catalogues write and neither CLDR nor ISO 3166 calls so.
_COUNTRY_NAMES = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "usa": "US", "u.s.a.": "US", "united states of america": "US", "america": "US", "korea": "KR",
    "south korea": "KR", "republic of korea": "KR", "north korea": "KP", "russia": "RU", "iran": "IR", "syria": "SY",
    "vietnam": "VN", "viet nam": "VN", "laos": "LA", "taiwan": "TW", "hong kong": "HK", "macao": "MO", "macau": "MO",
    "palestine": "PS", "czech republic": "CZ", "holland": "NL", "the netherlands": "NL", "ivory coast": "CI",
    "macedonia": "MK", "turkey": "TR", "bosnia": "BA", "moldova": "MD", "tanzania": "TZ", "bolivia": "BO",
    "venezuela": "VE", "burma": "MM", "cape verde": "CV", "swaziland": "SZ", "uae": "AE", "mainland china": "CN",
}  # fmt: skip
_LANGUAGE_NAMES = {
    "no dialogue": "zxx", "no dialog": "zxx", "without dialogue": "zxx", "silent": "zxx", "mandarin": "zh",
    "mandarin chinese": "zh", "farsi": "fa", "flemish": "nl-BE", "castilian": "es", "various": "mul",
}  # fmt: skip


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 of a code or an English name. Raises InvalidValue."""
    code = text.strip().upper()
    if code in countries.countries:
        return code
    if known_code := _countries_by_name().get(fold(text)):
        return known_code
    hint = did_you_mean(text, _country_names()) or " Write a code such as FR, or the English name."
    raise InvalidValue(f"{quoted(text)} is no country of today.{hint}")


def language_code(text: str) -> str:
    """BCP 47 of a code, an English name or a language's own name. Raises InvalidValue."""
    if code := _as_code(text.strip()):
        return code
    folded = fold(text)
    if known_code := _languages_by_name().get(folded) or _languages_by_own_name().get(folded):
        return known_code
    hint = (
        did_you_mean(text, _english().languages.values()) or " Write a code such as fr or zh-Hant, or the English name."
    )
    raise InvalidValue(f"{quoted(text)} is no language known here.{hint}")


@cache
def _english() -> Locale:
    return Locale("en")


def _country_names() -> tuple[str, ...]:
    return tuple(name for code, name in _english().territories.items() if code in countries.countries)


@cache
def _countries_by_name() -> Mapping[str, str]:
    codes = countries.countries
    babel = {fold(name): code for code, name in _english().territories.items() if code in codes}
    return {fold(str(countries.name(code))): code for code in codes} | babel | _COUNTRY_NAMES


@cache
def _languages_by_name() -> Mapping[str, str]:
    # Where two codes share an English name the shorter one is the common one.
    names = sorted(_english().languages.items(), key=lambda item: -len(item[0]))
    return {fold(name): code.replace("_", "-") for code, name in names} | _LANGUAGE_NAMES


@cache
def _languages_by_own_name() -> Mapping[str, str]:
    """One second for all the world's languages, and so only when an English name did not fit."""
    codes_by_name = {}
    for identifier in localedata.locale_identifiers():
        if "_" not in identifier and (name := Locale(identifier).languages.get(identifier)):
            codes_by_name[fold(name)] = identifier
    return codes_by_name


@lru_cache(maxsize=1000)
def _as_code(text: str) -> str:
    """The code in its usual letters: EN_us is en-US. Empty where it is none."""
    language = text.replace("_", "-")
    if language.casefold() in _english().languages:
        return language.casefold()
    try:
        locale = Locale.parse(language, sep="-", resolve_likely_subtags=False)
    except (UnknownLocaleError, ValueError):
        return ""
    is_language = locale.language in _english().languages
    return str(locale).replace("_", "-") if is_language else ""
