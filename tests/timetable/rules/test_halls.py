"""The rules of a hall: overlaps and changeovers, against every pair compared."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from screenings.timetable.conflicts import Severity
from screenings.timetable.context import RuleHall
from screenings.timetable.rules import find_conflicts
from screenings.timetable.rules.halls import changeover_too_short, double_bookings, hall_busy
from screenings.timetable.values import CANCELLED, CONFIRMED, PublicScreening, Showing
from tests.timetable.rules.small_programmes import NOON, hall, programme, showing

Gaps = dict[tuple[int, int], tuple[int, bool]]


def clashes(*showings: Showing, halls: Iterable[RuleHall] = (hall(),)) -> Gaps:
    """(first, second) → minutes of overlap, and whether it may be acknowledged."""
    found = hall_busy(programme(*showings, halls=halls))
    return {(c.uids[0].int, c.uids[1].int): (int(c.facts["overlap"]), c.acknowledgeable) for c in found}


def hurried(*showings: Showing, halls: Iterable[RuleHall] = (hall(),)) -> Gaps:
    """(first, second) → minutes missing, and whether it may be acknowledged."""
    found = changeover_too_short(programme(*showings, halls=halls))
    return {(c.uids[0].int, c.uids[1].int): (int(c.facts["missing"]), c.acknowledgeable) for c in found}


def test_a_show_may_start_the_minute_the_hall_is_free() -> None:
    pair, halls = (showing(1, 0, 90), showing(2, 105, 90)), [hall(changeover=15)]
    assert clashes(*pair, halls=halls) == hurried(*pair, halls=halls) == {}


def test_a_short_changeover_may_be_acknowledged_and_says_how_many_minutes_are_missing() -> None:
    pair, halls = (showing(1, 0, 90), showing(2, 100, 90)), [hall(changeover=15)]
    assert hurried(*pair, halls=halls) == {(1, 2): (5, True)}
    assert clashes(*pair, halls=halls) == {}


def test_a_short_changeover_is_usually_a_warning_and_an_error_where_the_festival_says_so_and_the_length_is_known() -> (
    None
):
    pair = programme(showing(1, 0, 90), showing(2, 100, 90), halls=[hall(changeover=15)])
    assumed = replace(pair, showings=(replace(pair.showings[0], length_is_known=False), pair.showings[1]))
    strict = {"changeover-too-short": Severity.ERROR}
    for of, usual, held in ((pair, Severity.WARNING, Severity.ERROR), (assumed, Severity.WARNING, Severity.WARNING)):
        assert [(c.code, c.severity) for c in find_conflicts(of)] == [("changeover-too-short", usual)]
        asked = replace(of, context=replace(of.context, severities=strict))
        assert [(c.code, c.severity) for c in find_conflicts(asked)] == [("changeover-too-short", held)]


def test_an_overlap_of_a_minute_cannot_be_acknowledged() -> None:
    pair, halls = (showing(1, 0, 90), showing(2, 89, 90)), [hall(changeover=15)]
    assert clashes(*pair, halls=halls) == {(1, 2): (1, False)}
    assert hurried(*pair, halls=halls) == {}


def test_running_into_the_next_one_with_an_assumed_length_is_a_warning_that_may_be_acknowledged() -> None:
    assumed = replace(showing(1, 0, 90), length_is_known=False)
    (found,) = hall_busy(programme(assumed, showing(2, 89, 90)))
    assert (found.severity, found.acknowledgeable, found.facts["assumed"]) == (Severity.WARNING, True, 1)
    # What is assumed of the later one is of no consequence to when the earlier one ends.
    (found,) = hall_busy(programme(showing(1, 0, 90), replace(showing(2, 89, 90), length_is_known=False)))
    assert (found.severity, found.acknowledgeable, found.facts["assumed"]) == (Severity.ERROR, False, 0)


def test_two_that_start_in_one_minute_are_together_however_long_they_are() -> None:
    pair = [replace(showing(number, 0, 90), length_is_known=False) for number in (1, 2)]
    assert clashes(*pair) == {(1, 2): (90, False)}


def test_a_long_film_clashes_with_each_of_three_short_ones_behind_it() -> None:
    long, shorts = showing(1, 0, 200), [showing(n, 20 * n, 10) for n in (2, 3, 4)]
    assert set(clashes(long, *shorts)) == {(1, 2), (1, 3), (1, 4)}


def test_cancelled_unplaced_and_shared_ones_do_not_clash() -> None:
    for other in (
        showing(2, 10, 90, cancelled=True),
        showing(2, None, 90, hall=None),
        showing(2, 10, 90, hall=2),
    ):
        assert clashes(showing(1, 0, 90), other, halls=[hall(), hall(2)]) == {}
    assert clashes(showing(1, 0, 90), showing(2, 10, 90), halls=[hall(shared=True)]) == {}


def public(number: int, starts: int, length: int, hall: str = "grand", **kwargs: Any) -> PublicScreening:
    start = NOON + timedelta(minutes=starts)
    return PublicScreening(
        uid=UUID(int=number),
        title=f"Film {number}",
        starts_at=start,
        ends_at=start + timedelta(minutes=length),
        timezone="Europe/Berlin",
        day=start.date(),
        venue="Odeon",
        venue_slug="odeon",
        hall="Grand",
        hall_slug=hall,
        **{"status": CONFIRMED, **kwargs},
    )


def test_of_public_screenings_every_two_at_one_time_in_one_hall_are_found_whatever_their_order() -> None:
    long, shorts = public(1, 0, 100), [public(n, 20 * n, 10) for n in (2, 3)]
    others = (
        public(4, 40, 10, "studio"),
        public(5, 40, 10, status=CANCELLED),
        public(6, 40, 10, hall_is_shared=True),
        public(7, 100, 10),
    )
    found = list(double_bookings([*others, *reversed(shorts), long]))
    assert [[uid.int for uid in conflict.uids] for conflict in found] == [[1, 2], [1, 3]]
    assert [conflict.facts for conflict in found] == [
        {"hall": "grand", "overlap": 60, "missing": 60},
        {"hall": "grand", "overlap": 40, "missing": 40},
    ]
    assert not any(conflict.acknowledgeable for conflict in found)


ANY_SHOWING = st.tuples(st.none() | st.integers(0, 300), st.integers(1, 240), st.integers(1, 4), st.booleans())


@given(st.lists(ANY_SHOWING, max_size=14), st.lists(st.integers(0, 30), min_size=3, max_size=3))
def test_the_sweep_finds_exactly_the_pairs_that_comparing_all_finds(
    rows: list[tuple[int | None, int, int, bool]], changeovers: list[int]
) -> None:
    showings = [
        showing(number, starts, length, hall=None if starts is None else where, cancelled=cancelled)
        for number, (starts, length, where, cancelled) in enumerate(rows, 1)
    ]
    halls = [*(hall(number, minutes) for number, minutes in enumerate(changeovers, 1)), hall(4, shared=True)]
    live = [s for s in showings if s.starts_at and not s.cancelled and s.hall != 4]
    expected = set()
    for one, other in combinations(live, 2):
        if one.hall != other.hall:
            continue
        assert one.hall
        assert one.starts_at
        assert other.starts_at
        first, second = sorted((one, other), key=lambda s: (s.starts_at, s.uid.int))
        assert first.starts_at
        assert second.starts_at
        if second.starts_at < first.starts_at + timedelta(minutes=first.length + changeovers[one.hall - 1]):
            expected.add((first.uid.int, second.uid.int))
    assert set(clashes(*showings, halls=halls)) | set(hurried(*showings, halls=halls)) == expected
