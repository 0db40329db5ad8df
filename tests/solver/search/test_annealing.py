"""The search's own sums against a plain recount, and what it promises: the same again, the best so far, a stop."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.solver.model.problem import (
    FORBIDDEN,
    UNASSIGNED,
    Activity,
    BinBuilder,
    Problem,
    RepeatGroup,
    start_times,
)
from screenings.solver.search.annealing import Annealing
from screenings.solver.search.state import SolutionState
from tests.solver.search.random_problems import by_trying_everything, check_times, random_task, recount
from tests.timetable.random_festivals import seeds, unhurried


@pytest.mark.slow
@unhurried
@given(seeds(), st.integers(1, 6))
def test_its_sums_are_those_of_a_recount_and_its_times_can_be_kept(seed: int, rounds: int) -> None:
    task = random_task(seed)
    search = Annealing(task, seed=seed)
    found = search.run(lambda steps: steps / (256 * rounds))

    assert search.state.objective == recount(task, tuple(search.state.assignment))
    assert found.objective == recount(task, found.assignment)
    assert found.unplaced == found.assignment.count(UNASSIGNED)
    check_times(task, found.assignment)


@pytest.mark.slow
@unhurried
@given(seeds())
def test_it_goes_on_from_what_it_is_given_and_never_below_the_bound(seed: int) -> None:
    task = random_task(seed)
    found = Annealing(task).run(lambda steps: steps / 1024)
    again = Annealing(
        task,
        initial=[
            bucket if job.fixed_bin is None else UNASSIGNED
            for bucket, job in zip(found.assignment, task.activities, strict=True)
        ],
    )

    assert task.lower_bound <= again.best.objective
    assert again.best.objective == recount(task, again.best.assignment)
    assert again.best.unplaced <= found.unplaced


def test_what_is_tied_begins_when_the_other_is_over() -> None:
    """However short the other lies in its bucket; the times of a whole timetable say so."""
    for seed in range(60):
        task = random_task(seed)
        found = Annealing(task, seed=seed).run(lambda steps: steps / 512)
        begins = start_times(task, found.assignment)
        for tie in task.time_lags:
            first, then = begins[tie.predecessor], begins[tie.successor]
            if first is not None and then is not None and tie.penalty == FORBIDDEN:
                same_day = (
                    task.bins[found.assignment[tie.predecessor]].day == task.bins[found.assignment[tie.successor]].day
                )
                length = task.activities[tie.predecessor].duration - task.activities[tie.predecessor].changeover
                assert not same_day or first + length <= then


def test_the_same_seed_and_steps_give_the_same_and_another_seed_another() -> None:
    task = random_task(11)
    runs = [Annealing(task, seed=seed).run(lambda steps: steps / 2048) for seed in (1, 1, 2)]

    assert runs[0] == runs[1]
    assert runs[0].steps == 2048


def test_it_stops_at_once_when_asked_to() -> None:
    found = Annealing(random_task(3)).run(lambda _: 1.0)

    assert found.steps == 0


@pytest.mark.parametrize("seed", range(8))
def test_a_small_task_is_solved_as_well_as_by_trying_everything(seed: int) -> None:
    random = Random(seed)
    places = BinBuilder()
    for day in range(2):
        places.add(0, day, 0, 60, changeover_must_fit=False, dayparts=((30, 0), (60, 1)))
    jobs = tuple(
        Activity(random.randint(15, 32), [random.choice((FORBIDDEN, 0, 3, 6)) for _ in places.bins], 50)
        for _ in range(5)
    )
    task = Problem(
        tuple(places.bins),
        tuple(places.intervals),
        jobs,
        (RepeatGroup((0, 1), next_day_cost=4, same_daypart_cost=2), RepeatGroup((2,)), RepeatGroup((3, 4))),
    )

    found = min(Annealing(task, seed=start).run(lambda steps: steps / 4096).objective for start in range(8))
    assert found == by_trying_everything(task)


@pytest.mark.parametrize("seed", range(24))
def test_a_move_judged_before_it_is_made_is_judged_as_one_that_is_made(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every move is made, looked at and undone, as where a time lag depends on it: the same to the last step."""
    task = random_task(seed)
    judged = Annealing(task, seed=seed)
    judged.run(lambda steps: steps / 1536)
    monkeypatch.setattr(SolutionState, "_is_told_by_changes", lambda *_: False)
    made = Annealing(task, seed=seed)
    made.run(lambda steps: steps / 1536)

    assert judged.result() == made.result()
    assert judged.state.assignment == made.state.assignment
    assert judged.state.objective == made.state.objective == recount(task, tuple(made.state.assignment))
    assert judged.state.hall_day_costs == made.state.hall_day_costs
