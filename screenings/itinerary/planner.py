"""A visitor's best plan, proven to be the best, and what each film that it leaves out would cost.

The search is in branch_and_bound.py, the graph whose paths are its plans in graph.py, the values in values.py.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from screenings.itinerary.alternatives import alternative_plans
from screenings.itinerary.infeasible_subset import minimal_infeasible_subset
from screenings.itinerary.values import (
    InclusionCost,
    ItineraryResult,
    OmittedFilm,
    ShowingOption,
    VisitPlan,
    VisitRequest,
    WaivedLimit,
)
from screenings.itinerary.visit_model import PlanRequirements, VisitModel

MIN_SEPARATION: Final = timedelta(hours=2)


class VisitPlanner:
    """The best plan, found when this is made. What each film left out would cost, and the next best plans, are worked
    out when they are asked for: each takes about as long as the plan itself.

    Raises ValueError as `VisitRequest` does. `max_evaluations` bounds each search; without it all is proven.
    """

    def __init__(self, request: VisitRequest, *, max_evaluations: int | None = None) -> None:
        self._max_evaluations = max_evaluations
        self._model = VisitModel(request)
        best = self._model.solve(max_evaluations=max_evaluations)
        assert best is not None, "with nothing required, staying at home is a plan"
        self._best = best

    @property
    def plan(self) -> VisitPlan:
        return self._best.plan

    @property
    def clashes(self) -> tuple[tuple[ShowingOption, ShowingOption], ...]:
        return self._model.clashes

    @property
    def waived(self) -> tuple[WaivedLimit, ...]:
        return tuple(self._model.waived)

    @property
    def films_left_out(self) -> tuple[str, ...]:
        return tuple(film for film in self._model.chosen_films if film not in self.plan.films)

    def omitted(self, film: str) -> OmittedFilm:
        """What including that film would cost, or why it cannot be had."""
        model, best = self._model, self._best
        number = model.chosen_films.index(film)
        forced = model.solve(
            PlanRequirements(films=(number,)), multipliers=best.multipliers, max_evaluations=self._max_evaluations
        )
        is_must = model.request.choices[number].must
        if forced is None or is_must:
            chosen = [choice for choice in model.request.choices if is_must and choice.must]
            musts = [choice.film for choice in chosen if choice.film in best.plan.films]
            subset = minimal_infeasible_subset(model.request, film, musts, [each.uid for each in best.plan.showings])
        else:
            subset = None
        return OmittedFilm(film, None if forced is None else _cost(best.plan, forced.plan, film), subset)

    def alternatives(self, number: int, *, min_separation: timedelta = MIN_SEPARATION) -> Iterator[VisitPlan]:
        """An alternative shows a film that the others do not, or shows it at least `min_separation` from their time."""
        return alternative_plans(
            self._model,
            self._best,
            plan_count=number,
            min_separation=min_separation,
            max_evaluations=self._max_evaluations,
        )


def best_itinerary(
    request: VisitRequest, *, alternatives: int = 2, min_separation: timedelta = MIN_SEPARATION
) -> ItineraryResult:
    """The whole answer: the best plan, what each film left out would cost or why it cannot be had, the next best."""
    planner = VisitPlanner(request)
    return ItineraryResult(
        planner.plan,
        tuple(map(planner.omitted, planner.films_left_out)),
        tuple(planner.alternatives(alternatives, min_separation=min_separation)),
        planner.clashes,
        planner.waived,
    )


def _cost(best: VisitPlan, forced: VisitPlan, film: str) -> InclusionCost:
    return InclusionCost(
        showing=next(showing for showing in forced.showings if film in showing.films),
        musts=best.value.musts - forced.value.musts,
        weight=best.value.weight - forced.value.weight,
        films_lost=tuple(sorted(best.films - forced.films)),
        films_gained=tuple(sorted(forced.films - best.films - {film})),
    )
