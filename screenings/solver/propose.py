"""A proposal: where everything without a place could go, judged by the rules themselves."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from typing import Final
from uuid import UUID

from screenings.solver.bounds.lower_bound import Bound, bound_beside
from screenings.solver.explain.infeasibility import SCREENING, Impossible, impossible
from screenings.solver.improve.preplace import with_followers
from screenings.solver.improve.settle import settle
from screenings.solver.model.build import Model
from screenings.solver.objective import Contribution, contributions, score
from screenings.solver.preferences import STANDARD, Preferences
from screenings.solver.search.annealing import Annealing, Effort, Found, Steps
from screenings.solver.search.multistart import best_of_several
from screenings.solver.unmet import Unmet, unmet
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

JUDGED_EVERY: Final = 0.05  # of the effort
# What comes after a search by the clock takes as long again at most; one of so many steps, or a stopped one, is seen to
# its end, to the same one every time.
LATE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: the share of its effort spent, and the best it has so far.

    `best` says where that puts what is movable. `conflicts` and `score` are what the rules and the terms say of a best
    of a moment ago: they are asked a few times in a search only, and not before the first time. No placing has fewer
    `points` than `bound`.
    """

    spent: float
    steps: int
    placed: int
    unplaced: int
    points: int
    bound: int = 0
    conflicts: int | None = None
    score: int | None = None
    best: Callable[[], tuple[Move, ...]] = field(default=tuple, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A difference to a programme, and what the rules and the terms say of the programme it would make.

    `moves` are only those that change something. `unplaced` found no place within the effort given, which proves
    nothing; what is `impossible` was known before and not searched for. `bound`: no placing of these showings has fewer
    of the search's own points, `points`. `unmet`: wishes and orders that are not kept.
    """

    programme: Programme
    moves: tuple[Move, ...]
    unplaced: tuple[UUID, ...]
    conflicts: tuple[Conflict, ...]
    terms: tuple[Contribution, ...]
    points: int
    bound: int
    steps: int
    unmet: tuple[Unmet, ...] = ()
    impossible: tuple[Impossible, ...] = ()

    def placed(self, among: Collection[UUID]) -> int:
        """How many of these have a place in it."""
        return sum(s.uid in among and s.starts_at is not None for s in self.programme.showings)

    @property
    def score(self) -> int:
        """Points of the whole programme; fewer are better."""
        return score(self.terms)


def tray(programme: Programme) -> frozenset[UUID]:
    """What has no place yet."""
    return frozenset(s.uid for s in programme.showings if not s.cancelled and programme.place(s) is None)


def propose(
    programme: Programme,
    *,
    effort: Effort,
    movable: Collection[UUID] | None = None,
    preferences: Preferences = STANDARD,
    seed: int = 0,
    watch: Callable[[Progress], None] | None = None,
    warn: Callable[[tuple[Impossible, ...]], None] | None = None,
    processes: int = 1,
    proving: float = 0,
) -> Proposal:
    """Place what is movable, by default what has no place, so that no error is among what the rules find then.

    `effort` is asked every few hundred steps which share of the effort is spent, and ends the search at 1: a clock, a
    count of steps or a stop button. For one seed and one number of Steps the proposal is always the same, with so many
    processes, each of which searches from another seed. The search ends early where no other can be better.
    `warn` hears what is impossible before the search. `proving`: seconds that a process beside it may take for a better
    bound, which the proposal does not wait for.
    """
    programme = replace(programme, chosen=frozenset())  # what one visitor has picked is no matter of the timetable
    free = tray(programme) if movable is None else frozenset(movable)
    if not programme.house.halls:
        never = impossible(programme, movable=free)
        if warn:
            warn(never)
        return replace(judged(programme, programme, free, preferences), impossible=never)
    begun, searched = with_followers(with_moves(programme, map(Move, free)), free, preferences)
    led = free - searched
    given = with_moves(programme, (Move(s.uid, s.hall, s.starts_at) for s in begun.showings if s.uid in led))
    model = Model(given, searched, preferences)
    never = impossible(given, movable=searched, preferences=preferences, model=model)
    if warn:
        warn(never)
    if nowhere := {one.uids[0] for one in never if one.kind == SCREENING and one.severity is Severity.ERROR}:
        searched -= nowhere
        given = with_moves(given, map(Move, nowhere))
        model = Model(given, searched, preferences)
    with bound_beside(model.task, proving) as bound:
        found = Watching(model, given, effort, bound, watch).search(seed, processes)
    is_late = partial(_is_late, effort, found.steps)
    after = settle(with_moves(given, _moves(model, found.where)), free, preferences, is_late)
    done = judged(programme, after, free, preferences, found.points, bound.points, found.steps)
    return replace(done, impossible=never)


def _is_late(effort: Effort, steps: int) -> bool:
    return LATE <= effort(steps) < inf


def _moves(model: Model, where: Sequence[int]) -> tuple[Move, ...]:
    """A move for all that is movable, also to where it is already; one to nowhere for what has no place."""
    placed = {place.uid: Move(place.uid, place.hall, model.grid.moment(place.start)) for place in model.found(where)}
    return tuple(placed.get(uid, Move(uid)) for uid in model.movable)


@dataclass(slots=True)
class Watching:
    """A search that tells how far it is, and ends where what it has is proven to be the best."""

    model: Model
    given: Programme
    effort: Effort
    bound: Bound
    watch: Callable[[Progress], None] | None
    best: Found | None = None
    next_judged: float = 0.0
    judged: Found | None = None
    conflicts: int | None = None
    score: int | None = None

    def search(self, seed: int, processes: int) -> Found:
        task, begin = self.model.task, self.model.begin()
        if processes > 1:
            # What counts steps has to be the same again: it does not end early.
            effort = self.effort if isinstance(self.effort, Steps) else self.ask
            return best_of_several(task, begin, effort=effort, seed=seed, processes=processes, watch=self.hear)
        alone = Annealing(task, seed=seed, begin=begin)

        def ask(steps: int) -> float:
            spent = self.ask(steps)
            self.hear(spent, alone.found())
            return spent

        return alone.run(ask)

    def ask(self, steps: int) -> float:
        spent = self.effort(steps)
        return 1.0 if self.best and self.best.points <= self.bound.points else spent

    def hear(self, spent: float, best: Found) -> None:
        self.best = best
        if self.watch:
            self._judge(spent, best)
            lost = sum(len(block) for block, at in zip(self.model.blocks, best.where, strict=True) if at < 0)
            self.watch(
                Progress(
                    spent=min(1.0, spent),
                    steps=best.steps,
                    placed=len(self.model.movable) - lost,
                    unplaced=lost,
                    points=best.points,
                    bound=self.bound.points,
                    conflicts=self.conflicts,
                    score=self.score,
                    best=partial(_moves, self.model, best.where),
                )
            )

    def _judge(self, spent: float, best: Found) -> None:
        """Ask the rules and the terms, now and then."""
        if spent < self.next_judged or (self.judged and self.judged.where == best.where):
            return
        self.next_judged, self.judged = min(1.0, spent + JUDGED_EVERY), best
        programme = with_moves(self.given, _moves(self.model, best.where))
        conflicts = find_conflicts(programme)
        self.conflicts = len(conflicts)
        self.score = score(contributions(programme, conflicts, self.model.preferences))


def judged(
    before: Programme,
    after: Programme,
    free: Collection[UUID],
    preferences: Preferences,
    points: int = 0,
    bound: int = 0,
    steps: int = 0,
) -> Proposal:
    """What changes from one programme to the other, and what is found in the other."""
    known = {showing.uid: showing for showing in before.showings}
    moves = tuple(
        Move(s.uid, s.hall, s.starts_at)
        for s in after.showings
        if (s.hall, s.starts_at) != (known[s.uid].hall, known[s.uid].starts_at)
    )
    conflicts = find_conflicts(after)
    terms = contributions(after, conflicts, preferences)
    lost = tuple(s.uid for s in after.showings if s.uid in free and s.starts_at is None)
    return Proposal(after, moves, lost, conflicts, terms, points, bound, steps, unmet(after, preferences))
