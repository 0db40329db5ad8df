"""The staff's side: every model editable, and every save saying what the public sees of it."""

from screenings.admin import (  # noqa: F401 - each registers its models
    accounts,
    festivals,
    films,
    merges,
    people,
    publications,
    rules,
    screenings,
    unlisted,
    venues,
    wishes,
)
