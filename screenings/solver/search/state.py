"""The bin of every activity, as lists of whole numbers: what that costs, and what a move changes."""

from screenings.solver.model.problem import FORBIDDEN, UNASSIGNED, Problem, TimeLag
from screenings.solver.preferences import is_within
from screenings.solver.search.bins import BinState
from screenings.solver.search.time_lags import TimeLagState

Neighbours = tuple[int, int] | None


class SolutionState(BinState):
    """An assignment and its objective, kept up to date move by move. Its methods run some 100,000 times a second."""

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
        self.wait_costs = [0] * len(problem.intervals)
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
            for place, activity in enumerate(group.activities):
                self.group_of[activity], self.is_ordered[activity] = number, group.is_ordered
                self.repeat_costs[activity] = (
                    group.same_day_cost,
                    group.next_day_cost,
                    group.same_daypart_cost,
                    group.same_hall_cost,
                )
                self.siblings[activity] = tuple(other for other in group.activities if other != activity)
                if group.is_ordered and place:
                    self.predecessor[activity], self.successor[group.activities[place - 1]] = (
                        group.activities[place - 1],
                        activity,
                    )

    def _init_incompatibilities(self) -> None:
        parts, halls = 1 + max(self.daypart_of, default=0), 1 + max(self.hall_of, default=0)
        self.time_cell = [day * parts + part for day, part in zip(self.day_of, self.daypart_of, strict=True)]
        self.hall_cell = [cell * halls + hall for cell, hall in zip(self.time_cell, self.hall_of, strict=True)]
        cells = len(self.day_load) * parts
        self.at_same_time = [[0] * cells for _ in self.problem.incompatibility_costs]
        self.in_same_hall = [[0] * (cells * halls) for _ in self.problem.incompatibility_costs]

    def enter_cell(self, activity: int, bin_index: int) -> int:
        """Points for the incompatible activities it meets there."""
        points, cell, spot = 0, self.time_cell[bin_index], self.hall_cell[bin_index]
        for key in self.incompatibility_keys[activity]:
            at_once, in_hall = self.at_same_time[key], self.in_same_hall[key]
            points += self.problem.incompatibility_costs[key] * (at_once[cell] - in_hall[spot])
            at_once[cell] += 1
            in_hall[spot] += 1
        return points

    def leave_cell(self, activity: int, bin_index: int) -> int:
        points, cell, spot = 0, self.time_cell[bin_index], self.hall_cell[bin_index]
        for key in self.incompatibility_keys[activity]:
            at_once, in_hall = self.at_same_time[key], self.in_same_hall[key]
            at_once[cell] -= 1
            in_hall[spot] -= 1
            points += self.problem.incompatibility_costs[key] * (at_once[cell] - in_hall[spot])
        return points

    def pair_cost(self, activity: int, first_bin: int, second_bin: int) -> int:
        """Points for two showings of one film, in bins; FORBIDDEN where that cannot be."""
        same_day, points, same_part, same_hall = self.repeat_costs[activity]
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
            points += same_part
        if self.hall_of[first_bin] == self.hall_of[second_bin]:
            points += same_hall
        return points

    def neighbours_of(self, activity: int) -> Neighbours:
        """The bins of the nearest showings before and after it that have a place; None where there is no order."""
        if not self.is_ordered[activity]:
            return None
        where, before, after = self.assignment, self.predecessor[activity], self.successor[activity]
        while before >= 0 and where[before] < 0:
            before = self.predecessor[before]
        while after >= 0 and where[after] < 0:
            after = self.successor[after]
        return where[before] if before >= 0 else UNASSIGNED, where[after] if after >= 0 else UNASSIGNED

    def siblings_cost(self, activity: int, bin_index: int, neighbours: Neighbours) -> int:
        """Points for the film's other showings if it lay in this bin; FORBIDDEN where it cannot."""
        points = 0
        if neighbours:
            before, after = neighbours
            if before >= 0:
                points = self.pair_cost(activity, before, bin_index)
            if after >= 0 and points >= 0:
                more = self.pair_cost(activity, bin_index, after)
                points = FORBIDDEN if more < 0 else points + more
        else:
            for fellow in self.siblings[activity]:
                if self.assignment[fellow] >= 0:
                    more = self.pair_cost(activity, self.assignment[fellow], bin_index)
                    if more < 0:
                        return FORBIDDEN
                    points += more
        if self.time_lags[activity] and points >= 0:
            more = self._time_lag_cost(activity, bin_index)
            return FORBIDDEN if more < 0 else points + more
        return points

    def _time_lag_cost(self, activity: int, bin_index: int) -> int:
        """Points for the activities it should begin after or end before; FORBIDDEN where that cannot be."""
        points = 0
        for lag in self.time_lags[activity]:
            first = bin_index if lag.predecessor == activity else self.assignment[lag.predecessor]
            then = bin_index if lag.successor == activity else self.assignment[lag.successor]
            if first >= 0 and then >= 0 and not self._is_after(lag, first, then):
                if lag.penalty < 0:
                    return FORBIDDEN
                points += lag.penalty
        return points

    def _is_after(self, lag: TimeLag, first: int, then: int) -> bool:
        if lag.start_lag:  # what it costs, `gaps` knows
            return lag.penalty >= 0 or self.lag_state.may_be_satisfied(lag, first, then)
        days = self.day_of[then] - self.day_of[first]
        if not is_within(days, lag.min_days, lag.max_days):
            return False
        interval = self.interval_of[first]
        if interval >= 0 and interval == self.interval_of[then]:
            return first < then or (first == then and self.sort_key[lag.predecessor] < self.sort_key[lag.successor])
        over = (
            max(self.starts_from[first], self.starts_before[first] - 1)
            + self.duration[lag.predecessor]
            - self.changeover[lag.predecessor]
        )
        return (over if interval < 0 else min(over, self.closes[interval])) <= self.starts_from[then]

    def have_time_lag(self, activity: int, other: int) -> bool:
        return any(other in (lag.predecessor, lag.successor) for lag in self.time_lags[activity])

    def cost_at(self, activity: int, bin_index: int, neighbours: Neighbours) -> int:
        """Points of an activity in this bin, or unassigned, without those for incompatible activities and days."""
        if bin_index != UNASSIGNED:
            return self.bin_costs[activity][bin_index] + self.siblings_cost(activity, bin_index, neighbours)
        if neighbours and neighbours[0] >= 0 and neighbours[1] >= 0:
            return self.unplaced_cost[activity] + self.pair_cost(
                activity, *neighbours
            )  # what its neighbours cost each other without it
        return self.unplaced_cost[activity]

    def current_cost(self, activity: int) -> int:
        """cost_at() where it is now, cached."""
        points = self.cost_cache[activity]
        if points < 0:
            points = self.cost_cache[activity] = self.cost_at(
                activity, self.assignment[activity], self.neighbours_of(activity)
            )
        return points

    def record_assignment(self, activity: int, bin_index: int) -> None:
        self.assignment[activity] = bin_index
        self.cost_cache[activity] = FORBIDDEN
        for other in self.affected[activity]:
            self.cost_cache[other] = FORBIDDEN

    def max_relief(self, activity: int, old_bin: int) -> int:
        """About what a move may save besides cost_at(): idle evenings, crowding, waits, time lags, incompatibility."""
        points = self.max_saving + self.lag_state.cost
        if old_bin >= 0:
            for key in self.incompatibility_keys[activity]:
                there = (
                    self.at_same_time[key][self.time_cell[old_bin]] - self.in_same_hall[key][self.hall_cell[old_bin]]
                )
                points += self.problem.incompatibility_costs[key] * there
        return points

    def relocate(self, activity: int, old_bin: int, new_bin: int, delta: int, max_increase: float) -> bool:
        """Lay an activity into another bin, if it fits and costs no more than `max_increase`.

        `delta`: the change of cost_at()."""
        interval = self.interval_of[new_bin]
        if self.duration[activity] > self.spare[interval] and (old_bin < 0 or interval != self.interval_of[old_bin]):
            return False
        delta += self._idle_delta(old_bin, new_bin) + self._crowding_delta(old_bin, new_bin) if self.max_saving else 0
        if self.incompatibility_keys[activity]:
            delta += (0 if old_bin < 0 else -self.leave_cell(activity, old_bin)) + self.enter_cell(activity, new_bin)
        if delta <= max_increase + self._max_wait_saving(old_bin, new_bin):
            if old_bin >= 0:
                self.remove(activity, old_bin)
            self.insert(activity, new_bin)
            if self.fits(interval) and self._commit_if_allowed(old_bin, new_bin, delta, max_increase):
                self.record_assignment(activity, new_bin)
                self.day_load[self.day_of[new_bin]] += 1
                if old_bin >= 0:
                    self.day_load[self.day_of[old_bin]] -= 1
                return True
            self.remove(activity, new_bin)
            if old_bin >= 0:
                self.insert(activity, old_bin)
        if self.incompatibility_keys[activity]:
            self.leave_cell(activity, new_bin)
            if old_bin >= 0:
                self.enter_cell(activity, old_bin)
        return False

    def _max_wait_saving(self, old: int, bin_index: int) -> int:
        """What a change in these bins could save at most in waiting and gaps."""
        if not self.problem.wait_cost:
            return self.lag_state.cost
        waiting = self.wait_costs[self.interval_of[bin_index]] + (
            self.wait_costs[self.interval_of[old]] if old >= 0 else 0
        )
        return waiting + self.lag_state.cost

    def _commit_if_allowed(self, old: int, bin_index: int, delta: int, allowed: float) -> bool:
        """The change is made in these bins: add its points, with waiting and gaps, where they are allowed."""
        changed = {self.interval_of[each] for each in (old, bin_index) if each >= 0}
        foreseen = self.lag_state.preview(changed) if self.lag_state.time_lags else ({}, 0)
        delta += foreseen[1] - self.lag_state.cost
        waiting = (
            {each: self.problem.wait_cost * self.idle_half_hours_in(each) for each in changed}
            if self.problem.wait_cost
            else {}
        )
        delta += sum(points - self.wait_costs[interval] for interval, points in waiting.items())
        if delta > allowed or foreseen[1] < 0:
            return False
        for interval, points in waiting.items():
            self.wait_costs[interval] = points
        self.lag_state.commit(foreseen)
        self.objective += delta
        return True

    def _idle_delta(self, old: int, bin_index: int) -> int:
        points = 0 if self.contents[bin_index] else -self.idle_costs[bin_index]
        return points + self.idle_costs[old] if old >= 0 and len(self.contents[old]) == 1 else points

    def _crowding_delta(self, old: int, bin_index: int) -> int:
        came, left = self.day_of[bin_index], self.day_of[old] if old >= 0 else UNASSIGNED
        if came == left:
            return 0
        points = self.problem.crowding_cost if self.day_load[came] >= self.day_capacities[came] else 0
        return (
            points - self.problem.crowding_cost
            if old >= 0 and self.day_load[left] > self.day_capacities[left]
            else points
        )

    def swap(self, activity: int, old_bin: int, other: int, new_bin: int, delta: int, max_increase: float) -> bool:
        """Let an activity take the place of another film's, which gets its old place, or none where it had none."""
        if old_bin >= 0 and self.bin_costs[other][old_bin] < 0:
            return False
        longer, interval = self.duration[activity] - self.duration[other], self.interval_of[new_bin]
        if longer > self.spare[interval] and (old_bin < 0 or interval != self.interval_of[old_bin]):
            return False
        if old_bin >= 0 and -longer > self.spare[self.interval_of[old_bin]] and interval != self.interval_of[old_bin]:
            return False
        delta -= self.current_cost(other)
        has_rivals = self.incompatibility_keys[activity] or self.incompatibility_keys[other]
        if (
            old_bin >= 0
            and not has_rivals
            and delta + self.bin_costs[other][old_bin] > max_increase + self._max_wait_saving(old_bin, new_bin)
        ):
            return False
        neighbours = self.neighbours_of(other)
        if old_bin >= 0 and self.siblings_cost(other, old_bin, neighbours) < 0:
            return False
        delta += self.cost_at(other, old_bin, neighbours)
        if has_rivals:
            delta += self._swap_cells(activity, old_bin, other, new_bin)
        if delta <= max_increase + self._max_wait_saving(old_bin, new_bin):
            self._swap_contents(activity, old_bin, other, new_bin)
            segments_fit = self.fits(self.interval_of[new_bin]) and (
                old_bin < 0 or self.fits(self.interval_of[old_bin])
            )
            if segments_fit and self._commit_if_allowed(old_bin, new_bin, delta, max_increase):
                self.record_assignment(activity, new_bin)
                self.record_assignment(other, old_bin)
                return True
            self._swap_contents(other, old_bin, activity, new_bin)
        if has_rivals:
            self._swap_cells(other, old_bin, activity, new_bin)
        return False

    def _swap_contents(self, activity: int, old: int, other: int, bin_index: int) -> None:
        self.remove(other, bin_index)
        self.insert(activity, bin_index)
        if old >= 0:
            self.remove(activity, old)
            self.insert(other, old)

    def _swap_cells(self, activity: int, old: int, other: int, bin_index: int) -> int:
        points = -self.leave_cell(other, bin_index)
        if old >= 0:
            points += self.enter_cell(other, old) - self.leave_cell(activity, old)
        return points + self.enter_cell(activity, bin_index)
