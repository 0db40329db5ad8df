"""A long list of conflicts is read hall by hall and day by day, a short one as it is."""

from datetime import UTC, datetime
from random import Random
from uuid import UUID

from screenings.timetable.conflicts import Conflict
from screenings.timetable.rules import find_conflicts
from screenings.wording.conflict_places import conflict_lines, grouped_by_place, place_of
from tests.timetable.random_festivals import random_festival

NOON = datetime(2026, 10, 10, 12, tzinfo=UTC).isoformat()


def closed(number: int, hall: str, day: str) -> Conflict:
    names = {"film": f"Film {number}", "hall": hall, "starts": NOON, "ends": NOON, "day": day,
             "zone": "UTC", "home": "UTC", "assumed": ""}  # fmt: skip
    facts = {"why": "closure", "times": "2026-10-09 2026-10-12"}
    return Conflict("hall-closed", (UUID(int=number),), facts, names)


def said(conflict: Conflict) -> str:
    return conflict.names["film"]


PLACES = [("Screen 10", "2026-10-09"), ("Screen 2", "2026-10-10"), ("Screen 2", "2026-10-09")] * 2
MANY = [closed(number, *place) for number, place in enumerate(PLACES)]


def test_many_stand_below_their_hall_and_day_with_their_number() -> None:
    assert list(conflict_lines(MANY, said)) == [
        "Screen 2, Fri 9 Oct (2):", "- Film 2", "- Film 5",
        "Screen 2, Sat 10 Oct (2):", "- Film 1", "- Film 4",
        "Screen 10, Fri 9 Oct (2):", "- Film 0", "- Film 3",
    ]  # fmt: skip


def test_five_are_read_without_headings_and_in_the_order_they_had() -> None:
    assert list(conflict_lines(MANY[:5], said)) == [f"- Film {number}" for number in range(5)]
    assert list(conflict_lines([], said)) == []


def test_the_place_of_every_kind_of_conflict_is_that_of_its_first_screening_and_none_is_lost() -> None:
    codes = set()
    for seed in range(150):
        programme = random_festival(seed, 12)
        shows = {show.uid: show for show in programme.scheduled}
        found = list(find_conflicts(programme))
        Random(seed).shuffle(found)
        groups = grouped_by_place(found, lambda conflict: conflict)
        assert sorted(map(id, found)) == sorted(id(conflict) for _place, group in groups for conflict in group)
        for conflict in found:
            first = shows[conflict.uids[0]]
            assert place_of(conflict) == (first.hall.name, first.day)
            codes.add(conflict.code)
    assert len(codes) >= 14
