"""What goes wrong between two showings of a plan."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from screenings.itinerary.stops import CLASH, TIGHT_TRAVEL, StopConflict, conflict_of, stop_conflicts
from screenings.itinerary.values import ShowingOption

NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)
TRAVEL = {("odeon", "gloria"): 20, ("gloria", "odeon"): 25}


def stop(number: int, starts: int, length: int = 90, site: str = "odeon") -> ShowingOption:
    """`starts`: minutes after noon."""
    start = NOON + timedelta(minutes=starts)
    end = start + timedelta(minutes=length)
    return ShowingOption(UUID(int=number), (str(number),), site, start, end, date(2026, 10, 10))


def test_an_overlap_is_a_clash_by_the_minutes_of_it() -> None:
    first, second = stop(1, 0), stop(2, 60)
    assert conflict_of(second, first, TRAVEL, 10) == StopConflict(CLASH, first, second, 30, 0)


def test_a_way_counts_in_its_own_direction_and_with_the_time_to_be_there_early() -> None:
    first, there = stop(1, 0), stop(2, 110, site="gloria")
    assert conflict_of(first, there, TRAVEL, 10) == StopConflict(TIGHT_TRAVEL, first, there, 10, 20)
    assert conflict_of(first, there, TRAVEL, 0) is None
    back = stop(3, 220, site="odeon")
    assert conflict_of(there, back, TRAVEL, 0) == StopConflict(TIGHT_TRAVEL, there, back, 5, 25)


def test_one_who_stays_needs_the_time_to_be_there_early_too() -> None:
    first, next_door = stop(1, 0), stop(2, 95)
    assert conflict_of(first, next_door, TRAVEL, 5) is None
    assert conflict_of(first, next_door, TRAVEL, 10) == StopConflict(TIGHT_TRAVEL, first, next_door, 5, 0)


def test_a_long_film_hides_none_behind_a_short_one() -> None:
    long, short, later = stop(1, 0, 300), stop(2, 10, 20), stop(3, 200)
    found = stop_conflicts((later, short, long), {}, margin=0)
    assert [(each.first.uid.int, each.second.uid.int) for each in found] == [(1, 2), (1, 3)]


@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 200), st.sampled_from(["odeon", "gloria"])), max_size=6),
    st.integers(0, 30),
)
def test_a_plan_without_a_conflict_is_one_that_can_be_walked_minute_by_minute(
    shows: list[tuple[int, int, str]], margin: int
) -> None:
    stops = [stop(number, *show) for number, show in enumerate(shows)]
    order = sorted(stops, key=lambda each: (each.starts_at, each.ends_at))
    free_at, site, walks = NOON - timedelta(days=1), "", True
    for each in order:
        way = TRAVEL.get((site, each.site), 0)
        walks = walks and (not site or free_at + timedelta(minutes=way + margin) <= each.starts_at)
        free_at, site = max(free_at, each.ends_at), each.site
    # The way between two cinemas is the same from wherever one walks on, so the pairs decide it all.
    assert (not list(stop_conflicts(stops, TRAVEL, margin=margin))) == walks
