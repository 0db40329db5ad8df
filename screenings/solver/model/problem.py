"""A timetable as the search sees it: jobs to be put into buckets, in whole numbers alone.

A bucket is a part of the day in one free stretch of a hall's day. What is in a bucket runs one after the other, the
longest last, so saying in which bucket each job lies is saying when it runs. Times are units of five minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

UNIT: Final = 5  # minutes
WAIT: Final = 6  # units of waiting between two jobs that count as one
FORBIDDEN: Final = -1
NOWHERE: Final = -1


@dataclass(frozen=True, slots=True)
class Bucket:
    """Shows that start at `begins` or later, and before `until`. `segment` is NOWHERE for the place of a fixed job."""

    segment: int
    hall: int
    day: int
    part: int
    begins: int
    until: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A free stretch of a hall's day. Where `strict` the last changeover, too, has to be over when it closes.

    `pause` is what the hall needs after every show, besides the show's own changeover.
    """

    closes: int
    strict: bool
    buckets: tuple[int, ...]
    pause: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One showing. `size` is its length with its own changeover; `costs` are points by bucket, or FORBIDDEN.

    `keys` number what it shares with rivals. `fixed`: the bucket it lies in for good.
    """

    size: int
    costs: Sequence[int]
    unplaced: int
    changeover: int = 0
    keys: tuple[int, ...] = ()
    fixed: int | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """Within a bucket the highest comes last: the longest, as it only has to begin there."""
        return self.size, self.changeover


@dataclass(frozen=True, slots=True)
class Chain:
    """Showings of one film; if `ordered`, each on a later day than the one before it.

    Points for two of them, in an ordered chain for neighbours: on the next day, in the same part of the day, in the
    same hall, on the same day (FORBIDDEN: cannot be).
    """

    jobs: tuple[int, ...]
    ordered: bool = True
    near: int = 0
    same_part: int = 0
    same_hall: int = 0
    same_day: int = FORBIDDEN


@dataclass(frozen=True, slots=True)
class Tie:
    """One job begins when another is over, so many days later: from `least` to `most`, where that is not None.

    Where it is not sure to, wherever in their buckets they lie, it costs `points`; FORBIDDEN: cannot be.
    With a `gap` it is asked when exactly they begin: so many units later at least and, where that is not None, at most.
    Of jobs that are several shows in a row, `first_at` and `then_at` are when those meant begin in them, by hall.
    """

    first: int
    then: int
    least: int = 0
    most: int | None = None
    points: int = FORBIDDEN
    gap: tuple[int, int | None] | None = None
    first_at: Sequence[int] = ()
    then_at: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """`rivals`: by key, the points for two that share it, in two halls in one part of a day.

    `idle`: points for a bucket left empty, by bucket. A day with more than `full[day]` costs `crowd` for each more.
    Where a segment waits between two jobs for the next bucket to begin, that is `wait` points for each half hour.
    """

    buckets: tuple[Bucket, ...]
    segments: tuple[Segment, ...]
    jobs: tuple[Job, ...]
    chains: tuple[Chain, ...]
    rivals: tuple[int, ...] = ()
    idle: Sequence[int] = ()
    full: Sequence[int] = ()
    crowd: int = 0
    ties: tuple[Tie, ...] = ()
    wait: int = 0

    @property
    def bound(self) -> int:
        """Points that no timetable can do with less than: each job in its own best bucket, wherever the others are."""
        return sum(min({*job.costs} - {FORBIDDEN}, default=job.unplaced) for job in self.jobs if job.fixed is None)


@dataclass(slots=True)
class Stretches:
    """Collects free stretches as segments and their buckets."""

    buckets: list[Bucket] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    rooms: list[tuple[int, int, int, int]] = field(default_factory=list)  # by bucket: longest size, hall, day, part

    def add(
        self,
        hall: int,
        day: int,
        opens: int,
        closes: int,
        *,
        strict: bool,
        parts: Sequence[tuple[int, int]],
        pause: int = 0,
    ) -> None:
        """`parts`: until when, in the units of `opens` and `closes`, it is which part of the day."""
        mine = []
        begins = opens
        for until, part in parts:
            if begins < min(until, closes):
                mine.append(len(self.buckets))
                self.buckets.append(Bucket(len(self.segments), hall, day, part, begins, min(until, closes)))
                longest = closes - begins - (pause if strict else 0)
                self.rooms.append((longest, hall, day, part))
                begins = until
        self.segments.append(Segment(closes, strict, tuple(mine), pause))

    def fix(self, hall: int, day: int, part: int, begins: int) -> int:
        """The bucket of a job that stays where it is."""
        self.buckets.append(Bucket(NOWHERE, hall, day, part, begins, begins))
        return len(self.buckets) - 1


def starts(task: Task, where: Sequence[int]) -> list[int | None]:
    """When each job begins; None for one without a place. A fixed job begins where its bucket does."""
    found: list[int | None] = [None] * len(task.jobs)
    content: dict[int, list[int]] = {}
    for job, bucket in enumerate(where):
        if bucket != NOWHERE:
            content.setdefault(bucket, []).append(job)
            found[job] = task.buckets[bucket].begins
    for segment in task.segments:
        free = 0
        for bucket in segment.buckets:
            free = max(free, task.buckets[bucket].begins)
            for job in sorted(content.get(bucket, ()), key=lambda job: task.jobs[job].rank):
                found[job] = free
                free += task.jobs[job].size + segment.pause
    return found
