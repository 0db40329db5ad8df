"""What comparing a scenario with the working timetable costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.models import Screening
from screenings.scheduling import copy_timetable
from screenings.timetable.what_if import Move
from tests.benchmarks.festivals import large_festival
from tests.pages import read
from tests.scenarios.pages import IN_SCENARIO, address_of, groups
from tests.staff import member
from tests.world import SPRING


@pytest.mark.parametrize("count", [40, 400])
def test_comparing_takes_as_few_queries_at_any_size(count: int, db: None) -> None:
    of = large_festival(count, shows_a_hall=40)
    moves = [Move(row.uid) for row in Screening.objects.all()[: count // 2]]
    made = copy_timetable(of, "Plan B", by=None, at=SPRING, moves=moves)
    client = member("scheduler")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address_of(made))
    assert len(queries) == 20, [query["sql"][:90] for query in queries]
    assert f"{IN_SCENARIO} ({count // 2})" in read(page).headings
    assert [len(titles) for titles in groups(page).values()] == [count // 2]
