"""What a festival wants of a proposal, as the solver reads it."""

from screenings.models import Festival, PlacementWish, TermWeight
from screenings.timetable.solver import WEIGHTS, Preferences, Wish


def load_preferences(festival: Festival) -> Preferences:
    """Two queries."""
    weights = dict(TermWeight.objects.filter(festival=festival).values_list("name", "weight"))
    known = {name: weight for name, weight in weights.items() if name in WEIGHTS}
    rows = PlacementWish.objects.filter(festival=festival).select_related("screening").order_by("pk")
    return Preferences(weights=known, wishes=tuple(map(_wish, rows)))


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


def _those(key: int | None) -> frozenset[int]:
    return frozenset() if key is None else frozenset({key})
