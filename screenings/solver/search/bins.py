"""The contents of each bin, as lists of whole numbers: whether they fit, and how long the hall idles."""

from typing import Final

from screenings.solver.model.problem import EVENING_INDEX, UNASSIGNED, WAIT_UNITS, Problem

# A bin with what it would hold: its load, that with comfortable breaks, and the last activity or UNASSIGNED.
Content = tuple[int, int, int, int]
UNCHANGED: Final[Content] = (UNASSIGNED, 0, 0, UNASSIGNED)


class BinState:
    """Which activities are in each bin, in the order in which they run: by sort key, then by number."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        activities, bins = problem.activities, problem.bins
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
        # By interval, of each bin: its number, its hours and the hall's changeover.
        self.bin_hours = [
            tuple(
                (index, bins[index].starts_from, bins[index].starts_before, interval.changeover)
                for index in interval.bins
            )
            for interval in problem.intervals
        ]
        self.is_late_bin = [bin_.daypart >= EVENING_INDEX for bin_ in bins]
        self.spare = [self._initial_spare(index) for index in range(len(problem.intervals))]
        self.contents: list[list[int]] = [[] for _ in bins]
        self.load = [0] * len(bins)
        self.eased_load = [0] * len(bins)  # the same with comfortable breaks
        self.last = [UNASSIGNED] * len(bins)

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

    def with_change(self, bin_index: int, leaving: int, entering: int) -> Content:
        """What the bin would hold; either may be UNASSIGNED."""
        load, eased_load, last = self.load[bin_index], self.eased_load[bin_index], self.last[bin_index]
        changeover = self.hall_changeover[bin_index]
        if leaving >= 0:
            size = self.duration[leaving] + changeover
            load -= size
            eased_load -= size + self.comfort[leaving]
            if last == leaving:
                content = self.contents[bin_index]
                last = content[-2] if len(content) > 1 else UNASSIGNED
        if entering >= 0:
            size = self.duration[entering] + changeover
            load += size
            eased_load += size + self.comfort[entering]
            if last < 0 or self.sort_position[entering] > self.sort_position[last]:
                last = entering
        return bin_index, load, eased_load, last

    def fits(self, interval: int, change: Content = UNCHANGED) -> bool:
        """Whether every activity of an interval begins in its bin and ends before the interval closes. O(bins).

        `change`: what one of its bins holds instead.
        """
        free_from = tail = 0
        changed, changed_load, _, changed_last = change
        for bin_index, opens, starts_before, changeover in self.bin_hours[interval]:
            if bin_index == changed:
                load, last = changed_load, changed_last
            else:
                load, last = self.load[bin_index], self.last[bin_index]
            if last >= 0:
                if free_from < opens:
                    free_from = opens
                free_from += load
                if free_from - self.duration[last] - changeover >= starts_before:
                    return False
                tail = self.changeover[last] + changeover
        return (free_from if self.changeover_must_fit[interval] else free_from - tail) <= self.closes[interval]

    def insert(self, activity: int, bin_index: int) -> None:
        content, rank = self.contents[bin_index], self.sort_position[activity]
        position = len(content)
        while position and self.sort_position[content[position - 1]] > rank:
            position -= 1
        content.insert(position, activity)
        self.last[bin_index] = content[-1]
        size = self.duration[activity] + self.hall_changeover[bin_index]
        self.load[bin_index] += size
        self.eased_load[bin_index] += size + self.comfort[activity]
        self.spare[self.interval_of[bin_index]] -= size

    def remove(self, activity: int, bin_index: int) -> None:
        content = self.contents[bin_index]
        content.remove(activity)
        self.last[bin_index] = content[-1] if content else UNASSIGNED
        size = self.duration[activity] + self.hall_changeover[bin_index]
        self.load[bin_index] -= size
        self.eased_load[bin_index] -= size + self.comfort[activity]
        self.spare[self.interval_of[bin_index]] += size

    def hall_day_cost(self, interval: int, change: Content = UNCHANGED) -> int:
        """Points for how an interval is filled: idle half hours, short breaks and a late opening. O(its bins).

        What each bin holds begins as early as it can with comfortable breaks, but the first one's as late as it can.
        `change`: what one of its bins holds instead.
        """
        free_from = idle = squeezed = tail = delay = 0
        is_empty, opens_late = True, False
        changed, _, changed_load, changed_last = change
        for bin_index, opens, starts_before, changeover in self.bin_hours[interval]:
            if bin_index == changed:
                load, last = changed_load, changed_last
            else:
                load, last = self.eased_load[bin_index], self.last[bin_index]
            if last >= 0:
                if free_from < opens:
                    if not is_empty:
                        idle += opens - free_from
                    free_from = opens
                comfort = self.comfort[last]
                free_from += load
                slack = starts_before - 1 - free_from + self.duration[last] + changeover + comfort
                if slack < 0:
                    squeezed -= slack
                    free_from += slack
                if is_empty:
                    is_empty, delay = False, slack
                    opens_late = self.is_late_bin[bin_index]
                tail = comfort
                if not self.changeover_must_fit[interval]:
                    tail += self.changeover[last] + changeover
        if free_from - tail > self.closes[interval]:
            squeezed += free_from - tail - self.closes[interval]
        waits = (idle - max(0, delay)) // WAIT_UNITS if idle > delay else 0
        late_opening_cost = self.late_opening_costs[interval] if opens_late else 0
        return self.problem.wait_cost * waits + self.problem.break_cost * squeezed + late_opening_cost
