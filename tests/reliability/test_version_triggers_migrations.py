"""Triggers and migrations: there afterwards, out of the way meanwhile, and missed where one fails half way."""

import pytest
from django.db import connection

from tests.races.conftest import environment, told

__all__ = ["environment"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WHOLE = {"missing": False, "warned": False, "token": True, "renewed": True}
# Nothing is kept: slower, and never stale.
NONE = {"missing": True, "warned": True, "token": False, "renewed": False}


@pytest.fixture
def later(environment: dict[str, str]) -> dict[str, str]:
    return {**environment, "DJANGO_SETTINGS_MODULE": "tests.reliability.later_settings"}


def test_a_database_from_before_there_were_triggers_has_them_afterwards(later: dict[str, str]) -> None:
    assert told(later, "tests.reliability.migrating", "before") == {**WHOLE, "rating": "Everybody"}


def test_where_a_migration_fails_half_way_nothing_is_kept_check_says_so_and_the_next_one_mends_it(
    later: dict[str, str],
) -> None:
    assert told(later, "tests.reliability.migrating", "half-way") == {
        "faults": ["half way", "half way"],
        "failed": {**NONE, "rating": "Everybody"},
        "again": {**WHOLE, "rating": "Nobody"},
    }


def test_with_the_triggers_in_place_rows_and_their_table_cannot_be_changed_in_one_migration(
    later: dict[str, str],
) -> None:
    """The control."""
    found = told(later, "tests.reliability.migrating", "untouched")
    if connection.vendor == "postgresql":
        assert "pending trigger events" in found["fault"]
        assert found["rating"] == "R"
    else:
        assert (found["fault"], found["missing"]) != ("", False), found
