"""The rules of the halls against what minutes in sets say, on random festivals."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from screenings.timetable.values import Programme
from tests.timetable.by_hand import (
    Facts,
    Oracle,
    Show,
    can_break,
    copies_for,
    day_of,
    expected,
    iso,
    minutes_showing,
    pairs_of,
    said,
    shows_of,
    wall,
)
from tests.timetable.random_festivals import festivals, unhurried

Case = tuple[tuple[int, ...], Facts, str]


def neighbours(programme: Programme) -> Iterator[tuple[Show, Show]]:
    for first, second in pairs_of(programme):
        if first.hall.id == second.hall.id and not first.hall.shared:
            yield first, second


def facts_of(first: Show, second: Show, *, assumed: bool) -> Facts:
    return {
        "hall": first.hall.id,
        "films": f"{first.film.id} {second.film.id}",
        "first_ends": iso(first.end),
        "second_starts": iso(second.start),
        "changeover": first.hall.changeover,
        "missing": first.end + first.hall.changeover - second.start,
        "assumed": int(assumed),
    }


def busy(programme: Programme) -> Iterator[Case]:
    """A first minute that both need is a fact, whatever their lengths."""
    for first, second in neighbours(programme):
        if common := first.minutes & second.minutes:
            assumed = not first.showing.length_is_known and first.start not in common
            facts: Facts = {**facts_of(first, second, assumed=assumed), "overlap": first.end - second.start}
            yield (first.number, second.number), facts, "warning" if assumed else "error"


def hurried(programme: Programme) -> Iterator[Case]:
    for first, second in neighbours(programme):
        cleaning = set(range(first.end, first.end + first.hall.changeover))
        if second.start in cleaning and not first.minutes & second.minutes:
            assumed = not first.showing.length_is_known
            yield (
                (first.number, second.number),
                facts_of(first, second, assumed=assumed),
                "warning" if assumed else "error",
            )


def open_spans(show: Show) -> set[tuple[int, int]]:
    """From opening to closing in minutes, on every day that could matter and a few more."""
    found = set()
    first, last = wall(show.start, show.hall.zone).date(), wall(show.end, show.hall.zone).date()
    for number in range(-2, (last - first).days + 3):
        day = first + timedelta(days=number)
        for hours in show.hall.openings:
            if hours.weekday == day.weekday():
                until = day if hours.opens < hours.closes else day + timedelta(days=1)
                opens = minutes_showing(datetime.combine(day, hours.opens), show.hall.zone)[0]
                closes = minutes_showing(datetime.combine(until, hours.closes), show.hall.zone)[-1]
                found.add((opens, closes))
    return found


def closed(programme: Programme) -> Iterator[Case]:
    day_starts_at = programme.calendar.day_starts_at
    for show in shows_of(programme):
        facts: Facts = {"hall": show.hall.id, "starts": iso(show.start), "ends": iso(show.end)}
        used = {day_of(each, show.hall.zone, day_starts_at) for each in show.minutes}
        shut = [days for days in show.hall.closures if any(days[0] <= day <= days[1] for day in used)]
        if shut:
            times = f"{shut[0][0]} {shut[0][1]}"
            sure = show.showing.length_is_known or shut[0][0] <= show.day <= shut[0][1]
            found: Facts = {**facts, "why": "closure", "missing": len(show.minutes), "times": times}
            yield (show.number,), found if sure else {**found, "assumed": 1}, "error" if sure else "warning"
            continue
        spans = open_spans(show)
        outside = show.minutes - {each for opens, closes in spans for each in range(opens, closes)}
        if show.hall.openings and outside:
            today = sorted(span for span in spans if day_of(span[0], show.hall.zone, day_starts_at) == show.day)
            times = " ".join(f"{iso(opens)}/{iso(closes)}" for opens, closes in today)
            sure = show.showing.length_is_known or show.start in outside
            found = {**facts, "why": "hours", "missing": len(outside), "times": times}
            yield (show.number,), found if sure else {**found, "assumed": 1}, "error" if sure else "warning"


def lacking(programme: Programme) -> Iterator[Case]:
    prints = programme.context.prints
    for show in shows_of(programme):
        if show.showing.format:
            wanted = [{each} for each in show.showing.format]
        else:
            wanted = [{prints[n].format for n in copies} - {""} for copies in copies_for(programme.context, show)]
        able = {name.replace(" ", "").lower() for name in show.hall.formats}
        missed = [formats for formats in wanted if formats and not able & {f.replace(" ", "").lower() for f in formats}]
        if able and missed:
            facts: Facts = {
                "hall": show.hall.id,
                "film": show.film.id,
                "needs": "; ".join(" or ".join(sorted(formats)) for formats in missed),
                "offers": ", ".join(sorted(show.hall.formats)),
            }
            yield (show.number,), facts, "error"


def crowded(programme: Programme) -> Iterator[Case]:
    for show in shows_of(programme):
        people = show.showing.expected_audience
        if people is None:
            people = show.film.expected_audience if show.showing.audience == "public" else None
        seats = show.hall.capacity
        if people is not None and seats is not None and len(range(people)) > seats:
            facts: Facts = {
                "hall": show.hall.id,
                "film": show.film.id,
                "expected": people,
                "capacity": seats,
                "missing": people - seats,
            }
            yield (show.number,), facts, "error"


# By rule its usual severity, and what finds its conflicts by hand.
ORACLES: dict[str, tuple[str, Oracle]] = {
    "hall-busy": ("error", busy),
    "changeover-too-short": ("warning", hurried),
    "hall-closed": ("warning", closed),
    "hall-lacks-format": ("warning", lacking),
    "hall-too-small": ("warning", crowded),
}


@unhurried
@given(programme=festivals())
def test_the_rules_of_the_halls_find_exactly_what_is_found_by_hand(programme: Programme) -> None:
    assert said(programme, ORACLES) == expected(programme, ORACLES)


@pytest.mark.parametrize("code", ORACLES)
def test_the_random_festivals_break_each_rule_of_the_halls(code: str) -> None:
    assert can_break(code, ORACLES[code])
