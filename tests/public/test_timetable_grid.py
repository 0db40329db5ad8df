"""A day's grid: every screening stands at its time and is as long as it lasts, whatever the day is like."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.public.timetable_grid import STEP_MINUTES, GridCell, grid_rows, hour_marks, time_axis
from screenings.timetable.days import Span

BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")
NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    """In minutes after noon."""
    return Span(NOON + timedelta(minutes=start), NOON + timedelta(minutes=end))


def test_the_axis_runs_from_hour_to_hour_on_the_festivals_own_clock() -> None:
    assert time_axis([span(130, 220), span(10, 100)], BERLIN) == span(0, 240)
    assert time_axis([span(0, 60)], BERLIN) == span(0, 60)
    # Five hours and three quarters ahead: its hours begin at a quarter past ours.
    assert time_axis([span(20, 100)], KATHMANDU) == span(15, 135)
    assert hour_marks(span(0, 180)) == [NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2)]


def test_a_night_with_an_hour_twice_has_one_column_more() -> None:
    night = Span(datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))
    assert [f"{moment.astimezone(BERLIN):%H:%M}" for moment in hour_marks(time_axis([night], BERLIN))] == [
        "00:00", "01:00", "02:00", "02:00",
    ]  # fmt: skip


def test_no_screening_has_no_axis() -> None:
    with pytest.raises(ValueError, match="empty"):
        time_axis([], BERLIN)


def test_what_follows_shares_a_row_and_gaps_are_empty_cells() -> None:
    rows = grid_rows([(span(60, 152), "second"), (span(0, 45), "first"), (span(152, 200), "third")], span(0, 240))
    assert rows == [[GridCell(9, "first"), GridCell(3), GridCell(18, "second"), GridCell(10, "third"), GridCell(8)]]


def test_what_runs_at_once_in_a_shared_hall_has_a_row_of_its_own() -> None:
    rows = grid_rows([(span(0, 60), "long"), (span(30, 60), "beside")], span(0, 60))
    assert rows == [[GridCell(12, "long")], [GridCell(6), GridCell(6, "beside")]]


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 300)), min_size=1, max_size=20))
def test_every_row_is_as_wide_as_the_axis_and_every_screening_stands_once_at_its_time(
    given_spans: list[tuple[int, int]],
) -> None:
    items = [(span(start, start + length), number) for number, (start, length) in enumerate(given_spans)]
    along = time_axis((each for each, _ in items), BERLIN)
    rows = grid_rows(items, along)
    assert {sum(cell.steps for cell in row) for row in rows} == {along.minutes // STEP_MINUTES}
    stands = {}
    for row in rows:
        column = 0
        for cell in row:
            if cell.item is not None:
                assert cell.item not in stands
                stands[cell.item] = column
            column += cell.steps
    assert stands == {
        number: int((each.start - along.start).total_seconds()) // (STEP_MINUTES * 60) for each, number in items
    }
