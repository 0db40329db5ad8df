"""From a festival to an order for the solver."""

import os
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from screenings.loading import load_preferences, load_programme
from screenings.models import Festival, PublishedScreening, Screening, SearchKind
from screenings.solver.api import Order, open_from, tray
from screenings.timetable.values import Programme

MOST = 4  # processes, unless more are asked for


def order_for(
    festival: Festival, kind: SearchKind | str, *, at: datetime, keep_published: bool = False, seed: int = 0
) -> Order:
    """The working timetable as it is, and what of it may move: nothing pinned, nothing cancelled.

    While the festival is not over what has begun by `at` stays as well, and nothing is put where it would have begun.
    """
    programme = load_programme(festival)
    preferences = replace(load_preferences(festival), not_before=open_from(programme.calendar, at))
    begun = frozenset[UUID]()
    if preferences.not_before:
        begun = frozenset(s.uid for s in programme.showings if s.starts_at and s.starts_at < at)
    published = frozenset(PublishedScreening.objects.current(festival).values_list("uid", flat=True))
    return Order(
        programme,
        tray(programme)
        if kind == SearchKind.UNPLACED
        else _movable(festival, programme, published if keep_published else frozenset()) - begun,
        published,
        preferences,
        kind == SearchKind.REPAIR,
        seed,
    )


def with_all_cores(order: Order, *, proving: float, processes: int | None = None) -> Order:
    """To be searched for on several cores at once, with a proof beside them that may take so many seconds."""
    return replace(order, processes=processes or min(os.cpu_count() or 1, MOST), proving=proving)


def _movable(festival: Festival, programme: Programme, kept: frozenset[UUID]) -> frozenset[UUID]:
    pinned = set(Screening.objects.of(festival).filter(pinned=True).values_list("uid", flat=True))
    placed = {showing.uid for showing in programme.showings if showing.starts_at is not None}
    live = (showing.uid for showing in programme.showings if not showing.cancelled)
    return frozenset(uid for uid in live if uid not in pinned & placed and uid not in kept & placed)
