"""A visitor's best plan: exactly the best, with proof, and what the films it leaves out would cost.

The search is in itinerary_search, the graph it walks in itinerary_graph, the values in itinerary_values.
"""

from datetime import timedelta
from typing import Final

from screenings.itinerary.blame import blame
from screenings.itinerary.model import Asked, Model, Solved
from screenings.itinerary.others import next_best
from screenings.itinerary.values import Cost, Itinerary, LeftOut, Plan, Wishes

APART: Final = timedelta(hours=2)


def best_plan(wishes: Wishes, *, effort: int | None = None) -> Plan:
    """The plan of greatest worth; `effort` bounds the longest paths looked for, and then its proof may be missing."""
    return _solved(Model(wishes), effort).plan


def best_itinerary(
    wishes: Wishes, *, alternatives: int = 2, apart: timedelta = APART, effort: int | None = None
) -> Itinerary:
    """The best plan, what each film left out would cost or why it cannot be had, and the next best plans.

    A plan is another one only if it shows a film the other does not, or a film at least `apart` from the other's time.
    `effort` bounds each single search.
    """
    model = Model(wishes)
    best = _solved(model, effort)
    left_out = tuple(_left_out(model, best, film, effort) for film in model.picks if film not in best.plan.films)
    others = tuple(next_best(model, best, wanted=alternatives, apart=apart, effort=effort))
    return Itinerary(best.plan, left_out, others, model.clashes, tuple(model.waived))


def _solved(model: Model, effort: int | None) -> Solved:
    best = model.solve(effort=effort)
    assert best is not None, "with nothing required, staying at home is a plan"
    return best


def _left_out(model: Model, best: Solved, film: str, effort: int | None) -> LeftOut:
    number = model.picks.index(film)
    forced = model.solve(Asked(films=(number,)), prices=best.prices, effort=effort)
    is_must = model.wishes.picks[number].must
    if forced is None or is_must:
        musts = [pick.film for pick in model.wishes.picks if is_must and pick.must and pick.film in best.plan.films]
        why = blame(model.wishes, film, musts, [stop.uid for stop in best.plan.stops])
    else:
        why = None
    return LeftOut(film, None if forced is None else _cost(best.plan, forced.plan, film), why)


def _cost(best: Plan, forced: Plan, film: str) -> Cost:
    return Cost(
        showing=next(stop for stop in forced.stops if film in stop.films),
        musts=best.worth.musts - forced.worth.musts,
        weight=best.worth.weight - forced.worth.weight,
        leave=tuple(sorted(best.films - forced.films)),
        come=tuple(sorted(forced.films - best.films - {film})),
    )
