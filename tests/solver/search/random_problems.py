"""Small random problems, their optimum by trying everything, and independent checks of a solution."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

from screenings.solver.model.problem import (
    FORBIDDEN,
    UNASSIGNED,
    Activity,
    BinBuilder,
    Problem,
    RepeatGroup,
    TimeLag,
    start_times,
)

PARTS = ((24, 0), (54, 1), (90, 2))  # units from the day's beginning


def random_task(seed: int) -> Problem:
    """Two or three halls, four days, up to twelve showings of films with up to three each, one of them fixed."""
    random = Random(seed)
    places = BinBuilder()
    for day in range(4):
        for hall in range(random.randint(1, 3)):
            closes = random.choice((40, 70, 100))
            places.add(
                hall,
                day,
                random.choice((0, 6)),
                closes,
                changeover_must_fit=random.random() < 0.5,
                dayparts=PARTS,
                changeover=hall,
                late_opening_cost=random.choice((0, 3)),
            )
    open_buckets = len(places.bins)
    jobs: list[Activity] = []
    chains = []
    for _ in range(random.randint(1, 5)):
        showings = random.randint(1, 3)
        numbers, same_day = tuple(range(len(jobs), len(jobs) + showings)), random.choice((FORBIDDEN, 7))
        chains.append(
            RepeatGroup(
                numbers,
                random.random() < 0.6,
                next_day_cost=2,
                same_daypart_cost=3,
                same_hall_cost=1,
                same_day_cost=same_day,
            )
        )
        for _ in range(showings):
            costs = [random.choice((FORBIDDEN, 0, 1, 5)) for _ in range(open_buckets)]
            keys = tuple(sorted(random.sample(range(3), random.randint(0, 2))))
            comfort = random.choice((0, 5))
            jobs.append(Activity(random.randint(10, 30), costs, 100, random.choice((0, 2)), keys, comfort=comfort))
    if random.random() < 0.5:
        jobs.append(Activity(20, (), 100, incompatibility_keys=(0, 1), fixed_bin=places.add_fixed_bin(0, 1, 2, 60)))
        chains.append(RepeatGroup((len(jobs) - 1,), is_ordered=False))
    idle = [random.choice((0, 4)) for _ in places.bins]
    ties = []
    for _ in range(random.randint(0, 3) if len(jobs) > 1 else 0):
        first, then = random.sample(range(len(jobs)), 2)
        tie = TimeLag(first, then, random.randint(0, 1), random.choice((None, 1, 2)), random.choice((FORBIDDEN, 8)))
        ties.append(
            replace(tie, min_days=0, start_lag=random_gap(random, jobs[first])) if random.random() < 0.5 else tie
        )
    return Problem(
        tuple(places.bins), tuple(places.intervals), tuple(jobs), tuple(chains), (5, 3, 2), idle, [2] * 4, 6,
        tuple(ties), random.choice((0, 2)), random.choice((0, 1)),
    )  # fmt: skip


def random_gap(random: Random, first: Activity) -> tuple[int, int | None]:
    least = first.duration + random.choice((-first.changeover, 0, 6))
    return least, random.choice((None, least, least + 3, least + 20))


def pair_points(task: Problem, chain: RepeatGroup, first: int, then: int) -> int:
    days = task.bins[then].day - task.bins[first].day
    assert days >= 0 or not chain.is_ordered
    assert days != 0 or chain.same_day_cost != FORBIDDEN
    points = chain.same_day_cost if days == 0 else chain.next_day_cost * (abs(days) == 1)
    points += chain.same_daypart_cost * (task.bins[first].daypart == task.bins[then].daypart)
    return points + chain.same_hall_cost * (task.bins[first].hall == task.bins[then].hall)


def is_after(task: Problem, where: tuple[int, ...], tie: TimeLag) -> bool:
    """From the words of Tie: it is sure to be, wherever in their buckets the two may lie."""
    first, then = task.bins[where[tie.predecessor]], task.bins[where[tie.successor]]
    if not tie.min_days <= then.day - first.day <= (4 if tie.max_days is None else tie.max_days):
        return False
    if tie.start_lag:
        begins = start_times(task, where)
        one, other = begins[tie.predecessor], begins[tie.successor]
        assert one is not None
        assert other is not None
        return tie.start_lag[0] <= other - one <= (10_000 if tie.start_lag[1] is None else tie.start_lag[1])
    if first.interval == then.interval != UNASSIGNED:
        by_place = [(where[job], task.activities[job].sort_key) for job in (tie.predecessor, tie.successor)]
        return by_place[0] < by_place[1]
    over = (
        max(first.starts_from, first.starts_before - 1)
        + task.activities[tie.predecessor].duration
        - task.activities[tie.predecessor].changeover
    )
    return (
        min(over, task.intervals[first.interval].closes if first.interval != UNASSIGNED else over) <= then.starts_from
    )


def hall_day_points(task: Problem, where: tuple[int, ...], number: int) -> int:
    """Of one segment: half hours of waiting, breaks that are short, and evenings that nothing comes before.

    What is in a bucket follows one upon the other with comfortable breaks; where the last of them would begin too late,
    or the segment close before its end, all of it is earlier by as much, and that is what breaks are short of. The hall
    waits for the next bucket to begin, but for what the first one could have begun later.
    """
    segment = task.intervals[number]
    held = {
        bucket: sorted(
            (task.activities[job] for job, place in enumerate(where) if place == bucket), key=lambda job: job.sort_key
        )
        for bucket in segment.bins
        if bucket in where
    }
    clock = short = waited = later = 0
    for position, (bucket, jobs) in enumerate(held.items()):
        begins = max(clock, task.bins[bucket].starts_from)
        waited += begins - clock if position else 0
        lengths = [job.duration + segment.changeover + job.comfort for job in jobs]
        late = begins + sum(lengths[:-1]) - (task.bins[bucket].starts_before - 1)
        short += max(0, late)
        later = later if position else max(0, -late)
        clock = begins + sum(lengths) - max(0, late)
    if held:
        last = list(held.values())[-1][-1]
        rest = last.comfort + (0 if segment.changeover_must_fit else last.changeover + segment.changeover)
        short += max(0, clock - rest - segment.closes)
    points = task.wait_cost * (max(0, waited - later) // 6) + task.break_cost * short
    evening_only = held and all(task.bins[bucket].daypart >= 2 for bucket in held)
    return points + segment.late_opening_cost * bool(evening_only)


def recount(task: Problem, where: tuple[int, ...]) -> int:
    """The points of an arrangement, from the words of Task alone. Asserts that nothing forbidden is in it."""
    placed = [job for job, bucket in enumerate(where) if bucket != UNASSIGNED]
    points = sum(job.unplaced_cost for number, job in enumerate(task.activities) if number not in placed)
    for job in placed:
        if task.activities[job].fixed_bin is None:
            assert task.activities[job].bin_costs[where[job]] != FORBIDDEN
            points += task.activities[job].bin_costs[where[job]]
        else:
            assert where[job] == task.activities[job].fixed_bin
    for chain in task.repeat_groups:
        there = [job for job in chain.activities if job in placed]
        for first, then in pairwise(there) if chain.is_ordered else combinations(there, 2):
            points += pair_points(task, chain, where[first], where[then])
    for key, weight in enumerate(task.incompatibility_costs):
        sharing = [task.bins[where[job]] for job in placed if key in task.activities[job].incompatibility_keys]
        points += weight * sum(
            (one.day, one.daypart) == (other.day, other.daypart) and one.hall != other.hall
            for one, other in combinations(sharing, 2)
        )
    for tie in task.time_lags:
        if (
            where[tie.predecessor] != UNASSIGNED
            and where[tie.successor] != UNASSIGNED
            and not is_after(task, where, tie)
        ):
            assert tie.penalty != FORBIDDEN
            points += tie.penalty
    points += sum(hall_day_points(task, where, number) for number in range(len(task.intervals)))
    used = {where[job] for job in placed if task.activities[job].fixed_bin is None}
    points += sum(cost for bucket, cost in enumerate(task.idle_costs) if bucket not in used)
    days = Counter(task.bins[where[job]].day for job in placed)
    return points + sum(task.crowding_cost * max(0, days[day] - full) for day, full in enumerate(task.day_capacities))


def check_times(task: Problem, where: tuple[int, ...]) -> None:
    """Every show begins in its bucket, no two overlap with what the hall needs between them, all are over in time."""
    begins = start_times(task, where)
    for number, segment in enumerate(task.intervals):
        shows = []
        for job, bucket in enumerate(where):
            if bucket != UNASSIGNED and task.bins[bucket].interval == number:
                start = begins[job]
                assert start is not None
                assert task.bins[bucket].starts_from <= start < task.bins[bucket].starts_before
                shows.append(
                    (
                        start,
                        start + task.activities[job].duration + segment.changeover,
                        task.activities[job].changeover + segment.changeover,
                    )
                )
        shows.sort()
        assert all(over <= then for (_, over, _), (then, _, _) in pairwise(shows))
        assert all((over if segment.changeover_must_fit else over - rest) <= segment.closes for _, over, rest in shows)


def by_trying_everything(task: Problem) -> int:
    best, where = 10**9, [UNASSIGNED] * len(task.activities)

    def place(job: int) -> None:
        nonlocal best
        if job == len(task.activities):
            try:
                check_times(task, tuple(where))
                best = min(best, recount(task, tuple(where)))
            except AssertionError:
                return
            return
        for bucket in (UNASSIGNED, *range(len(task.bins))):
            where[job] = bucket
            place(job + 1)
        where[job] = UNASSIGNED

    place(0)
    return best
