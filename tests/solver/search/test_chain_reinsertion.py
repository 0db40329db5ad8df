"""A film's showings laid exactly: what is found beside every way there is."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenings.solver.model.problem import UNASSIGNED, Problem, RepeatGroup
from screenings.solver.search.annealing import Annealing, StepLimit
from screenings.solver.search.chain_reinsertion import reinsert_repeat_groups
from tests.solver.search.random_problems import check_times, random_task, recount


def without_ties(seed: int) -> Problem:
    return replace(random_task(seed), time_lags=())


def points_of(task: Problem, where: tuple[int, ...]) -> int | None:
    """None where it cannot be."""
    try:
        check_times(task, where)
        return recount(task, where)
    except AssertionError:
        return None


def least(task: Problem, where: tuple[int, ...], chain: RepeatGroup) -> int:
    """Of every way to lay this film's showings on days of their own, all else as it is."""
    found = []
    for buckets in product([UNASSIGNED, *range(len(task.bins))], repeat=len(chain.activities)):
        days = [task.bins[bucket].day for bucket in buckets if bucket != UNASSIGNED]
        if days != sorted(set(days)) or any(task.bins[b].interval == UNASSIGNED for b in buckets if b != UNASSIGNED):
            continue
        laid = dict(zip(chain.activities, buckets, strict=True))
        points = points_of(task, tuple(laid.get(job, bucket) for job, bucket in enumerate(where)))
        if points is not None:
            found.append(points)
    return min(found)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_each_film_is_as_well_off_as_it_can_be_and_the_account_is_right(seed: int) -> None:
    task = without_ties(seed)
    search = Annealing(task, seed=seed)
    search.run(StepLimit(512), stop_at=0.5)
    before = search.state.objective
    saved = reinsert_repeat_groups(search.state, search.bins_by_day)
    where = tuple(search.state.assignment)

    assert search.state.objective == recount(task, where) == before - saved
    check_times(task, where)
    for chain in task.repeat_groups:
        days = [task.bins[where[job]].day for job in chain.activities if where[job] != UNASSIGNED]
        if chain.is_ordered and len(set(days)) == len(days) and len(chain.activities) < 3:
            assert least(task, where, chain) == search.state.objective
    assert reinsert_repeat_groups(search.state, search.bins_by_day) == 0


@pytest.mark.parametrize("seed", range(40))
def test_a_search_ends_with_its_pieces_settled(seed: int) -> None:
    task = without_ties(seed)
    search = Annealing(task, seed=seed)
    found = search.run(StepLimit(1024))
    assert found.objective == recount(task, found.assignment)
    search.restart_from(found.assignment)
    assert reinsert_repeat_groups(search.state, search.bins_by_day) == 0
