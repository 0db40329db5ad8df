"""Pieces of an arrangement at their best: one film's showings, all else staying where it is.

Showings on different days never meet in a hall, an evening or among rivals, so what each costs in each bucket is known
by itself, and the cheapest way through their days is a shortest path: exact, and done in a millisecond or so. Annealing
moves one showing at a time and seldom finds what takes two at once.
"""

from collections.abc import Sequence

from screenings.solver.model.problem import UNASSIGNED
from screenings.solver.search.state import SolutionState

PartialPath = tuple[int, tuple[int, ...]]  # points so far, and the buckets of the jobs so far


def reinsert_repeat_groups(state: SolutionState, bins_by_day: Sequence[Sequence[Sequence[int]]]) -> int:
    """Lay each film's showings as well as can be, over and over until nothing gets better. The points saved.

    `options`: by job and day the buckets it may lie in. Films whose showings are in no order, share a day now, or are
    bound to other films' are left alone, and so is all that lies with what is bound by the clock.
    """
    pieces = [
        chain.activities
        for chain in state.problem.repeat_groups
        if chain.is_ordered
        and all(
            state.problem.activities[job].fixed_bin is None and not state.time_lags[job] for job in chain.activities
        )
    ]
    saved, again = 0, True
    while again:
        gain = sum(_reinsert(state, jobs, bins_by_day) for jobs in pieces)
        saved, again = saved + gain, gain > 0
    return saved


def _reinsert(state: SolutionState, jobs: Sequence[int], options: Sequence[Sequence[Sequence[int]]]) -> int:
    old = [state.assignment[job] for job in jobs]
    days = [state.day_of[bucket] for bucket in old if bucket >= 0]
    segments = {state.interval_of[bucket] for bucket in old if bucket >= 0}
    if len(days) != len(set(days)) or not segments.isdisjoint(state.lag_state.intervals):
        return 0
    for job in jobs:
        _remove(state, job)
    now = _path_cost(state, jobs, old)
    best = _shortest_path(state, jobs, options, now)
    gain = now - best[0] if best else 0
    for job, bucket in zip(jobs, best[1] if best else old, strict=True):
        _insert(state, job, bucket)
    state.objective -= gain
    return gain


def _remove(state: SolutionState, job: int) -> None:
    """Out of its bucket, with no account of the points."""
    bucket = state.assignment[job]
    if bucket >= 0:
        state.remove(job, bucket)
        state.leave_cell(job, bucket)
        state.day_load[state.day_of[bucket]] -= 1
        _update_wait(state, bucket)
    state.record_assignment(job, UNASSIGNED)


def _insert(state: SolutionState, job: int, bucket: int) -> None:
    if bucket >= 0:
        state.insert(job, bucket)
        state.enter_cell(job, bucket)
        state.day_load[state.day_of[bucket]] += 1
        _update_wait(state, bucket)
    state.record_assignment(job, bucket)


def _update_wait(state: SolutionState, bucket: int) -> None:
    if state.problem.wait_cost:
        segment = state.interval_of[bucket]
        state.wait_costs[segment] = state.problem.wait_cost * state.idle_half_hours_in(segment)


def _insertion_cost(state: SolutionState, job: int, bucket: int) -> int | None:
    """Points of a job in a bucket, its film's other showings aside; None where it does not fit."""
    segment, day = state.interval_of[bucket], state.day_of[bucket]
    if state.duration[job] > state.spare[segment] or segment in state.lag_state.intervals:
        return None
    points = state.bin_costs[job][bucket]
    if not state.contents[bucket]:
        points -= state.idle_costs[bucket]
    if state.day_load[day] >= state.day_capacities[day]:
        points += state.problem.crowding_cost
    for key in state.incompatibility_keys[job]:
        there = state.at_same_time[key][state.time_cell[bucket]] - state.in_same_hall[key][state.hall_cell[bucket]]
        points += state.problem.incompatibility_costs[key] * there
    state.insert(job, bucket)
    fits = state.fits(segment)
    if fits and state.problem.wait_cost:
        points += state.problem.wait_cost * state.idle_half_hours_in(segment) - state.wait_costs[segment]
    state.remove(job, bucket)
    return points if fits else None


def _path_cost(state: SolutionState, jobs: Sequence[int], buckets: Sequence[int]) -> int:
    points, last = 0, UNASSIGNED
    for job, bucket in zip(jobs, buckets, strict=True):
        if bucket < 0:
            points += state.unplaced_cost[job]
            continue
        price = _insertion_cost(state, job, bucket)
        assert price is not None  # it lay there
        points += price + (state.pair_cost(job, last, bucket) if last >= 0 else 0)
        last = bucket
    return points


def _shortest_path(
    state: SolutionState, jobs: Sequence[int], options: Sequence[Sequence[Sequence[int]]], limit: int
) -> PartialPath | None:
    """The cheapest of all ways to lay these jobs, each on a later day than the one before; None unless below `limit`.

    Of two ways to the same last bucket only the cheaper goes on; what cannot stay below the limit does not.
    """
    prices = [_insertion_costs(state, job, options[job], limit) for job in jobs]
    least = [min([state.unplaced_cost[job], *found.values()]) for job, found in zip(jobs, prices, strict=True)]
    rest = sum(least)
    ways: dict[int, PartialPath] = {UNASSIGNED: (0, ())}
    for job, found, cheapest in zip(jobs, prices, least, strict=True):
        rest -= cheapest
        below = limit - rest
        reached: dict[int, PartialPath] = {}
        for last, (points, buckets) in ways.items():
            if points + state.unplaced_cost[job] < below:
                reached[last] = points + state.unplaced_cost[job], (*buckets, UNASSIGNED)
        cheapest_first = sorted((points, last, buckets) for last, (points, buckets) in ways.items())
        for bucket, price in found.items():
            best = below
            for points, last, buckets in cheapest_first:
                if points + price >= best:
                    break
                if last >= 0 and state.day_of[last] >= state.day_of[bucket]:
                    continue
                total = points + price + (state.pair_cost(job, last, bucket) if last >= 0 else 0)
                if total < best:
                    best = total
                    reached[bucket] = total, (*buckets, bucket)
        ways = reached
    return min(ways.values(), default=None)


def _insertion_costs(state: SolutionState, job: int, options: Sequence[Sequence[int]], limit: int) -> dict[int, int]:
    found = {}
    for buckets in options:
        for bucket in buckets:
            if state.bin_costs[job][bucket] - state.max_saving >= limit:
                break  # they come cheapest first
            price = _insertion_cost(state, job, bucket)
            if price is not None:
                found[bucket] = price
    return found
