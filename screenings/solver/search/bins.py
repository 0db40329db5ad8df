"""The contents of each bin, as lists of whole numbers: whether they fit, and how long the hall idles."""

from screenings.solver.model.problem import EVENING_INDEX, WAIT_UNITS, Problem


class BinState:
    """Which activities are in each bin, in the order in which they run: by sort key, then by number."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        activities = problem.activities
        self.duration = [activity.duration for activity in activities]
        self.changeover = [activity.changeover for activity in activities]
        self.comfort = [activity.comfort for activity in activities]
        self.sort_key = [activity.sort_key for activity in activities]
        self.sort_position = [0] * len(activities)
        for rank, index in enumerate(
            sorted(range(len(activities)), key=lambda index: (activities[index].sort_key, index))
        ):
            self.sort_position[index] = rank
        self.interval_of = [bin_.interval for bin_ in problem.bins]
        self.starts_from = [bin_.starts_from for bin_ in problem.bins]
        self.starts_before = [bin_.starts_before for bin_ in problem.bins]
        self.hall_changeover = [
            problem.intervals[interval].changeover if interval >= 0 else 0 for interval in self.interval_of
        ]
        self.bins_of = [interval.bins for interval in problem.intervals]
        self.closes = [interval.closes for interval in problem.intervals]
        self.changeover_must_fit = [interval.changeover_must_fit for interval in problem.intervals]
        self.late_opening_costs = [interval.late_opening_cost for interval in problem.intervals]
        self.is_late_bin = [bin_.daypart >= EVENING_INDEX for bin_ in problem.bins]
        self.spare = [self._initial_spare(index) for index in range(len(problem.intervals))]
        self.contents: list[list[int]] = [[] for _ in problem.bins]
        self.load = [0] * len(problem.bins)

    def _initial_spare(self, interval: int) -> int:
        """The units that an interval can hold at most, in whatever order."""
        capacity = self.closes[interval] - min(
            (self.starts_from[bin_index] for bin_index in self.bins_of[interval]), default=0
        )
        return (
            capacity
            if self.changeover_must_fit[interval]
            else capacity + self.problem.intervals[interval].changeover + max(self.changeover, default=0)
        )

    def fits(self, interval: int) -> bool:
        """Whether every activity of an interval begins in its bin and ends before the interval closes. O(bins)."""
        free_from = tail = 0
        for bin_index in self.bins_of[interval]:
            content = self.contents[bin_index]
            if content:
                if free_from < self.starts_from[bin_index]:
                    free_from = self.starts_from[bin_index]
                last, changeover = content[-1], self.hall_changeover[bin_index]
                if free_from + self.load[bin_index] - self.duration[last] - changeover >= self.starts_before[bin_index]:
                    return False
                free_from += self.load[bin_index]
                tail = self.changeover[last] + changeover
        return (free_from if self.changeover_must_fit[interval] else free_from - tail) <= self.closes[interval]

    def insert(self, activity: int, bin_index: int) -> None:
        content, rank = self.contents[bin_index], self.sort_position[activity]
        position = len(content)
        while position and self.sort_position[content[position - 1]] > rank:
            position -= 1
        content.insert(position, activity)
        size = self.duration[activity] + self.hall_changeover[bin_index]
        self.load[bin_index] += size
        self.spare[self.interval_of[bin_index]] -= size

    def remove(self, activity: int, bin_index: int) -> None:
        self.contents[bin_index].remove(activity)
        size = self.duration[activity] + self.hall_changeover[bin_index]
        self.load[bin_index] -= size
        self.spare[self.interval_of[bin_index]] += size

    def hall_day_cost(self, interval: int) -> int:
        """Points for how an interval is filled: idle half hours, short breaks and a late opening. O(its activities).

        What each bin holds begins as early as it can with comfortable breaks, but the first one's as late as it can.
        """
        free_from = idle = squeezed = tail = delay = 0
        is_empty, opens_late = True, False
        for bin_index in self.bins_of[interval]:
            content = self.contents[bin_index]
            if content:
                opens, changeover = self.starts_from[bin_index], self.hall_changeover[bin_index]
                if free_from < opens:
                    idle += 0 if is_empty else opens - free_from
                    free_from = opens
                length, last = self.load[bin_index], content[-1]
                for activity in content:
                    length += self.comfort[activity]
                slack = self.starts_before[bin_index] - 1 - free_from - length + self.duration[last] + changeover
                slack += self.comfort[last]
                if slack < 0:
                    squeezed -= slack
                    free_from += slack
                if is_empty:
                    is_empty, delay = False, max(0, slack)
                    opens_late = self.is_late_bin[bin_index]
                free_from += length
                tail = self.comfort[last] + (
                    0 if self.changeover_must_fit[interval] else self.changeover[last] + changeover
                )
        squeezed += max(0, free_from - tail - self.closes[interval])
        waits = max(0, idle - delay) // WAIT_UNITS
        late_opening_cost = self.late_opening_costs[interval] if opens_late else 0
        return self.problem.wait_cost * waits + self.problem.break_cost * squeezed + late_opening_cost
