"""Jobs in buckets, as lists of whole numbers: what fits, what it costs, and what changes when a job moves."""

from screenings.timetable.solving.task import FORBIDDEN, NOWHERE, Task

Near = tuple[int, int] | None


class Arrangement:
    """Where every job lies. What is here is asked some hundred thousand times a second."""

    def __init__(self, task: Task) -> None:
        self.task = task
        jobs, buckets = task.jobs, task.buckets
        self.size = [job.size for job in jobs]
        self.turn = [job.changeover for job in jobs]
        self.costs = [job.costs for job in jobs]
        self.keys = [job.keys for job in jobs]
        self.unplaced = [job.unplaced for job in jobs]
        self.rank = [job.rank for job in jobs]
        self.day = [bucket.day for bucket in buckets]
        self.part = [bucket.part for bucket in buckets]
        self.hall = [bucket.hall for bucket in buckets]
        self.segment = [bucket.segment for bucket in buckets]
        self.begins = [bucket.begins for bucket in buckets]
        self.until = [bucket.until for bucket in buckets]
        self.pause = [task.segments[segment].pause if segment >= 0 else 0 for segment in self.segment]
        self.of_segment = [segment.buckets for segment in task.segments]
        self.closes = [segment.closes for segment in task.segments]
        self.strict = [segment.strict for segment in task.segments]
        self.content: list[list[int]] = [[] for _ in buckets]
        self.load = [0] * len(buckets)
        self.where = [NOWHERE] * len(jobs)
        self._days()
        self._chains()
        self._rivals()
        self.points = sum(self.idle) + sum(job.unplaced for job in jobs if job.fixed is None)
        for number, job in enumerate(jobs):
            if job.fixed is not None:
                self.where[number] = job.fixed
                self.count[self.day[job.fixed]] += 1
                self._enter(number, job.fixed)

    def _days(self) -> None:
        self.count = [0] * (1 + max(self.day, default=0))
        self.full = list(self.task.full) or [len(self.where)] * len(self.count)
        self.idle = [*self.task.idle, *[0] * (len(self.content) - len(self.task.idle))]

    def _chains(self) -> None:
        self.before, self.after = [NOWHERE] * len(self.where), [NOWHERE] * len(self.where)
        self.fellows: list[tuple[int, ...]] = [()] * len(self.where)
        self.ordered = [False] * len(self.where)
        self.chain = [NOWHERE] * len(self.where)
        self.prices = [(0, 0, 0, 0)] * len(self.where)
        for number, chain in enumerate(self.task.chains):
            for place, job in enumerate(chain.jobs):
                self.chain[job], self.ordered[job] = number, chain.ordered
                self.prices[job] = chain.same_day, chain.near, chain.same_part, chain.same_hall
                self.fellows[job] = tuple(other for other in chain.jobs if other != job)
                if chain.ordered and place:
                    self.before[job], self.after[chain.jobs[place - 1]] = chain.jobs[place - 1], job

    def _rivals(self) -> None:
        parts, halls = 1 + max(self.part, default=0), 1 + max(self.hall, default=0)
        self.cell = [day * parts + part for day, part in zip(self.day, self.part, strict=True)]
        self.spot = [cell * halls + hall for cell, hall in zip(self.cell, self.hall, strict=True)]
        cells = len(self.count) * parts
        self.at_once = [[0] * cells for _ in self.task.rivals]
        self.in_hall = [[0] * (cells * halls) for _ in self.task.rivals]

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
        inside, rank = self.content[bucket], self.rank[job]
        place = len(inside)
        while place and self.rank[inside[place - 1]] > rank:
            place -= 1
        inside.insert(place, job)
        self.load[bucket] += self.size[job] + self.pause[bucket]

    def _take(self, job: int, bucket: int) -> None:
        self.content[bucket].remove(job)
        self.load[bucket] -= self.size[job] + self.pause[bucket]

    def _enter(self, job: int, bucket: int) -> int:
        """Points for the rivals it meets there."""
        points, cell, spot = 0, self.cell[bucket], self.spot[bucket]
        for key in self.keys[job]:
            at_once, in_hall = self.at_once[key], self.in_hall[key]
            points += self.task.rivals[key] * (at_once[cell] - in_hall[spot])
            at_once[cell] += 1
            in_hall[spot] += 1
        return points

    def _leave(self, job: int, bucket: int) -> int:
        points, cell, spot = 0, self.cell[bucket], self.spot[bucket]
        for key in self.keys[job]:
            at_once, in_hall = self.at_once[key], self.in_hall[key]
            at_once[cell] -= 1
            in_hall[spot] -= 1
            points += self.task.rivals[key] * (at_once[cell] - in_hall[spot])
        return points

    def _pair(self, job: int, first: int, then: int) -> int:
        """Points for two showings of one film, in buckets; FORBIDDEN where that cannot be."""
        same_day, points, same_part, same_hall = self.prices[job]
        days = self.day[then] - self.day[first]
        if days != 1 and (days != -1 or self.ordered[job]):
            if days == 0:
                points = same_day
            elif days < 0 and self.ordered[job]:
                return FORBIDDEN
            else:
                points = 0
        if points < 0:
            return FORBIDDEN
        if self.part[first] == self.part[then]:
            points += same_part
        if self.hall[first] == self.hall[then]:
            points += same_hall
        return points

    def near(self, job: int) -> Near:
        """The buckets of the nearest showings before and after it that have a place; None where there is no order."""
        if not self.ordered[job]:
            return None
        where, before, after = self.where, self.before[job], self.after[job]
        while before >= 0 and where[before] < 0:
            before = self.before[before]
        while after >= 0 and where[after] < 0:
            after = self.after[after]
        return where[before] if before >= 0 else NOWHERE, where[after] if after >= 0 else NOWHERE

    def company(self, job: int, bucket: int, near: Near) -> int:
        """Points for the film's other showings if it lay in this bucket; FORBIDDEN where it cannot."""
        if near:
            before, after = near
            points = self._pair(job, before, bucket) if before >= 0 else 0
            if after < 0 or points < 0:
                return points
            more = self._pair(job, bucket, after)
            return FORBIDDEN if more < 0 else points + more
        points = 0
        for fellow in self.fellows[job]:
            if self.where[fellow] >= 0:
                more = self._pair(job, self.where[fellow], bucket)
                if more < 0:
                    return FORBIDDEN
                points += more
        return points

    def lying(self, job: int, bucket: int, near: Near) -> int:
        """Points of a job where it lies, rivals and days left aside; those of its having no place for NOWHERE."""
        if bucket != NOWHERE:
            return self.costs[job][bucket] + self.company(job, bucket, near)
        if near and near[0] >= 0 and near[1] >= 0:
            return self.unplaced[job] + self._pair(job, *near)  # what its neighbours cost each other without it
        return self.unplaced[job]

    def relocate(self, job: int, old: int, bucket: int, delta: int, allowed: float) -> bool:
        """Lay a job into another bucket, if it fits and costs no more than allowed; `delta` is what `lying` says."""
        delta += self._evenings(old, bucket) + self._crowds(old, bucket)
        if self.keys[job]:
            delta += (0 if old < 0 else -self._leave(job, old)) + self._enter(job, bucket)
        if delta <= allowed:
            if old >= 0:
                self._take(job, old)
            self._put(job, bucket)
            if self.fits(self.segment[bucket]):
                self.where[job] = bucket
                self.count[self.day[bucket]] += 1
                if old >= 0:
                    self.count[self.day[old]] -= 1
                self.points += delta
                return True
            self._take(job, bucket)
            if old >= 0:
                self._put(job, old)
        if self.keys[job]:
            self._leave(job, bucket)
            if old >= 0:
                self._enter(job, old)
        return False

    def _evenings(self, old: int, bucket: int) -> int:
        points = 0 if self.content[bucket] else -self.idle[bucket]
        return points + self.idle[old] if old >= 0 and len(self.content[old]) == 1 else points

    def _crowds(self, old: int, bucket: int) -> int:
        came, left = self.day[bucket], self.day[old] if old >= 0 else NOWHERE
        if came == left:
            return 0
        points = self.task.crowd if self.count[came] >= self.full[came] else 0
        return points - self.task.crowd if old >= 0 and self.count[left] > self.full[left] else points

    def exchange(self, job: int, old: int, other: int, bucket: int, delta: int, allowed: float) -> bool:
        """Let a job take the place of another film's, which gets its old place, or none where it had none."""
        if old >= 0 and self.costs[other][old] < 0:
            return False
        near = self.near(other)
        if old >= 0 and self.company(other, old, near) < 0:
            return False
        delta += self.lying(other, old, near) - self.lying(other, bucket, near)
        if self.keys[job] or self.keys[other]:
            delta += self._swap_rivals(job, old, other, bucket)
        if delta <= allowed:
            self._swap(job, old, other, bucket)
            if self.fits(self.segment[bucket]) and (old < 0 or self.fits(self.segment[old])):
                self.where[job], self.where[other] = bucket, old
                self.points += delta
                return True
            self._swap(other, old, job, bucket)
        if self.keys[job] or self.keys[other]:
            self._swap_rivals(other, old, job, bucket)
        return False

    def _swap(self, job: int, old: int, other: int, bucket: int) -> None:
        self._take(other, bucket)
        self._put(job, bucket)
        if old >= 0:
            self._take(job, old)
            self._put(other, old)

    def _swap_rivals(self, job: int, old: int, other: int, bucket: int) -> int:
        points = -self._leave(other, bucket)
        if old >= 0:
            points += self._enter(other, old) - self._leave(job, old)
        return points + self._enter(job, bucket)
