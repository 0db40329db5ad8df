"""A visitor's best plan over real programmes, and how it grows with the picks."""

from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter
from uuid import UUID

import pytest

from screenings.itinerary.planner import best_itinerary
from screenings.itinerary.values import FilmChoice, ShowingOption, VisitRequest
from tests.benchmarks.clock import timed
from tests.itinerary.real_visitors import INSTANCES, real_visitors
from tests.itinerary.visitors import best_plan

pytestmark = pytest.mark.benchmark


def eager_visitor(picks: int, *, seed: int = 1) -> VisitRequest:
    """So many picks of one to five points, two or three showings each, on eleven days at twenty sites."""
    random = Random(seed)
    offers = []
    for film in range(picks):
        minutes = random.randrange(80, 150, 5)
        for day in random.sample(range(11), random.choice((2, 3))):
            start = datetime(2026, 1, 22, 10, tzinfo=UTC) + timedelta(days=day, minutes=15 * random.randrange(48))
            end = start + timedelta(minutes=minutes)
            festival_day = (start - timedelta(hours=6)).date()
            number = len(offers) + 1
            offers.append(
                ShowingOption(UUID(int=number), (str(film),), str(random.randrange(20)), start, end, festival_day)
            )
    travel = {
        (str(here), str(there)): 5 + 7 * (abs(here - there) % 5)
        for here in range(20)
        for there in range(20)
        if here != there
    }
    chosen = tuple(FilmChoice(str(film), random.randint(1, 5)) for film in range(picks))
    return VisitRequest(chosen, tuple(offers), travel=travel, arrival_margin=15)


@pytest.mark.skipif(not INSTANCES.is_file(), reason="the real visitors' wishes are not ours to pass on")
def test_forty_five_real_visitors() -> None:
    seconds = []
    for _, wishes, best in real_visitors():
        start = perf_counter()
        plan = best_plan(wishes)
        seconds.append(perf_counter() - start)
        assert plan.value.weight == best
    print(f"45 plans: median {1000 * median(seconds):.1f} ms, worst {1000 * max(seconds):.1f} ms")


@pytest.mark.parametrize("picks", [50, 100, 200])
def test_an_eager_visitor(picks: int) -> None:
    wishes = eager_visitor(picks)
    _, plan = timed(f"best plan of {picks} picks", lambda: best_plan(wishes))
    timed(f"with costs and alternatives, {picks} picks", lambda: best_itinerary(wishes))
    assert plan.is_proven
