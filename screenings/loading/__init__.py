"""The one bridge from rows to values: a fixed number of queries, whatever the festival's size."""

from screenings.loading.details import load_details
from screenings.loading.preferences import load_preferences
from screenings.loading.public import (
    PLACEHOLDER_TITLES,
    PUBLIC_FIELDS,
    as_public,
    public_screening_from_row,
    public_screenings,
    public_screenings_from_rows,
    published_columns,
    published_screenings,
    site_address,
)
from screenings.loading.timetable import WorkingTimetable, as_showing, load_timetable

__all__ = [
    "PLACEHOLDER_TITLES",
    "PUBLIC_FIELDS",
    "WorkingTimetable",
    "as_public",
    "as_showing",
    "load_details",
    "load_preferences",
    "load_timetable",
    "public_screening_from_row",
    "public_screenings",
    "public_screenings_from_rows",
    "published_columns",
    "published_screenings",
    "site_address",
]  # fmt: skip
