"""Ties by the clock: when exactly two jobs begin, which all that lies before them in their halls decides."""

from collections.abc import Collection, Iterator, Mapping

from screenings.solver.model.problem import FORBIDDEN, Tie
from screenings.solver.search.bins import Filling

Begun = Mapping[int, tuple[int, int]]  # by job, its bucket and when it begins; without those that have no place


class Gaps:
    """What such ties cost in an arrangement, and what they would if it changed."""

    def __init__(self, filling: Filling) -> None:
        self.filling, jobs = filling, filling.task.jobs
        self.ties = [tie for tie in filling.task.ties if tie.gap]
        self.jobs = {job for tie in self.ties for job in (tie.first, tie.then)}
        fixed = ((job, jobs[job].fixed) for job in self.jobs)
        self.begun: Begun = {job: (at, filling.begins[at]) for job, at in fixed if at is not None}
        self.points = self._points(self.begun)

    @property
    def segments(self) -> set[int]:
        """In which such a job lies: nothing there moves but it may move, too."""
        return {self.filling.segment[bucket] for bucket, _ in self.begun.values()}

    def foreseen(self, segments: Collection[int]) -> tuple[Begun, int]:
        """When these jobs begin, and the points, with what lies in those segments now; FORBIDDEN: cannot be."""
        segment = self.filling.segment
        here = {job: at for each in segments for job, at in self._begin_in(each)}
        left = [job for job, (bucket, _) in self.begun.items() if segment[bucket] in segments]
        if not here and not left:
            return self.begun, self.points
        begun = {job: at for job, at in self.begun.items() if job not in left} | here
        return begun, self._points(begun)

    def keep(self, foreseen: tuple[Begun, int]) -> None:
        self.begun, self.points = foreseen

    def _begin_in(self, segment: int) -> Iterator[tuple[int, tuple[int, int]]]:
        filling, free = self.filling, 0
        for bucket in filling.of_segment[segment]:
            free = max(free, filling.begins[bucket])
            for job in filling.content[bucket]:
                if job in self.jobs:
                    yield job, (bucket, free)
                free += filling.size[job] + filling.pause[bucket]

    def _points(self, begun: Begun) -> int:
        points = 0
        for tie in self.ties:
            if tie.first in begun and tie.then in begun and not self._is_kept(tie, begun):
                if tie.points < 0:
                    return FORBIDDEN
                points += tie.points
        return points

    def _is_kept(self, tie: Tie, begun: Begun) -> bool:
        (one, first), (other, then) = begun[tie.first], begun[tie.then]
        return self._allows(tie, one, other, (then - first, then - first))

    def may_be_kept(self, tie: Tie, one: int, other: int) -> bool:
        """Whether it could be by two that lie in these buckets, wherever in them they begin."""
        begins, until = self.filling.begins, self.filling.until
        last, latest = max(begins[one], until[one] - 1), max(begins[other], until[other] - 1)
        return self._allows(tie, one, other, (begins[other] - last, latest - begins[one]))

    def _allows(self, tie: Tie, one: int, other: int, between: tuple[int, int]) -> bool:
        """From start to start of the jobs it is so many units, or any number between two."""
        buckets = self.filling.task.buckets
        days = buckets[other].day - buckets[one].day
        if days < tie.least or (tie.most is not None and days > tie.most):
            return False
        later = tie.then_at[buckets[other].hall] if tie.then_at else 0
        later -= tie.first_at[buckets[one].hall] if tie.first_at else 0
        assert tie.gap is not None
        least, most = tie.gap
        return least <= between[1] + later and (most is None or between[0] + later <= most)
