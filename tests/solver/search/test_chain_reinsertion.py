"""A film's showings laid exactly: what is found beside every way there is."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenings.solver.model.problem import NOWHERE, Chain, Task
from screenings.solver.search.annealing import Annealing, Steps
from screenings.solver.search.chain_reinsertion import settle_pieces
from tests.solver.search.test_annealing import check_times, random_task, recount


def without_ties(seed: int) -> Task:
    return replace(random_task(seed), ties=())


def points_of(task: Task, where: tuple[int, ...]) -> int | None:
    """None where it cannot be."""
    try:
        check_times(task, where)
        return recount(task, where)
    except AssertionError:
        return None


def least(task: Task, where: tuple[int, ...], chain: Chain) -> int:
    """Of every way to lay this film's showings on days of their own, all else as it is."""
    found = []
    for buckets in product([NOWHERE, *range(len(task.buckets))], repeat=len(chain.jobs)):
        days = [task.buckets[bucket].day for bucket in buckets if bucket != NOWHERE]
        if days != sorted(set(days)) or any(task.buckets[b].segment == NOWHERE for b in buckets if b != NOWHERE):
            continue
        laid = dict(zip(chain.jobs, buckets, strict=True))
        points = points_of(task, tuple(laid.get(job, bucket) for job, bucket in enumerate(where)))
        if points is not None:
            found.append(points)
    return min(found)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_each_film_is_as_well_off_as_it_can_be_and_the_account_is_right(seed: int) -> None:
    task = without_ties(seed)
    search = Annealing(task, seed=seed)
    search.run(Steps(512), until=0.5)
    before = search.state.points
    saved = settle_pieces(search.state, search.options)
    where = tuple(search.state.where)

    assert search.state.points == recount(task, where) == before - saved
    check_times(task, where)
    for chain in task.chains:
        days = [task.buckets[where[job]].day for job in chain.jobs if where[job] != NOWHERE]
        if chain.ordered and len(set(days)) == len(days) and len(chain.jobs) < 3:
            assert least(task, where, chain) == search.state.points
    assert settle_pieces(search.state, search.options) == 0


@pytest.mark.parametrize("seed", range(40))
def test_a_search_ends_with_its_pieces_settled(seed: int) -> None:
    task = without_ties(seed)
    search = Annealing(task, seed=seed)
    found = search.run(Steps(1024))
    assert found.points == recount(task, found.where)
    search.go_on_from(found.where)
    assert settle_pieces(search.state, search.options) == 0
