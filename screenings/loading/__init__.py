"""The one bridge from rows to values: a fixed number of queries, whatever the festival's size."""

from screenings.loading.preferences import load_preferences
from screenings.loading.programme import as_programme, as_showing, load_programme
from screenings.loading.public import (
    PLACEHOLDER_TITLES,
    PUBLIC_FIELDS,
    as_public,
    public_screening_from_row,
    public_screenings,
    published_columns,
    published_screenings,
    site_address,
)
from screenings.loading.rows import WorkingRows, load_working_rows

__all__ = [
    "PLACEHOLDER_TITLES",
    "PUBLIC_FIELDS",
    "WorkingRows",
    "as_programme",
    "as_public",
    "as_showing",
    "load_preferences",
    "load_programme",
    "load_working_rows",
    "public_screening_from_row",
    "public_screenings",
    "published_columns",
    "published_screenings",
    "site_address",
]  # fmt: skip
