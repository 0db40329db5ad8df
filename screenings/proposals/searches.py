"""Searches in the background: requested, stopped, given up when their process is gone, and their best kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from screenings.models import (
    UNDER_WAY,
    Festival,
    Hall,
    PublishedScreening,
    Scenario,
    Screening,
    SearchKind,
    SearchRun,
    SearchState,
)
from screenings.proposals.results import best_so_far, save_as_scenario
from screenings.reliability.search_workers import is_lost
from screenings.scheduling import ChangeRefused

# A worker looks about once a second; after so long without one, something is wrong with the set-up.
UNCLAIMED_AFTER: Final = timedelta(seconds=15)


class SearchUnderWay(ChangeRefused):
    """A search of this festival is under way already."""

    def __init__(self, run: SearchRun) -> None:
        super().__init__("A search is under way already. Wait until it has finished, or stop it.")
        self.run = run


def is_unclaimed(run: SearchRun, *, at: datetime) -> bool:
    """Whether it has waited longer than any worker would let it."""
    return run.state == SearchState.WAITING and run.asked_at < at - UNCLAIMED_AFTER


def request_search(
    festival: Festival,
    *,
    kind: SearchKind | str,
    seconds: int,
    keep_published: bool = False,
    base: Scenario | None = None,
    by: User | None,
    at: datetime,
    enqueue: Callable[[int], object],
) -> SearchRun:
    """A search that waits for a worker, which `enqueue` tells of it by its key; both or neither.

    Raises SearchUnderWay while another one of the festival is, ChangeRefused if there is nothing to search for.
    """
    _require_something_to_search(festival, kind, keep_published=keep_published)
    try:
        with transaction.atomic():
            _close_lost_searches(festival, at=at)
            run = SearchRun.objects.create(
                festival=festival,
                kind=kind,
                seconds=seconds,
                keep_published=keep_published,
                base=base,
                by=by,
                asked_at=at,
            )
            enqueue(run.pk)
    except IntegrityError:
        other = SearchRun.objects.filter(festival=festival, state__in=UNDER_WAY).first()
        if other is None:
            raise
        raise SearchUnderWay(other) from None
    return run


def _require_something_to_search(festival: Festival, kind: SearchKind | str, *, keep_published: bool) -> None:
    if not Hall.objects.filter(venue__festival=festival).exists():
        raise ChangeRefused("There is no hall to put anything in. Add a venue with its halls first.")
    screenings = Screening.objects.of(festival).planned()
    if kind == SearchKind.UNPLACED and not screenings.unplaced().exists():
        raise ChangeRefused("Everything has a place: there is nothing in the tray.")
    if kind == SearchKind.REPAIR and not screenings.placed().exists():
        raise ChangeRefused("Nothing has a place yet, so there is nothing to repair. Search for everything instead.")
    if not screenings.exists():
        raise ChangeRefused("There is no screening to place. Add the films’ screenings first.")
    if kind == SearchKind.UNPLACED or (kind == SearchKind.ALL and screenings.unplaced().exists()):
        return
    free = screenings.placed().filter(pinned=False)
    if not free.exists():
        raise ChangeRefused("Everything is pinned, so nothing may move. Unpin what may.")
    public = PublishedScreening.objects.current(festival).values("uid")
    if keep_published and not free.exclude(uid__in=public).exists():
        raise ChangeRefused(
            "Nothing may move: what is not pinned is public, and is to be left where it is. "
            "Take that tick away, or unpin what may move."
        )


def _close_lost_searches(festival: Festival, *, at: datetime) -> None:
    for run in SearchRun.objects.filter(festival=festival, state__in=UNDER_WAY):
        if is_lost(run, at=at):
            SearchRun.objects.filter(pk=run.pk, state=run.state, alive_at=run.alive_at).update(
                state=SearchState.INTERRUPTED, ended_at=run.alive_at or at
            )


def stop_search(run: SearchRun, *, at: datetime) -> bool:
    """Ask it to end with the best so far; one that waits or is lost ends at once. Whether there was one to stop."""
    if is_lost(run, at=at):
        _close_lost_searches(run.festival, at=at)
        return True
    waiting = SearchRun.objects.filter(pk=run.pk, state=SearchState.WAITING)
    if waiting.update(state=SearchState.STOPPED, ended_at=at):
        return True
    running = SearchRun.objects.filter(pk=run.pk, state__in=(SearchState.RUNNING, SearchState.STOPPING))
    return bool(running.update(state=SearchState.STOPPING))


def save_best(run: SearchRun, *, by: User | None, at: datetime) -> SearchRun:
    """Write the best that an interrupted or failed search had as a scenario. Raises ChangeRefused if there is none."""
    with transaction.atomic():
        row = SearchRun.objects.select_for_update().get(pk=run.pk)
        if row.scenario_id is not None:
            return row
        if (row.is_under_way and not is_lost(row, at=at)) or not row.best:
            raise ChangeRefused("There is nothing to keep: it had found nothing better, or is still under way.")
        if row.is_under_way:
            row.state, row.ended_at = SearchState.INTERRUPTED, row.alive_at
        moves, origins = best_so_far(row)
        row.scenario = save_as_scenario(row, moves, origins, by=by, at=at)
        row.save(update_fields=["scenario", "state", "ended_at"])
    return row
