"""What is in each bin, as lists of whole numbers: whether it fits, and how long its hall waits."""

from screenings.solver.model.problem import WAIT_UNITS, Problem


class BinState:
    """Within a bin activities lie in the order of their rank, those of one rank as they are numbered."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        activities = problem.activities
        self.duration = [activity.duration for activity in activities]
        self.changeover = [activity.changeover for activity in activities]
        self.sort_key = [activity.sort_key for activity in activities]
        self.sort_position = [0] * len(activities)
        for place, number in enumerate(
            sorted(range(len(activities)), key=lambda number: (activities[number].sort_key, number))
        ):
            self.sort_position[number] = place
        self.interval_of = [bin_.interval for bin_ in problem.bins]
        self.starts_from = [bin_.starts_from for bin_ in problem.bins]
        self.starts_before = [bin_.starts_before for bin_ in problem.bins]
        self.hall_changeover = [
            problem.intervals[interval].changeover if interval >= 0 else 0 for interval in self.interval_of
        ]
        self.bins_of = [interval.bins for interval in problem.intervals]
        self.closes = [interval.closes for interval in problem.intervals]
        self.changeover_must_fit = [interval.changeover_must_fit for interval in problem.intervals]
        self.spare = [self._initial_spare(number) for number in range(len(problem.intervals))]
        self.contents: list[list[int]] = [[] for _ in problem.bins]
        self.load = [0] * len(problem.bins)

    def _initial_spare(self, interval: int) -> int:
        """No more than this can lie in an interval, in whatever order."""
        room = self.closes[interval] - min(
            (self.starts_from[bin_index] for bin_index in self.bins_of[interval]), default=0
        )
        return (
            room
            if self.changeover_must_fit[interval]
            else room + self.problem.intervals[interval].changeover + max(self.changeover, default=0)
        )

    def fits(self, interval: int) -> bool:
        """Whether everything in an interval begins in its bin and is over when the interval closes."""
        free = tail = 0
        for bin_index in self.bins_of[interval]:
            inside = self.contents[bin_index]
            if inside:
                if free < self.starts_from[bin_index]:
                    free = self.starts_from[bin_index]
                last, pause = inside[-1], self.hall_changeover[bin_index]
                if free + self.load[bin_index] - self.duration[last] - pause >= self.starts_before[bin_index]:
                    return False
                free += self.load[bin_index]
                tail = self.changeover[last] + pause
        return (free if self.changeover_must_fit[interval] else free - tail) <= self.closes[interval]

    def insert(self, activity: int, bin_index: int) -> None:
        inside, standing = self.contents[bin_index], self.sort_position[activity]
        place = len(inside)
        while place and self.sort_position[inside[place - 1]] > standing:
            place -= 1
        inside.insert(place, activity)
        size = self.duration[activity] + self.hall_changeover[bin_index]
        self.load[bin_index] += size
        self.spare[self.interval_of[bin_index]] -= size

    def remove(self, activity: int, bin_index: int) -> None:
        self.contents[bin_index].remove(activity)
        size = self.duration[activity] + self.hall_changeover[bin_index]
        self.load[bin_index] -= size
        self.spare[self.interval_of[bin_index]] += size

    def idle_half_hours_in(self, interval: int) -> int:
        """How many half hours pass between its activities beside what the hall needs."""
        free = waits = 0
        for bin_index in self.bins_of[interval]:
            if self.contents[bin_index]:
                if 0 < free < self.starts_from[bin_index]:
                    waits += (self.starts_from[bin_index] - free) // WAIT_UNITS
                free = max(free, self.starts_from[bin_index]) + self.load[bin_index]
        return waits
