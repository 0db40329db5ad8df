"""What an assignment costs: every activity's bin, as lists of whole numbers, and the points that follow from it."""

from screenings.solver.model.problem import FORBIDDEN, UNASSIGNED, Problem, TimeLag
from screenings.solver.preferences import is_within
from screenings.solver.search.bins import BinState
from screenings.solver.search.time_lags import TimeLagState

Neighbours = tuple[int, int] | None


class AssignmentCosts(BinState):
    """An assignment, its objective, and what an activity costs in it or would cost elsewhere; nothing is moved here.

    Costs are points; those that are asked for each move are cached until an activity nearby moves. The methods run some
    100,000 times a second, which is why all is in lists by number.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        activities = problem.activities
        self.bin_costs = [activity.bin_costs for activity in activities]
        self.incompatibility_keys = [activity.incompatibility_keys for activity in activities]
        self.unplaced_cost = [activity.unplaced_cost for activity in activities]
        self.day_of = [bin_.day for bin_ in problem.bins]
        self.daypart_of = [bin_.daypart for bin_ in problem.bins]
        self.hall_of = [bin_.hall for bin_ in problem.bins]
        self.assignment = [UNASSIGNED] * len(activities)
        self._init_days()
        self._init_repeat_groups()
        self._init_incompatibilities()
        self.time_lags = [
            [lag for lag in problem.time_lags if activity in (lag.predecessor, lag.successor)]
            for activity in range(len(activities))
        ]
        self.affected = [{*fellows} for fellows in self.siblings]  # whose points change when an activity moves
        for lag in problem.time_lags:
            self.affected[lag.predecessor].add(lag.successor)
            self.affected[lag.successor].add(lag.predecessor)
        self.cost_cache = [FORBIDDEN] * len(activities)
        self.hall_day_costs = [0] * len(problem.intervals)
        self.has_hall_day_costs = problem.has_hall_day_costs
        self.lag_state = TimeLagState(self)
        self.objective = sum(self.idle_costs) + sum(
            activity.unplaced_cost for activity in activities if activity.fixed_bin is None
        )
        for number, activity in enumerate(activities):
            if activity.fixed_bin is not None:
                self.assignment[number] = activity.fixed_bin
                self.day_load[self.day_of[activity.fixed_bin]] += 1
                self.enter_cell(number, activity.fixed_bin)

    def _init_days(self) -> None:
        self.day_load = [0] * (1 + max(self.day_of, default=0))
        self.day_capacities = list(self.problem.day_capacities) or [len(self.assignment)] * len(self.day_load)
        self.max_saving = (
            max(self.problem.idle_costs, default=0) + self.problem.crowding_cost + 4 * self.problem.wait_cost
        )
        self.idle_costs = [*self.problem.idle_costs, *[0] * (len(self.contents) - len(self.problem.idle_costs))]

    def _init_repeat_groups(self) -> None:
        self.predecessor, self.successor = [UNASSIGNED] * len(self.assignment), [UNASSIGNED] * len(self.assignment)
        self.siblings: list[tuple[int, ...]] = [()] * len(self.assignment)
        self.is_ordered = [False] * len(self.assignment)
        self.group_of = [UNASSIGNED] * len(self.assignment)
        self.repeat_costs = [(0, 0, 0, 0)] * len(self.assignment)
        for number, group in enumerate(self.problem.repeat_groups):
            for position, activity in enumerate(group.activities):
                self.group_of[activity], self.is_ordered[activity] = number, group.is_ordered
                self.repeat_costs[activity] = (
                    group.same_day_cost,
                    group.next_day_cost,
                    group.same_daypart_cost,
                    group.same_hall_cost,
                )
                self.siblings[activity] = tuple(other for other in group.activities if other != activity)
                if group.is_ordered and position:
                    self.predecessor[activity], self.successor[group.activities[position - 1]] = (
                        group.activities[position - 1],
                        activity,
                    )

    def _init_incompatibilities(self) -> None:
        daypart_count, hall_count = 1 + max(self.daypart_of, default=0), 1 + max(self.hall_of, default=0)
        self.time_cell = [
            day * daypart_count + daypart for day, daypart in zip(self.day_of, self.daypart_of, strict=True)
        ]
        self.hall_cell = [cell * hall_count + hall for cell, hall in zip(self.time_cell, self.hall_of, strict=True)]
        cell_count = len(self.day_load) * daypart_count
        self.at_same_time = [[0] * cell_count for _ in self.problem.incompatibility_costs]
        self.in_same_hall = [[0] * (cell_count * hall_count) for _ in self.problem.incompatibility_costs]

    def enter_cell(self, activity: int, bin_index: int) -> int:
        """Count the activity in at this bin. Answers the points for incompatible activities that it meets there."""
        points, time_cell, hall_cell = 0, self.time_cell[bin_index], self.hall_cell[bin_index]
        for key in self.incompatibility_keys[activity]:
            at_once, in_hall = self.at_same_time[key], self.in_same_hall[key]
            points += self.problem.incompatibility_costs[key] * (at_once[time_cell] - in_hall[hall_cell])
            at_once[time_cell] += 1
            in_hall[hall_cell] += 1
        return points

    def leave_cell(self, activity: int, bin_index: int) -> int:
        """Count the activity out at this bin. Answers the points that this saves."""
        points, time_cell, hall_cell = 0, self.time_cell[bin_index], self.hall_cell[bin_index]
        for key in self.incompatibility_keys[activity]:
            at_once, in_hall = self.at_same_time[key], self.in_same_hall[key]
            at_once[time_cell] -= 1
            in_hall[hall_cell] -= 1
            points += self.problem.incompatibility_costs[key] * (at_once[time_cell] - in_hall[hall_cell])
        return points

    def pair_cost(self, activity: int, first_bin: int, second_bin: int) -> int:
        """Points for two showings of one film in these bins; FORBIDDEN where that cannot be."""
        same_day, points, same_daypart, same_hall = self.repeat_costs[activity]
        days = self.day_of[second_bin] - self.day_of[first_bin]
        if days != 1 and (days != -1 or self.is_ordered[activity]):
            if days == 0:
                points = same_day
            elif days < 0 and self.is_ordered[activity]:
                return FORBIDDEN
            else:
                points = 0
        if points < 0:
            return FORBIDDEN
        if self.daypart_of[first_bin] == self.daypart_of[second_bin]:
            points += same_daypart
        if self.hall_of[first_bin] == self.hall_of[second_bin]:
            points += same_hall
        return points

    def neighbours_of(self, activity: int) -> Neighbours:
        """The bins of the nearest assigned showings before and after it; None where the group is not ordered."""
        if not self.is_ordered[activity]:
            return None
        where, before, after = self.assignment, self.predecessor[activity], self.successor[activity]
        while before >= 0 and where[before] < 0:
            before = self.predecessor[before]
        while after >= 0 and where[after] < 0:
            after = self.successor[after]
        return where[before] if before >= 0 else UNASSIGNED, where[after] if after >= 0 else UNASSIGNED

    def siblings_cost(self, activity: int, bin_index: int, neighbours: Neighbours) -> int:
        """Points for the film's other showings and for time lags if it were in this bin, or FORBIDDEN."""
        points = 0
        if neighbours:
            before, after = neighbours
            if before >= 0:
                points = self.pair_cost(activity, before, bin_index)
            if after >= 0 and points >= 0:
                added = self.pair_cost(activity, bin_index, after)
                points = FORBIDDEN if added < 0 else points + added
        else:
            for sibling in self.siblings[activity]:
                if self.assignment[sibling] >= 0:
                    added = self.pair_cost(activity, self.assignment[sibling], bin_index)
                    if added < 0:
                        return FORBIDDEN
                    points += added
        if self.time_lags[activity] and points >= 0:
            added = self._time_lag_cost(activity, bin_index)
            return FORBIDDEN if added < 0 else points + added
        return points

    def _time_lag_cost(self, activity: int, bin_index: int) -> int:
        """Points for violated time lags of the activity in this bin; FORBIDDEN where one is hard."""
        points = 0
        for lag in self.time_lags[activity]:
            predecessor_bin = bin_index if lag.predecessor == activity else self.assignment[lag.predecessor]
            successor_bin = bin_index if lag.successor == activity else self.assignment[lag.successor]
            if predecessor_bin >= 0 and successor_bin >= 0 and not self._is_after(lag, predecessor_bin, successor_bin):
                if lag.penalty < 0:
                    return FORBIDDEN
                points += lag.penalty
        return points

    def _is_after(self, lag: TimeLag, predecessor_bin: int, successor_bin: int) -> bool:
        if lag.start_lag:  # its cost is in `lag_state`
            return lag.penalty >= 0 or self.lag_state.may_be_satisfied(lag, predecessor_bin, successor_bin)
        days = self.day_of[successor_bin] - self.day_of[predecessor_bin]
        if not is_within(days, lag.min_days, lag.max_days):
            return False
        interval = self.interval_of[predecessor_bin]
        if interval >= 0 and interval == self.interval_of[successor_bin]:
            return predecessor_bin < successor_bin or (
                predecessor_bin == successor_bin and self.sort_key[lag.predecessor] < self.sort_key[lag.successor]
            )
        predecessor_end = (
            max(self.starts_from[predecessor_bin], self.starts_before[predecessor_bin] - 1)
            + self.duration[lag.predecessor]
            - self.changeover[lag.predecessor]
        )
        return (predecessor_end if interval < 0 else min(predecessor_end, self.closes[interval])) <= self.starts_from[
            successor_bin
        ]

    def have_time_lag(self, activity: int, other: int) -> bool:
        return any(other in (lag.predecessor, lag.successor) for lag in self.time_lags[activity])

    def cost_at(self, activity: int, bin_index: int, neighbours: Neighbours) -> int:
        """Points of an activity in this bin, or unassigned, but for incompatibilities, crowding, idle time and lags."""
        if bin_index != UNASSIGNED:
            return self.bin_costs[activity][bin_index] + self.siblings_cost(activity, bin_index, neighbours)
        if neighbours and neighbours[0] >= 0 and neighbours[1] >= 0:
            return self.unplaced_cost[activity] + self.pair_cost(
                activity, *neighbours
            )  # what its neighbours cost each other without it
        return self.unplaced_cost[activity]

    def current_cost(self, activity: int) -> int:
        """cost_at() of where it is now, cached."""
        points = self.cost_cache[activity]
        if points < 0:
            points = self.cost_cache[activity] = self.cost_at(
                activity, self.assignment[activity], self.neighbours_of(activity)
            )
        return points

    def max_relief(self, activity: int, old_bin: int) -> int:
        """About the most that moving it may save besides cost_at()."""
        points = self.max_saving + self.lag_state.cost
        if old_bin >= 0:
            for key in self.incompatibility_keys[activity]:
                clashing = (
                    self.at_same_time[key][self.time_cell[old_bin]] - self.in_same_hall[key][self.hall_cell[old_bin]]
                )
                points += self.problem.incompatibility_costs[key] * clashing
        return points

    def max_hall_day_saving(self, old_bin: int, new_bin: int) -> int:
        """The most that a change in these bins may save in how hall days are filled, and in time lags."""
        if not self.has_hall_day_costs:
            return self.lag_state.cost
        points = self.hall_day_costs[self.interval_of[new_bin]] + (
            self.hall_day_costs[self.interval_of[old_bin]] if old_bin >= 0 else 0
        )
        return points + self.lag_state.cost

    def idle_delta(self, old_bin: int, new_bin: int) -> int:
        points = 0 if self.contents[new_bin] else -self.idle_costs[new_bin]
        return points + self.idle_costs[old_bin] if old_bin >= 0 and len(self.contents[old_bin]) == 1 else points

    def crowding_delta(self, old_bin: int, new_bin: int) -> int:
        new_day, old_day = self.day_of[new_bin], self.day_of[old_bin] if old_bin >= 0 else UNASSIGNED
        if new_day == old_day:
            return 0
        points = self.problem.crowding_cost if self.day_load[new_day] >= self.day_capacities[new_day] else 0
        return (
            points - self.problem.crowding_cost
            if old_bin >= 0 and self.day_load[old_day] > self.day_capacities[old_day]
            else points
        )
