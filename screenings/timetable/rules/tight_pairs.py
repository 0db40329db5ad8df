"""Pairs of showings that nobody and nothing can be at both: they leave too little time for the journey between."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules.sweep import ceil_minutes, close_pairs
from screenings.timetable.travel import Journey
from screenings.timetable.values import PlacedShowing, Programme


class TightPair(NamedTuple):
    """Two shows, the later starting `missing` minutes before one can be there from the earlier."""

    earlier: PlacedShowing
    later: PlacedShowing
    journey: Journey
    missing: int

    def conflict(
        self, code: str, facts: Mapping[str, int], names: Mapping[str, str], certain_uids: Collection[UUID]
    ) -> Conflict:
        """`certain_uids`: showings where one certainly has to be. What rests on an assumption is a warning at most."""
        overlap = self.later.start < self.earlier.end
        is_sure = (
            self.earlier.uid in certain_uids
            and self.later.uid in certain_uids
            and self.earlier.showing.length_is_known
            and (overlap or not self.journey.is_estimate)
        )
        all_facts: dict[str, str | int] = {
            **facts,
            "halls": f"{self.earlier.hall.id} {self.later.hall.id}",
            "first_ends": self.earlier.end.isoformat(),
            "second_starts": self.later.start.isoformat(),
            "way": self.journey.minutes,
            "overlap": max(0, ceil_minutes(self.earlier.end - self.later.start)),
            "missing": self.missing,
            "assumed": int(not is_sure),
        }
        all_names = {
            **names,
            "means": self.journey.means,
            "pace": self.journey.pace,
            "guessed": "" if self.earlier.uid in certain_uids and self.later.uid in certain_uids else "yes",
            **self.earlier.names_for_wording("first_"),
            **self.later.names_for_wording("second_"),
        }
        severity = Severity.ERROR if is_sure else Severity.WARNING
        return Conflict(code, (self.earlier.uid, self.later.uid), all_facts, all_names, severity)


def find_tight_pairs(programme: Programme, shows: Iterable[PlacedShowing]) -> Iterator[TightPair]:
    """Every two of these shows, sorted by start, that nobody can be at one after the other.

    Two in one hall are left to hall-busy, unless the hall is shared and may hold both.
    """
    context = programme.context
    for earlier, later in close_pairs(shows, context.longest_travel_minutes, programme.focus_uid):
        if earlier.hall.id == later.hall.id and not earlier.hall.shared:
            continue
        journey = context.travel.journey(earlier.hall.venue, later.hall.venue)
        missing = earlier.end + timedelta(minutes=journey.minutes) - later.start
        if missing > timedelta(0):
            yield TightPair(earlier, later, journey, ceil_minutes(missing))
