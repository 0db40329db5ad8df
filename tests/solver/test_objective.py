"""What each term counts, against a plain count; and that the search goes by it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given

from screenings.solver.api import OBJECTIVE_TERMS, Preferences, SlotConstraint, propose, term_contributions
from screenings.solver.improve.retime import retime
from screenings.solver.model.build import SolverModel
from screenings.solver.preferences import DEFAULT_WEIGHTS
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleGuest
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import PlacedShowing, Programme
from tests.solver.placements import amounts, places, steps
from tests.solver.programmes import at, film, hall, programme, showing
from tests.timetable.random_festivals import festivals, unhurried


def is_evening(show: PlacedShowing) -> bool:
    return 17 <= show.start.astimezone(show.hall.zone).hour < 22


def rests(of: Programme) -> Iterator[tuple[int, int]]:
    """Between two shows in a hall, its changeover aside: the minutes there are, and those that are comfortable.

    Ten more than 25 where a director is at the festival and nobody has planned for a Q&A.
    """
    for show in of.scheduled:
        fellows = [other for other in of.scheduled if (other.hall.id, other.day) == (show.hall.id, show.day)]
        earlier = [other for other in fellows if (other.start, other.uid.int) < (show.start, show.uid.int)]
        if earlier and not show.hall.shared:
            ended = max(other.end for other in earlier)
            last = next(other for other in earlier if other.end == ended)
            works = (last.film.id, *last.film.parts)
            directors = {person for work in works for person in of.context.films[work].directors}
            may_talk = directors & {guest.person for guest in of.context.guests.values()} and not last.showing.qa
            rest = int((show.start - ended).total_seconds()) // 60 - show.hall.changeover
            yield rest, 35 if may_talk and last.showing.audience == "public" else 25


def is_there(of: Programme, show: PlacedShowing) -> bool:
    """A director of what is shown is at the festival all the time that it runs."""
    works = (show.film.id, *show.film.parts)
    people = {person for work in works for person in of.context.films[work].directors}
    return any(
        guest.person in people
        and (guest.arrives_at is None or guest.arrives_at <= show.start)
        and (guest.departs_at is None or guest.departs_at >= show.end)
        for guest in of.context.guests.values()
    )


@unhurried
@given(festivals())
def test_clashes_count_by_pairs_however_they_are_told(given: Programme) -> None:
    pairs = [conflict for conflict in find_conflicts(given, pairwise=True) if conflict.code == "audience-clash"]
    counted = amounts(given)

    assert counted == amounts(given, pairwise=True)
    assert counted["clashes"] == sum(conflict.severity is Severity.NOTICE for conflict in pairs)


@unhurried
@given(festivals())
def test_waits_and_prime_time_are_what_a_plain_count_says(given: Programme) -> None:
    waits = sum(max(0, rest - comfortable) // 30 for rest, comfortable in rests(given))
    expected = 0
    for show in given.scheduled:
        own = show.showing.expected_audience
        people = own if own is not None or show.showing.audience != "public" else show.film.expected_audience
        expected += 0 if is_evening(show) else (people or 0) // 100

    found = amounts(given)
    assert (found["waits"], found["prime-time"]) == (waits, expected)


@unhurried
@given(festivals())
def test_guests_are_counted_film_by_film(given: Programme) -> None:
    """Guests of a film are its directors; where some screenings name guests or have a Q&A with one, those count."""
    first = missed = 0
    for number in given.context.films:
        shows = [s for s in given.scheduled if s.film.id == number and s.showing.audience == "public"]
        if not shows:
            continue
        directors = {p for work in (number, *shows[0].film.parts) for p in given.context.films[work].directors}
        has_guests = any(guest.person in directors for guest in given.context.guests.values())
        named = [bool(s.showing.guests) or (s.showing.qa > 0 and has_guests) for s in shows]
        there = [is_there(given, s) for s in shows]
        if any(named):
            first += not named[0]
        elif has_guests:
            first += not (there[0])
        missed += has_guests and not any(there)

    found = amounts(given)
    assert (found["guest-first"], found["guest-missed"]) == (first, missed)


def test_the_first_screening_of_a_film_is_while_its_director_is_here() -> None:
    guests = {1: RuleGuest(1, 7, "Agnès Varda", at("10-10 12:00"), at("10-11 00:30"))}
    given = programme(
        *(showing(n, 1) for n in (1, 2)), *(showing(n, n) for n in range(3, 12)), halls=(hall(1), hall(2)),
        films=(film(1, directors=(7,)), *(film(n) for n in range(3, 12))), guests=guests, people={7: "Agnès Varda"},
        days=5,
    )  # fmt: skip
    found = propose(given, effort=steps(8192))

    assert (amounts(found.programme)["guest-first"], amounts(found.programme)["guest-missed"]) == (0, 0)
    assert next(show.day.day for show in found.programme.scheduled if show.film.id == 1) == 10


def test_the_screening_that_the_guest_comes_to_is_the_first() -> None:
    guests = {1: RuleGuest(1, 7, "Agnès Varda")}
    given = programme(
        showing(1, 1), showing(2, 1, guests=(1,)), halls=(hall(1), hall(2)), films=(film(1),), guests=guests, days=5
    )
    found = propose(given, effort=steps(2048))

    assert [show.uid.int for show in found.programme.scheduled] == [2, 1]


def test_what_many_are_expected_at_gets_the_evening() -> None:
    """One hall and one day: two evenings' worth of films, of which one draws nine hundred people."""
    hours = (Opening(4, time(13), time(21)),)
    films = (film(1), film(2, expected_audience=900), film(3))
    for order in ((1, 2, 3), (2, 3, 1), (3, 1, 2)):
        given = programme(*(showing(n, n, length=150) for n in order), halls=(hall(1, openings=hours),), films=films)
        found = places(propose(given, effort=steps(4096)).programme)
        assert str(found[2][1])[6:] >= "17:00"


