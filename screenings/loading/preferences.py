"""What a festival wants of a proposal, as the solver reads it."""

from uuid import UUID

from screenings.models import Festival, PlacementOrder, PlacementWish, Screening, TermWeight
from screenings.solver.api import DEFAULT_WEIGHTS, Precedence, Preferences, SlotConstraint


def load_preferences(festival: Festival) -> Preferences:
    """Three queries."""
    weights = dict(TermWeight.objects.filter(festival=festival).values_list("name", "weight"))
    known = {name: weight for name, weight in weights.items() if name in DEFAULT_WEIGHTS}
    rows = PlacementWish.objects.filter(festival=festival).select_related("screening").order_by("pk")
    orders = PlacementOrder.objects.filter(festival=festival).select_related("first_screening", "then_screening")
    return Preferences(
        weights=known, slot_constraints=tuple(map(_wish, rows)), precedences=tuple(map(_order, orders.order_by("pk")))
    )


def _wish(row: PlacementWish) -> SlotConstraint:
    return SlotConstraint(
        uids=frozenset({row.screening.uid} if row.screening else ()),
        films=_those(row.film_id),
        sections=_those(row.section_id),
        halls=_those(row.hall_id),
        days=frozenset({row.day} if row.day else ()),
        start_from=row.begins,
        start_before=row.until,
        avoid=row.avoid,
        penalty=row.points,
    )


def _order(row: PlacementOrder) -> Precedence:
    return Precedence(
        predecessor=_which(row.first_screening, row.first_film_id),
        successor=_which(row.then_screening, row.then_film_id),
        is_immediate=row.at_once,
        min_days=row.least,
        max_days=row.most,
        penalty=row.points,
        min_minutes=row.after,
        max_minutes=row.within,
    )


def _which(screening: Screening | None, film: int | None) -> UUID | int:
    """Its own clean() sees to it that there is one of them."""
    if screening is not None:
        return screening.uid
    assert film is not None
    return film


def _those(key: int | None) -> frozenset[int]:
    return frozenset() if key is None else frozenset({key})
