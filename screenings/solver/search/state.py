"""The moves of the search: an activity relocated, or two swapped, with the objective kept up to date."""

from screenings.solver.model.problem import FORBIDDEN, UNASSIGNED
from screenings.solver.search.assignment_costs import AssignmentCosts
from screenings.solver.search.bins import UNCHANGED, Content


class SolutionState(AssignmentCosts):
    """An assignment that moves change. A move is evaluated by its difference, and undone where it is not accepted."""

    def record_assignment(self, activity: int, bin_index: int) -> None:
        self.assignment[activity] = bin_index
        self.cost_cache[activity] = FORBIDDEN
        for other in self.affected[activity]:
            self.cost_cache[other] = FORBIDDEN

    def relocate(self, activity: int, old_bin: int, new_bin: int, delta: int, max_increase: float) -> bool:
        """Move an activity to another bin, if it fits there and the objective rises by no more than `max_increase`.

        `delta`: the change of cost_at(), which the caller knows already. O(activities in the two intervals).
        """
        interval = self.interval_of[new_bin]
        if self.duration[activity] > self.spare[interval] and (old_bin < 0 or interval != self.interval_of[old_bin]):
            return False
        delta += self.idle_delta(old_bin, new_bin) + self.crowding_delta(old_bin, new_bin) if self.max_saving else 0
        if self.incompatibility_keys[activity]:
            delta += (0 if old_bin < 0 else -self.leave_cell(activity, old_bin)) + self.enter_cell(activity, new_bin)
        if delta <= max_increase + self.max_hall_day_saving(old_bin, new_bin) and self._relocate_if_allowed(
            activity, old_bin, new_bin, delta, max_increase
        ):
            self.record_assignment(activity, new_bin)
            self.day_load[self.day_of[new_bin]] += 1
            if old_bin >= 0:
                self.day_load[self.day_of[old_bin]] -= 1
            return True
        if self.incompatibility_keys[activity]:
            self.leave_cell(activity, new_bin)
            if old_bin >= 0:
                self.enter_cell(activity, old_bin)
        return False

    def _relocate_if_allowed(self, activity: int, old_bin: int, new_bin: int, delta: int, max_increase: float) -> bool:
        if self._is_told_by_changes(activity, UNASSIGNED, old_bin, new_bin):
            entered = self.with_change(new_bin, UNASSIGNED, activity)
            left = self.with_change(old_bin, activity, UNASSIGNED) if old_bin >= 0 else UNCHANGED
            if not (
                self.fits(self.interval_of[new_bin], entered)
                and self._commit_changes(entered, left, delta, max_increase)
            ):
                return False
            if old_bin >= 0:
                self.remove(activity, old_bin)
            self.insert(activity, new_bin)
            return True
        if old_bin >= 0:
            self.remove(activity, old_bin)
        self.insert(activity, new_bin)
        if self.fits(self.interval_of[new_bin]) and self._commit_if_allowed(old_bin, new_bin, delta, max_increase):
            return True
        self.remove(activity, new_bin)
        if old_bin >= 0:
            self.insert(activity, old_bin)
        return False

    def _is_told_by_changes(self, activity: int, other: int, old_bin: int, new_bin: int) -> bool:
        """Whether a move can be judged by what the two bins would hold, without making it: they are in two intervals,
        and no time lag depends on exact starts there.
        """
        interval, old_interval = self.interval_of[new_bin], self.interval_of[old_bin] if old_bin >= 0 else UNASSIGNED
        if interval == old_interval:
            return False
        lag_state = self.lag_state
        return not lag_state.time_lags or (
            lag_state.cost >= 0
            and activity not in lag_state.activities
            and other not in lag_state.activities
            and interval not in lag_state.intervals
            and old_interval not in lag_state.intervals
        )

    def _commit_changes(self, first: Content, second: Content, delta: int, max_increase: float) -> bool:
        """Add what it costs that these bins hold that, unless it makes the hall days too dear; the bins stay as they
        are. The second hall day is worked out only where the move would be allowed if that cost nothing.
        """
        if not self.has_hall_day_costs:
            if delta > max_increase:
                return False
            self.objective += delta
            return True
        interval, costs = self.interval_of[first[0]], self.hall_day_costs
        points = self.hall_day_cost(interval, first)
        delta += points - costs[interval]
        if second is UNCHANGED:
            if delta > max_increase:
                return False
        else:
            other = self.interval_of[second[0]]
            delta -= costs[other]
            if delta > max_increase:
                return False
            other_points = self.hall_day_cost(other, second)
            delta += other_points
            if delta > max_increase:
                return False
            costs[other] = other_points
        costs[interval] = points
        self.objective += delta
        return True

    def _commit_if_allowed(self, old_bin: int, new_bin: int, delta: int, max_increase: float) -> bool:
        """After the change in these bins: add what it costs, unless the hall days and time lags make it too dear."""
        changed = {self.interval_of[bin_index] for bin_index in (old_bin, new_bin) if bin_index >= 0}
        lag_preview = self.lag_state.preview(changed) if self.lag_state.time_lags else ({}, 0)
        delta += lag_preview[1] - self.lag_state.cost
        hall_days = {interval: self.hall_day_cost(interval) for interval in changed} if self.has_hall_day_costs else {}
        delta += sum(points - self.hall_day_costs[interval] for interval, points in hall_days.items())
        if delta > max_increase or lag_preview[1] < 0:
            return False
        for interval, points in hall_days.items():
            self.hall_day_costs[interval] = points
        self.lag_state.commit(lag_preview)
        self.objective += delta
        return True

    def swap(self, activity: int, old_bin: int, other: int, new_bin: int, delta: int, max_increase: float) -> bool:
        """Exchange two activities of different films; `other` goes where `activity` was, in a bin or in none.

        Under the same conditions as relocate(): both fit, and `max_increase` is kept.
        """
        if old_bin >= 0 and self.bin_costs[other][old_bin] < 0:
            return False
        growth, interval = self.duration[activity] - self.duration[other], self.interval_of[new_bin]
        if growth > self.spare[interval] and (old_bin < 0 or interval != self.interval_of[old_bin]):
            return False
        if old_bin >= 0 and -growth > self.spare[self.interval_of[old_bin]] and interval != self.interval_of[old_bin]:
            return False
        delta -= self.current_cost(other)
        may_clash = self.incompatibility_keys[activity] or self.incompatibility_keys[other]
        if (
            old_bin >= 0
            and not may_clash
            and delta + self.bin_costs[other][old_bin] > max_increase + self.max_hall_day_saving(old_bin, new_bin)
        ):
            return False
        neighbours = self.neighbours_of(other)
        if old_bin >= 0 and self.siblings_cost(other, old_bin, neighbours) < 0:
            return False
        delta += self.cost_at(other, old_bin, neighbours)
        if may_clash:
            delta += self._swap_cells(activity, old_bin, other, new_bin)
        if delta <= max_increase + self.max_hall_day_saving(old_bin, new_bin) and self._swap_if_allowed(
            activity, old_bin, other, new_bin, delta, max_increase
        ):
            self.record_assignment(activity, new_bin)
            self.record_assignment(other, old_bin)
            return True
        if may_clash:
            self._swap_cells(other, old_bin, activity, new_bin)
        return False

    def _swap_if_allowed(
        self, activity: int, old_bin: int, other: int, new_bin: int, delta: int, max_increase: float
    ) -> bool:
        interval, old_interval = self.interval_of[new_bin], self.interval_of[old_bin] if old_bin >= 0 else UNASSIGNED
        if self._is_told_by_changes(activity, other, old_bin, new_bin):
            change = self.with_change(new_bin, other, activity)
            old_change = self.with_change(old_bin, activity, other) if old_bin >= 0 else UNCHANGED
            if not (
                self.fits(interval, change)
                and (old_bin < 0 or self.fits(old_interval, old_change))
                and self._commit_changes(change, old_change, delta, max_increase)
            ):
                return False
            self._swap_contents(activity, old_bin, other, new_bin)
            return True
        self._swap_contents(activity, old_bin, other, new_bin)
        intervals_fit = self.fits(interval) and (old_bin < 0 or self.fits(old_interval))
        if intervals_fit and self._commit_if_allowed(old_bin, new_bin, delta, max_increase):
            return True
        self._swap_contents(other, old_bin, activity, new_bin)
        return False

    def _swap_contents(self, activity: int, old_bin: int, other: int, new_bin: int) -> None:
        self.remove(other, new_bin)
        self.insert(activity, new_bin)
        if old_bin >= 0:
            self.remove(activity, old_bin)
            self.insert(other, old_bin)

    def _swap_cells(self, activity: int, old_bin: int, other: int, new_bin: int) -> int:
        points = -self.leave_cell(other, new_bin)
        if old_bin >= 0:
            points += self.enter_cell(other, old_bin) - self.leave_cell(activity, old_bin)
        return points + self.enter_cell(activity, new_bin)
