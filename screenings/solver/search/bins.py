"""What lies in each bucket, as lists of whole numbers: whether it fits, and how long its hall waits."""

from screenings.solver.model.problem import WAIT_UNITS, Problem


class BinState:
    """Within a bucket jobs lie in the order of their rank, those of one rank as they are numbered."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        jobs, buckets = problem.activities, problem.bins
        self.duration = [job.duration for job in jobs]
        self.changeover = [job.changeover for job in jobs]
        self.sort_key = [job.sort_key for job in jobs]
        self.sort_position = [0] * len(jobs)
        for place, number in enumerate(sorted(range(len(jobs)), key=lambda number: (jobs[number].sort_key, number))):
            self.sort_position[number] = place
        self.interval_of = [bucket.interval for bucket in buckets]
        self.starts_from = [bucket.starts_from for bucket in buckets]
        self.starts_before = [bucket.starts_before for bucket in buckets]
        self.hall_changeover = [
            problem.intervals[segment].changeover if segment >= 0 else 0 for segment in self.interval_of
        ]
        self.bins_of = [segment.bins for segment in problem.intervals]
        self.closes = [segment.closes for segment in problem.intervals]
        self.changeover_must_fit = [segment.changeover_must_fit for segment in problem.intervals]
        self.spare = [self._initial_spare(number) for number in range(len(problem.intervals))]
        self.contents: list[list[int]] = [[] for _ in buckets]
        self.load = [0] * len(buckets)

    def _initial_spare(self, segment: int) -> int:
        """No more than this can lie in a segment, in whatever order."""
        room = self.closes[segment] - min((self.starts_from[bucket] for bucket in self.bins_of[segment]), default=0)
        return (
            room
            if self.changeover_must_fit[segment]
            else room + self.problem.intervals[segment].changeover + max(self.changeover, default=0)
        )

    def fits(self, interval: int) -> bool:
        """Whether all that lies in a segment begins in its bucket and is over when the segment closes."""
        free = tail = 0
        for bucket in self.bins_of[interval]:
            inside = self.contents[bucket]
            if inside:
                if free < self.starts_from[bucket]:
                    free = self.starts_from[bucket]
                last, pause = inside[-1], self.hall_changeover[bucket]
                if free + self.load[bucket] - self.duration[last] - pause >= self.starts_before[bucket]:
                    return False
                free += self.load[bucket]
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
        """How many half hours pass between its jobs beside what the hall needs."""
        free = waits = 0
        for bucket in self.bins_of[interval]:
            if self.contents[bucket]:
                if 0 < free < self.starts_from[bucket]:
                    waits += (self.starts_from[bucket] - free) // WAIT_UNITS
                free = max(free, self.starts_from[bucket]) + self.load[bucket]
        return waits
