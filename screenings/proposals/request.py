"""From a festival to an order for the solver."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from screenings.loading import load_preferences_with_wishes, load_timetable
from screenings.loading.scenario import load_scenario_placements, with_scenario
from screenings.models import Festival, Hall, PublishedScreening, Scenario, Screening, SearchKind
from screenings.solver.api import (
    HallHours,
    SolveRequest,
    Wish,
    earliest_start,
    have_room_for,
    learned_hours,
    unplaced_uids,
)
from screenings.timetable.values import Programme

DEFAULT_MAX_PROCESSES = 4  # processes, unless more are asked for


def build_solve_request(
    festival: Festival,
    kind: SearchKind | str,
    *,
    at: datetime,
    keep_published: bool = False,
    seed: int = 0,
    wishes: Iterable[Wish] = (),
    base: Scenario | None = None,
    weights: Mapping[str, int] | None = None,
) -> SolveRequest:
    """The working timetable as it is, and what of it may move: nothing pinned, nothing cancelled.

    While the festival is not over what has begun by `at` stays as well, and nothing is put where it would have begun.
    It goes on from where `base` has everything, and leaves alone what is pinned there. `wishes` count for this search
    beside those that the festival has stated, `weights` instead of its own.
    """
    working = load_timetable(festival)
    programme, start, kept = working.programme, None, frozenset[UUID]()
    if base is not None:
        proposed = with_scenario(working, load_scenario_placements(base))
        start = proposed.programme
        kept = frozenset(s.uid for s in start.showings if s.uid in proposed.pins and s.starts_at is not None)
    preferences = load_preferences_with_wishes(festival, programme, *wishes, weights=weights)
    if kind != SearchKind.REPAIR:
        preferences = replace(preferences, learned_hours=_learned_hours(festival, programme))
    preferences = replace(preferences, not_before=earliest_start(programme.calendar, at))
    begun = frozenset[UUID]()
    if preferences.not_before:
        begun = frozenset(s.uid for s in programme.showings if s.starts_at and s.starts_at < at)
    published = frozenset(PublishedScreening.objects.current(festival).values_list("uid", flat=True))
    return SolveRequest(
        programme,
        (
            unplaced_uids(programme)
            if kind == SearchKind.UNPLACED
            else _movable(festival, programme, published if keep_published else frozenset()) - begun
        )
        - kept,
        published,
        preferences,
        kind == SearchKind.REPAIR,
        seed,
        start=start,
    )


def _learned_hours(festival: Festival, programme: Programme) -> HallHours:
    """From its own timetable where most of it has a place, else from the edition before; none that leave no room.

    Halls of two editions are the same where hall and cinema have the same names.
    """
    hours: HallHours = {}
    if all(hall.openings for hall in programme.context.halls.values()):
        return hours
    if 2 * len(programme.scheduled) >= len(programme.showings):
        hours = learned_hours(programme)
    elif before := Festival.objects.filter(ends_on__lt=festival.starts_on).order_by("-ends_on", "-pk").first():
        last_year, names = learned_hours(load_timetable(before).programme), _hall_names(before)
        ids = {name: hall for hall, name in _hall_names(festival).items()}
        hours = {ids[names[hall]]: of for hall, of in last_year.items() if names[hall] in ids}
        hours = {hall: of for hall, of in hours.items() if not programme.context.halls[hall].openings}
    return hours if have_room_for(hours, programme) else {}


def _hall_names(festival: Festival) -> dict[int, tuple[str, str]]:
    rows = Hall.objects.filter(venue__festival=festival).values_list("pk", "venue__name", "name")
    return {pk: (venue, hall) for pk, venue, hall in rows}


def with_all_cores(request: SolveRequest, *, processes: int | None = None) -> SolveRequest:
    """To be searched for on several cores at once."""
    return replace(request, processes=processes or min(os.cpu_count() or 1, DEFAULT_MAX_PROCESSES))


def _movable(festival: Festival, programme: Programme, unmovable: frozenset[UUID]) -> frozenset[UUID]:
    """All that takes place, but what is pinned, and specials, which are where they are for a reason."""
    pinned = set(Screening.objects.of(festival).filter(pinned=True).values_list("uid", flat=True))
    placed = {showing.uid for showing in programme.showings if showing.starts_at is not None}
    specials = {show.uid for show in programme.scheduled if programme.calendar.is_special(show.day)}
    live = (showing.uid for showing in programme.showings if not showing.cancelled)
    return frozenset(
        uid for uid in live if uid not in specials and uid not in pinned & placed and uid not in unmovable & placed
    )
