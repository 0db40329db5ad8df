"""The rules of prints and guests against every pair compared, on random festivals."""

from collections.abc import Iterator

import pytest
from hypothesis import given

from screenings.timetable.context import RuleContext
from screenings.timetable.values import Programme
from tests.timetable.by_hand import (
    Facts,
    Oracle,
    Show,
    apart,
    can_break,
    copies_for,
    expected,
    first_and_last,
    iso,
    minute,
    pairs_of,
    said,
    shows_of,
    works_of,
)
from tests.timetable.random_festivals import festivals, unhurried

Case = tuple[tuple[int, ...], Facts, str]


def shared_prints(programme: Programme) -> Iterator[Case]:
    house = programme.context
    for first, second in pairs_of(programme):
        only = [
            {n for copies in copies_for(house, show) if len(copies) == 1 for n in copies} for show in (first, second)
        ]
        for number in only[0] & only[1]:
            chosen = first.showing.print == second.showing.print == number
            if found := apart(house, first, second, certain=chosen):
                yield (first.number, second.number), {"print": number, **found[0]}, found[1]


def missing_prints(programme: Programme) -> Iterator[Case]:
    for show in shows_of(programme):
        for copies in copies_for(programme.context, show):
            prints = [programme.context.prints[number] for number in sorted(copies)]
            windows = [(each.available_from, each.available_until) for each in prints]
            if all((first and show.day < first) or (last and last < show.day) for first, last in windows):
                facts: Facts = {
                    "prints": " ".join(str(each.id) for each in prints),
                    "day": str(show.day),
                    "windows": " ".join(f"{first or ''}/{last or ''}" for first, last in windows),
                }
                chosen = show.showing.print in copies
                yield (show.number,), facts if chosen else {**facts, "assumed": 1}, "error" if chosen else "warning"


def expected_guests(house: RuleContext, show: Show) -> set[int]:
    """Those who are named, else, at a Q&A, the directors who are at the festival."""
    if show.showing.guests:
        return set(show.showing.guests)
    directors = {person for film in works_of(house, show.film) for person in film.directors}
    return {guest.id for guest in house.guests.values() if show.showing.qa and guest.person in directors}


def busy_guests(programme: Programme) -> Iterator[Case]:
    house = programme.context
    for first, second in pairs_of(programme):
        for guest in expected_guests(house, first) & expected_guests(house, second):
            named = guest in first.showing.guests and guest in second.showing.guests
            if found := apart(house, first, second, certain=named):
                yield (first.number, second.number), {"guest": guest, **found[0]}, found[1]


def absent_guests(programme: Programme) -> Iterator[Case]:
    for show in shows_of(programme):
        for number in expected_guests(programme.context, show):
            guest, named = programme.context.guests[number], number in show.showing.guests
            facts: Facts = {"guest": number, "starts": iso(show.start), "ends": iso(show.end)}
            early = {each for each in show.minutes if guest.arrives_at and each < minute(guest.arrives_at)}
            late = {each for each in show.minutes if guest.departs_at and each >= minute(guest.departs_at)}
            if guest.arrives_at and early:
                missing = minute(guest.arrives_at) - show.start
                told: Facts = {**facts, "why": "arrives", "at": guest.arrives_at.isoformat(), "missing": missing}
                yield (show.number,), {**told, "assumed": int(not named)}, "error" if named else "warning"
            if guest.departs_at and late:
                missing = show.end - minute(guest.departs_at)
                told = {**facts, "why": "departs", "at": guest.departs_at.isoformat(), "missing": missing}
                sure = named and (show.showing.length_is_known or show.start in late)
                yield (show.number,), {**told, "assumed": int(not sure)}, "error" if sure else "warning"


def outside(programme: Programme) -> Iterator[Case]:
    inside = first_and_last(programme.calendar)
    for show in shows_of(programme):
        if show.day not in inside:
            facts: Facts = {
                "day": str(show.day),
                "first_day": str(min(inside)),
                "last_day": str(max(inside)),
                "days": min(abs((show.day - day).days) for day in inside),
            }
            yield (show.number,), facts, "error"


def wrong_lengths(programme: Programme) -> Iterator[Case]:
    for show in shows_of(programme):
        if show.showing.stated_length is None or show.film.runtime is None:
            continue
        shown = len(range(show.showing.intro)) + len(range(show.film.runtime)) + len(range(show.showing.qa))
        if show.showing.stated_length not in range(shown - 5, shown + 6):
            facts: Facts = {
                "film": show.film.id,
                "stated": show.showing.stated_length,
                "runtime": show.film.runtime,
                "intro": show.showing.intro,
                "qa": show.showing.qa,
                "missing": shown - show.showing.stated_length,
            }
            yield (show.number,), facts, "error" if shown > show.showing.stated_length else "notice"


# By rule its usual severity, and what finds its conflicts by hand.
ORACLES: dict[str, tuple[str, Oracle]] = {
    "print-in-two-places": ("error", shared_prints),
    "print-unavailable": ("error", missing_prints),
    "guest-in-two-places": ("error", busy_guests),
    "guest-away": ("warning", absent_guests),
    "outside-festival": ("warning", outside),
    "runtime-mismatch": ("warning", wrong_lengths),
}


@unhurried
@given(programme=festivals())
def test_the_rules_of_prints_and_guests_find_exactly_what_is_found_by_hand(programme: Programme) -> None:
    assert said(programme, ORACLES) == expected(programme, ORACLES)


@pytest.mark.parametrize("code", ORACLES)
def test_the_random_festivals_break_each_rule_of_prints_and_guests(code: str) -> None:
    assert can_break(code, ORACLES[code])
