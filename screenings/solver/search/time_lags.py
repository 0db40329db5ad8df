"""Time lags: when exactly two activities begin, which depends on everything before them in their intervals."""

from collections.abc import Collection, Iterator, Mapping

from screenings.solver.model.problem import FORBIDDEN, TimeLag
from screenings.solver.preferences import is_within
from screenings.solver.search.bins import BinState

BinAndStart = Mapping[int, tuple[int, int]]  # by activity, its bin and when it begins; without those that have no place


class TimeLagState:
    """What time lags cost in an assignment, and what they would if it changed."""

    def __init__(self, bin_state: BinState) -> None:
        self.bin_state, activities = bin_state, bin_state.problem.activities
        self.time_lags = [lag for lag in bin_state.problem.time_lags if lag.start_lag]
        self.activities = {activity for lag in self.time_lags for activity in (lag.predecessor, lag.successor)}
        fixed = ((activity, activities[activity].fixed_bin) for activity in self.activities)
        self.started: BinAndStart = {
            activity: (at, bin_state.starts_from[at]) for activity, at in fixed if at is not None
        }
        self.cost = self._total_cost(self.started)

    @property
    def intervals(self) -> set[int]:
        """The intervals with such an activity: whatever moves there may move it, too."""
        return {self.bin_state.interval_of[bin_index] for bin_index, _ in self.started.values()}

    def preview(self, intervals: Collection[int]) -> tuple[BinAndStart, int]:
        """Their starts and their points, given what is in these intervals now; FORBIDDEN if that cannot be."""
        interval = self.bin_state.interval_of
        here = {activity: at for each in intervals for activity, at in self._starts_in(each)}
        left = [activity for activity, (bin_index, _) in self.started.items() if interval[bin_index] in intervals]
        if not here and not left:
            return self.started, self.cost
        begun = {activity: at for activity, at in self.started.items() if activity not in left} | here
        return begun, self._total_cost(begun)

    def commit(self, previewed: tuple[BinAndStart, int]) -> None:
        self.started, self.cost = previewed

    def _starts_in(self, interval: int) -> Iterator[tuple[int, tuple[int, int]]]:
        filling, free = self.bin_state, 0
        for bin_index in filling.bins_of[interval]:
            free = max(free, filling.starts_from[bin_index])
            for activity in filling.contents[bin_index]:
                if activity in self.activities:
                    yield activity, (bin_index, free)
                free += filling.duration[activity] + filling.hall_changeover[bin_index]

    def _total_cost(self, begun: BinAndStart) -> int:
        points = 0
        for lag in self.time_lags:
            if lag.predecessor in begun and lag.successor in begun and not self._is_satisfied(lag, begun):
                if lag.penalty < 0:
                    return FORBIDDEN
                points += lag.penalty
        return points

    def _is_satisfied(self, lag: TimeLag, begun: BinAndStart) -> bool:
        (one, first), (other, then) = begun[lag.predecessor], begun[lag.successor]
        return self._allows(lag, one, other, (then - first, then - first))

    def may_be_satisfied(self, lag: TimeLag, first_bin: int, second_bin: int) -> bool:
        """Whether it could be by two that lie in these bins, wherever in them they begin."""
        begins, until = self.bin_state.starts_from, self.bin_state.starts_before
        last, latest = max(begins[first_bin], until[first_bin] - 1), max(begins[second_bin], until[second_bin] - 1)
        return self._allows(lag, first_bin, second_bin, (begins[second_bin] - last, latest - begins[first_bin]))

    def _allows(self, lag: TimeLag, one: int, other: int, between: tuple[int, int]) -> bool:
        """Whether it is satisfied if their starts are between the least and the most of these units apart."""
        bins = self.bin_state.problem.bins
        days = bins[other].day - bins[one].day
        if not is_within(days, lag.min_days, lag.max_days):
            return False
        later = lag.successor_offsets[bins[other].hall] if lag.successor_offsets else 0
        later -= lag.predecessor_offsets[bins[one].hall] if lag.predecessor_offsets else 0
        assert lag.start_lag is not None
        least, most = lag.start_lag
        return least <= between[1] + later and (most is None or between[0] + later <= most)
