"""Free and blocked places: what the sweep says of each line is what asking for each line says."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings

from screenings.board.free_slots import slots_by_hall
from screenings.board.grid import LINE_MINUTES
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import RuleContext, RuleFilm, RuleHall
from screenings.timetable.days import day_bounds
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from screenings.timetable.what_if import WhatIf
from tests.timetable.random_festivals import festivals, seeds, unhurried
from tests.world import BERLIN, at

Mark = tuple[str, frozenset[UUID], Severity, bool]


def mark(conflict: Conflict) -> Mark:
    return conflict.code, frozenset(conflict.uids), conflict.severity, conflict.acknowledgeable


def one_by_one(programme: Programme, showing: Showing, day: date) -> dict[int, list[frozenset[Mark]]]:
    """Each hall's lines, each asked for itself."""
    others = tuple(each for each in programme.showings if each.uid != showing.uid)
    without = WhatIf(replace(programme, showings=others), pairwise=True)
    asked = {}
    for hall in programme.context.halls.values():
        start, end = day_bounds(day, hall.zone, programme.calendar.day_starts_at)
        asked[hall.id] = []
        while start + timedelta(minutes=LINE_MINUTES) <= end:
            there = replace(showing, hall=hall.id, starts_at=start, cancelled=False)
            asked[hall.id].append(frozenset(map(mark, without.consequences_of(there).added)))
            start += timedelta(minutes=LINE_MINUTES)
    return asked


def swept(programme: Programme, showing: Showing, day: date) -> dict[int, list[frozenset[Mark]]]:
    return {
        places.hall.id: [
            frozenset(map(mark, stretch.conflicts))
            for stretch in places.ranges
            for _ in range(stretch.last - stretch.first)
        ]
        for places in slots_by_hall(programme, showing, day)
    }


@pytest.mark.slow
@settings(unhurried, max_examples=30)
@given(festivals(), seeds())
def test_every_line_of_every_hall_says_what_asking_for_it_says(programme: Programme, seed: int) -> None:
    showing = programme.showings[seed % len(programme.showings)]
    day = programme.calendar.starts_on + timedelta(days=seed % 3)
    assert swept(programme, showing, day) == one_by_one(programme, showing, day)


HALL = RuleHall(1, "Odeon, Hall 1", zone=BERLIN, changeover=15)
FILMS = {number: RuleFilm(number, f"Film {number}", runtime=60) for number in (1, 2)}
CALENDAR = FestivalCalendar(
    date(2026, 10, 9), date(2026, 10, 20), BERLIN, at("2026-10-09 06:00").astimezone(BERLIN).time()
)


def stretches(*shows: Showing) -> list[tuple[str, str, list[str]]]:
    """Of the first of these on 10 October: from when to when, and what breaks."""
    programme = Programme(CALENDAR, shows, RuleContext(halls={1: HALL}, films=FILMS))
    (places,) = slots_by_hall(programme, shows[0], date(2026, 10, 10))

    def clock(line: int) -> str:
        return f"{(at('2026-10-10 06:00') + timedelta(minutes=LINE_MINUTES * line)).astimezone(BERLIN):%H:%M}"

    return [(clock(s.first), clock(s.last), [each.code for each in s.conflicts]) for s in places.ranges]


def test_around_a_show_the_hall_is_busy_for_its_length_and_both_changeovers() -> None:
    moved = Showing(UUID(int=1), 1, "Film 1", 60)
    other = Showing(UUID(int=2), 2, "Film 2", 60, at("2026-10-10 20:00"), 1)
    assert stretches(moved, other) == [
        ("06:00", "18:50", []),
        ("18:50", "19:05", ["changeover-too-short"]),  # too little changeover before it
        ("19:05", "21:00", ["hall-busy"]),  # on top of it
        ("21:00", "21:15", ["changeover-too-short"]),
        ("21:15", "06:00", []),
    ]


def test_where_it_stands_now_is_as_free_as_any_other_place() -> None:
    moved = Showing(UUID(int=1), 1, "Film 1", 60, at("2026-10-10 20:00"), 1)
    assert stretches(moved) == [("06:00", "06:00", [])]


@pytest.mark.parametrize(
    ("day", "lines"), [(date(2026, 10, 24), 300), (date(2027, 3, 27), 276), (date(2026, 10, 10), 288)]
)
def test_a_day_has_as_many_lines_as_it_has_minutes(day: date, lines: int) -> None:
    moved = Showing(UUID(int=1), 1, "Film 1", 60)
    programme = Programme(CALENDAR, (moved,), RuleContext(halls={1: HALL}, films=FILMS))
    (places,) = slots_by_hall(programme, moved, day)
    assert places.ranges[-1].last == lines
