"""From a festival to an order for the solver."""

import os
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from screenings.loading import load_preferences, load_timetable
from screenings.models import Festival, PublishedScreening, Screening, SearchKind
from screenings.solver.api import SolveRequest, earliest_start, unplaced_uids
from screenings.timetable.values import Programme

DEFAULT_MAX_PROCESSES = 4  # processes, unless more are asked for


def build_solve_request(
    festival: Festival, kind: SearchKind | str, *, at: datetime, keep_published: bool = False, seed: int = 0
) -> SolveRequest:
    """The working timetable as it is, and what of it may move: nothing pinned, nothing cancelled.

    While the festival is not over what has begun by `at` stays as well, and nothing is put where it would have begun.
    """
    programme = load_timetable(festival).programme
    preferences = replace(load_preferences(festival), not_before=earliest_start(programme.calendar, at))
    begun = frozenset[UUID]()
    if preferences.not_before:
        begun = frozenset(s.uid for s in programme.showings if s.starts_at and s.starts_at < at)
    published = frozenset(PublishedScreening.objects.current(festival).values_list("uid", flat=True))
    return SolveRequest(
        programme,
        unplaced_uids(programme)
        if kind == SearchKind.UNPLACED
        else _movable(festival, programme, published if keep_published else frozenset()) - begun,
        published,
        preferences,
        kind == SearchKind.REPAIR,
        seed,
    )


def with_all_cores(request: SolveRequest, *, processes: int | None = None) -> SolveRequest:
    """To be searched for on several cores at once."""
    return replace(request, processes=processes or min(os.cpu_count() or 1, DEFAULT_MAX_PROCESSES))


def _movable(festival: Festival, programme: Programme, unmovable: frozenset[UUID]) -> frozenset[UUID]:
    pinned = set(Screening.objects.of(festival).filter(pinned=True).values_list("uid", flat=True))
    placed = {showing.uid for showing in programme.showings if showing.starts_at is not None}
    live = (showing.uid for showing in programme.showings if not showing.cancelled)
    return frozenset(uid for uid in live if uid not in pinned & placed and uid not in unmovable & placed)
