"""A bound is never above what a timetable has, however found, and on tight tasks it says more than the simple one."""

import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenings.solver.bounds.lower_bound import lp_lower_bound
from screenings.solver.bounds.lp_relaxation import LPRelaxation
from screenings.solver.model.problem import FORBIDDEN, Activity, BinBuilder, Problem, RepeatGroup
from screenings.solver.search.annealing import Annealing
from tests.solver.search.test_annealing import by_trying_everything, random_task
from tests.timetable.random_festivals import seeds

pytest.importorskip("highspy", reason="pip install festival-scheduler[bound]")
some = settings(max_examples=60)


def small_task(seed: int) -> Problem:
    """Four showings, in two halls on one day or in one on two: with a pause, a changeover, evenings, a fair share."""
    random = Random(seed)
    places, days = BinBuilder(), random.choice((1, 2))
    for day in range(days):
        for hall in range(3 - days):
            places.add(
                hall, day, 0, random.randint(25, 60),
                changeover_must_fit=random.random() < 0.5, dayparts=((20, 0), (60, 1)),
                changeover=random.randint(0, 3),
            )  # fmt: skip
    jobs = []
    for _ in range(4):
        costs = [random.choice((FORBIDDEN, 0, 3, 6)) for _ in places.bins]
        jobs.append(Activity(random.randint(12, 30), costs, 50, random.choice((0, 3))))
    chains = (RepeatGroup((0, 1), next_day_cost=4, same_daypart_cost=2), RepeatGroup((2,)), RepeatGroup((3,)))
    idle = [random.choice((0, 5)) for _ in places.bins]
    return Problem(tuple(places.bins), tuple(places.intervals), tuple(jobs), chains, (), idle, [2] * days, 7)


@some
@given(seeds())
def test_it_is_not_above_the_best_there_is(seed: int) -> None:
    task = small_task(seed)
    found = lp_lower_bound(task, 10)

    assert found is not None
    assert 0 <= found <= by_trying_everything(task)


@some
@given(seeds())
def test_it_is_not_above_what_a_search_finds_whatever_is_in_the_task(seed: int) -> None:
    task = random_task(seed)
    found = lp_lower_bound(task, 10)

    assert found is not None
    assert found <= Annealing(task, seed=seed).run(lambda steps: steps / 2048).objective


@some
@given(seeds(), st.randoms(use_true_random=False))
def test_it_is_proven_by_prices_and_any_prices_prove_one(seed: int, random: Random) -> None:
    """A solver may stop early or be wrong: what is said is the sum its prices come to, and that is always a bound."""
    task = small_task(seed)
    linear = LPRelaxation(task).program

    assert linear.dual_bound([random.uniform(-3, 3) for _ in linear.rows]) <= by_trying_everything(task)


def test_where_rooms_are_short_it_says_more_than_each_show_by_itself() -> None:
    """Three shows want the one evening, which has room for one to begin in good time; repeats on following days."""
    places = BinBuilder()
    for day in range(2):
        places.add(0, day, 0, 40, changeover_must_fit=False, dayparts=((20, 0), (40, 1)))
    costs = [9, 0, 9, 0]
    jobs = tuple(Activity(20, costs, 100) for _ in range(4))
    task = Problem(
        tuple(places.bins),
        tuple(places.intervals),
        jobs,
        (RepeatGroup((0, 1), next_day_cost=5), RepeatGroup((2,)), RepeatGroup((3,))),
    )

    assert task.lower_bound == 0
    assert lp_lower_bound(task, 10) == by_trying_everything(task) == 9 + 9 + 5


def test_without_highs_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)

    assert lp_lower_bound(small_task(1), 10) is None
