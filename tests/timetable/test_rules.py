"""Rules against a brute-force oracle: every pair compared, nothing swept."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from screenings.timetable.rules import find_conflicts, hall_busy
from screenings.timetable.values import Calendar, Programme, Showing

CALENDAR = Calendar(date(2026, 10, 9), date(2026, 10, 20), ZoneInfo("Europe/Berlin"), time(6))
NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)


def showing(number: int, starts: int | None, length: int, **kwargs: object) -> Showing:
    """Number `number`, starting `starts` minutes after noon."""
    return Showing(
        uid=UUID(int=number),
        film=number,
        title=f"Film {number}",
        length=length,
        starts_at=None if starts is None else NOON + timedelta(minutes=starts),
        **{"hall": 1, "hall_name": "Hall 1", "zone": "Europe/Berlin", **kwargs},  # type: ignore[arg-type]
    )


def clashes(*showings: Showing) -> dict[tuple[int, int], tuple[int, bool]]:
    """(first, second) → minutes missing, and whether it may be acknowledged."""
    found = hall_busy(Programme(CALENDAR, showings))
    return {
        (c.uids[0].int, c.uids[1].int): (int(c.facts["missing"]), c.acknowledgeable) for c in found
    }  # fmt: skip


def test_a_show_may_start_the_minute_the_hall_is_free() -> None:
    assert clashes(showing(1, 0, 90, changeover=15), showing(2, 105, 90)) == {}


def test_a_short_changeover_may_be_acknowledged_and_says_how_many_minutes_are_missing() -> None:
    assert clashes(showing(1, 0, 90, changeover=15), showing(2, 100, 90)) == {(1, 2): (5, True)}


def test_an_overlap_of_a_minute_cannot_be_acknowledged() -> None:
    assert clashes(showing(1, 0, 90), showing(2, 89, 90)) == {(1, 2): (1, False)}


def test_a_long_film_clashes_with_each_of_three_short_ones_behind_it() -> None:
    long, shorts = showing(1, 0, 200), [showing(n, 20 * n, 10) for n in (2, 3, 4)]
    assert set(clashes(long, *shorts)) == {(1, 2), (1, 3), (1, 4)}


def test_cancelled_unplaced_and_shared_ones_do_not_clash() -> None:
    for other in (
        showing(2, 10, 90, cancelled=True),
        showing(2, None, 90, hall=None),
        showing(2, 10, 90, shared=True, hall=2),
        showing(2, 10, 90, hall=2),
    ):
        assert clashes(showing(1, 0, 90), other) == {}


def test_the_same_facts_give_the_same_fingerprint_and_other_facts_another() -> None:
    first, again = (
        find_conflicts(Programme(CALENDAR, (showing(1, 0, 90, changeover=15), showing(2, 100, 90)))) for _ in range(2)
    )
    moved = find_conflicts(Programme(CALENDAR, (showing(1, 0, 90, changeover=15), showing(2, 101, 90))))
    assert first[0].fingerprint == again[0].fingerprint != moved[0].fingerprint


ANY_SHOWING = st.tuples(
    st.none() | st.integers(0, 300),
    st.integers(1, 240),
    st.integers(0, 30),
    st.integers(1, 3),
    st.sampled_from(("", "cancelled", "shared")),
)


@given(st.lists(ANY_SHOWING, max_size=14))
def test_the_sweep_finds_exactly_the_pairs_that_comparing_all_finds(
    rows: list[tuple[int | None, int, int, int, str]],
) -> None:
    showings = [
        showing(
            number,
            starts,
            length,
            changeover=changeover,
            hall=None if starts is None else 4 if kind == "shared" else hall,
            cancelled=kind == "cancelled",
            shared=kind == "shared",
        )
        for number, (starts, length, changeover, hall, kind) in enumerate(rows, 1)
    ]
    live = [s for s in showings if s.starts_at and not s.cancelled and not s.shared]
    expected = set()
    for one, other in combinations(live, 2):
        if one.hall != other.hall:
            continue
        assert one.starts_at
        assert other.starts_at
        first, second = sorted((one, other), key=lambda s: (s.starts_at, str(s.uid)))
        assert first.starts_at
        assert second.starts_at
        if second.starts_at < first.starts_at + timedelta(minutes=first.length + first.changeover):
            expected.add((first.uid.int, second.uid.int))
    assert set(clashes(*showings)) == expected
