"""A proposal: where everything without a place could go, judged by the rules themselves."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from uuid import UUID

from screenings.timetable.conflicts import Conflict
from screenings.timetable.consequences import Move
from screenings.timetable.rules import find_conflicts
from screenings.timetable.solving.annealing import Annealing, Effort
from screenings.timetable.solving.modelling import Model
from screenings.timetable.solving.moving import with_moves
from screenings.timetable.solving.preferences import STANDARD, Preferences
from screenings.timetable.solving.settling import settle
from screenings.timetable.solving.terms import Contribution, contributions, score
from screenings.timetable.values import Programme


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: the share of its effort spent, and the best it has so far."""

    spent: float
    steps: int
    placed: int
    unplaced: int
    points: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A difference to a programme, and what the rules and the terms say of the programme it would make.

    `moves` are only those that change something. `unplaced` found no place within the effort given, which proves
    nothing. `bound`: no placing of these showings has fewer of the search's own points, `points`.
    """

    programme: Programme
    moves: tuple[Move, ...]
    unplaced: tuple[UUID, ...]
    conflicts: tuple[Conflict, ...]
    terms: tuple[Contribution, ...]
    points: int
    bound: int
    steps: int

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
) -> Proposal:
    """Place what is movable, by default what has no place, so that no error is among what the rules find then.

    `effort` is asked every few hundred steps which share of the effort is spent, and ends the search at 1: a clock, a
    count of steps or a stop button. For one seed and one number of steps the proposal is always the same.
    """
    programme = replace(programme, chosen=frozenset())  # what one visitor has picked is no matter of the timetable
    free = tray(programme) if movable is None else frozenset(movable)
    if not programme.house.halls:
        free = frozenset()
    model = Model(programme, free, preferences)
    search = Annealing(model.task, seed=seed, begin=model.begin())
    watched = _watched(effort, search, watch, len(model.movable)) if watch else effort
    found = search.run(watched)
    placed = {
        place.uid: Move(place.uid, place.hall, model.grid.moment(place.start)) for place in model.found(found.where)
    }
    proposed = with_moves(programme, [placed.get(uid, Move(uid)) for uid in free])
    return judged(
        programme, settle(proposed, free, preferences), free, preferences, found.points, model.task.bound, found.steps
    )


def _watched(effort: Effort, search: Annealing, watch: Callable[[Progress], None], jobs: int) -> Effort:
    def ask(steps: int) -> float:
        spent, best = effort(steps), search.best
        watch(Progress(min(1.0, spent), steps, jobs - best.unplaced, best.unplaced, best.points))
        return spent

    return ask


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
    return Proposal(after, moves, lost, conflicts, terms, points, bound, steps)