@unhurried
@given(festivals())
def test_the_hours_of_press_and_midnight_titles_are_what_a_plain_count_says(given: Programme) -> None:
    given = replace(given, context=replace(given.context, sections={1: "Midnight Movies", 2: "Gala"}))
    press = late = 0
    for show in given.scheduled:
        wall = show.start.astimezone(show.hall.zone)
        is_night = wall.date() > show.day or wall.hour >= 22
        if show.showing.audience == "press":
            press += 3 if is_night else 2 if wall.hour >= 17 else 1 if wall.hour >= 12 else 0
        late += show.film.section == 1 and not is_night
    found = amounts(given)
    assert (found["press-hour"], found["late-title"]) == (press, late)
    assert found["after-five"] == sum(not is_before_five(show) for show in given.scheduled)


@unhurried
@given(festivals())
def test_breaks_and_starts_are_what_a_plain_count_says(given: Programme) -> None:
    shows = given.scheduled
    missing = sum(rest < minutes for rest, comfortable in rests(given) for minutes in range(5, comfortable + 1, 5))
    starts = [(show.hall.venue, show.start) for show in shows]
    found = amounts(given)
    assert found["off-quarter"] == sum(show.start.minute % 15 != 0 for show in shows)
    assert found["at-once"] == sum(start in starts[:index] for index, start in enumerate(starts))
    assert found["short-break"] == missing
    minutes = Counter(show.start for show in shows)
    free = max(2, ceil(len(given.context.halls) / 3))
    assert found["same-minute"] == sum(count - free for count in minutes.values() if count > free)


def test_the_press_has_the_morning_the_public_the_evening_and_midnight_movies_the_night() -> None:
    """One hall on one day, which may wait as long as it likes, whatever comes first in the list."""
    hours = (Opening(4, time(9), time(1, 30)),)
    films = (film(1), film(2, section=1), film(3))
    kinds = {1: {"audience": "press"}, 2: {}, 3: {}}
    for order in ((1, 2, 3), (2, 3, 1), (3, 1, 2)):
        given = programme(
            *(showing(n, n, length=150, **kinds[n]) for n in order), halls=(hall(1, openings=hours),), films=films,
            sections={1: "Mitternachtskino"},
        )  # fmt: skip
        proposal = propose(given, effort=steps(4096), preferences=Preferences(weights={"waits": 0}))
        found = {uid: str(place[1])[6:] for uid, place in places(proposal.programme).items()}
        assert found[1] < "12:00"
        assert "17:00" <= found[3] < "22:00"
        assert found[2] >= "22:00"


