"""Rules against a brute-force oracle: every pair compared, nothing swept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from screenings.timetable.conflicts import Severity
from screenings.timetable.context import RuleContext, RuleFilm, RuleGuest, RuleHall
from screenings.timetable.rules import CODES, find_conflicts
from screenings.timetable.rules.audience import minimum_age
from screenings.timetable.rules.halls import double_bookings, hall_busy
from screenings.timetable.rules.sweep import ceil_minutes
from screenings.timetable.travel import Travel
from screenings.timetable.values import CANCELLED, CONFIRMED, FestivalCalendar, Programme, PublicScreening, Showing
from tests.timetable.random_festivals import festivals

CALENDAR = FestivalCalendar(date(2026, 10, 9), date(2026, 10, 20), ZoneInfo("Europe/Berlin"), time(6))
NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)
# As many films as showings in any test, so that no rule but hall-busy has anything to say.
FILMS = {number: RuleFilm(number, f"Film {number}") for number in range(1, 16)}


def hall(number: int = 1, changeover: int = 0, *, shared: bool = False) -> RuleHall:
    return RuleHall(number, f"Hall {number}", zone=CALENDAR.zone, changeover=changeover, shared=shared)


def showing(number: int, starts: int | None, length: int, *, hall: int | None = 1, cancelled: bool = False) -> Showing:
    """Number `number`, starting `starts` minutes after noon."""
    return Showing(
        uid=UUID(int=number),
        film=number,
        title=f"Film {number}",
        length=length,
        starts_at=None if starts is None else NOON + timedelta(minutes=starts),
        hall=hall,
        cancelled=cancelled,
    )


def programme(*showings: Showing, halls: Iterable[RuleHall] = (hall(),)) -> Programme:
    return Programme(CALENDAR, showings, RuleContext(halls={each.id: each for each in halls}, films=FILMS))


def clashes(*showings: Showing, halls: Iterable[RuleHall] = (hall(),)) -> dict[tuple[int, int], tuple[int, bool]]:
    """(first, second) → minutes missing, and whether it may be acknowledged."""
    found = hall_busy(programme(*showings, halls=halls))
    return {(c.uids[0].int, c.uids[1].int): (int(c.facts["missing"]), c.acknowledgeable) for c in found}


def test_a_show_may_start_the_minute_the_hall_is_free() -> None:
    assert clashes(showing(1, 0, 90), showing(2, 105, 90), halls=[hall(changeover=15)]) == {}


def test_a_short_changeover_may_be_acknowledged_and_says_how_many_minutes_are_missing() -> None:
    assert clashes(showing(1, 0, 90), showing(2, 100, 90), halls=[hall(changeover=15)]) == {(1, 2): (5, True)}


def test_an_overlap_of_a_minute_cannot_be_acknowledged() -> None:
    assert clashes(showing(1, 0, 90), showing(2, 89, 90)) == {(1, 2): (1, False)}


def test_an_overlap_with_a_length_that_is_only_assumed_cannot_be_acknowledged_either() -> None:
    assumed = replace(showing(1, 0, 90), length_is_known=False)
    assert clashes(assumed, showing(2, 89, 90)) == {(1, 2): (1, False)}


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


def test_the_same_facts_give_the_same_fingerprint_and_other_facts_another() -> None:
    halls = [hall(changeover=15)]
    first, again = (find_conflicts(programme(showing(1, 0, 90), showing(2, 100, 90), halls=halls)) for _ in range(2))
    moved = find_conflicts(programme(showing(1, 0, 90), showing(2, 101, 90), halls=halls))
    assert first[0].fingerprint == again[0].fingerprint != moved[0].fingerprint


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


def test_a_programme_is_for_those_whom_all_of_its_films_let_in() -> None:
    films = {n: RuleFilm(n, "", minimum_age=age) for n, age in enumerate((0, 6, 12, None), 1)}
    house = RuleContext(films=films)
    assert minimum_age(house, RuleFilm(9, "", parts=(1, 2, 3))) == 12
    assert minimum_age(house, RuleFilm(9, "", parts=(1, 4))) is None
    assert minimum_age(house, RuleFilm(9, "", parts=(3, 4), minimum_age=6)) == 6


def test_the_press_may_see_a_premiere_when_the_public_does() -> None:
    films = {1: RuleFilm(1, "Film 1", premiere="world")}
    halls = {1: hall(), 2: hall(2)}
    press, public = (replace(showing(n, 0, 90, hall=n), film=1) for n in (1, 2))

    def found(early: int) -> list[str]:
        assert press.starts_at
        seen = replace(press, audience="press", starts_at=press.starts_at - timedelta(minutes=early))
        return [
            c.code for c in find_conflicts(Programme(CALENDAR, (seen, public), RuleContext(halls=halls, films=films)))
        ]

    assert (found(0), found(1)) == ([], ["premiere-order"])


def test_films_shown_twice_are_named_in_the_same_order_every_time() -> None:
    """A set of numbers has an order of its own: 8 before 1."""
    films = {n: RuleFilm(n, str(n), parts=(8, 1) if n > 8 else ()) for n in (1, 8, 9, 10)}
    shows = [replace(showing(n, 200 * n, 90), film=8 + n) for n in (1, 2)]
    (found,) = find_conflicts(Programme(CALENDAR, tuple(shows), RuleContext(halls={1: hall()}, films=films)))
    assert (found.code, found.facts["films"]) == ("repeat-too-close", "1 8")


def test_a_guest_who_only_lacks_an_estimated_way_is_a_warning_and_two_shows_at_once_an_error() -> None:
    halls = {n: replace(hall(n), venue=n) for n in (1, 2)}
    house = RuleContext(
        halls=halls,
        films=FILMS,
        guests={7: RuleGuest(7, 7, "Agnès Varda")},
        travel=Travel({1: (52.52, 13.405), 2: (52.5213, 13.4101)}),
    )

    def held(starts: int) -> list[str]:
        shows = [replace(showing(n, start, 90, hall=n), guests=(7,)) for n, start in ((1, 0), (2, starts))]
        return [conflict.severity for conflict in find_conflicts(Programme(CALENDAR, tuple(shows), house))]

    assert (held(89), held(90), held(90 + 7)) == (["error"], ["warning"], [])


def test_a_begun_minute_is_missing_whole() -> None:
    assert [ceil_minutes(timedelta(seconds=seconds)) for seconds in (0, 1, 60, 61)] == [0, 1, 1, 2]


@given(programme=festivals())
def test_what_is_asked_for_is_that_severe_and_everything_that_is(programme: Programme) -> None:
    every = find_conflicts(programme)
    for least in (Severity.NOTICE, Severity.WARNING, Severity.ERROR):
        severe = tuple(conflict for conflict in every if conflict.severity.rank >= least.rank)
        assert find_conflicts(programme, at_least=least) == severe


def test_a_rule_that_is_off_finds_nothing_but_two_shows_on_top_of_each_other() -> None:
    off = dict.fromkeys(CODES, Severity.OFF)
    shows = (showing(1, 0, 90), showing(2, 95, 90), showing(3, 150, 90))
    asked = programme(*shows, halls=[hall(changeover=15)])
    found = find_conflicts(replace(asked, context=replace(asked.context, severities=off)))
    assert [([uid.int for uid in c.uids], str(c.severity), c.acknowledgeable) for c in found] == [
        ([2, 3], "error", False)
    ]


def test_children_are_those_below_twelve() -> None:
    late = [replace(showing(n, 9 * 60, 90, hall=n), film=n) for n in (1, 2)]
    films = {n: RuleFilm(n, f"Film {n}", minimum_age=age) for n, age in ((1, 11), (2, 12))}
    house = RuleContext(halls={n: hall(n) for n in (1, 2)}, films=films)
    found = find_conflicts(Programme(CALENDAR, tuple(late), house))
    assert [(c.code, [uid.int for uid in c.uids], c.facts["missing"]) for c in found] == [
        ("late-for-children", [1], 210)
    ]


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
    assert set(clashes(*showings, halls=halls)) == expected
