"""Re-insertion of repeat groups: one film's showings removed and inserted anew at the lowest cost, all else fixed.

Showings on different days share no hall's day, no evening and no incompatibility, so what each costs in each bin is
known by itself, and the cheapest way through their days is a shortest path: exact, and done in a millisecond or so.
Annealing moves one showing at a time and seldom finds what takes two at once.
"""

from collections.abc import Sequence

from screenings.solver.model.problem import UNASSIGNED
from screenings.solver.search.state import SolutionState

PartialPath = tuple[int, tuple[int, ...]]  # points so far, and the bins of the activities so far


def reinsert_repeat_groups(state: SolutionState, bins_by_day: Sequence[Sequence[Sequence[int]]]) -> int:
    """Re-insert each film's showings until nothing improves. Answers the points saved.

    `bins_by_day`: by activity and day the allowed bins. Left alone are groups that are not ordered, share a day now or
    have time lags, and the intervals of activities with a time lag.
    """
    ordered_groups = [
        group.activities
        for group in state.problem.repeat_groups
        if group.is_ordered
        and all(
            state.problem.activities[activity].fixed_bin is None and not state.time_lags[activity]
            for activity in group.activities
        )
    ]
    saved, is_improving = 0, True
    while is_improving:
        gain = sum(_reinsert(state, activities, bins_by_day) for activities in ordered_groups)
        saved, is_improving = saved + gain, gain > 0
    return saved


def _reinsert(state: SolutionState, activities: Sequence[int], options: Sequence[Sequence[Sequence[int]]]) -> int:
    current_bins = [state.assignment[activity] for activity in activities]
    days = [state.day_of[bin_index] for bin_index in current_bins if bin_index >= 0]
    intervals = {state.interval_of[bin_index] for bin_index in current_bins if bin_index >= 0}
    if len(days) != len(set(days)) or not intervals.isdisjoint(state.lag_state.intervals):
        return 0
    for activity in activities:
        _remove(state, activity)
    current_cost = _path_cost(state, activities, current_bins)
    best = _shortest_path(state, activities, options, current_cost)
    gain = current_cost - best[0] if best else 0
    for activity, bin_index in zip(activities, best[1] if best else current_bins, strict=True):
        _insert(state, activity, bin_index)
    state.objective -= gain
    return gain


def _remove(state: SolutionState, activity: int) -> None:
    """Take it out of its bin; the objective is not updated."""
    bin_index = state.assignment[activity]
    if bin_index >= 0:
        state.remove(activity, bin_index)
        state.leave_cell(activity, bin_index)
        state.day_load[state.day_of[bin_index]] -= 1
        _update_hall_day(state, bin_index)
    state.record_assignment(activity, UNASSIGNED)


def _insert(state: SolutionState, activity: int, bin_index: int) -> None:
    if bin_index >= 0:
        state.insert(activity, bin_index)
        state.enter_cell(activity, bin_index)
        state.day_load[state.day_of[bin_index]] += 1
        _update_hall_day(state, bin_index)
    state.record_assignment(activity, bin_index)


def _update_hall_day(state: SolutionState, bin_index: int) -> None:
    if state.has_hall_day_costs:
        interval = state.interval_of[bin_index]
        state.hall_day_costs[interval] = state.hall_day_cost(interval)


def _insertion_cost(state: SolutionState, activity: int, bin_index: int) -> int | None:
    """Points of an activity in a bin, without those for its siblings; None where it does not fit."""
    interval, day = state.interval_of[bin_index], state.day_of[bin_index]
    if state.duration[activity] > state.spare[interval] or interval in state.lag_state.intervals:
        return None
    points = state.bin_costs[activity][bin_index]
    if not state.contents[bin_index]:
        points -= state.idle_costs[bin_index]
    if state.day_load[day] >= state.day_capacities[day]:
        points += state.problem.crowding_cost
    for key in state.incompatibility_keys[activity]:
        clashing = (
            state.at_same_time[key][state.time_cell[bin_index]] - state.in_same_hall[key][state.hall_cell[bin_index]]
        )
        points += state.problem.incompatibility_costs[key] * clashing
    state.insert(activity, bin_index)
    fits = state.fits(interval)
    if fits and state.has_hall_day_costs:
        points += state.hall_day_cost(interval) - state.hall_day_costs[interval]
    state.remove(activity, bin_index)
    return points if fits else None


def _path_cost(state: SolutionState, activities: Sequence[int], bin_indices: Sequence[int]) -> int:
    points, previous_bin = 0, UNASSIGNED
    for activity, bin_index in zip(activities, bin_indices, strict=True):
        if bin_index < 0:
            points += state.unplaced_cost[activity]
            continue
        cost = _insertion_cost(state, activity, bin_index)
        assert cost is not None  # it lay there
        points += cost + (state.pair_cost(activity, previous_bin, bin_index) if previous_bin >= 0 else 0)
        previous_bin = bin_index
    return points


def _shortest_path(
    state: SolutionState, activities: Sequence[int], options: Sequence[Sequence[Sequence[int]]], limit: int
) -> PartialPath | None:
    """The cheapest assignment of these, each on a later day than the one before; None unless below `limit`.

    Dynamic programming over the last bin used; what cannot stay below the limit is pruned.
    """
    costs = [_insertion_costs(state, activity, options[activity], limit) for activity in activities]
    min_costs = [
        min([state.unplaced_cost[activity], *costs_by_bin.values()])
        for activity, costs_by_bin in zip(activities, costs, strict=True)
    ]
    min_remaining = sum(min_costs)
    paths: dict[int, PartialPath] = {UNASSIGNED: (0, ())}
    for activity, costs_by_bin, cheapest in zip(activities, costs, min_costs, strict=True):
        min_remaining -= cheapest
        budget = limit - min_remaining
        reached: dict[int, PartialPath] = {}
        for last_bin, (points, bin_indices) in paths.items():
            if points + state.unplaced_cost[activity] < budget:
                reached[last_bin] = points + state.unplaced_cost[activity], (*bin_indices, UNASSIGNED)
        cheapest_first = sorted((points, last_bin, bin_indices) for last_bin, (points, bin_indices) in paths.items())
        for bin_index, cost in costs_by_bin.items():
            best = budget
            for points, last_bin, bin_indices in cheapest_first:
                if points + cost >= best:
                    break
                if last_bin >= 0 and state.day_of[last_bin] >= state.day_of[bin_index]:
                    continue
                total = points + cost + (state.pair_cost(activity, last_bin, bin_index) if last_bin >= 0 else 0)
                if total < best:
                    best = total
                    reached[bin_index] = total, (*bin_indices, bin_index)
        paths = reached
    return min(paths.values(), default=None)


def _insertion_costs(
    state: SolutionState, activity: int, options: Sequence[Sequence[int]], limit: int
) -> dict[int, int]:
    costs = {}
    for bin_indices in options:
        for bin_index in bin_indices:
            if state.bin_costs[activity][bin_index] - state.max_saving >= limit:
                break  # they come cheapest first
            cost = _insertion_cost(state, activity, bin_index)
            if cost is not None:
                costs[bin_index] = cost
    return costs
