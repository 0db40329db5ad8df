"""What is asked of the solver and what it answers, in values alone: another process may be asked as well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from screenings.solver.explain.explain import Explanation, explain
from screenings.solver.explain.infeasibility import Impossible
from screenings.solver.objective import Contribution, contributions
from screenings.solver.preferences import STANDARD, Preferences
from screenings.solver.propose import Progress, Proposal, propose
from screenings.solver.repair import repaired
from screenings.solver.search.annealing import Effort
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme


@dataclass(frozen=True, slots=True)
class Order:
    """`movable`: what may get another place. With `repair` only what is in trouble does, and `published` ones last.

    `before`: a repair leaves alone what was wrong in it already. The rest is as for `propose`.
    """

    programme: Programme
    movable: frozenset[UUID]
    published: frozenset[UUID] = frozenset()
    preferences: Preferences = STANDARD
    repair: bool = False
    seed: int = 0
    processes: int = 1
    proving: float = 0
    before: Programme | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`explanations` are of what the proposal could not place, as far as there was time for them.

    `terms_before` are those of the programme as it was.
    """

    proposal: Proposal
    explanations: Mapping[UUID, Explanation]
    terms_before: tuple[Contribution, ...]


def proposed(
    order: Order,
    *,
    effort: Effort,
    watch: Callable[[Progress], None] | None = None,
    warn: Callable[[tuple[Impossible, ...]], None] | None = None,
) -> Proposal:
    """Search, or repair. `watch` and `warn` hear of a search only."""
    if order.repair:
        return repaired(
            order.programme,
            movable=order.movable,
            published=order.published,
            before=order.before,
            preferences=order.preferences,
            effort=effort,
        )
    return propose(
        order.programme,
        effort=effort,
        movable=order.movable,
        preferences=order.preferences,
        seed=order.seed,
        watch=watch,
        warn=warn,
        processes=order.processes,
        proving=order.proving,
    )


def explained(order: Order, proposal: Proposal, *, enough: Callable[[], bool] = lambda: False) -> Answer:
    """With why each that has no place has none; `enough` is asked before each."""
    found: dict[UUID, Explanation] = {}
    for uid in proposal.unplaced:
        if enough():
            break
        found[uid] = explain(proposal.programme, uid, movable=order.movable, preferences=order.preferences)
    return Answer(proposal, found, contributions(order.programme, find_conflicts(order.programme), order.preferences))
