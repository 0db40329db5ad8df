"""Alternative plans: the next best ones that differ from all better ones."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count

from screenings.itinerary.values import PlanValue, VisitPlan
from screenings.itinerary.visit_model import NO_REQUIREMENTS, PlanRequirements, SolvedPlan, VisitModel

QueueKey = tuple[int, int, int, bool]
OpenPart = tuple[QueueKey, int, PlanRequirements, SolvedPlan | None, Sequence[int]]


def alternative_plans(
    model: VisitModel, best: SolvedPlan, *, plan_count: int, min_separation: timedelta, max_evaluations: int | None
) -> Iterator[VisitPlan]:
    """Plans by falling value, each different from all before it, that keep as many bookings and musts as the best.

    A plan differs from another when it makes a visit that shows a film the other does without, or at another time, at
    least `min_separation` away. What is still open is partitioned by the first such visit made (Lawler 1972), and a
    part is solved only when no other has a better upper bound.
    """
    accepted, number = [best], count()
    open_parts: list[OpenPart] = []

    def branch(requirements: PlanRequirements, solved: SolvedPlan, similar: SolvedPlan) -> None:
        bounds = model.upper_bounds(requirements, solved.multipliers)
        earlier: set[int] = set()
        for visit in differing_visits(model, similar, min_separation):
            if visit in bounds:
                smaller = PlanRequirements(
                    visits=(*requirements.visits, visit), excluded=requirements.excluded | earlier
                )
                bound = min(bounds[visit], solved.plan.value)
                heappush(open_parts, (_key(bound, solved=False), next(number), smaller, None, solved.multipliers))
                earlier.add(visit)

    if plan_count:
        branch(NO_REQUIREMENTS, best, best)
    while open_parts and len(accepted) <= plan_count:
        _, _, requirements, solved, multipliers = heappop(open_parts)
        if solved is None:
            solved = model.solve(requirements, multipliers=multipliers, max_evaluations=max_evaluations)
            if solved and _level(solved.plan.value) == _level(best.plan.value):
                heappush(
                    open_parts, (_key(solved.plan.value, solved=True), next(number), requirements, solved, multipliers)
                )
            continue
        similar = next(
            (plan for plan in accepted if not set(differing_visits(model, plan, min_separation)) & set(solved.visits)),
            None,
        )
        if similar is None:
            yield solved.plan
            accepted.append(solved)
            similar = solved
        branch(requirements, solved, similar)


def differing_visits(model: VisitModel, plan: SolvedPlan, min_separation: timedelta) -> list[int]:
    """The visits any one of which makes a plan differ from this one."""
    seen_at = {film: model.options[visit].starts_at for visit in plan.visits for film in model.films[visit]}
    return [
        visit
        for visit, (option, films) in enumerate(zip(model.options, model.films, strict=True))
        if any(film not in seen_at or abs(option.starts_at - seen_at[film]) >= min_separation for film in films)
    ]


def _key(worth: PlanValue, *, solved: bool) -> QueueKey:
    """The best upper bound first; of equals, those already solved."""
    return -worth.booked, -worth.musts, -worth.weight, not solved


def _level(worth: PlanValue) -> tuple[int, int]:
    return worth.booked, worth.musts
