"""Simulated annealing over bins: one activity relocated, or two swapped, some hundred thousand times a second.

Worse assignments are accepted while the temperature is high and hardly any more when it has cooled; the incumbent, the
best one so far, is kept. It proves nothing: an unassigned activity found no bin within the effort given.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, inf, log
from random import Random
from typing import Final

from screenings.solver.model.problem import FORBIDDEN, UNASSIGNED, Problem
from screenings.solver.search.assignment_costs import Neighbours
from screenings.solver.search.chain_reinsertion import reinsert_repeat_groups
from screenings.solver.search.state import SolutionState

START_TEMPERATURE, END_TEMPERATURE = 3.0, 0.2  # points; found by trial on festivals of 376 to 937 showings
STEPS_PER_CHECK: Final = 256  # steps between two questions about the effort spent
UNPLACED_FIRST_RATE: Final = 0.1  # how often a step begins with an activity that has no place
# Where it goes on from what another search has found: hot enough to leave what is good for what is better.
WARM_TEMPERATURE: Final = 0.8
# So hot until every activity has a place, but no longer than for this share of the effort: shuffling makes room.
PACKING_TEMPERATURE, PACKING_SHARE = 10.0, 0.5
# At the end each film's showings are laid exactly where there are no more places for them all than this: it takes a
# tenth of a second or so, on a festival of many halls without hours of their own as long as the search itself.
MAX_REINSERTION_OPTIONS: Final = 200_000

Effort = Callable[[int], float]  # steps done → the share of the effort spent; at 1 the search ends


@dataclass(frozen=True, slots=True)
class StepLimit:
    """An effort counted in steps, the same on every machine. It ends early once `stopped` says so."""

    limit: int
    stopped: Callable[[], bool] = bool

    def __call__(self, steps: int) -> float:
        return inf if self.stopped() else steps / self.limit


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The incumbent: each activity's bin or UNASSIGNED, its points, how many are unassigned, the steps done."""

    assignment: tuple[int, ...]
    objective: int
    unplaced: int
    steps: int


