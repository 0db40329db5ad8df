"""Language codes, in words and back."""

from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError
from django.core.exceptions import ValidationError


@cache
def language_names() -> dict[str, str]:
    """English names by BCP 47 code, in the order of the names."""
    names = Locale.parse("en").languages
    return {code.replace("_", "-"): name for code, name in sorted(names.items(), key=lambda item: item[1])}


@cache
def language_name(code: str) -> str:
    """In English; the code itself where nobody has a name for it."""
    if found := language_names().get(code):
        return found
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def check_language(code: str) -> None:
    """A language that has a name."""
    if language_name(code) == code:
        raise ValidationError(
            '"%(code)s" is no language code. Write one such as en, fr or zh-Hant.', "language", {"code": code}
        )
