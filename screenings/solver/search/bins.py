"""What lies in each bucket, as lists of whole numbers: whether it fits, and how long its hall waits."""

from screenings.solver.model.problem import WAIT, Task


class Filling:
    """Within a bucket jobs lie in the order of their rank, those of one rank as they are numbered."""

    def __init__(self, task: Task) -> None:
        self.task = task
        jobs, buckets = task.jobs, task.buckets
        self.size = [job.size for job in jobs]
        self.turn = [job.changeover for job in jobs]
        self.rank = [job.rank for job in jobs]
        self.standing = [0] * len(jobs)
        for place, number in enumerate(sorted(range(len(jobs)), key=lambda number: (jobs[number].rank, number))):
            self.standing[number] = place
        self.segment = [bucket.segment for bucket in buckets]
        self.begins = [bucket.begins for bucket in buckets]
        self.until = [bucket.until for bucket in buckets]
        self.pause = [task.segments[segment].pause if segment >= 0 else 0 for segment in self.segment]
        self.of_segment = [segment.buckets for segment in task.segments]
        self.closes = [segment.closes for segment in task.segments]
        self.strict = [segment.strict for segment in task.segments]
        self.room = [self._room(number) for number in range(len(task.segments))]
        self.content: list[list[int]] = [[] for _ in buckets]
        self.load = [0] * len(buckets)

    def _room(self, segment: int) -> int:
        """No more than this can lie in a segment, in whatever order."""
        room = self.closes[segment] - min((self.begins[bucket] for bucket in self.of_segment[segment]), default=0)
        return room if self.strict[segment] else room + self.task.segments[segment].pause + max(self.turn, default=0)

    def fits(self, segment: int) -> bool:
        """Whether all that lies in a segment begins in its bucket and is over when the segment closes."""
        free = tail = 0
        for bucket in self.of_segment[segment]:
            inside = self.content[bucket]
            if inside:
                if free < self.begins[bucket]:
                    free = self.begins[bucket]
                last, pause = inside[-1], self.pause[bucket]
                if free + self.load[bucket] - self.size[last] - pause >= self.until[bucket]:
                    return False
                free += self.load[bucket]
                tail = self.turn[last] + pause
        return (free if self.strict[segment] else free - tail) <= self.closes[segment]

    def _put(self, job: int, bucket: int) -> None:
        inside, standing = self.content[bucket], self.standing[job]
        place = len(inside)
        while place and self.standing[inside[place - 1]] > standing:
            place -= 1
        inside.insert(place, job)
        size = self.size[job] + self.pause[bucket]
        self.load[bucket] += size
        self.room[self.segment[bucket]] -= size

    def _take(self, job: int, bucket: int) -> None:
        self.content[bucket].remove(job)
        size = self.size[job] + self.pause[bucket]
        self.load[bucket] -= size
        self.room[self.segment[bucket]] += size

    def waits_in(self, segment: int) -> int:
        """How many half hours pass between its jobs beside what the hall needs."""
        free = waits = 0
        for bucket in self.of_segment[segment]:
            if self.content[bucket]:
                if 0 < free < self.begins[bucket]:
                    waits += (self.begins[bucket] - free) // WAIT
                free = max(free, self.begins[bucket]) + self.load[bucket]
        return waits
