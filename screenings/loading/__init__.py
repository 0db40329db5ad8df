"""The one bridge from rows to values: a fixed number of queries, whatever the festival's size."""

from screenings.loading.preferences import load_preferences
from screenings.loading.programme import as_programme, load_programme, showing_of
from screenings.loading.public import (
    PUBLIC_FIELDS,
    UNNAMED,
    as_columns,
    as_public,
    as_value,
    public_screenings,
    published,
    site_address,
)
from screenings.loading.rows import Working, load_working

__all__ = [
    "PUBLIC_FIELDS", "UNNAMED", "Working", "as_columns", "as_programme", "as_public", "as_value", "load_preferences",
    "load_programme", "load_working", "public_screenings", "published", "showing_of", "site_address",
]  # fmt: skip