def is_before_five(show: PlacedShowing) -> bool:
    wall = show.start.astimezone(show.hall.zone)
    return wall.date() == show.day and wall.hour < 17


def test_a_midnight_title_s_best_time_is_the_night() -> None:
    shows = (showing(1, 1, "10-09 22:30", 1), showing(2, 2, "10-10 20:00", 1), showing(3, 3, "10-11 22:30", 1))
    films = tuple(film(n, section=n, expected_audience=200) for n in (1, 2, 3))
    given = programme(*shows, halls=(hall(1),), films=films, sections={1: "Midnight", 2: "Midnight too", 3: "Gala"})
    found = amounts(given)
    assert (found["premiere-hour"], found["prime-time"], found["late-title"]) == (2, 4, 1)


def test_a_press_show_is_no_premiere() -> None:
    shows = (showing(1, 1, "10-09 10:00", 1, audience="press"), showing(2, 1, "10-09 20:00", 1))
    assert amounts(programme(*shows, halls=(hall(1),), films=(film(1),)))["premiere-hour"] == 0


def test_a_hall_does_not_wait_where_it_need_not() -> None:
    fixed = showing(1, 1, "10-09 14:00", 1)
    given = programme(
        fixed, showing(2, 2), halls=(hall(1, openings=(Opening(4, time(9), time(16)),)),),
        films=(film(1), film(2)), days=1,
    )  # fmt: skip
    found = propose(given, effort=steps(1024))

    assert places(found.programme)[2] in ((1, "10-09 11:55"), (1, "10-09 12:00"))
    assert amounts(found.programme)["waits"] == 0


def test_every_term_is_priced_by_the_search_or_settled_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted afterwards but priced by nobody would be left to chance."""
    asked: set[str] = set()
    weight = Preferences.weight

    def recorded(self: Preferences, name: str) -> int:
        asked.add(name)
        return weight(self, name)

    monkeypatch.setattr(Preferences, "weight", recorded)
    guests = {1: RuleGuest(1, 7, "Agnès Varda", at("10-11 12:00"))}
    wish = SlotConstraint(films=frozenset({1}), halls=frozenset({1}), penalty=5)
    films = (film(1, directors=(7,), expected_audience=300, section=1), film(2, section=1))
    given = programme(
        showing(1, 1), showing(2, 1), showing(3, 2), halls=(hall(1, capacity=100),), films=films, guests=guests,
        people={7: "Agnès Varda"}, sections={1: "Gala"},
    )  # fmt: skip
    uids = {show.uid for show in given.showings}
    SolverModel(given, uids, Preferences(slot_constraints=(wish,)))
    placed = programme(showing(1, 1, "10-09 20:00", 1), showing(2, 1, "10-10 20:10", 1), halls=(hall(1),), films=films)
    retime(placed, uids, Preferences())

    assert asked == {term.name for term in OBJECTIVE_TERMS}


def test_every_term_is_in_the_table_of_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "proposals.md").read_text(encoding="utf-8")
    rows = (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| "))
    weights: dict[str, str] = {}
    for row in rows:
        if len(row) == 3:
            weights.update(zip(row[0].split(", "), row[2].split(", "), strict=True))

    assert {name: weights.get(name) for name in DEFAULT_WEIGHTS} == {n: str(w) for n, w in DEFAULT_WEIGHTS.items()}


def test_waits_weigh_nothing_where_a_festival_says_so() -> None:
    shows = [showing(1, 1, "10-09 10:00", 1), showing(2, 2, "10-09 20:00", 1)]
    given = programme(*shows, halls=(hall(1),), films=(film(1), film(2)))
    found = term_contributions(given, (), Preferences(weights={"waits": 0}))

    assert [(one.amount, one.points) for one in found if one.term.name == "waits"] == [(15, 0)]
