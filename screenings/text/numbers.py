"""Whole numbers as people and spreadsheets write them, and nothing that could be read in two ways."""

import re

# Spreadsheets write 105 as 105.0; three zeros may be thousands.
_WHOLE = re.compile(r"-?\d+(?:\.0{1,2})?")
_GROUPED = re.compile(r"(\d{1,3})((?:[.,'’_ \xa0\u2009\u202f٬]\d{3})+)")
_DIGITS = 12  # more are too large for anything, and Python refuses to convert thousands of them
TOO_LARGE = 10**_DIGITS


def whole_number(text: str) -> int | None:
    """The number; TOO_LARGE for one of too many digits, None for what is no whole number beyond doubt."""
    if not _WHOLE.fullmatch(text):
        return None
    digits = text.partition(".")[0]
    return int(digits) if len(digits) <= _DIGITS else TOO_LARGE


def possible_numbers(text: str) -> tuple[int, ...]:
    """What a number with separators may mean: `1.000` is 1 to one reader and 1000 to another. None for other texts."""
    match = _GROUPED.fullmatch(text)
    if not match or len(text) > _DIGITS:
        return ()
    first, groups = match.groups()
    whole = int("".join(character for character in text if character.isdecimal()))
    return (int(first), whole) if len(groups) == 4 and groups[0] in ".," else (whole,)
