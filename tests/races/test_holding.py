"""What two people hold, release or publish at one moment is done once, and whoever came second is told."""

import pytest
from django.db import connection

from tests.races.conftest import told
from tests.races.holding import DONE, ROUNDS, TOLD, TWICE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Two people; the same form twice; a person and the command line.
ENDS = [[DONE, TOLD], [DONE, TWICE], [DONE, TOLD]] * (ROUNDS // 3)
TWO_SCREENINGS = 2 * ROUNDS


def test_screenings_are_put_on_hold_once(environment: dict[str, str]) -> None:
    assert told(environment, "tests.races.holding", "held") == {
        "ends": ENDS, "set": TWO_SCREENINGS, "released": TWO_SCREENINGS - 2, "on hold": 2, "publications": 1,
    }  # fmt: skip


def test_they_are_released_once(environment: dict[str, str]) -> None:
    assert told(environment, "tests.races.holding", "released") == {
        "ends": ENDS, "set": TWO_SCREENINGS, "released": TWO_SCREENINGS, "on hold": 0, "publications": 1,
    }  # fmt: skip


def test_the_rest_is_published_once_and_what_is_in_its_way_is_put_on_hold_once(environment: dict[str, str]) -> None:
    assert told(environment, "tests.races.holding", "published") == {
        "ends": ENDS, "set": TWO_SCREENINGS, "released": TWO_SCREENINGS - 2, "on hold": 2, "publications": ROUNDS + 1,
    }  # fmt: skip


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_without_taking_turns_both_would_have_released_the_same(environment: dict[str, str]) -> None:
    found = told(environment, "tests.races.holding", "released-without-turns")
    assert found["released"] > TWO_SCREENINGS
