"""Time lags: they depend on exact starts, and so on everything before an activity in its interval."""

from collections.abc import Collection, Iterator, Mapping

from screenings.solver.model.problem import FORBIDDEN, TimeLag
from screenings.solver.preferences import is_within
from screenings.solver.search.bins import BinState

BinAndStart = Mapping[int, tuple[int, int]]  # by activity, its bin and when it begins; without those that have no place


class TimeLagState:
    """The starts of activities in a time lag and the points of violated lags, now and after a change."""

    def __init__(self, bin_state: BinState) -> None:
        self.bin_state, activities = bin_state, bin_state.problem.activities
        self.time_lags = [lag for lag in bin_state.problem.time_lags if lag.start_lag]
        self.activities = {activity for lag in self.time_lags for activity in (lag.predecessor, lag.successor)}
        fixed = ((activity, activities[activity].fixed_bin) for activity in self.activities)
        self.started: BinAndStart = {
            activity: (bin_index, bin_state.starts_from[bin_index])
            for activity, bin_index in fixed
            if bin_index is not None
        }
        self.cost = self._total_cost(self.started)
        self.intervals = self._intervals()

    def _intervals(self) -> set[int]:
        """The intervals with such an activity: any move there may shift it."""
        return {self.bin_state.interval_of[bin_index] for bin_index, _ in self.started.values()}

    def preview(self, intervals: Collection[int]) -> tuple[BinAndStart, int]:
        """Starts and points with what is in these intervals now; FORBIDDEN if a hard time lag is violated."""
        interval_of = self.bin_state.interval_of
        entered = {activity: position for interval in intervals for activity, position in self._starts_in(interval)}
        cleared = [activity for activity, (bin_index, _) in self.started.items() if interval_of[bin_index] in intervals]
        if not entered and not cleared:
            return self.started, self.cost
        started = {
            activity: position for activity, position in self.started.items() if activity not in cleared
        } | entered
        return started, self._total_cost(started)

    def commit(self, previewed: tuple[BinAndStart, int]) -> None:
        started, self.cost = previewed
        if started is not self.started:
            self.started = started
            self.intervals = self._intervals()

    def _starts_in(self, interval: int) -> Iterator[tuple[int, tuple[int, int]]]:
        bin_state, free_from = self.bin_state, 0
        for bin_index in bin_state.bins_of[interval]:
            free_from = max(free_from, bin_state.starts_from[bin_index])
            for activity in bin_state.contents[bin_index]:
                if activity in self.activities:
                    yield activity, (bin_index, free_from)
                free_from += bin_state.duration[activity] + bin_state.hall_changeover[bin_index]

    def _total_cost(self, started: BinAndStart) -> int:
        points = 0
        for lag in self.time_lags:
            if lag.predecessor in started and lag.successor in started and not self._is_satisfied(lag, started):
                if lag.penalty < 0:
                    return FORBIDDEN
                points += lag.penalty
        return points

    def _is_satisfied(self, lag: TimeLag, started: BinAndStart) -> bool:
        (first_bin, first_start), (second_bin, second_start) = started[lag.predecessor], started[lag.successor]
        return self._allows(lag, first_bin, second_bin, (second_start - first_start, second_start - first_start))

    def may_be_satisfied(self, lag: TimeLag, first_bin: int, second_bin: int) -> bool:
        """Whether activities in these bins could satisfy it, wherever in them they begin."""
        starts_from, starts_before = self.bin_state.starts_from, self.bin_state.starts_before
        first_latest, second_latest = (
            max(starts_from[first_bin], starts_before[first_bin] - 1),
            max(starts_from[second_bin], starts_before[second_bin] - 1),
        )
        return self._allows(
            lag, first_bin, second_bin, (starts_from[second_bin] - first_latest, second_latest - starts_from[first_bin])
        )

    def _allows(self, lag: TimeLag, first_bin: int, second_bin: int, start_range: tuple[int, int]) -> bool:
        """Whether it is satisfied by starts that are between the two numbers of units apart."""
        bins = self.bin_state.problem.bins
        days = bins[second_bin].day - bins[first_bin].day
        if not is_within(days, lag.min_days, lag.max_days):
            return False
        offset = lag.successor_offsets[bins[second_bin].hall] if lag.successor_offsets else 0
        offset -= lag.predecessor_offsets[bins[first_bin].hall] if lag.predecessor_offsets else 0
        assert lag.start_lag is not None
        min_lag, max_lag = lag.start_lag
        return min_lag <= start_range[1] + offset and (max_lag is None or start_range[0] + offset <= max_lag)
