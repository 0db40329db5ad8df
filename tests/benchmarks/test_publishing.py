"""What a publication costs: the first of a festival, and one with a single change."""

from datetime import timedelta
from functools import partial

import pytest

from screenings.models import Screening
from screenings.publishing import publish
from tests.benchmarks.clock import timed
from tests.benchmarks.festivals import large_festival
from tests.world import SPRING

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]


def test_publishing_is_linear_and_a_single_change_is_cheaper() -> None:
    first, second = {}, {}
    for count in (1000, 5000):
        festival = large_festival(count, slug=f"large-{count}")
        first[count], _ = timed(f"first publication, {count} screenings", partial(publish, festival, at=SPRING))
        Screening.objects.filter(festival=festival, ref="7").update(sold_out=True)
        second[count], outcome = timed(
            f"second publication, one change among {count}", partial(publish, festival, at=SPRING + timedelta(hours=1))
        )
        assert len(outcome.changes) == 1
        Screening.objects.filter(festival=festival).delete()
    assert first[5000] < 5 * 2 * first[1000], "publishing grows faster than the number of screenings"
    assert second[1000] < first[1000]
