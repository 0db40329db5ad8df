"""The staff's side: every model editable, and every save saying what the public sees of it."""

from screenings.admin import (
    accounts,
    festivals,
    films,
    people,
    publications,
    rules,
    screenings,
    unlisted,
    venues,
    wishes,
)

__all__ = [
    "accounts",
    "festivals",
    "films",
    "people",
    "publications",
    "rules",
    "screenings",
    "unlisted",
    "venues",
    "wishes",
]
