"""A day in lines of five minutes: what lies where, beside what, and when the hall is shut."""

from dataclasses import replace
from datetime import date, time
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from screenings.board.grid import DayGrid, clock_segments, current_festival_day, day_grid, line_start
from screenings.timetable.context import Opening, RuleContext, RuleFilm, RuleHall
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from tests.world import BERLIN, at

CALENDAR = FestivalCalendar(date(2026, 10, 9), date(2026, 10, 20), BERLIN, time(6))
FILM = RuleFilm(1, "Cléo", runtime=90)
DAY = date(2026, 10, 10)


def show(number: int, starts: str, length: int = 90, hall: int = 1) -> Showing:
    return Showing(UUID(int=number), 1, "Cléo", length, at(starts), hall)


def grid(
    *shows: Showing, hall: RuleHall | None = None, calendar: FestivalCalendar = CALENDAR, day: date = DAY
) -> DayGrid:
    place = hall or RuleHall(1, "Odeon", zone=BERLIN, changeover=15)
    return day_grid(Programme(calendar, shows, RuleContext(halls={1: place}, films={1: FILM})), day)


def laid(found: DayGrid) -> list[tuple[int, int, int, int]]:
    (column,) = found.columns
    return [(block.line, block.lines, block.changeover_lines, block.lane) for block in column.blocks]


def test_a_card_is_as_long_as_its_show_and_its_changeover_is_its_tail() -> None:
    assert laid(grid(show(1, "2026-10-10 20:00"))) == [(168, 18, 3, 0)]


def test_between_two_lines_it_begins_on_the_line_before_and_ends_on_the_one_after() -> None:
    assert laid(grid(show(1, "2026-10-10 20:03", 92))) == [(168, 19, 3, 0)]


def test_what_runs_at_the_same_time_lies_side_by_side_and_what_follows_goes_back_to_the_first() -> None:
    found = grid(
        show(1, "2026-10-10 20:00", 200), show(2, "2026-10-10 20:30", 30), show(3, "2026-10-10 21:00", 30),
        show(4, "2026-10-10 23:20", 30),
    )  # fmt: skip
    assert [lane for *_rest, lane in laid(found)] == [0, 1, 1, 0]
    assert found.columns[0].lane_count == 2
    assert [block.lane_span for block in found.columns[0].blocks] == [1, 1, 1, 2]


def test_a_card_is_as_wide_as_nothing_else_needs_meanwhile() -> None:
    """Held against asking, for each card and each lane to its right, whether anything there runs at the same time."""
    random = Random(4)
    for _round in range(60):
        shows = [
            show(number, f"2026-10-10 {random.randint(10, 15)}:{random.randint(0, 59):02}", random.randint(1, 150))
            for number in range(1, 12)
        ]
        (column,) = grid(*shows).columns
        for block in column.blocks:
            beside = [
                other.lane for other in column.blocks
                if other.lane > block.lane and other.show.start < block.show.end and block.show.start < other.show.end
            ]  # fmt: skip
            assert 1 <= block.lane_span <= min([*beside, column.lane_count]) - block.lane
            if all(each.show.showing.length >= 15 for each in column.blocks):
                assert block.lane_span == min([*beside, column.lane_count]) - block.lane


def test_shorts_that_follow_each_other_lie_side_by_side_so_that_each_can_be_read() -> None:
    found = grid(*(show(number, f"2026-10-10 20:{number * 5:02}", 3) for number in range(5)))
    assert laid(found) == [(168, 1, 3, 0), (169, 1, 3, 1), (170, 1, 3, 2), (171, 1, 3, 0), (172, 1, 3, 1)]


def test_the_day_is_shown_from_nine_to_one_and_wider_where_something_runs() -> None:
    usual = grid(show(1, "2026-10-10 20:00"))
    assert (usual.first, usual.last) == (36, 228)
    assert (usual.hours[0].text, usual.hours[-1].text, len(usual.hours)) == ("09:00", "00:00", 16)
    wide = grid(show(1, "2026-10-10 07:30"), show(2, "2026-10-11 00:45"))
    assert (wide.first, wide.last) == (12, 252)


def test_a_show_that_begins_before_the_festival_day_is_over_is_drawn_to_its_end() -> None:
    assert laid(grid(show(1, "2026-10-11 05:30"))) == [(282, 18, 3, 0)]


def test_on_the_night_of_the_change_an_hour_is_there_twice() -> None:
    october = FestivalCalendar(date(2026, 10, 24), date(2026, 10, 26), BERLIN, time(6))
    found = grid(show(1, "2026-10-25 05:00", 30), calendar=october, day=date(2026, 10, 24))
    assert laid(found) == [(288, 6, 3, 0)]
    assert [hour.text for hour in found.hours][-6:] == ["01:00", "02:00", "02:00", "03:00", "04:00", "05:00"]
    assert line_start(288, date(2026, 10, 24), BERLIN, october) == at("2026-10-25 05:00")


def test_a_cancelled_show_is_drawn_without_a_changeover() -> None:
    gone = replace(show(1, "2026-10-10 20:00"), cancelled=True)
    place = RuleHall(1, "Odeon", zone=BERLIN, changeover=15)
    programme = Programme(CALENDAR, (gone,), RuleContext(halls={1: place}, films={1: FILM}))
    placed = programme.placed_showing(gone)
    assert placed is not None
    assert laid(day_grid(programme, DAY, [placed])) == [(168, 18, 0, 0)]


@pytest.mark.parametrize(
    ("day", "zone", "clock"),
    [
        (date(2026, 10, 10), "Europe/Berlin", [(0, 360)]),
        (date(2026, 10, 24), "Europe/Berlin", [(0, 360), (252, 120)]),
        (date(2026, 10, 24), "Europe/London", [(0, 360), (240, 60)]),
        (date(2027, 3, 27), "Europe/Berlin", [(0, 360), (240, 180)]),
        (date(2027, 3, 27), "Australia/Lord_Howe", [(0, 360)]),
    ],
)
def test_a_hall_has_its_own_clock_also_on_the_night_of_its_change(
    day: date, zone: str, clock: list[tuple[int, int]]
) -> None:
    assert clock_segments(day, ZoneInfo(zone), CALENDAR) == clock


def test_a_hall_is_shut_outside_its_hours_and_on_its_closures() -> None:
    openings = (Opening(5, time(10), time(13)), Opening(5, time(15), time(1)))

    def shut(hall: RuleHall) -> list[tuple[int, int]]:
        return [(each.line, each.lines) for each in grid(hall=hall).columns[0].closed_ranges]

    assert shut(RuleHall(1, "Odeon", zone=BERLIN, openings=openings)) == [(0, 48), (84, 24), (228, 60)]
    assert shut(RuleHall(1, "Odeon", zone=BERLIN, openings=openings, closures=((DAY, DAY),))) == [(0, 360)]
    assert shut(RuleHall(1, "Odeon", zone=BERLIN)) == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-10-11 00:30", DAY), ("2026-05-01 12:00", date(2026, 10, 9)), ("2027-05-01 12:00", date(2026, 10, 20))],
)
def test_the_board_opens_on_the_day_it_is_or_on_the_nearest_of_the_run(moment: str, day: date) -> None:
    assert current_festival_day(CALENDAR, at(moment)) == day


def test_each_hall_has_its_column_also_where_nothing_runs() -> None:
    (column,) = grid().columns
    assert (column.blocks, column.lane_count) == ((), 1)
