"""The one bridge from rows to values: a fixed number of queries, whatever the festival's size."""

from screenings.loading.details import load_details
from screenings.loading.preferences import load_preferences, load_preferences_with_wishes
from screenings.loading.public import as_public, public_screenings, site_address
from screenings.loading.published import (
    PUBLIC_FIELDS,
    public_screening_from_row,
    public_screenings_from_rows,
    published_columns,
    published_rows,
    published_screenings,
)
from screenings.loading.timetable import WorkingTimetable, as_showing, load_timetable

__all__ = [
    "PUBLIC_FIELDS",
    "WorkingTimetable",
    "as_public",
    "as_showing",
    "load_details",
    "load_preferences",
    "load_preferences_with_wishes",
    "load_timetable",
    "public_screening_from_row",
    "public_screenings",
    "public_screenings_from_rows",
    "published_columns",
    "published_rows",
    "published_screenings",
    "site_address",
]  # fmt: skip
