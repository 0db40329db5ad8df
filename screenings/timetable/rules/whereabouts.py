"""What somebody or something cannot do: be at two shows that are too close in time for the way between them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules.sweep import close_pairs, minutes_short
from screenings.timetable.travel import Way
from screenings.timetable.values import Placed, Programme


class Meeting(NamedTuple):
    """Two shows, the later starting `missing` minutes before one can be there from the earlier."""

    earlier: Placed
    later: Placed
    way: Way
    missing: int

    def conflict(
        self, code: str, facts: Mapping[str, int], names: Mapping[str, str], known: Collection[UUID]
    ) -> Conflict:
        """`known` are the shows at which one certainly has to be. What rests on an assumption is a warning at most."""
        overlap = self.later.start < self.earlier.end
        is_sure = (
            self.earlier.uid in known
            and self.later.uid in known
            and self.earlier.showing.length_is_known
            and (overlap or not self.way.is_estimate)
        )
        found: dict[str, str | int] = {
            **facts,
            "halls": f"{self.earlier.hall.id} {self.later.hall.id}",
            "first_ends": self.earlier.end.isoformat(),
            "second_starts": self.later.start.isoformat(),
            "way": self.way.minutes,
            "overlap": max(0, minutes_short(self.earlier.end - self.later.start)),
            "missing": self.missing,
            "assumed": int(not is_sure),
        }
        told = {
            **names,
            "means": self.way.means,
            "pace": self.way.pace,
            "guessed": "" if self.earlier.uid in known and self.later.uid in known else "yes",
            **self.earlier.named("first_"),
            **self.later.named("second_"),
        }
        severity = Severity.ERROR if is_sure else Severity.WARNING
        return Conflict(code, (self.earlier.uid, self.later.uid), found, told, severity)


def too_far(programme: Programme, shows: Iterable[Placed]) -> Iterator[Meeting]:
    """Every two of these shows, sorted by start, that nobody can be at one after the other.

    Two in one hall are hall-busy's affair, unless the hall is shared and may hold both.
    """
    house = programme.house
    for earlier, later in close_pairs(shows, house.longest_way, programme.about):
        if earlier.hall.id == later.hall.id and not earlier.hall.shared:
            continue
        way = house.travel.way(earlier.hall.venue, later.hall.venue)
        short = earlier.end + timedelta(minutes=way.minutes) - later.start
        if short > timedelta(0):
            yield Meeting(earlier, later, way, minutes_short(short))
