"""What a festival wants of a proposal, as the solver reads it."""

from uuid import UUID

from screenings.models import Festival, PlacementOrder, PlacementWish, Screening, TermWeight
from screenings.solver.api import WEIGHTS, Preferences, Sequel, Wish


def load_preferences(festival: Festival) -> Preferences:
    """Three queries."""
    weights = dict(TermWeight.objects.filter(festival=festival).values_list("name", "weight"))
    known = {name: weight for name, weight in weights.items() if name in WEIGHTS}
    rows = PlacementWish.objects.filter(festival=festival).select_related("screening").order_by("pk")
    orders = PlacementOrder.objects.filter(festival=festival).select_related("first_screening", "then_screening")
    return Preferences(weights=known, wishes=tuple(map(_wish, rows)), orders=tuple(map(_order, orders.order_by("pk"))))


def _wish(row: PlacementWish) -> Wish:
    return Wish(
        uids=frozenset({row.screening.uid} if row.screening else ()),
        films=_those(row.film_id),
        sections=_those(row.section_id),
        halls=_those(row.hall_id),
        days=frozenset({row.day} if row.day else ()),
        begins=row.begins,
        until=row.until,
        avoid=row.avoid,
        points=row.points,
    )


def _order(row: PlacementOrder) -> Sequel:
    return Sequel(
        first=_which(row.first_screening, row.first_film_id),
        then=_which(row.then_screening, row.then_film_id),
        at_once=row.at_once,
        least=row.least,
        most=row.most,
        points=row.points,
        after=row.after,
        within=row.within,
    )


def _which(screening: Screening | None, film: int | None) -> UUID | int:
    """Its own clean() sees to it that there is one of them."""
    if screening is not None:
        return screening.uid
    assert film is not None
    return film


def _those(key: int | None) -> frozenset[int]:
    return frozenset() if key is None else frozenset({key})
