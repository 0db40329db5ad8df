"""How many are expected where nobody has said: by section and kind, and only in the search."""

from dataclasses import replace
from uuid import UUID

from screenings.solver.api import StepLimit, propose, term_contributions
from screenings.solver.model.demand import Demand
from screenings.solver.preferences import DEFAULT_PREFERENCES, Preferences
from screenings.timetable.context import PRESS
from screenings.timetable.rules import find_conflicts
from tests.solver.programmes import film, hall, programme, showing

# Galas draw hundreds, shorts few; 9 and 19 have no number, 29 is of a section in which too few have one.
FILMS = (
    *(film(number, section=1, expected_audience=400 + number) for number in (1, 2, 3)),
    *(film(10 + number, section=1, parts=(1, 2), expected_audience=40 + number) for number in (1, 2, 3)),
    film(9, section=1), film(19, section=1, parts=(1, 2)),
    film(28, section=2, expected_audience=90), film(29, section=2), film(30),
)  # fmt: skip
HALLS = (hall(1, capacity=60), hall(2, capacity=420, venue=2))


def test_a_film_without_a_number_draws_what_films_of_its_section_and_kind_do() -> None:
    demand = Demand(programme(halls=HALLS, films=FILMS).context)
    expected = {number: demand.of(showing(1, number)) for number in (1, 9, 19, 28, 29, 30)}
    assert expected == {1: 401, 9: 402, 19: 42, 28: 90, 29: 401, 30: 401}
    assert demand.of(showing(1, 9, expected_audience=7)) == 7
    assert demand.of(showing(1, 9, audience=PRESS)) is None
    assert demand.of(showing(1, 9, audience=PRESS, expected_audience=30)) == 30


def test_of_too_few_nothing_is_guessed() -> None:
    few = tuple(each for each in FILMS if each.id in (1, 2, 9))
    assert Demand(programme(halls=HALLS, films=few).context).of(showing(1, 9)) is None


def test_a_proposal_gives_them_the_hall_that_seats_them_and_no_rule_goes_by_the_guess() -> None:
    given = programme(showing(1, 9), showing(2, 19), halls=HALLS, films=FILMS, days=1)
    anywhere = Preferences(weights={"premiere-hall": 0})  # as the small one would cost a premiere as much
    found = propose(given, effort=StepLimit(4000), preferences=anywhere).programme
    assert {each.uid.int: each.hall for each in found.showings} == {1: 2, 2: 1}

    exchanged = replace(
        found, showings=tuple(replace(each, hall=1 if each.uid == UUID(int=1) else 2) for each in found.showings)
    )
    amounts = {each.term.name: each.amount for each in term_contributions(exchanged, (), DEFAULT_PREFERENCES)}
    assert (amounts["turned-away"], amounts["too-large"]) == (35, 1)
    assert "hall-too-small" not in {conflict.code for conflict in find_conflicts(exchanged)}
