"""What one cell means. Each reader takes the cell's text and raises InvalidValue with the way to write it."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.importing.problems import InvalidValue, NightTime, did_you_mean, quoted
from screenings.models import Weekday
from screenings.text import clock
from screenings.text.cleaning import fold, is_visible, many_lines, one_line, slug_of
from screenings.text.numbers import possible_numbers, whole_number
from screenings.text.spreadsheet import split_cast, split_items
from screenings.text.time_zones import time_zone_names
from screenings.timetable.days import RepeatedTime, SkippedTime, from_wall_time, offset_text, utc_offsets

_Choices = Iterable[tuple[str, object]]

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,15})?")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](.{1,20}?)\s*(Z|[+-]\d\d:?\d\d)?")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?)?")
# 1h45, 1 h 45 min, 1:45, 1:45:00, 105 min, 105': to guess what was meant.
_HOURS = re.compile(
    r"(\d{1,2})\s*(?:h|hrs?|hours?|:|u|std\.?)\s*(?:(\d{1,2})\s*(?:m|mins?|minutes?|')?(?::00)?)?\.?", re.IGNORECASE
)
_UNITS = re.compile(r"(\d{1,4})\s*(?:m|mins?|minutes?|minuten|'|′|’)\.?", re.IGNORECASE)

_TRUTHS = {
    **dict.fromkeys(("yes", "y", "true", "x", "1"), True),
    **dict.fromkeys(("no", "n", "false", "-", "0"), False),
}
# In the zone database of some machines, and of no use on the next one.
_NO_PLACE = ("localtime", "posixrules", "Factory")

MAX_MINUTES = 1440  # minutes
NONE = "none"


def line_of_text(text: str) -> str:
    return one_line(text)


def visible_line(text: str) -> str:
    """A title or a name: somebody has to see it."""
    if not is_visible(text):
        raise InvalidValue(f"{quoted(text)} shows nothing. Write at least one visible character.")
    return one_line(text)


def prose(text: str) -> str:
    return many_lines(text)


def lines_of_text(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (one_line(item) for item in split_items(text)))))


def cast_list(text: str) -> tuple[tuple[str, str], ...]:
    """Name and character of each, on one line; nobody twice in one part."""
    cast = ((visible_line(name), one_line(character)) for name, character in split_cast(text))
    return tuple(dict.fromkeys(cast))


def minutes(low: int, high: int = MAX_MINUTES, *, example: int = 105) -> Callable[[str], int]:
    """Whole minutes between two bounds."""

    def read(text: str) -> int:
        message = f"{quoted(text)} is not a number of minutes. Write {_guessed_minutes(text) or example}."
        return _whole(text, low, high, message)

    return read


def integer(low: int, high: int, unit: str, example: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        return _whole(text, low, high, f"{quoted(text)} is no {unit}. Write a whole number, such as {example}.")

    return read


FOCUS = integer(0, 100, "hundredth of the picture, 0 to 100", 50)


def address_part(text: str) -> str:
    """A part of an address, as every page has one."""
    if not _SLUG.fullmatch(text):
        own = slug_of(text, fallback="")
        raise InvalidValue(
            f"{quoted(text)} is no part of an address. Write {own or 'small letters, digits and hyphens'}."
        )
    return text


def uid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        message = (
            f"{quoted(text)} is no uid. Write one such as 123e4567-e89b-12d3-a456-426614174000, or leave it empty."
        )
        raise InvalidValue(message) from error


def weekday(text: str) -> int:
    """0 for Monday. Its English name, or the first two letters of it at least."""
    folded = fold(text)
    for number, name in enumerate(Weekday.labels):
        if len(folded) > 1 and fold(str(name)).startswith(folded):
            return number
    raise InvalidValue(f"{quoted(text)} is no weekday. Write one from Monday to Sunday.")


def yes_or_no(text: str) -> bool:
    value = _TRUTHS.get(fold(text))
    if value is None:
        raise InvalidValue(f"{quoted(text)} is neither yes nor no. Write yes, or no.")
    return value


def degrees(limit: int) -> Callable[[str], Decimal]:
    """Latitude or longitude, to the sixth decimal: a hand's breadth."""

    def read(text: str) -> Decimal:
        if not _DEGREES.fullmatch(text):
            raise InvalidValue(f"{quoted(text)} is no coordinate. Write degrees with a point, such as 34.098.")
        value = round(Decimal(text), 6)
        if abs(value) > limit:
            raise InvalidValue(f"{quoted(text)} lies beyond {limit} degrees. Are latitude and longitude swapped?")
        return value

    return read


