"""What the rules cost: all of them over a festival, and the consequence of one move.

Seventeen halls show five films a day, so more screenings are more days; a film runs three times, a quarter have a print
and a guest of their own, and one screening in twelve stands where something breaks.
"""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from statistics import median
from time import process_time
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from screenings.timetable.context import Opening, RuleContext, RuleFilm, RuleGuest, RuleHall, RulePrint
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.travel import Travel
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from screenings.timetable.what_if import Move, WhatIf

pytestmark = pytest.mark.benchmark

ZONE = ZoneInfo("America/Los_Angeles")
HALLS, A_DAY, ROUNDS = 17, 5, 7
FIRST = datetime(2026, 10, 9, 17, tzinfo=UTC)


def festival(screenings: int, *, sections: int = 8) -> Programme:
    days = -(-screenings // (HALLS * A_DAY))
    halls = {number: _hall(number) for number in range(HALLS)}
    films = {number: _film(number, number % sections) for number in range(-(-screenings // 3))}
    house = RuleContext(
        halls=halls,
        films=films,
        prints={number: RulePrint(number, number, "A print", "DCP") for number in films if number % 4 == 0},
        guests={number: RuleGuest(number, number, f"Guest {number}") for number in films if number % 4 == 0},
        people={number: f"Director {number}" for number in films},
        sections={number: f"Section {number}" for number in range(sections)},
        travel=Travel({number: (34 + number % 7 / 100, -118 - number % 5 / 100) for number in halls}),
    )
    calendar = FestivalCalendar(FIRST.date(), FIRST.date() + timedelta(days=days - 1), ZONE, time(6))
    return Programme(calendar, tuple(_showing(number, films, days) for number in range(screenings)), house)


def _hall(number: int) -> RuleHall:
    hours = tuple(Opening(weekday, time(9), time(2)) for weekday in range(7))
    return RuleHall(number, f"Hall {number}", number // 4, ZONE, 15, 200, ("DCP", "35 mm"), False, hours)


def _film(number: int, section: int) -> RuleFilm:
    """All of a section are of one director, as a large section alone keeps nobody from anything."""
    prints = (number,) if number % 4 == 0 else ()
    country = ("DE", "FR", "IT", "JP", "KR", "US", "BR", "IN")[number % 8]
    return RuleFilm(
        number, f"Film {number}", (), section, (section,), (country,), 80 + number % 30, 12, "world", None, 150, prints
    )  # fmt: skip


def _showing(number: int, films: dict[int, RuleFilm], days: int) -> Showing:
    """Hall by hall and day by day; one in twelve is late."""
    slot, hall = divmod(number, HALLS)
    day, hour = slot % days, slot // days
    film = films[number % len(films)]
    late = 50 if number % 12 == 0 else 0
    qa = 20 if number % 4 == 0 else 0
    length = (film.runtime or 0) + qa
    return Showing(
        UUID(int=number + 1),
        film.id,
        film.title,
        length,
        FIRST + timedelta(days=day, minutes=150 * hour + late),
        hall,
        qa=qa,
        print=film.prints[0] if film.prints else None,
    )


def seconds(act: partial[object]) -> float:
    """Of the processor: the median of several goes."""
    took = []
    for _ in range(ROUNDS):
        start = process_time()
        act()
        took.append(process_time() - start)
    return median(took)


def all_rules(programme: Programme) -> object:
    """From the values alone: nothing that an earlier run may have kept."""
    fresh = RuleContext(**{name: getattr(programme.context, name) for name in RuleContext.__dataclass_fields__})
    return find_conflicts(Programme(programme.calendar, programme.showings, fresh))


@pytest.mark.parametrize("sections", [8, 1])
def test_all_rules_grow_no_worse_than_n_log_n(sections: int) -> None:
    took, found = {}, {}
    for count in (1000, 10_000):
        programme = festival(count, sections=sections)
        found[count] = len(find_conflicts(programme))
        took[count] = seconds(partial(all_rules, programme))
        print(f"all rules, {count:>6} screenings in {sections}: {1000 * took[count]:8.1f} ms, {found[count]} conflicts")
    assert found[1000] > 100, "a festival without conflicts is no measure"
    # n log n is 13.3 times; the rest is for a busy machine.
    assert took[10_000] < 13.3 * 2 * took[1000]


def test_a_festival_of_one_section_costs_as_much_as_one_of_many() -> None:
    """Though nearly everything that runs at one time then clashes."""
    of_many, of_one = festival(1000), festival(1000, sections=1)
    took, found = seconds(partial(all_rules, of_many)), find_conflicts(of_one)
    took_one, pairs = seconds(partial(all_rules, of_one)), len(find_conflicts(of_one, pairwise=True))
    print(f"all rules of one section: {1000 * took_one:.1f} ms, {len(found)} conflicts for {pairs} pairs; "
          f"of many: {1000 * took:.1f} ms")  # fmt: skip
    assert pairs > 10 * len(found), "where hardly anything clashes nothing is gathered"
    assert took_one < 2 * took


def test_one_move_costs_a_small_part_of_all_rules() -> None:
    programme = festival(1000)
    ask = WhatIf(programme)
    everything = seconds(partial(all_rules, programme))
    took, found = [], 0
    for showing in programme.showings[::25]:
        assert showing.starts_at is not None
        move = Move(
            showing.uid, Placement((7 + (showing.hall or 0)) % 16, showing.starts_at + timedelta(days=1, minutes=35))
        )
        start = process_time()
        meant = ask.consequences_of(move)
        took.append(process_time() - start)
        found += len(meant.added) + len(meant.removed)
    first, typical, worst = took[0], median(took[1:]), max(took[1:])
    print(f"one move at 1000: {1000 * typical:.2f} ms, at worst {1000 * worst:.2f} ms, the first {1000 * first:.2f} ms")
    assert found > len(took), "moves that mean nothing are no measure"
    assert typical < everything / 5
