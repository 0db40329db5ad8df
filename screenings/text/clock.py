"""Times of day as people write them, and as a festival shows them: 19:30 or 7:30 pm."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time
from enum import StrEnum

from screenings.text.cleaning import fold


class ClockHours(StrEnum):
    """On which clock a festival tells the time."""

    TWENTY_FOUR = "24"
    TWELVE = "12"


NOON, MIDNIGHT = 12 * 60, 24 * 60
_WORDS = {"noon": NOON, "midday": NOON, "12 noon": NOON, "midnight": MIDNIGHT, "12 midnight": MIDNIGHT}
_HALF = r"(?P<half>[ap])(?:\.?m\.?)?"
_CLOCK = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:\s?[:.h]\s?(?P<minute>\d{{2}}))?(?::00(?:\.0+)?)?\s?(?:{_HALF}|(?P<hours>h|uhr|uur))?"
)
# 1930 without a mark has four digits, so that a number of something else is none; with am or pm three will do.
_SHORT = re.compile(rf"(?P<hour>[01]\d|2\d)(?P<minute>[0-5]\d)|(?P<of_half>\d{{1,2}})(?P<its>[0-5]\d)\s?{_HALF}")
_LAST_HOUR = 29  # 29:59, as cinemas write the small hours of a night


def clock_minutes(text: str, *, bare_hour: bool = False) -> int | None:
    """`7:30 pm`, `7pm`, `7.30p`, `19h30`, `19.30`, `1930`, `noon`: minutes from midnight. None for what is no time.

    24:30 is 1470, half an hour into the next day, and `midnight` ends the day: it is 1440. `bare_hour`: a number alone
    is an hour, as in a column of times; elsewhere nobody can tell 7 in the morning from 7 in the evening.
    """
    folded = fold(text).rstrip(". ")
    if folded in _WORDS:
        return _WORDS[folded]
    if match := _SHORT.fullmatch(folded):
        return _checked(int(match["hour"] or match["of_half"]), int(match["minute"] or match["its"]), match["half"])
    match = _CLOCK.fullmatch(folded)
    if match is None or not (bare_hour or match["minute"] or match["half"] or match["hours"]):
        return None
    return _checked(int(match["hour"]), int(match["minute"] or 0), match["half"])


def time_of_day(text: str) -> time:
    """The same as a time that belongs to no day: midnight is 00:00. Raises ValueError for what is none."""
    minutes = clock_minutes(text)
    if minutes is None or minutes > MIDNIGHT:
        raise ValueError(text)
    return time(*divmod(minutes % MIDNIGHT, 60))


# Whose clock it is depends on the page, and every sentence on it with a time in it: asked when the first is written.
_hours: ContextVar[Callable[[], str]] = ContextVar("clock_hours", default=lambda: ClockHours.TWENTY_FOUR)


@contextmanager
def clock_shown(hours: str | Callable[[], str]) -> Iterator[None]:
    """Meanwhile `clock_text` writes times on that clock: `12` or `24`, or what is to be asked for it once."""
    token = _hours.set(_asked_once(hours) if callable(hours) else lambda: hours)
    try:
        yield
    finally:
        _hours.reset(token)


def show_clock(hours: str) -> None:
    """The same from here to the end of the `clock_shown` around it, by whoever knows it without asking."""
    _hours.set(lambda: hours)


def _asked_once(ask: Callable[[], str]) -> Callable[[], str]:
    known: list[str] = []

    def hours() -> str:
        if not known:
            known.append(ask())
        return known[0]

    return hours


def shown_hours() -> str:
    """On which clock times are written now."""
    return _hours.get()()


def clock_text(moment: datetime | time) -> str:
    """`19:30` or `7:30 pm`, whose parts stay on one line; without a zone."""
    if shown_hours() != ClockHours.TWELVE:
        return f"{moment:%H:%M}"
    return f"{moment.hour % 12 or 12}:{moment:%M}\u00a0{'am' if moment.hour < 12 else 'pm'}"


def hour_text(moment: datetime | time) -> str:
    """The same at the edge of a timetable, where a full hour of twelve goes without its minutes: `19:00` or `7 pm`."""
    text = clock_text(moment)
    return text if shown_hours() != ClockHours.TWELVE else text.replace(":00", "", 1)


def _checked(hour: int, minute: int, half: str | None) -> int | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour <= _LAST_HOUR and minute < 60 else None
