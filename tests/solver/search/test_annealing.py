"""The search's own sums against a plain recount, and what it promises: the same again, the best so far, a stop."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.solver.model.problem import FORBIDDEN, NOWHERE, Chain, Job, Stretches, Task, Tie, starts
from screenings.solver.search.annealing import Annealing
from tests.timetable.random_festivals import seeds, unhurried

PARTS = ((24, 0), (54, 1), (90, 2))  # units from the day's beginning


def random_task(seed: int) -> Task:
    """Two or three halls, four days, up to twelve showings of films with up to three each, one of them fixed."""
    random = Random(seed)
    places = Stretches()
    for day in range(4):
        for hall in range(random.randint(1, 3)):
            closes = random.choice((40, 70, 100))
            places.add(hall, day, random.choice((0, 6)), closes, strict=random.random() < 0.5, parts=PARTS, pause=hall)
    open_buckets = len(places.buckets)
    jobs: list[Job] = []
    chains = []
    for _ in range(random.randint(1, 5)):
        showings = random.randint(1, 3)
        numbers, same_day = tuple(range(len(jobs), len(jobs) + showings)), random.choice((FORBIDDEN, 7))
        chains.append(Chain(numbers, random.random() < 0.6, near=2, same_part=3, same_hall=1, same_day=same_day))
        for _ in range(showings):
            costs = [random.choice((FORBIDDEN, 0, 1, 5)) for _ in range(open_buckets)]
            keys = tuple(sorted(random.sample(range(3), random.randint(0, 2))))
            jobs.append(Job(random.randint(10, 30), costs, 100, random.choice((0, 2)), keys))
    if random.random() < 0.5:
        jobs.append(Job(20, (), 100, keys=(0, 1), fixed=places.fix(0, 1, 2, 60)))
        chains.append(Chain((len(jobs) - 1,), ordered=False))
    idle = [random.choice((0, 4)) for _ in places.buckets]
    ties = []
    for _ in range(random.randint(0, 3) if len(jobs) > 1 else 0):
        first, then = random.sample(range(len(jobs)), 2)
        tie = Tie(first, then, random.randint(0, 1), random.choice((None, 1, 2)), random.choice((FORBIDDEN, 8)))
        ties.append(replace(tie, least=0, gap=random_gap(random, jobs[first])) if random.random() < 0.5 else tie)
    return Task(
        tuple(places.buckets), tuple(places.segments), tuple(jobs), tuple(chains), (5, 3, 2), idle, [2] * 4, 6,
        tuple(ties), random.choice((0, 2)),
    )  # fmt: skip


def random_gap(random: Random, first: Job) -> tuple[int, int | None]:
    least = first.size + random.choice((-first.changeover, 0, 6))
    return least, random.choice((None, least, least + 3, least + 20))


def pair_points(task: Task, chain: Chain, first: int, then: int) -> int:
    days = task.buckets[then].day - task.buckets[first].day
    assert days >= 0 or not chain.ordered
    assert days != 0 or chain.same_day != FORBIDDEN
    points = chain.same_day if days == 0 else chain.near * (abs(days) == 1)
    points += chain.same_part * (task.buckets[first].part == task.buckets[then].part)
    return points + chain.same_hall * (task.buckets[first].hall == task.buckets[then].hall)


def is_after(task: Task, where: tuple[int, ...], tie: Tie) -> bool:
    """From the words of Tie: it is sure to be, wherever in their buckets the two may lie."""
    first, then = task.buckets[where[tie.first]], task.buckets[where[tie.then]]
    if not tie.least <= then.day - first.day <= (4 if tie.most is None else tie.most):
        return False
    if tie.gap:
        begins = starts(task, where)
        one, other = begins[tie.first], begins[tie.then]
        assert one is not None
        assert other is not None
        return tie.gap[0] <= other - one <= (10_000 if tie.gap[1] is None else tie.gap[1])
    if first.segment == then.segment != NOWHERE:
        by_place = [(where[job], task.jobs[job].rank) for job in (tie.first, tie.then)]
        return by_place[0] < by_place[1]
    over = max(first.begins, first.until - 1) + task.jobs[tie.first].size - task.jobs[tie.first].changeover
    return min(over, task.segments[first.segment].closes if first.segment != NOWHERE else over) <= then.begins


def waiting(task: Task, where: tuple[int, ...]) -> int:
    """Half hours between the end of one job, its hall ready again, and the beginning of the next in its segment."""
    begins, found = starts(task, where), 0
    for number, segment in enumerate(task.segments):
        spans = []
        for job, bucket in enumerate(where):
            start = begins[job]
            if bucket != NOWHERE and task.buckets[bucket].segment == number and start is not None:
                spans.append((start, start + task.jobs[job].size + segment.pause))
        found += sum((then - over) // 6 for (_, over), (then, _) in pairwise(sorted(spans)))
    return found


def recount(task: Task, where: tuple[int, ...]) -> int:
    """The points of an arrangement, from the words of Task alone. Asserts that nothing forbidden is in it."""
    placed = [job for job, bucket in enumerate(where) if bucket != NOWHERE]
    points = sum(job.unplaced for number, job in enumerate(task.jobs) if number not in placed)
    for job in placed:
        if task.jobs[job].fixed is None:
            assert task.jobs[job].costs[where[job]] != FORBIDDEN
            points += task.jobs[job].costs[where[job]]
        else:
            assert where[job] == task.jobs[job].fixed
    for chain in task.chains:
        there = [job for job in chain.jobs if job in placed]
        for first, then in pairwise(there) if chain.ordered else combinations(there, 2):
            points += pair_points(task, chain, where[first], where[then])
    for key, weight in enumerate(task.rivals):
        sharing = [task.buckets[where[job]] for job in placed if key in task.jobs[job].keys]
        points += weight * sum(
            (one.day, one.part) == (other.day, other.part) and one.hall != other.hall
            for one, other in combinations(sharing, 2)
        )
    for tie in task.ties:
        if where[tie.first] != NOWHERE and where[tie.then] != NOWHERE and not is_after(task, where, tie):
            assert tie.points != FORBIDDEN
            points += tie.points
    points += task.wait * waiting(task, where)
    used = {where[job] for job in placed if task.jobs[job].fixed is None}
    points += sum(cost for bucket, cost in enumerate(task.idle) if bucket not in used)
    days = Counter(task.buckets[where[job]].day for job in placed)
    return points + sum(task.crowd * max(0, days[day] - full) for day, full in enumerate(task.full))


def check_times(task: Task, where: tuple[int, ...]) -> None:
    """Every show begins in its bucket, no two overlap with what the hall needs between them, all are over in time."""
    begins = starts(task, where)
    for number, segment in enumerate(task.segments):
        shows = []
        for job, bucket in enumerate(where):
            if bucket != NOWHERE and task.buckets[bucket].segment == number:
                start = begins[job]
                assert start is not None
                assert task.buckets[bucket].begins <= start < task.buckets[bucket].until
                shows.append(
                    (start, start + task.jobs[job].size + segment.pause, task.jobs[job].changeover + segment.pause)
                )
        shows.sort()
        assert all(over <= then for (_, over, _), (then, _, _) in pairwise(shows))
        assert all((over if segment.strict else over - rest) <= segment.closes for _, over, rest in shows)


@unhurried
@given(seeds(), st.integers(1, 6))
def test_its_sums_are_those_of_a_recount_and_its_times_can_be_kept(seed: int, rounds: int) -> None:
    task = random_task(seed)
    search = Annealing(task, seed=seed)
    found = search.run(lambda steps: steps / (256 * rounds))

    assert search.state.points == recount(task, tuple(search.state.where))
    assert found.points == recount(task, found.where)
    assert found.unplaced == found.where.count(NOWHERE)
    check_times(task, found.where)


@unhurried
@given(seeds())
def test_it_goes_on_from_what_it_is_given_and_never_below_the_bound(seed: int) -> None:
    task = random_task(seed)
    found = Annealing(task).run(lambda steps: steps / 1024)
    again = Annealing(
        task,
        begin=[bucket if job.fixed is None else NOWHERE for bucket, job in zip(found.where, task.jobs, strict=True)],
    )

    assert task.bound <= again.best.points
    assert again.best.points == recount(task, again.best.where)
    assert again.best.unplaced <= found.unplaced


def test_what_is_tied_begins_when_the_other_is_over() -> None:
    """However short the other lies in its bucket; the times of a whole timetable say so."""
    for seed in range(60):
        task = random_task(seed)
        found = Annealing(task, seed=seed).run(lambda steps: steps / 512)
        begins = starts(task, found.where)
        for tie in task.ties:
            first, then = begins[tie.first], begins[tie.then]
            if first is not None and then is not None and tie.points == FORBIDDEN:
                same_day = task.buckets[found.where[tie.first]].day == task.buckets[found.where[tie.then]].day
                length = task.jobs[tie.first].size - task.jobs[tie.first].changeover
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
    places = Stretches()
    for day in range(2):
        places.add(0, day, 0, 60, strict=False, parts=((30, 0), (60, 1)))
    jobs = tuple(
        Job(random.randint(15, 32), [random.choice((FORBIDDEN, 0, 3, 6)) for _ in places.buckets], 50) for _ in range(5)
    )
    task = Task(
        tuple(places.buckets),
        tuple(places.segments),
        jobs,
        (Chain((0, 1), near=4, same_part=2), Chain((2,)), Chain((3, 4))),
    )

    found = min(Annealing(task, seed=start).run(lambda steps: steps / 4096).points for start in range(8))
    assert found == by_trying_everything(task)


def by_trying_everything(task: Task) -> int:
    best, where = 10**9, [NOWHERE] * len(task.jobs)

    def place(job: int) -> None:
        nonlocal best
        if job == len(task.jobs):
            try:
                check_times(task, tuple(where))
                best = min(best, recount(task, tuple(where)))
            except AssertionError:
                return
            return
        for bucket in (NOWHERE, *range(len(task.buckets))):
            where[job] = bucket
            place(job + 1)
        where[job] = NOWHERE

    place(0)
    return best
