"""Showings that come close to each other, in pairs or in clusters: one sweep over intervals sorted by their start."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from math import ceil
from typing import TypeVar
from uuid import UUID

from screenings.timetable.values import PlacedShowing, Programme

Key = TypeVar("Key")


def close_pairs(
    shows: Iterable[PlacedShowing], margin: int = 0, focus_uid: UUID | None = None
) -> Iterator[tuple[PlacedShowing, PlacedShowing]]:
    """Every two, the earlier first, of which the later starts less than `margin` minutes after the other's end.

    `shows` are sorted by start. Every show still running is kept, so a long film meets each short one behind it.
    Half-open: one may start the minute another ends. O(n + pairs). `focus_uid`: only pairs with this showing.
    """
    extra = timedelta(minutes=margin)
    if focus_uid is not None:
        yield from _pairs_with(focus_uid, list(shows), extra)
        return
    running: list[tuple[datetime, PlacedShowing]] = []
    for later in shows:
        if running:
            running = [entry for entry in running if entry[0] > later.start]
            for _until, earlier in running:
                yield earlier, later
        running.append((later.end + extra, later))


def _pairs_with(
    focus_uid: UUID, shows: list[PlacedShowing], extra: timedelta
) -> Iterator[tuple[PlacedShowing, PlacedShowing]]:
    index = next((index for index, show in enumerate(shows) if show.uid == focus_uid), None)
    if index is not None:
        focus = shows[index]
        yield from ((earlier, focus) for earlier in shows[:index] if earlier.end + extra > focus.start)
        yield from ((focus, later) for later in shows[index + 1 :] if focus.end + extra > later.start)


def clusters(shows: Iterable[PlacedShowing]) -> Iterator[list[PlacedShowing]]:
    """Shows, sorted by start, that overlap one after the other: between two clusters none of them runs. O(n)."""
    cluster: list[PlacedShowing] = []
    for show in shows:
        if not cluster:
            until = show.end
        elif show.start >= until:
            yield cluster
            cluster, until = [], show.end
        cluster.append(show)
        if show.end > until:
            until = show.end
    if cluster:
        yield cluster


def group_shows(
    programme: Programme, group_by: Callable[[Programme, PlacedShowing], Iterable[Key]]
) -> dict[Key, list[PlacedShowing]]:
    """The scheduled showings by each key that `group_by` gives them, sorted by start."""
    groups: defaultdict[Key, list[PlacedShowing]] = defaultdict(list)
    for show in programme.scheduled:
        for key in group_by(programme, show):
            groups[key].append(show)
    return groups


def ceil_minutes(span: timedelta) -> int:
    """Whole minutes, rounded up, so that no sentence understates what is missing."""
    return ceil(span / timedelta(minutes=1))
