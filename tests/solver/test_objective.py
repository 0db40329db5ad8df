"""What each term counts, against a plain count; and that the search goes by it."""

from collections import Counter
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given

from screenings.solver.api import OBJECTIVE_TERMS, Preferences, SlotConstraint, propose, term_contributions
from screenings.solver.model.build import SolverModel
from screenings.solver.preferences import DEFAULT_WEIGHTS
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleGuest
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import PlacedShowing, Programme
from tests.solver.placements import places, steps
from tests.solver.programmes import at, film, hall, programme, showing
from tests.timetable.random_festivals import festivals, unhurried


def amounts(of: Programme, *, pairwise: bool = False) -> Counter[str]:
    found = term_contributions(of, find_conflicts(of, pairwise=pairwise), Preferences())
    return Counter({one.term.name: one.amount for one in found})


def is_evening(show: PlacedShowing) -> bool:
    return 17 <= show.start.astimezone(show.hall.zone).hour < 22


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
    waits = 0
    for show in given.scheduled:
        if show.hall.shared:
            continue
        fellows = [other for other in given.scheduled if (other.hall.id, other.day) == (show.hall.id, show.day)]
        earlier = [other for other in fellows if (other.start, other.uid.int) < (show.start, show.uid.int)]
        if earlier:
            free = max(other.end for other in earlier) + timedelta(minutes=show.hall.changeover)
            waits += max(0, int((show.start - free).total_seconds()) // 1800)
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


def test_a_hall_does_not_wait_where_it_need_not() -> None:
    fixed = showing(1, 1, "10-09 14:00", 1)
    given = programme(
        fixed, showing(2, 2), halls=(hall(1, openings=(Opening(4, time(9), time(16)),)),),
        films=(film(1), film(2)), days=1,
    )  # fmt: skip
    found = propose(given, effort=steps(1024))

    assert places(found.programme)[2] in ((1, "10-09 11:55"), (1, "10-09 12:00"))
    assert amounts(found.programme)["waits"] == 0


def test_every_term_is_priced_by_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
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
    SolverModel(given, {show.uid for show in given.showings}, Preferences(slot_constraints=(wish,)))

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

    assert [(one.amount, one.points) for one in found if one.term.name == "waits"] == [(16, 0)]
