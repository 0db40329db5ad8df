"""A visitor's best plan, proven to be the best, and what each film that it leaves out would cost.

The search is in branch_and_bound.py, the graph whose paths are its plans in graph.py, the values in values.py.
"""

from datetime import timedelta
from typing import Final

from screenings.itinerary.alternatives import alternative_plans
from screenings.itinerary.infeasible_subset import minimal_infeasible_subset
from screenings.itinerary.values import InclusionCost, ItineraryResult, OmittedFilm, VisitPlan, VisitRequest
from screenings.itinerary.visit_model import PlanRequirements, SolvedPlan, VisitModel

MIN_SEPARATION: Final = timedelta(hours=2)


def best_plan(request: VisitRequest, *, max_evaluations: int | None = None) -> VisitPlan:
    """The plan of greatest worth; limited to so many longest paths it may come without proof."""
    return _solved(VisitModel(request), max_evaluations).plan


def best_itinerary(
    request: VisitRequest,
    *,
    alternatives: int = 2,
    min_separation: timedelta = MIN_SEPARATION,
    max_evaluations: int | None = None,
) -> ItineraryResult:
    """The best plan, what each film left out would cost or why it cannot be had, and the next best plans.

    An alternative shows a film that the others do not, or shows it at least `min_separation` from their time.
    `max_evaluations` limits each single search to so many longest paths.
    """
    model = VisitModel(request)
    best = _solved(model, max_evaluations)
    omitted = tuple(
        _left_out(model, best, film, max_evaluations) for film in model.chosen_films if film not in best.plan.films
    )
    next_best = tuple(
        alternative_plans(
            model, best, plan_count=alternatives, min_separation=min_separation, max_evaluations=max_evaluations
        )
    )
    return ItineraryResult(best.plan, omitted, next_best, model.clashes, tuple(model.waived))


def _solved(model: VisitModel, max_evaluations: int | None) -> SolvedPlan:
    best = model.solve(max_evaluations=max_evaluations)
    assert best is not None, "with nothing required, staying at home is a plan"
    return best


def _left_out(model: VisitModel, best: SolvedPlan, film: str, max_evaluations: int | None) -> OmittedFilm:
    number = model.chosen_films.index(film)
    forced = model.solve(
        PlanRequirements(films=(number,)), multipliers=best.multipliers, max_evaluations=max_evaluations
    )
    is_must = model.request.choices[number].must
    if forced is None or is_must:
        chosen = [choice for choice in model.request.choices if is_must and choice.must]
        musts = [choice.film for choice in chosen if choice.film in best.plan.films]
        subset = minimal_infeasible_subset(model.request, film, musts, [showing.uid for showing in best.plan.showings])
    else:
        subset = None
    return OmittedFilm(film, None if forced is None else _cost(best.plan, forced.plan, film), subset)


def _cost(best: VisitPlan, forced: VisitPlan, film: str) -> InclusionCost:
    return InclusionCost(
        showing=next(showing for showing in forced.showings if film in showing.films),
        musts=best.value.musts - forced.value.musts,
        weight=best.value.weight - forced.value.weight,
        films_lost=tuple(sorted(best.films - forced.films)),
        films_gained=tuple(sorted(forced.films - best.films - {film})),
    )
