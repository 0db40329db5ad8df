"""A festival's preferences for a proposed timetable, as the solver reads them."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from screenings.models import Festival, PlacementOrder, PlacementWish, Screening, StatedWish, TermWeight
from screenings.solver.preferences import DEFAULT_WEIGHTS, Precedence, Preferences, SlotConstraint, Wish
from screenings.solver.wishes import WISH_KIND_BY_NAME, with_wishes
from screenings.timetable.values import Programme


def load_preferences(festival: Festival) -> Preferences:
    """Three queries."""
    stored = dict(TermWeight.objects.filter(festival=festival).values_list("name", "weight"))
    weights = {name: weight for name, weight in stored.items() if name in DEFAULT_WEIGHTS}
    rows = PlacementWish.objects.filter(festival=festival).select_related("screening").order_by("pk")
    orders = PlacementOrder.objects.filter(festival=festival).select_related("first_screening", "then_screening")
    return Preferences(
        weights=weights,
        slot_constraints=tuple(map(_slot_constraint, rows)),
        precedences=tuple(map(_precedence, orders.order_by("pk"))),
    )


def load_preferences_with_wishes(
    festival: Festival, programme: Programme, *wishes: Wish, weights: Mapping[str, int] | None = None
) -> Preferences:
    """With the wishes in a phrase that the festival has stated, and these; `programme` is the timetable as it is.

    `weights` take the place of the festival's own. Four queries.
    """
    rows = StatedWish.objects.filter(festival=festival).order_by("pk").values_list("name", "section")
    stated = (Wish(name, section) for name, section in rows if name in WISH_KIND_BY_NAME)
    own = load_preferences(festival)
    weighed = own if weights is None else replace(own, weights=weights)
    return with_wishes(weighed, programme, (*stated, *wishes))


def _slot_constraint(row: PlacementWish) -> SlotConstraint:
    return SlotConstraint(
        uids=frozenset({row.screening.uid} if row.screening else ()),
        films=_ids(row.film_id),
        sections=_ids(row.section_id),
        halls=_ids(row.hall_id),
        days=frozenset({row.day} if row.day else ()),
        start_from=row.begins,
        start_before=row.until,
        avoid=row.avoid,
        penalty=row.points,
    )


def _precedence(row: PlacementOrder) -> Precedence:
    return Precedence(
        predecessor=_screening_or_film(row.first_screening, row.first_film_id),
        successor=_screening_or_film(row.then_screening, row.then_film_id),
        is_immediate=row.at_once,
        min_days=row.least,
        max_days=row.most,
        penalty=row.points,
        min_minutes=row.after,
        max_minutes=row.within,
    )


def _screening_or_film(screening: Screening | None, film: int | None) -> UUID | int:
    """A screening's uid or a film's id; the model's clean() makes sure that there is one of them."""
    if screening is not None:
        return screening.uid
    assert film is not None
    return film


def _ids(key: int | None) -> frozenset[int]:
    return frozenset() if key is None else frozenset({key})
