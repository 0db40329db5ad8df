"""Ties by the clock: when exactly two jobs begin, which all that lies before them in their halls decides."""

from collections.abc import Collection, Iterator, Mapping

from screenings.solver.model.problem import FORBIDDEN, TimeLag
from screenings.solver.preferences import is_within
from screenings.solver.search.bins import BinState

BinAndStart = Mapping[int, tuple[int, int]]  # by job, its bucket and when it begins; without those that have no place


class TimeLagState:
    """What such ties cost in an arrangement, and what they would if it changed."""

    def __init__(self, bin_state: BinState) -> None:
        self.bin_state, jobs = bin_state, bin_state.problem.activities
        self.time_lags = [tie for tie in bin_state.problem.time_lags if tie.start_lag]
        self.activities = {job for tie in self.time_lags for job in (tie.predecessor, tie.successor)}
        fixed = ((job, jobs[job].fixed_bin) for job in self.activities)
        self.started: BinAndStart = {job: (at, bin_state.starts_from[at]) for job, at in fixed if at is not None}
        self.cost = self._total_cost(self.started)

    @property
    def intervals(self) -> set[int]:
        """In which such a job lies: nothing there moves but it may move, too."""
        return {self.bin_state.interval_of[bucket] for bucket, _ in self.started.values()}

    def preview(self, intervals: Collection[int]) -> tuple[BinAndStart, int]:
        """When these jobs begin, and the points, with what lies in those segments now; FORBIDDEN: cannot be."""
        segment = self.bin_state.interval_of
        here = {job: at for each in intervals for job, at in self._starts_in(each)}
        left = [job for job, (bucket, _) in self.started.items() if segment[bucket] in intervals]
        if not here and not left:
            return self.started, self.cost
        begun = {job: at for job, at in self.started.items() if job not in left} | here
        return begun, self._total_cost(begun)

    def commit(self, previewed: tuple[BinAndStart, int]) -> None:
        self.started, self.cost = previewed

    def _starts_in(self, segment: int) -> Iterator[tuple[int, tuple[int, int]]]:
        filling, free = self.bin_state, 0
        for bucket in filling.bins_of[segment]:
            free = max(free, filling.starts_from[bucket])
            for job in filling.contents[bucket]:
                if job in self.activities:
                    yield job, (bucket, free)
                free += filling.duration[job] + filling.hall_changeover[bucket]

    def _total_cost(self, begun: BinAndStart) -> int:
        points = 0
        for tie in self.time_lags:
            if tie.predecessor in begun and tie.successor in begun and not self._is_satisfied(tie, begun):
                if tie.penalty < 0:
                    return FORBIDDEN
                points += tie.penalty
        return points

    def _is_satisfied(self, tie: TimeLag, begun: BinAndStart) -> bool:
        (one, first), (other, then) = begun[tie.predecessor], begun[tie.successor]
        return self._allows(tie, one, other, (then - first, then - first))

    def may_be_satisfied(self, lag: TimeLag, first_bin: int, second_bin: int) -> bool:
        """Whether it could be by two that lie in these buckets, wherever in them they begin."""
        begins, until = self.bin_state.starts_from, self.bin_state.starts_before
        last, latest = max(begins[first_bin], until[first_bin] - 1), max(begins[second_bin], until[second_bin] - 1)
        return self._allows(lag, first_bin, second_bin, (begins[second_bin] - last, latest - begins[first_bin]))

    def _allows(self, tie: TimeLag, one: int, other: int, between: tuple[int, int]) -> bool:
        """From start to start of the jobs it is so many units, or any number between two."""
        buckets = self.bin_state.problem.bins
        days = buckets[other].day - buckets[one].day
        if not is_within(days, tie.min_days, tie.max_days):
            return False
        later = tie.successor_offsets[buckets[other].hall] if tie.successor_offsets else 0
        later -= tie.predecessor_offsets[buckets[one].hall] if tie.predecessor_offsets else 0
        assert tie.start_lag is not None
        least, most = tie.start_lag
        return least <= between[1] + later and (most is None or between[0] + later <= most)
