"""From a programme to a task, and from what was found back to places."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import Costs, wished_clocks
from screenings.solver.model.precedences import Block, blocks, offsets_of, pairs
from screenings.solver.model.problem import FORBIDDEN, NOWHERE, Chain, Job, Stretches, Task, Tie, starts
from screenings.solver.model.time_grid import EVENING, STEP, Grid, free_stretches, pause_of
from screenings.solver.objective import fair_share
from screenings.solver.preferences import Preferences, Sequel
from screenings.timetable.conflicts import Severity
from screenings.timetable.rules import RULES, severity_of
from screenings.timetable.rules.guests import guests_expected
from screenings.timetable.values import Placed, Programme, Showing

# Rules between showings in different halls at about the same time, besides those of one film's repeats.
RIVALRIES: Final = ("audience-clash", "guest-in-two-places", "print-in-two-places")

NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a showing is put; `start` in units of the grid."""

    uid: UUID
    hall: int
    start: int


class Model:
    """A programme as a task: `movable` are to be placed afresh, all else stays where it is or without a place."""

    def __init__(self, programme: Programme, movable: Collection[UUID], preferences: Preferences) -> None:
        self.programme, self.preferences = programme, preferences
        self.grid = Grid(programme.calendar)
        self.halls = list(programme.house.halls)
        self.movable = frozenset(movable)
        kept = replace(programme, showings=tuple(s for s in programme.showings if s.uid not in self.movable))
        self.kept = {show.uid: show for show in kept.live}
        among = {s.uid for s in programme.showings if not s.cancelled and s.uid in self.movable}
        together = {block[0].uid: block for block in blocks(programme, preferences, among)}
        self.blocks = [together.get(s.uid, (s,)) for s in programme.showings if s.uid in self.kept or s.uid in together]
        self.showings = [block[0] for block in self.blocks]
        self.clocks = wished_clocks(preferences)
        self.costs = Costs(programme, self.grid, preferences, self.halls)
        self.stretches = Stretches()
        for stretch in free_stretches(kept, self.grid, preferences):
            hall = programme.house.halls[stretch.hall]
            self.stretches.add(
                self.halls.index(hall.id),
                stretch.day,
                stretch.opens,
                stretch.closes,
                strict=stretch.strict,
                parts=self.grid.parts(hall, self.grid.days[stretch.day], self.clocks),
                pause=pause_of(hall),
            )
        self.longest_pause = max((pause_of(hall) for hall in programme.house.halls.values()), default=0)
        self.known: dict[tuple[UUID | None, bool, Showing], tuple[int, ...]] = {}
        self.places = list(self._anywhere())
        self.task = self._task()

    def found(self, where: Sequence[int]) -> Iterator[Place]:
        """The places of what could be moved, where it has one."""
        for job, start in enumerate(starts(self.task, where)):
            if start is not None and self.showings[job].uid in self.movable:
                hall = self.halls[self.task.buckets[where[job]].hall]
                offsets, _ = offsets_of(self.blocks[job], pause_of(self.programme.house.halls[hall]))
                for showing, offset in zip(self.blocks[job], offsets, strict=True):
                    yield Place(showing.uid, hall, start + offset)

    def begin(self) -> list[int]:
        """For each job the bucket in which it would begin where it begins now; NOWHERE if there is none."""
        by_hall: defaultdict[int, list[int]] = defaultdict(list)
        for number, bucket in enumerate(self.stretches.buckets):
            by_hall[bucket.hall].append(number)
        return [self._now(showing, by_hall) for showing in self.showings]

    def _now(self, showing: Showing, by_hall: dict[int, list[int]]) -> int:
        if showing.uid not in self.movable or showing.starts_at is None or showing.hall is None:
            return NOWHERE
        start, buckets = self.grid.down(showing.starts_at), self.stretches.buckets
        there = by_hall.get(self.halls.index(showing.hall), ())
        return next((n for n in there if buckets[n].begins <= start < buckets[n].until), NOWHERE)

    def _task(self) -> Task:
        chains = tuple(self._chains())
        first = {chain.jobs[0] for chain in chains}
        keys, weights = self._rivals()
        costs = [
            () if block[0].uid in self.kept else self._costs_of_block(block, is_first=job in first)
            for job, block in enumerate(self.blocks)
        ]
        fixed = [self._fix(self.kept[s.uid]) if s.uid in self.kept else None for s in self.showings]
        jobs = (self._job(*one) for one in zip(self.blocks, costs, keys, fixed, strict=True))
        share = fair_share(len(self.showings), len(self.grid.days))
        return Task(
            tuple(self.stretches.buckets),
            tuple(self.stretches.segments),
            tuple(jobs),
            chains,
            tuple(weights),
            self._idle(),
            [share] * len(self.grid.days),
            self.preferences.weight("crowded-day"),
            tuple(self._ties()),
            self.preferences.weight("waits"),
        )

    def _ties(self) -> Iterator[Tie]:
        """The orders between two jobs of which at least one is to be placed; what runs as one needs none."""
        job_of = {showing.uid: job for job, block in enumerate(self.blocks) for showing in block}
        known = [showing for block in self.blocks for showing in block]
        # Of what stays, those that are near each other belong together, and what is placed afresh is left to its like.
        by_start = sorted(known, key=lambda s: (0, self.kept[s.uid].start) if s.uid in self.kept else (1,))
        weight = self.preferences.weight("wishes")
        for order in self.preferences.orders:
            points = FORBIDDEN if order.points is None else weight * order.points
            for one, other in pairs(order, known if order.within is None else by_start):
                first, then = job_of[one.uid], job_of[other.uid]
                if first != then and not {self.showings[first].uid, self.showings[then].uid} <= self.kept.keys():
                    tie = Tie(first, then, order.least, order.most, points)
                    yield self._by_the_clock(tie, order, one, other) if order.after or order.within is not None else tie

    def _by_the_clock(self, tie: Tie, order: Sequel, first: Showing, then: Showing) -> Tie:
        """With the gap between the starts. What stays may begin off the grid."""
        over = timedelta(minutes=first.length) + self._off(first) - self._off(then)
        least = -(-(over + timedelta(minutes=order.after)) // STEP)
        most = None if order.within is None else (over + timedelta(minutes=order.within)) // STEP
        at = [self._begins_in(self.blocks[job], each) for job, each in ((tie.first, first), (tie.then, then))]
        return replace(tie, gap=(least, most), first_at=at[0], then_at=at[1])

    def _off(self, showing: Showing) -> timedelta:
        if showing.uid not in self.kept:
            return timedelta(0)
        start = self.kept[showing.uid].start
        return start - self.grid.moment(self.grid.down(start))

    def _begins_in(self, block: Block, showing: Showing) -> tuple[int, ...]:
        """How long after the block does, by hall."""
        halls = (self.programme.house.halls[hall] for hall in self.halls)
        return tuple(offsets_of(block, pause_of(hall))[0][block.index(showing)] for hall in halls)

    def _costs_of_block(self, block: Block, *, is_first: bool) -> tuple[int, ...]:
        """What runs as one costs what each of it costs where it would begin."""
        costs = [self._costs_of(block[0], is_first=is_first)]
        if len(block) == 1:
            return costs[0]
        for number, showing in enumerate(block[1:], 1):
            offsets = {hall: offsets_of(block, pause_of(self.programme.house.halls[hall]))[0] for hall in self.halls}
            later = self._later([offsets[hall][number] for hall in self.halls])
            costs.append(tuple(self.costs.by_bucket(showing, later, is_first=False)))
        return tuple(FORBIDDEN if FORBIDDEN in each else sum(each) for each in zip(*costs, strict=True))

    def _later(self, offsets: list[int]) -> Stretches:
        """The same buckets, so much later by hall, and the part of the day that it is then."""
        later = Stretches(segments=self.stretches.segments)
        for bucket, (room, hall, day, part) in zip(self.stretches.buckets, self.stretches.rooms, strict=True):
            begins, until = bucket.begins + offsets[hall], bucket.until + offsets[hall]
            parts = self.grid.parts(self.programme.house.halls[self.halls[hall]], self.grid.days[day])
            then = next((each for end, each in parts if begins < end), part)
            later.buckets.append(replace(bucket, part=then, begins=begins, until=until))
            later.rooms.append((room - offsets[hall], hall, day, then))
        return later

    def _costs_of(self, showing: Showing, *, is_first: bool) -> tuple[int, ...]:
        """Showings that differ in nothing but their uid cost the same everywhere, where no wish names a uid."""
        named = showing.uid if any(wish.uids for wish in self.preferences.wishes) else None
        key = (named, is_first, replace(showing, uid=NOBODY, starts_at=None, hall=None))
        if key not in self.known:
            self.known[key] = tuple(self.costs.by_bucket(showing, self.stretches, is_first=is_first))
        return self.known[key]

    def _job(self, block: Block, costs: tuple[int, ...], keys: tuple[int, ...], fixed: int | None) -> Job:
        """As long as it takes in the hall with the longest changeover."""
        return Job(
            size=offsets_of(block, self.longest_pause)[1],
            costs=costs,
            unplaced=self.preferences.weight("unplaced") * len(block),
            keys=keys,
            fixed=fixed,
        )

    def _fix(self, place: Placed) -> int:
        day = min(max((place.day - self.grid.days[0]).days, 0), len(self.grid.days) - 1)
        begins = self.grid.down(place.start)
        parts = self.grid.parts(place.hall, self.grid.days[day])
        part = next((part for until, part in parts if begins < until), parts[-1][1])
        return self.stretches.fix(self.halls.index(place.hall.id), day, part, begins)

    def _chains(self) -> Iterator[Chain]:
        """The showings of one film for one audience; in their order where all are free and have days enough."""
        films: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for job, showing in enumerate(self.showings):
            films[showing.film, showing.audience].append(job)
        weight = self.preferences.weight
        for jobs in films.values():
            is_free = all(self.showings[job].uid in self.movable for job in jobs)
            if is_free:  # the one to which a guest comes is the first
                jobs.sort(key=lambda job: not guests_expected(self.programme.house, self.places[job][0])[0])
            yield Chain(
                tuple(jobs),
                ordered=is_free and 2 * len(jobs) <= len(self.grid.days),
                near=weight("next-day"),
                same_part=weight("same-part"),
                same_hall=weight("same-hall"),
                same_day=weight("same-day"),
            )

    def _rivals(self) -> tuple[list[tuple[int, ...]], list[int]]:
        """For each job the numbers of what it shares with another, and the points for two at one time by number."""
        sharing: dict[tuple[str, Hashable], set[int]] = {}
        for rule in RULES:
            if rule.code in RIVALRIES and rule.shares and severity_of(self.programme, rule) is not Severity.OFF:
                for job, places in enumerate(self.places):
                    for place in places:
                        for key in rule.shares(self.programme, place):
                            sharing.setdefault((rule.code, key), set()).add(job)
        keys: list[tuple[int, ...]] = [()] * len(self.showings)
        weights: list[int] = []
        for (code, _), jobs in sharing.items():
            if len({self.showings[job].film for job in jobs}) > 1:
                for job in jobs:
                    keys[job] += (len(weights),)
                name = "clashes" if code == RIVALRIES[0] else "warnings"
                weights.append(self.preferences.weight(name))
        return keys, weights

    def _anywhere(self) -> Iterator[list[Placed]]:
        """By job, as if it had a place, to ask what it shares wherever it is."""
        for block in self.blocks:
            anywhere = (replace(each, hall=self.halls[0], starts_at=self.grid.begins) for each in block)
            yield [place for each in anywhere if (place := self.programme.place(each))]

    def _idle(self) -> list[int]:
        """Points for an empty evening, at the first of the buckets it is made of."""
        idle, weight = [0] * len(self.stretches.buckets), self.preferences.weight("idle-evening")
        for segment in self.stretches.segments:
            evening = [bucket for bucket in segment.buckets if self.stretches.buckets[bucket].part == EVENING]
            if len(evening) == 1:
                idle[evening[0]] = weight
        return idle
