"""The product's own sentences in the language of whom they are for: gettext, without Django.

A language is a folder of `screenings/locale/`; English stands in the code. `in_language` says which one is active, as
`clock_shown` says on which clock; around a page of a festival `Festival.as_read` says both, once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).parents[1] / "locale"
DOMAIN = "django"  # the name under which Django's own templates look for the same catalogue
_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def languages() -> tuple[str, ...]:
    """BCP 47 tags of those that the product speaks, English first."""
    found = sorted(path.parent.parent.name.replace("_", "-") for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return (SOURCE_LANGUAGE, *found)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Meanwhile sentences are in that language, and in English where it has no catalogue."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def active_language() -> str:
    return _language.get()


def gettext(message: str) -> str:
    return _catalogue(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    return _catalogue(_language.get()).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    return _catalogue(_language.get()).pgettext(context, message)


def gettext_noop(message: str) -> str:
    """Marks what is translated where it is said, by `gettext`."""
    return message


@cache
def _catalogue(language: str) -> NullTranslations:
    """English for a language whose catalogue nobody has compiled, as in a checkout that was never installed."""
    compiled = FOLDER / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if language == SOURCE_LANGUAGE or not compiled.is_file():
        return NullTranslations()
    with compiled.open("rb") as file:
        return GNUTranslations(file)