def choice(choices: _Choices | Callable[[], _Choices], *, noun: str) -> Callable[[str], str]:
    """One of a model's choices, by its value or by its label. As in a model, they may be a function, called once it
    is needed: with the first cell.
    """

    @cache
    def value_by_letters() -> dict[str, str]:
        pairs = [(str(value), str(label)) for value, label in (choices() if callable(choices) else choices)]
        return {_letters(name): value for value, label in pairs for name in (label, value)}

    def read(text: str) -> str:
        value = value_by_letters().get(_letters(text))
        if value is None:
            values = list(dict.fromkeys(filter(None, value_by_letters().values())))
            hint = did_you_mean(text, values)
            raise InvalidValue(f"{quoted(text)} is no {noun}.{hint} Write one of: {', '.join(values)}.")
        return value

    return read


def list_of(read: Callable[[str], str], *, with_commas: bool = False) -> Callable[[str], tuple[str, ...]]:
    """A list whose items are read one by one, each once. `with_commas`: no item has one, so they part items, too."""

    def read_list(text: str) -> tuple[str, ...]:
        items = split_items(text.replace(",", "|") if with_commas else text)
        return tuple(dict.fromkeys(read(item) for item in items))

    return read_list


def list_or_none(read: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    """A list of which none is something else than an empty cell, which is the usual one."""
    read_list = list_of(read)
    return lambda text: () if text.casefold() == NONE else read_list(text)


def sorted_list_of(read: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    """A list whose order means nothing."""
    read_list = list_of(read)
    return lambda text: tuple(sorted(read_list(text)))


def day_between(earliest: date, latest: date) -> Callable[[str], date]:
    """A day after the one and before the other."""

    def read(text: str) -> date:
        value = day(text)
        if not earliest < value < latest:
            raise InvalidValue(f"{quoted(text)} is out of bounds. Write a day between {earliest} and {latest}.")
        return value

    return read


def day(text: str) -> date:
    if match := _DAY.fullmatch(text):
        try:
            return date(*map(int, match.groups()))
        except ValueError as error:
            raise InvalidValue(f"{quoted(text)} is no day of the calendar ({error}). Write 2024-10-09.") from error
    raise InvalidValue(f"{quoted(text)} is no day. Write year, month and day: 2024-10-09.")


def time_of_day(text: str) -> time:
    try:
        return clock.time_of_day(text)
    except ValueError:
        raise InvalidValue(f"{quoted(text)} is no time of day. Write hours and minutes: 06:00.") from None


def zone(text: str) -> ZoneInfo:
    if text in _NO_PLACE or text not in time_zone_names():
        hint = did_you_mean(text, time_zone_names()) or " Write an IANA name, such as Europe/Berlin."
        raise InvalidValue(f"{quoted(text)} is no time zone.{hint}")
    return ZoneInfo(text)


def zone_name(text: str) -> str:
    return zone(text).key


def instant(text: str) -> datetime:
    """To the second or closer, with its offset: as an export writes it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidValue(f"{quoted(text)} is no moment with its offset. Write 2024-10-09T19:30:00+00:00.")
    return moment.astimezone(UTC)


def utc_instant(text: str, time_zone: ZoneInfo, first_day: date, until: datetime) -> datetime:
    """The UTC instant of a wall time in `at`, on the first day or later and before the wall time `until`.

    An offset says which of two equal times of a night is meant; it must be one the zone has then.
    """
    wall, offset = _wall_and_offset(text)
    if not (first_day <= wall.date() and wall < until):
        last = (until - timedelta(days=1)).date()
        raise InvalidValue(
            f"{quoted(text)} lies outside the festival. Write a day from {first_day} to {last}, or correct "
            "starts_on and ends_on of the festival."
        )
    if offset is None:
        try:
            return from_wall_time(wall, time_zone)
        except (SkippedTime, RepeatedTime) as error:
            night = NightTime(wall, time_zone.key, isinstance(error, SkippedTime))
            raise InvalidValue(f"{error}.", night) from error
    if offset not in utc_offsets(wall, time_zone):
        raise InvalidValue(_contradiction(text, wall, offset, time_zone))
    return from_wall_time(wall - offset, ZoneInfo("UTC"))


def wall_time(text: str) -> datetime | None:
    """What the clock shows, whatever the zone; None for what is no date and time."""
    try:
        return _wall_and_offset(text.strip())[0]
    except InvalidValue:
        return None


def _wall_and_offset(text: str) -> tuple[datetime, timedelta | None]:
    match = _MOMENT.fullmatch(text)
    if not match and _DAY.fullmatch(text):
        raise InvalidValue(f"{quoted(text)} is a day without a time. Write {text}T19:30, or {text}T00:00 for midnight.")
    minutes = clock.clock_minutes(match[4]) if match else None
    if match is None or minutes is None:
        raise InvalidValue(f"{quoted(text)} is no date and time. Write 2024-10-09T19:30.")
    if minutes >= clock.MIDNIGHT:
        raise InvalidValue(f"{quoted(text)} is in the next day. Write that day, with a time from 00:00 on.")
    try:
        wall = datetime(int(match[1]), int(match[2]), int(match[3]), *divmod(minutes, 60))  # noqa: DTZ001 - a wall time
    except ValueError as error:
        raise InvalidValue(f"{quoted(text)} is no date and time ({error}). Write 2024-10-09T19:30.") from error
    if match[5] is None:
        return wall, None
    if match[5] == "Z":
        return wall, timedelta(0)
    digits = match[5][1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return wall, -offset if match[5][0] == "-" else offset


def _contradiction(text: str, wall: datetime, offset: timedelta, time_zone: ZoneInfo) -> str:
    instant = (wall - offset).replace(tzinfo=ZoneInfo("UTC")).astimezone(time_zone)
    own = instant.utcoffset()
    assert own is not None
    meant = f"{instant:%Y-%m-%dT%H:%M}{offset_text(own)}"
    has = " or ".join(offset_text(each_offset) for each_offset in utc_offsets(wall, time_zone)) or offset_text(own)
    return (
        f"{quoted(text)} carries the offset {offset_text(offset)}, but {time_zone.key} has {has} then. "
        f"Write {meant} if that instant is meant, or {wall:%Y-%m-%dT%H:%M} if that is what the clock there shows."
    )


def _whole(text: str, low: int, high: int, message: str) -> int:
    value = None if text.startswith("-") else whole_number(text)
    if value is None:
        if meant := possible_numbers(text):
            raise InvalidValue(f"{quoted(text)} has separators in it. Write {' or '.join(map(str, meant))}.")
        raise InvalidValue(message)
    if not low <= value <= high:
        raise InvalidValue(f"{quoted(text)} is out of bounds. Write a number from {low} to {high}.")
    return value


def _guessed_minutes(text: str) -> int | None:
    if match := _HOURS.fullmatch(text.strip()):
        return int(match[1]) * 60 + int(match[2] or 0) or None
    if match := _UNITS.fullmatch(text.strip()):
        return int(match[1]) or None
    return None


def _letters(text: str) -> str:
    """`35mm` and `35 mm`, `Press & Industry` and `press & industry` are the same choice."""
    return re.sub(r"[\s_-]+", "", fold(text))
