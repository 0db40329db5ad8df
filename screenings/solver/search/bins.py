"""The contents of each bin, as lists of whole numbers: whether they fit, and how long the hall idles."""

from screenings.solver.model.problem import WAIT_UNITS, Problem


class BinState:
    """Which activities are in each bin, in the order in which they run: by sort key, then by number."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        activities = problem.activities
        self.duration = [activity.duration for activity in activities]
        self.changeover = [activity.changeover for activity in activities]
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

    def idle_half_hours_in(self, interval: int) -> int:
        """Whole half hours between its activities, changeovers aside."""
        free_from = waits = 0
        for bin_index in self.bins_of[interval]:
            if self.contents[bin_index]:
                if 0 < free_from < self.starts_from[bin_index]:
                    waits += (self.starts_from[bin_index] - free_from) // WAIT_UNITS
                free_from = max(free_from, self.starts_from[bin_index]) + self.load[bin_index]
        return waits
