"""The rules of the audience against every pair compared, on random festivals; and that no rule lacks an oracle."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given

from screenings.timetable.rules import CODES
from screenings.timetable.values import Programme
from tests.timetable.by_hand import (
    Facts,
    Oracle,
    Show,
    can_break,
    expected,
    iso,
    minutes_showing,
    pairs_of,
    said,
    shows_of,
    together,
    wall,
    works_of,
)
from tests.timetable.random_festivals import festivals, unhurried
from tests.timetable.rules import test_clashes_oracles, test_halls_oracles, test_prints_and_guests_oracles

Case = tuple[tuple[int, ...], Facts, str]


def part_of_day(programme: Programme, show: Show) -> str:
    shown = wall(show.start, show.hall.zone).time()
    if shown < programme.calendar.day_starts_at:
        return "night"
    changes = ((time(12), "morning"), (time(17), "afternoon"), (time(22), "evening"))
    return next((name for until, name in changes if shown < until), "night")


def repeats(programme: Programme) -> Iterator[Case]:
    for first, second in pairs_of(programme):
        works = [{film.id for film in works_of(programme.context, show.film)} for show in (first, second)]
        shared = works[0] & works[1]
        same_part = part_of_day(programme, first) == part_of_day(programme, second)
        by_part = programme.context.limits.repeats == "daypart" and same_part
        if shared and together(first, second) and (first.day == second.day or by_part):
            films = [first.film.id] if first.film.id == second.film.id else sorted(shared)
            facts: Facts = {
                "films": " ".join(str(film) for film in films),
                "same": "day" if first.day == second.day else "daypart",
                "first_starts": iso(first.start),
                "second_starts": iso(second.start),
            }
            yield (first.number, second.number), facts, "error"


def premieres(programme: Programme) -> Iterator[Case]:
    for film in programme.context.films.values():
        shows = [s for s in shows_of(programme) if film.id == s.film.id or film.id in s.film.parts]
        shows = sorted((s for s in shows if s.showing.audience != "private"), key=lambda s: (s.start, s.number))
        for show in shows:
            if film.embargo_until and show.day < film.embargo_until:
                facts: Facts = {
                    "why": "embargo",
                    "work": film.id,
                    "day": str(show.day),
                    "until": str(film.embargo_until),
                    "audience": show.showing.audience,
                }
                yield (show.number,), facts, "error"
        public = [show for show in shows if show.showing.audience == "public"]
        for show in shows:
            if film.premiere and public and show.showing.audience == "press" and show.start < public[0].start:
                facts = {
                    "why": "press",
                    "work": film.id,
                    "premiere": film.premiere,
                    "first_starts": iso(show.start),
                    "second_starts": iso(public[0].start),
                    "missing": public[0].start - show.start,
                }
                yield (show.number, public[0].number), facts, "error"


def late(programme: Programme) -> Iterator[Case]:
    limits = programme.context.limits
    for show in shows_of(programme):
        age = show.film.minimum_age
        if age is None and show.film.parts:
            ages = {programme.context.films[part].minimum_age for part in show.film.parts}
            age = None if None in ages else max(each for each in ages if each is not None)
        if age is None or age not in range(limits.children_below) or show.showing.audience != "public":
            continue
        day = show.day
        if limits.children_until < programme.calendar.day_starts_at:
            day += timedelta(days=1)
        over = minutes_showing(datetime.combine(day, limits.children_until), show.hall.zone)[0]
        if any(each >= over for each in show.minutes):
            facts: Facts = {
                "film": show.film.id,
                "age": age,
                "ends": iso(show.end),
                "until": limits.children_until.isoformat("minutes"),
                "missing": show.end - over,
            }
            sure = show.showing.length_is_known or show.start >= over
            yield (show.number,), facts if sure else {**facts, "assumed": 1}, "error" if sure else "warning"


# By rule its usual severity, and what finds its conflicts by hand.
ORACLES: dict[str, tuple[str, Oracle]] = {
    "repeat-too-close": ("notice", repeats),
    "premiere-order": ("warning", premieres),
    "late-for-children": ("warning", late),
}


@unhurried
@given(programme=festivals())
def test_the_rules_of_the_audience_find_exactly_what_is_found_by_hand(programme: Programme) -> None:
    assert said(programme, ORACLES) == expected(programme, ORACLES)


@pytest.mark.parametrize("code", ORACLES)
def test_the_random_festivals_break_each_rule_of_the_audience(code: str) -> None:
    assert can_break(code, ORACLES[code])


def test_every_rule_has_an_oracle() -> None:
    modules = (test_halls_oracles, test_prints_and_guests_oracles, test_clashes_oracles)
    oracles = {code: oracle for module in modules for code, oracle in module.ORACLES.items()} | ORACLES
    missing = set(CODES) - oracles.keys()
    assert not missing, "write what finds their conflicts by hand, in ORACLES of a test module here"
    assert oracles.keys() == set(CODES)
