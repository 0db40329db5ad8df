"""What goes wrong between the showings of a plan: two at one time, or a way that takes longer than there is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from screenings.itinerary.values import ShowingOption

CLASH, TIGHT_TRAVEL = "clash", "tight-travel"
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class StopConflict:
    """Two showings that cannot both be seen whole. `short_by`: minutes that are missing, the margin among them.

    A CLASH overlaps; in TIGHT_TRAVEL the second begins before one is there. `way`: minutes between their venues.
    """

    code: str
    first: ShowingOption
    second: ShowingOption
    short_by: int
    way: int


def conflict_of(
    one: ShowingOption, other: ShowingOption, travel: Mapping[tuple[str, str], int], margin: int
) -> StopConflict | None:
    """What is wrong with going to both, whichever begins first."""
    first, second = sorted((one, other), key=lambda stop: (stop.starts_at, stop.ends_at, str(stop.uid)))
    way = travel.get((first.site, second.site), 0)
    free = (second.starts_at - first.ends_at) // _MINUTE
    if free < 0:
        return StopConflict(CLASH, first, second, -free, way)
    short_by = way + margin - free
    return StopConflict(TIGHT_TRAVEL, first, second, short_by, way) if short_by > 0 else None


def stop_conflicts(
    stops: Iterable[ShowingOption], travel: Mapping[tuple[str, str], int], *, margin: int
) -> Iterator[StopConflict]:
    """Of all pairs, by start. A plan has few stops: every pair is compared, so that a long film hides none."""
    stops = sorted(stops, key=lambda stop: (stop.starts_at, stop.ends_at, str(stop.uid)))
    for number, first in enumerate(stops):
        for second in stops[number + 1 :]:
            if found := conflict_of(first, second, travel, margin):
                yield found
