"""The problem as the search sees it: activities to be assigned to bins, in whole numbers alone.

A bin is a part of the day in one free stretch of a hall's day. What is in a bin runs one after the other, the
longest last, so saying in which bin each activity lies is saying when it runs. Times are units of five minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

UNIT_MINUTES: Final = 5  # minutes
UNITS_PER_DAY: Final = 24 * 60 // UNIT_MINUTES
WAIT_UNITS: Final = 6  # units of waiting between two activities that count as one
FORBIDDEN: Final = -1
UNASSIGNED: Final = -1
# The parts of a day, as days.daypart() has them; a bin and a cost name them by number.
DAYPARTS: Final = ("morning", "afternoon", "evening", "night")
EVENING_INDEX, NIGHT_INDEX = DAYPARTS.index("evening"), DAYPARTS.index("night")


@dataclass(frozen=True, slots=True)
class Bin:
    """A part of the day in an interval: activities begin from `starts_from` on and before `starts_before`, in units.

    `interval` is UNASSIGNED for the bin of a fixed activity.
    """

    interval: int
    hall: int
    day: int
    daypart: int
    starts_from: int
    starts_before: int


@dataclass(frozen=True, slots=True)
class Interval:
    """The bins of one FreeInterval of the time grid, by number, in order, and the unit until which it is free.

    With `changeover_must_fit` the last changeover ends before it closes, too. `changeover`: units that the hall needs
    after every activity, besides the activity's own. `late_opening_cost`: points where the hall shows something in
    the evening or at night, and nothing before.
    """

    closes: int
    changeover_must_fit: bool
    bins: tuple[int, ...]
    changeover: int = 0
    late_opening_cost: int = 0


@dataclass(frozen=True, slots=True)
class Activity:
    """A showing, or a block that runs back to back. `bin_costs`: points by bin, or FORBIDDEN; empty for a fixed one.

    `duration`, in units, includes its own `changeover`. `incompatibility_keys`: what it shares with activities that
    should not run at the same time, by number. `fixed_bin`: it stays there. `comfort`: units after it, its duration
    and the hall's changeover aside, that make a comfortable break and a next start on the quarter hour.
    """

    duration: int
    bin_costs: Sequence[int]
    unplaced_cost: int
    changeover: int = 0
    incompatibility_keys: tuple[int, ...] = ()
    fixed_bin: int | None = None
    comfort: int = 0

    @property
    def sort_key(self) -> tuple[int, int]:
        """The order within a bin, ascending: the longest comes last, as it only has to begin there."""
        return self.duration, self.changeover


@dataclass(frozen=True, slots=True)
class RepeatGroup:
    """The showings of one film. If `is_ordered`, each is on a later day than the one before it.

    The costs are points for two of them (in an ordered group, for neighbours) on successive days, in the same part of
    the day, in the same hall, and on the same day (FORBIDDEN: cannot be).
    """

    activities: tuple[int, ...]
    is_ordered: bool = True
    next_day_cost: int = 0
    same_daypart_cost: int = 0
    same_hall_cost: int = 0
    same_day_cost: int = FORBIDDEN


@dataclass(frozen=True, slots=True)
class TimeLag:
    """The successor begins after the predecessor has ended, `min_days` to `max_days` days later.

    Where their bins do not guarantee it, that costs `penalty` points; FORBIDDEN: cannot be. With `start_lag` their
    exact starts count: the minimum and maximum number of units between them, None for no maximum. The offsets, by hall,
    are the units between the begin of a block and that of the showing meant.
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
    """What the search solves: assign the activities to bins at the lowest cost in points.

    `incompatibility_costs`: by key, for two activities that share it in one part of a day in two halls. `idle_costs`:
    by bin, while it is empty. `crowding_cost`: for each activity above its day's capacity. `wait_cost`: for each half
    hour in which an interval idles between two activities, comfortable breaks aside. `break_cost`: for each unit that
    these breaks are short of.
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
    break_cost: int = 0

    @property
    def has_hall_day_costs(self) -> bool:
        """Whether it matters how a hall's day is filled, beside what is in it."""
        late_opening = any(interval.late_opening_cost for interval in self.intervals)
        return bool(self.wait_cost or self.break_cost or late_opening)

    @property
    def lower_bound(self) -> int:
        """No assignment costs less: each activity in its cheapest bin, wherever the others are."""
        return sum(
            min({*activity.bin_costs} - {FORBIDDEN}, default=activity.unplaced_cost)
            for activity in self.activities
            if activity.fixed_bin is None
        )


@dataclass(slots=True)
class BinBuilder:
    """Collects free stretches as intervals and their bins."""

    bins: list[Bin] = field(default_factory=list)
    intervals: list[Interval] = field(default_factory=list)
    bin_summaries: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # by bin: longest size, hall, day, part

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
        late_opening_cost: int = 0,
    ) -> None:
        """Add an interval and its bins. `dayparts`: when each part of the day ends, in units, and its number."""
        bin_indices = []
        starts_from = opens
        for until, daypart in dayparts:
            if starts_from < min(until, closes):
                bin_indices.append(len(self.bins))
                self.bins.append(Bin(len(self.intervals), hall, day, daypart, starts_from, min(until, closes)))
                longest = closes - starts_from - (changeover if changeover_must_fit else 0)
                self.bin_summaries.append((longest, hall, day, daypart))
                starts_from = until
        self.intervals.append(Interval(closes, changeover_must_fit, tuple(bin_indices), changeover, late_opening_cost))

    def add_fixed_bin(self, hall: int, day: int, daypart: int, start: int) -> int:
        """Add the bin of a fixed activity."""
        self.bins.append(Bin(UNASSIGNED, hall, day, daypart, start, start))
        return len(self.bins) - 1


def start_times(problem: Problem, assignment: Sequence[int]) -> list[int | None]:
    """The start of each activity, in units; None for an unassigned one. A fixed activity begins where its bin does."""
    starts: list[int | None] = [None] * len(problem.activities)
    contents: dict[int, list[int]] = {}
    for activity, bin_index in enumerate(assignment):
        if bin_index != UNASSIGNED:
            contents.setdefault(bin_index, []).append(activity)
            starts[activity] = problem.bins[bin_index].starts_from
    for interval in problem.intervals:
        free_from = 0
        for bin_index in interval.bins:
            free_from = max(free_from, problem.bins[bin_index].starts_from)
            for activity in sorted(
                contents.get(bin_index, ()), key=lambda activity: problem.activities[activity].sort_key
            ):
                starts[activity] = free_from
                free_from += problem.activities[activity].duration + interval.changeover
    return starts
