"""Where every job lies, as lists of whole numbers: what it costs, and what changes when a job moves."""

from screenings.solver.model.problem import FORBIDDEN, NOWHERE, Task, Tie
from screenings.solver.search.bins import Filling
from screenings.solver.search.time_lags import Gaps

Near = tuple[int, int] | None


class Arrangement(Filling):
    """Where every job lies. What is here is asked some hundred thousand times a second."""

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        jobs, buckets = task.jobs, task.buckets
        self.costs = [job.costs for job in jobs]
        self.keys = [job.keys for job in jobs]
        self.unplaced = [job.unplaced for job in jobs]
        self.day = [bucket.day for bucket in buckets]
        self.part = [bucket.part for bucket in buckets]
        self.hall = [bucket.hall for bucket in buckets]
        self.where = [NOWHERE] * len(jobs)
        self._days()
        self._chains()
        self._rivals()
        self.ties = [[tie for tie in task.ties if job in (tie.first, tie.then)] for job in range(len(jobs))]
        self.touched = [{*fellows} for fellows in self.fellows]  # whose points change when a job moves
        for tie in task.ties:
            self.touched[tie.first].add(tie.then)
            self.touched[tie.then].add(tie.first)
        self.known = [FORBIDDEN] * len(jobs)
        self.waiting = [0] * len(task.segments)
        self.gaps = Gaps(self)
        self.points = sum(self.idle) + sum(job.unplaced for job in jobs if job.fixed is None)
        for number, job in enumerate(jobs):
            if job.fixed is not None:
                self.where[number] = job.fixed
                self.count[self.day[job.fixed]] += 1
                self._enter(number, job.fixed)

    def _days(self) -> None:
        self.count = [0] * (1 + max(self.day, default=0))
        self.full = list(self.task.full) or [len(self.where)] * len(self.count)
        self.saving = max(self.task.idle, default=0) + self.task.crowd + 4 * self.task.wait
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
        points = 0
        if near:
            before, after = near
            if before >= 0:
                points = self._pair(job, before, bucket)
            if after >= 0 and points >= 0:
                more = self._pair(job, bucket, after)
                points = FORBIDDEN if more < 0 else points + more
        else:
            for fellow in self.fellows[job]:
                if self.where[fellow] >= 0:
                    more = self._pair(job, self.where[fellow], bucket)
                    if more < 0:
                        return FORBIDDEN
                    points += more
        if self.ties[job] and points >= 0:
            more = self._tied(job, bucket)
            return FORBIDDEN if more < 0 else points + more
        return points

    def _tied(self, job: int, bucket: int) -> int:
        """Points for the jobs it should begin after or end before; FORBIDDEN where that cannot be."""
        points = 0
        for tie in self.ties[job]:
            first = bucket if tie.first == job else self.where[tie.first]
            then = bucket if tie.then == job else self.where[tie.then]
            if first >= 0 and then >= 0 and not self._is_after(tie, first, then):
                if tie.points < 0:
                    return FORBIDDEN
                points += tie.points
        return points

    def _is_after(self, tie: Tie, first: int, then: int) -> bool:
        if tie.gap:  # what it costs, `gaps` knows
            return tie.points >= 0 or self.gaps.may_be_kept(tie, first, then)
        days = self.day[then] - self.day[first]
        if days < tie.least or (tie.most is not None and days > tie.most):
            return False
        segment = self.segment[first]
        if segment >= 0 and segment == self.segment[then]:
            return first < then or (first == then and self.rank[tie.first] < self.rank[tie.then])
        over = max(self.begins[first], self.until[first] - 1) + self.size[tie.first] - self.turn[tie.first]
        return (over if segment < 0 else min(over, self.closes[segment])) <= self.begins[then]

    def are_tied(self, job: int, other: int) -> bool:
        return any(other in (tie.first, tie.then) for tie in self.ties[job])

    def lying(self, job: int, bucket: int, near: Near) -> int:
        """Points of a job where it lies, rivals and days left aside; those of its having no place for NOWHERE."""
        if bucket != NOWHERE:
            return self.costs[job][bucket] + self.company(job, bucket, near)
        if near and near[0] >= 0 and near[1] >= 0:
            return self.unplaced[job] + self._pair(job, *near)  # what its neighbours cost each other without it
        return self.unplaced[job]

    def lies(self, job: int) -> int:
        """Points of a job where it is now, as `lying` says."""
        points = self.known[job]
        if points < 0:
            points = self.known[job] = self.lying(job, self.where[job], self.near(job))
        return points

    def _moved(self, job: int, bucket: int) -> None:
        self.where[job] = bucket
        self.known[job] = FORBIDDEN
        for other in self.touched[job]:
            self.known[other] = FORBIDDEN

    def relief(self, job: int, old: int) -> int:
        """About what moving a job may save, besides what it lies for: evenings, crowds, waiting, gaps, rivals."""
        points = self.saving + self.gaps.points
        if old >= 0:
            for key in self.keys[job]:
                there = self.at_once[key][self.cell[old]] - self.in_hall[key][self.spot[old]]
                points += self.task.rivals[key] * there
        return points

    def relocate(self, job: int, old: int, bucket: int, delta: int, allowed: float) -> bool:
        """Lay a job into another bucket, if it fits and costs no more than allowed; `delta` is what `lying` says."""
        segment = self.segment[bucket]
        if self.size[job] > self.room[segment] and (old < 0 or segment != self.segment[old]):
            return False
        delta += self._evenings(old, bucket) + self._crowds(old, bucket) if self.saving else 0
        if self.keys[job]:
            delta += (0 if old < 0 else -self._leave(job, old)) + self._enter(job, bucket)
        if delta <= allowed + self._waits(old, bucket):
            if old >= 0:
                self._take(job, old)
            self._put(job, bucket)
            if self.fits(segment) and self._rest(old, bucket, delta, allowed):
                self._moved(job, bucket)
                self.count[self.day[bucket]] += 1
                if old >= 0:
                    self.count[self.day[old]] -= 1
                return True
            self._take(job, bucket)
            if old >= 0:
                self._put(job, old)
        if self.keys[job]:
            self._leave(job, bucket)
            if old >= 0:
                self._enter(job, old)
        return False

    def _waits(self, old: int, bucket: int) -> int:
        """What a change in these buckets could save at most in waiting and gaps."""
        if not self.task.wait:
            return self.gaps.points
        waiting = self.waiting[self.segment[bucket]] + (self.waiting[self.segment[old]] if old >= 0 else 0)
        return waiting + self.gaps.points

    def _rest(self, old: int, bucket: int, delta: int, allowed: float) -> bool:
        """The change is made in these buckets: add its points, with waiting and gaps, where they are allowed."""
        changed = {self.segment[each] for each in (old, bucket) if each >= 0}
        foreseen = self.gaps.foreseen(changed) if self.gaps.ties else ({}, 0)
        delta += foreseen[1] - self.gaps.points
        waiting = {each: self.task.wait * self.waits_in(each) for each in changed} if self.task.wait else {}
        delta += sum(points - self.waiting[segment] for segment, points in waiting.items())
        if delta > allowed or foreseen[1] < 0:
            return False
        for segment, points in waiting.items():
            self.waiting[segment] = points
        self.gaps.keep(foreseen)
        self.points += delta
        return True

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
        longer, segment = self.size[job] - self.size[other], self.segment[bucket]
        if longer > self.room[segment] and (old < 0 or segment != self.segment[old]):
            return False
        if old >= 0 and -longer > self.room[self.segment[old]] and segment != self.segment[old]:
            return False
        delta -= self.lies(other)
        has_rivals = self.keys[job] or self.keys[other]
        if old >= 0 and not has_rivals and delta + self.costs[other][old] > allowed + self._waits(old, bucket):
            return False
        near = self.near(other)
        if old >= 0 and self.company(other, old, near) < 0:
            return False
        delta += self.lying(other, old, near)
        if has_rivals:
            delta += self._swap_rivals(job, old, other, bucket)
        if delta <= allowed + self._waits(old, bucket):
            self._swap(job, old, other, bucket)
            segments_fit = self.fits(self.segment[bucket]) and (old < 0 or self.fits(self.segment[old]))
            if segments_fit and self._rest(old, bucket, delta, allowed):
                self._moved(job, bucket)
                self._moved(other, old)
                return True
            self._swap(other, old, job, bucket)
        if has_rivals:
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
