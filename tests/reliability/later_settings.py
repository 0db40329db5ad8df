"""With the migrations of a later version."""

from tests.settings import *  # noqa: F403

MIGRATION_MODULES = {"screenings": "tests.reliability.later_migrations"}
