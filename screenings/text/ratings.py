"""What a printed rating says of age."""

import re

from screenings.text.cleaning import fold

# Ratings without a number, by country: those that let children in.
_WITHOUT_NUMBER = {
    "g": 0, "u": 0, "al": 0, "tp": 0, "tous publics": 0, "tout public": 0, "apt": 0, "apta": 0, "btl": 0, "atp": 0,
    "all": 0, "all ages": 0, "livre": 0, "pg": 8,
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,2}")


def age_of_rating(rating: str) -> int | None:
    """The youngest a rating is for, in years: its number (FSK 6, 12A, PG-13), or what its letters stand for.

    None where it says nothing of children (R, X, or a rating unknown here).
    """
    if number := _NUMBER.search(rating):
        return int(number.group())
    return _WITHOUT_NUMBER.get(fold(rating).rstrip("."))
