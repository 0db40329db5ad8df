"""Wishes in a phrase: each makes a proposal what it says, against a search that does not know it."""

from collections import Counter
from datetime import time, timedelta

import pytest

from screenings.solver.api import DEFAULT_PREFERENCES, Preferences, SlotConstraint, Wish, propose, with_wishes
from screenings.timetable.context import Opening
from screenings.timetable.values import Programme
from tests.solver.placements import steps
from tests.solver.programmes import film, hall, programme, showing

EVENING_AND_DAY = (time(18), time(2)), (time(10), time(18))
LONG_DAY = tuple(Opening(day, time(10), time(1)) for day in range(7))


def festival(count: int = 24, **house: object) -> Programme:
    """Three days from Friday on, two halls of one cinema, a film a showing; three of four are of section 1."""
    halls = tuple(hall(n, venue=1, openings=LONG_DAY) for n in (1, 2))
    films = tuple(film(n, section=1 if n % 4 else 2) for n in range(1, count + 1))
    shows = (showing(n, n, audience="press" if n <= 3 else "public") for n in range(1, count + 1))
    return programme(*shows, halls=halls, films=films, sections={1: "Gala", 2: "Shorts"}, **house)  # type: ignore[arg-type]  # facts of a context


def searched(of: Programme, *wishes: Wish, preferences: Preferences = DEFAULT_PREFERENCES) -> Programme:
    preferences = with_wishes(preferences, of, wishes)
    free = {each.uid for each in of.showings if not each.pinned}
    return propose(of, effort=steps(8192), movable=free, preferences=preferences).programme


def late(of: Programme) -> int:
    shows = (show for show in of.scheduled if "Midnight" not in of.context.sections.get(show.film.section or 0, ""))
    walls = (show.start.astimezone(show.hall.zone) for show in shows)
    return sum(wall.hour >= 22 or wall.hour < 6 for wall in walls)


def breaks(of: Programme) -> list[timedelta]:
    by_day: dict[tuple[int, object], list[tuple[object, object]]] = {}
    for show in of.scheduled:
        by_day.setdefault((show.hall.id, show.day), []).append((show.start, show.end))
    return [
        after[0] - before[1]  # type: ignore[operator]  # two moments
        for day in by_day.values()
        for before, after in zip(sorted(day), sorted(day)[1:], strict=False)  # type: ignore[type-var]
    ]


def test_not_so_late_keeps_all_but_midnight_sections_before_ten() -> None:
    """Two halls for the evening, which is not long enough for all, and one by day that is not liked as much."""
    evenings, days = (tuple(Opening(day, *hours) for day in range(7)) for hours in EVENING_AND_DAY)
    halls = (hall(1, openings=evenings), hall(2, openings=evenings), hall(3, openings=days))
    base, films = festival(24), tuple(film(n, section=1) for n in range(1, 25))
    liked = SlotConstraint(sections=frozenset({1}), halls=frozenset({1, 2}), penalty=6)
    given = programme(*base.showings, halls=halls, films=films, sections={1: "Gala"})
    usual, early = (
        searched(given, *wishes, preferences=Preferences(slot_constraints=(liked,)))
        for wishes in ((), (Wish("not-so-late"),))
    )
    assert late(usual) > late(early) == 0
    assert len(early.scheduled) == 24


def test_more_air_leaves_forty_minutes_beside_the_changeover() -> None:
    given = festival(20)
    airy, usual = (breaks(searched(given, *wishes)) for wishes in ((Wish("more-air"),), ()))
    comfortable = timedelta(minutes=15 + 40)
    assert sum(each < comfortable for each in airy) < sum(each < comfortable for each in usual)


def test_a_section_goes_to_the_weekend() -> None:
    found = searched(festival(), Wish("weekends", 2))
    assert {show.day.day for show in found.scheduled if show.film.section == 2} <= {10, 11}
    assert len(found.scheduled) == 24


def test_the_press_keeps_its_days() -> None:
    """One of three press screenings has its place already, on Sunday."""
    base = festival()
    shows = (showing(1, 1, "10-11 10:00", 1, audience="press"), *base.showings[1:])
    given = programme(*shows, halls=tuple(base.context.halls.values()), films=tuple(base.context.films.values()))
    found = searched(given, Wish("press-days"))
    assert {show.day.day for show in found.scheduled if show.showing.audience == "press"} == {11}


def test_fewer_start_at_once_in_a_cinema() -> None:
    def at_once(of: Programme) -> int:
        starts = Counter((show.hall.venue, show.start) for show in of.scheduled)
        return sum(count - 1 for count in starts.values())

    given = festival(12)
    assert at_once(searched(given, Wish("fewer-at-once"))) == 0


def test_no_hall_is_empty_in_the_evening_where_it_is_to_be_spread() -> None:
    def evenings(of: Programme) -> int:
        walls = ((show, show.start.astimezone(show.hall.zone)) for show in of.scheduled)
        return len({(show.hall.id, show.day) for show, wall in walls if 17 <= wall.hour < 22})

    assert evenings(searched(festival(12), Wish("spread-halls"))) == 6


@pytest.mark.parametrize("name", ["press-days", "weekends"])
def test_without_such_a_day_the_wish_asks_for_nothing(name: str) -> None:
    """No press screening has a place; Friday alone is no weekend."""
    given = festival(6, days=1)
    preferences = with_wishes(Preferences(), given, [Wish(name, 2 if name == "weekends" else None)])
    assert (preferences.slot_constraints, len(preferences.wishes)) == ((), 1)


def test_wishes_add_up_and_of_two_alike_one_counts() -> None:
    given = festival(6)
    once = with_wishes(Preferences(weights={"at-once": 3}), given, [Wish("fewer-at-once"), Wish("more-air")])
    twice = with_wishes(Preferences(weights={"at-once": 3}), given, [*once.wishes, *once.wishes])
    assert once == twice
    assert (once.weight("at-once"), once.weight("short-break"), once.comfortable_break) == (13, 3, 40)
