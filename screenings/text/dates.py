"""Days in words, in the active language: the one home of their patterns, which each catalogue may order anew."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date

from screenings.text.translation import active_language, pgettext


def long_day(day: date) -> str:
    """`Saturday 12 October 2024`."""
    return _written(day, pgettext("pattern of a date (CLDR)", "EEEE d MMMM y"), active_language())


def long_day_of_year(day: date) -> str:
    """`Saturday 12 October`."""
    return _written(day, pgettext("pattern of a date (CLDR)", "EEEE d MMMM"), active_language())


def short_day(day: date) -> str:
    """`Sat 12 Oct`."""
    return _written(day, pgettext("pattern of a date (CLDR)", "EEE d MMM"), active_language())


def full_date(day: date) -> str:
    """`12 October 2024`."""
    return _written(day, pgettext("pattern of a date (CLDR)", "d MMMM y"), active_language())


def day_and_month(day: date) -> str:
    """`12 October`."""
    return _written(day, pgettext("pattern of a date (CLDR)", "d MMMM"), active_language())


def weekday(day: date) -> str:
    """`Saturday`."""
    return _written(day, "EEEE", active_language())


def short_weekday(day: date) -> str:
    """`Sat`."""
    return _written(day, "EEE", active_language())


def short_month(day: date) -> str:
    """`Oct`."""
    return _written(day, "LLL", active_language())


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    written: str = format_date(date(day.year, day.month, day.day), pattern, locale=language.replace("-", "_"))
    return written
