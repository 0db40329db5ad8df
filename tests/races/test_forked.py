"""Killed at any moment, a publication is there or it is not; pressed by many at once, it is made once."""

import pytest

from tests.races.conftest import told
from tests.races.forked import AT_ONCE, NOTHING, PUBLISHED, ROUNDS, SCREENINGS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_killed_at_any_query_it_leaves_nothing_half_written(environment: dict[str, str]) -> None:
    found = told(environment, "tests.races.forked", "killed")
    assert found.pop("killed") > 10
    assert found == {
        "changed_by_the_dead": 0,
        "survivor": PUBLISHED,
        "publications": [1, 2],
        "public": [[20, 2]] * SCREENINGS,
    }


def test_of_many_who_publish_the_same_at_once_one_does_and_the_others_are_told(environment: dict[str, str]) -> None:
    assert told(environment, "tests.races.forked", "at-once") == {
        "ends": {str(PUBLISHED): ROUNDS, str(NOTHING): ROUNDS * (AT_ONCE - 1)},
        "publications": ROUNDS + 1,
    }