def _by_day(costs: Sequence[int], bins_of_day: Sequence[Sequence[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """By day the allowed bins, cheapest first, and their costs."""
    if not costs:  # a fixed activity's
        return [[] for _ in bins_of_day], [[] for _ in bins_of_day]
    options = [[bin_index for bin_index in bin_indices if costs[bin_index] != FORBIDDEN] for bin_indices in bins_of_day]
    for bin_indices in options:
        bin_indices.sort(key=costs.__getitem__)
    return options, [[costs[bin_index] for bin_index in bin_indices] for bin_indices in options]


class Annealing:
    """One search. `best` may be read at any time. The same seed and number of steps give the same result."""

    def __init__(self, problem: Problem, *, seed: int = 0, initial: Sequence[int] = ()) -> None:
        """`initial`: the bin to begin with, by activity; ignored where the activity cannot be there."""
        self.draw = Random(seed).random  # noqa: S311  # a search, not a secret
        self.state = SolutionState(problem)
        self.movable = [number for number, activity in enumerate(problem.activities) if activity.fixed_bin is None]
        self.is_warm = any(initial[number] != UNASSIGNED for number in self.movable) if initial else False
        self._init_options()
        self._start_with(initial)
        self.steps, self.packed_at = 0, 0.0
        self._keep_best()

    def _init_options(self) -> None:
        """By activity and day, the allowed bins; and the first and last day that has any."""
        state, activities = self.state, self.state.problem.activities
        self.bins_by_day: list[list[list[int]]] = []
        self.costs_by_day: list[list[list[int]]] = []
        self.first_day, self.last_day = [0] * len(activities), [-1] * len(activities)
        bins_of_day: list[list[int]] = [[] for _ in state.day_load]
        for bin_index, day in enumerate(state.day_of):
            if state.interval_of[bin_index] != UNASSIGNED:
                bins_of_day[day].append(bin_index)
        options_by_costs: dict[
            int, tuple[list[list[int]], list[list[int]]]
        ] = {}  # activities alike share one list of costs
        for number, activity in enumerate(activities):
            if id(activity.bin_costs) not in options_by_costs:
                options_by_costs[id(activity.bin_costs)] = _by_day(activity.bin_costs, bins_of_day)
            options, day_costs = options_by_costs[id(activity.bin_costs)]
            self.bins_by_day.append(options)
            self.costs_by_day.append(day_costs)
            days = [day for day, bin_indices in enumerate(options) if bin_indices]
            if days:
                self.first_day[number], self.last_day[number] = days[0], days[-1]

    def restart_from(self, assignment: Sequence[int]) -> None:
        """Go on from this assignment, which another search of the same problem found."""
        self.state = SolutionState(self.state.problem)
        self._start_with(assignment)
        if self.state.objective < self.best.objective:
            self._keep_best()

    def result(self) -> SearchResult:
        """The incumbent, with all steps done so far."""
        return replace(self.best, steps=self.steps)

    def _start_with(self, initial: Sequence[int]) -> None:
        """Activities in a time lag come last, by start, so that nothing shifts them afterwards."""
        state = self.state
        placements = [
            (activity, bin_index)
            for activity, bin_index in enumerate(initial)
            if bin_index != UNASSIGNED
            and state.assignment[activity] != bin_index
            and state.bin_costs[activity][bin_index] != FORBIDDEN
        ]
        in_time_lag = state.lag_state.activities
        placements.sort(
            key=lambda placement: (
                (state.starts_from[placement[1]], state.sort_key[placement[0]])
                if placement[0] in in_time_lag
                else (UNASSIGNED,)
            )
        )
        for activity, bin_index in placements:
            self._place_initially(activity, bin_index)

    def _place_initially(self, activity: int, bin_index: int) -> None:
        siblings_cost = self.state.siblings_cost(activity, bin_index, self.state.neighbours_of(activity))
        if siblings_cost != FORBIDDEN:
            delta = (
                self.state.bin_costs[activity][bin_index]
                + siblings_cost
                - self.state.cost_at(activity, UNASSIGNED, self.state.neighbours_of(activity))
            )
            self.state.relocate(activity, UNASSIGNED, bin_index, delta, inf)

    def _keep_best(self) -> None:
        assignment = self.state.assignment
        self.best = SearchResult(tuple(assignment), self.state.objective, assignment.count(UNASSIGNED), self.steps)

    def run(
        self,
        effort: Effort,
        *,
        start_temperature: float | None = None,
        end_temperature: float = END_TEMPERATURE,
        stop_at: float = 1.0,
    ) -> SearchResult:
        """Search until `effort`, asked every 256 steps, says `stop_at`. May be called again to go on from there.

        It begins at START_TEMPERATURE unless said otherwise, and at WARM_TEMPERATURE where it began with places.

        It ends early where the incumbent has reached the lower bound. A step takes 4 to 14 µs, by the festival’s size.
        """
        random, movable, state = self.draw, self.movable, self.state
        unplaced = [activity for activity in movable if state.assignment[activity] < 0]
        start_temperature = start_temperature or (WARM_TEMPERATURE if self.is_warm else START_TEMPERATURE)
        temperature, lower_bound = start_temperature, state.problem.lower_bound
        while movable:
            if not self.steps % STEPS_PER_CHECK:
                spent = effort(self.steps)
                if spent >= stop_at or self.best.objective <= lower_bound:
                    break
                temperature = self._temperature(
                    spent, start_temperature, end_temperature, packing=bool(unplaced) and not self.is_warm
                )
            self.steps += 1
            candidates = unplaced if unplaced and random() < UNPLACED_FIRST_RATE else movable
            activity = candidates[int(random() * len(candidates))]
            neighbours = state.neighbours_of(activity)
            old_bin = state.assignment[activity]
            current_cost, max_increase = state.current_cost(activity), -temperature * log(random() + 1e-300)
            bin_index = self._random_bin(
                activity, neighbours, current_cost + max_increase + state.max_relief(activity, old_bin)
            )
            if bin_index in (UNASSIGNED, old_bin):
                continue
            other = self._relocate_or_swap(activity, bin_index, neighbours, current_cost, max_increase)
            if other is None:
                continue
            if old_bin < 0:
                unplaced.remove(activity)
                if other != activity:
                    unplaced.append(other)
            if state.objective < self.best.objective:
                self._keep_best()
        if stop_at >= 1:
            self._reinsert_repeat_groups()
        return self.result()

    def _temperature(self, spent: float, start_temperature: float, end_temperature: float, *, packing: bool) -> float:
        if packing and spent < PACKING_SHARE:
            self.packed_at = spent
            return PACKING_TEMPERATURE
        return start_temperature * exp(
            log(end_temperature / start_temperature) * (spent - self.packed_at) / (1 - self.packed_at)
        )

    def _reinsert_repeat_groups(self) -> None:
        """Improve the incumbent by exact re-insertion, where that is cheap enough."""
        option_count = sum(len(bin_indices) for activity in self.movable for bin_indices in self.bins_by_day[activity])
        if option_count > MAX_REINSERTION_OPTIONS or self.best.objective <= self.state.problem.lower_bound:
            return
        self.restart_from(self.best.assignment)
        reinsert_repeat_groups(self.state, self.bins_by_day)
        if self.state.objective < self.best.objective:
            self._keep_best()

    def _random_bin(self, activity: int, neighbours: Neighbours, limit: float) -> int:
        """A bin that costs no more than `limit`, on a day between those of the film's other showings.

        UNASSIGNED if the day drawn has none.
        """
        low, high = self.first_day[activity], self.last_day[activity]
        if neighbours:
            before, after = neighbours
            if before >= 0 and self.state.day_of[before] >= low:
                low = self.state.day_of[before] + 1
            if after >= 0 and self.state.day_of[after] <= high:
                high = self.state.day_of[after] - 1
        if low > high:
            return UNASSIGNED
        day = low + int(self.draw() * (high - low + 1))
        count = bisect_right(self.costs_by_day[activity][day], limit)
        return self.bins_by_day[activity][day][int(self.draw() * count)] if count else UNASSIGNED

    def _relocate_or_swap(
        self, activity: int, bin_index: int, neighbours: Neighbours, current_cost: int, max_increase: float
    ) -> int | None:
        """Relocate an activity to a bin, or swap it with one that is there.

        Answers the one it was swapped with, itself if it was relocated, None if neither was accepted.
        """
        state = self.state
        siblings_cost = state.siblings_cost(activity, bin_index, neighbours)
        if siblings_cost < 0:
            return None
        old_bin = state.assignment[activity]
        delta = state.bin_costs[activity][bin_index] + siblings_cost - current_cost
        if state.relocate(activity, old_bin, bin_index, delta, max_increase):
            return activity
        content = state.contents[bin_index]
        if not content:
            return None
        other = content[int(self.draw() * len(content))]
        if state.group_of[other] == state.group_of[activity] or (
            state.time_lags[activity] and state.have_time_lag(activity, other)
        ):
            return None
        return other if state.swap(activity, old_bin, other, bin_index, delta, max_increase) else None
