"""A timetable as the search sees it: jobs to be put into buckets, in whole numbers alone.

A bucket is a part of the day in one free stretch of a hall's day. What is in a bucket runs one after the other, the
longest last, so saying in which bucket each job lies is saying when it runs. Times are units of five minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

UNIT_MINUTES: Final = 5  # minutes
UNITS_PER_DAY: Final = 24 * 60 // UNIT_MINUTES
WAIT_UNITS: Final = 6  # units of waiting between two jobs that count as one
FORBIDDEN: Final = -1
UNASSIGNED: Final = -1


@dataclass(frozen=True, slots=True)
class Bin:
    """Shows that start at `begins` or later, and before `until`. `segment` is NOWHERE for the place of a fixed job."""

    interval: int
    hall: int
    day: int
    daypart: int
    starts_from: int
    starts_before: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A free stretch of a hall's day. Where `strict` the last changeover, too, has to be over when it closes.

    `pause` is what the hall needs after every show, besides the show's own changeover.
    """

    closes: int
    changeover_must_fit: bool
    bins: tuple[int, ...]
    changeover: int = 0


@dataclass(frozen=True, slots=True)
class Activity:
    """One showing. `size` is its length with its own changeover; `costs` are points by bucket, or FORBIDDEN.

    `keys` number what it shares with rivals. `fixed`: the bucket it lies in for good.
    """

    duration: int
    bin_costs: Sequence[int]
    unplaced_cost: int
    changeover: int = 0
    incompatibility_keys: tuple[int, ...] = ()
    fixed_bin: int | None = None

    @property
    def sort_key(self) -> tuple[int, int]:
        """Within a bucket the highest comes last: the longest, as it only has to begin there."""
        return self.duration, self.changeover


@dataclass(frozen=True, slots=True)
class RepeatGroup:
    """Showings of one film; if `ordered`, each on a later day than the one before it.

    Points for two of them, in an ordered chain for neighbours: on the next day, in the same part of the day, in the
    same hall, on the same day (FORBIDDEN: cannot be).
    """

    activities: tuple[int, ...]
    is_ordered: bool = True
    next_day_cost: int = 0
    same_daypart_cost: int = 0
    same_hall_cost: int = 0
    same_day_cost: int = FORBIDDEN


@dataclass(frozen=True, slots=True)
class TimeLag:
    """One job begins when another is over, so many days later: from `least` to `most`, where that is not None.

    Where it is not sure to, wherever in their buckets they lie, it costs `points`; FORBIDDEN: cannot be.
    With a `gap` it is asked when exactly they begin: so many units later at least and, where that is not None, at most.
    Of jobs that are several shows in a row, `first_at` and `then_at` are when those meant begin in them, by hall.
    """

    predecessor: int
    successor: int
    min_days: int = 0
    max_days: int | None = None
    penalty: int = FORBIDDEN
    start_lag: tuple[int, int | None] | None = None
    predecessor_offsets: Sequence[int] = ()
    successor_offsets: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """`rivals`: by key, the points for two that share it, in two halls in one part of a day.

    `idle`: points for a bucket left empty, by bucket. A day with more than `full[day]` costs `crowd` for each more.
    Where a segment waits between two jobs for the next bucket to begin, that is `wait` points for each half hour.
    """

    bins: tuple[Bin, ...]
    intervals: tuple[Interval, ...]
    activities: tuple[Activity, ...]
    repeat_groups: tuple[RepeatGroup, ...]
    incompatibility_costs: tuple[int, ...] = ()
    idle_costs: Sequence[int] = ()
    day_capacities: Sequence[int] = ()
    crowding_cost: int = 0
    time_lags: tuple[TimeLag, ...] = ()
    wait_cost: int = 0

    @property
    def lower_bound(self) -> int:
        """Points that no timetable can do with less than: each job in its own best bucket, wherever the others are."""
        return sum(
            min({*job.bin_costs} - {FORBIDDEN}, default=job.unplaced_cost)
            for job in self.activities
            if job.fixed_bin is None
        )


@dataclass(slots=True)
class BinBuilder:
    """Collects free stretches as segments and their buckets."""

    bins: list[Bin] = field(default_factory=list)
    intervals: list[Interval] = field(default_factory=list)
    bin_summaries: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # by bucket: longest size, hall, day, part

    def add(
        self,
        hall: int,
        day: int,
        opens: int,
        closes: int,
        *,
        changeover_must_fit: bool,
        dayparts: Sequence[tuple[int, int]],
        changeover: int = 0,
    ) -> None:
        """`parts`: until when, in the units of `opens` and `closes`, it is which part of the day."""
        mine = []
        begins = opens
        for until, part in dayparts:
            if begins < min(until, closes):
                mine.append(len(self.bins))
                self.bins.append(Bin(len(self.intervals), hall, day, part, begins, min(until, closes)))
                longest = closes - begins - (changeover if changeover_must_fit else 0)
                self.bin_summaries.append((longest, hall, day, part))
                begins = until
        self.intervals.append(Interval(closes, changeover_must_fit, tuple(mine), changeover))

    def add_fixed_bin(self, hall: int, day: int, daypart: int, start: int) -> int:
        """The bucket of a job that stays where it is."""
        self.bins.append(Bin(UNASSIGNED, hall, day, daypart, start, start))
        return len(self.bins) - 1


def start_times(problem: Problem, assignment: Sequence[int]) -> list[int | None]:
    """When each job begins; None for one without a place. A fixed job begins where its bucket does."""
    found: list[int | None] = [None] * len(problem.activities)
    content: dict[int, list[int]] = {}
    for job, bucket in enumerate(assignment):
        if bucket != UNASSIGNED:
            content.setdefault(bucket, []).append(job)
            found[job] = problem.bins[bucket].starts_from
    for segment in problem.intervals:
        free = 0
        for bucket in segment.bins:
            free = max(free, problem.bins[bucket].starts_from)
            for job in sorted(content.get(bucket, ()), key=lambda job: problem.activities[job].sort_key):
                found[job] = free
                free += problem.activities[job].duration + segment.changeover
    return found
