"""What a festival wants of a proposal, from its rows to the solver."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.loading import load_preferences
from screenings.models import PlacementOrder, PlacementWish, Screening, Section, StatedWish, TermWeight
from screenings.scheduling import duplicate_edition
from screenings.solver.api import Precedence, Preferences, SlotConstraint
from tests import world

pytestmark = pytest.mark.django_db


def test_without_rows_everything_weighs_as_usual() -> None:
    assert load_preferences(world.festival()) == Preferences()


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_become_weights_wishes_and_orders_in_three_queries(rows: int) -> None:
    festival = world.festival()
    film, odeon = world.film(festival), world.hall(festival)
    row = world.screening(film)
    world.saved(TermWeight(festival=festival, name="clashes", weight=7))
    for _ in range(rows):
        world.saved(PlacementWish(festival=festival, film=film, hall=odeon, begins=time(20), points=5))
        world.saved(PlacementOrder(festival=festival, first_film=film, then_screening=row, least=1, most=2))
    world.saved(PlacementOrder(festival=festival, first_screening=row, then_film=film, after=20, within=60))
    world.saved(PlacementWish(festival=festival, screening=row, day=world.OPENING, avoid=True))

    with CaptureQueriesContext(connection) as queries:
        found = load_preferences(festival)
    assert len(queries) == 3
    assert found.weights == {"clashes": 7}
    wish = SlotConstraint(films=frozenset({film.pk}), halls=frozenset({odeon.pk}), start_from=time(20), penalty=5)
    avoided = SlotConstraint(uids=frozenset({row.uid}), days=frozenset({date(2026, 10, 9)}), avoid=True)
    assert found.slot_constraints == (*[wish] * rows, avoided)
    by_the_clock = Precedence(row.uid, film.pk, min_minutes=20, max_minutes=60)
    assert found.precedences == (*[Precedence(film.pk, row.uid, min_days=1, max_days=2)] * rows, by_the_clock)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": world.OPENING}, "Choose a section, a film or a screening: one of them."),
        ({"film": "own"}, "Say where: a hall, a day, or hours."),
        ({"film": "another", "day": world.OPENING}, "What is wished for belongs to another festival."),
        ({"film": "own", "day": world.OPENING, "points": 0}, "Ensure this value is greater than or equal to 1."),
    ],
)
def test_a_wish_that_says_nothing_is_refused(given: dict[str, object], said: str) -> None:
    festival = world.festival()
    films = {"own": world.film(festival), "another": world.film(world.festival("Other", slug="other"))}
    if "film" in given:
        given = {**given, "film": films[str(given["film"])]}
    with pytest.raises(ValidationError) as refused:
        PlacementWish(festival=festival, **given).full_clean()
    assert said in refused.value.messages


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"then_film": "own"}, "Choose what comes first: a film or a screening, one of them."),
        ({"first_film": "own"}, "Choose what comes then: a film or a screening, one of them."),
        ({"first_film": "own", "then_film": "own"}, "Nothing comes after itself. Choose two different ones."),
        ({"first_film": "own", "then_film": "another"}, "What is put in order belongs to another festival."),
        (
            {"first_film": "own", "then_film": "second", "at_once": True, "least": 1},
            "What follows at once does so on the same day: leave the days out.",
        ),
        (
            {"first_film": "own", "then_film": "second", "at_once": True, "within": 30},
            "What follows at once does so after the changeover: leave the minutes out.",
        ),
        (
            {"first_film": "own", "then_film": "second", "after": 30, "most": 0},
            "Say minutes after its end or days later, not both.",
        ),
        (
            {"first_film": "own", "then_film": "second", "after": 30, "within": 20},
            "At most so many minutes is less than at least. Write the smaller number first.",
        ),
        (
            {"first_film": "own", "then_film": "second", "least": 2, "most": 1},
            "At most so many days later is less than at least. Write the smaller number first.",
        ),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(given: dict[str, object], said: str) -> None:
    festival = world.festival()
    films = {
        "own": world.film(festival),
        "second": world.film(festival, "Jaws"),
        "another": world.film(world.festival("Other", slug="other")),
    }
    row = PlacementOrder(festival=festival, **{name: films.get(str(value), value) for name, value in given.items()})
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.messages == [said]


def test_a_proposal_keeps_to_the_wishes_of_its_festival() -> None:
    festival = world.festival()
    film = world.film(festival)
    world.hall(festival)
    salon = world.hall(festival, "Salon")
    world.screening(film)
    world.saved(PlacementWish(festival=festival, film=film, hall=salon, day=world.OPENING, begins=time(20)))
    call_command("propose_timetable", "--steps", "2048", "--apply", verbosity=0)

    placed = Screening.objects.get()
    assert placed.hall == salon
    assert placed.starts_at is not None
    assert "10-09 20:00" <= placed.starts_at.astimezone(world.BERLIN).strftime("%m-%d %H:%M") < "10-10"


def test_next_years_edition_has_the_weights_and_none_of_the_wishes() -> None:
    festival = world.festival()
    films = world.film(festival), world.film(festival, "Jaws")
    world.saved(PlacementOrder(festival=festival, first_film=films[0], then_film=films[1]))
    world.saved(TermWeight(festival=festival, name="clashes", weight=7))
    world.saved(PlacementWish(festival=festival, film=world.film(festival), day=world.OPENING))
    new = duplicate_edition(festival, name="Next", slug="next", starts_on=date(2027, 10, 8))

    assert load_preferences(new) == Preferences(weights={"clashes": 7})


def test_the_next_edition_keeps_wishes_in_a_phrase_of_its_own_sections() -> None:
    festival = world.festival()
    gala = world.saved(Section(festival=festival, name="Gala"))
    StatedWish.objects.create(festival=festival, name="more-air")
    StatedWish.objects.create(festival=festival, name="weekends", section=gala)
    new = duplicate_edition(festival, name="Next", slug="next", starts_on=date(2027, 10, 8))
    kept = StatedWish.objects.filter(festival=new).values_list("name", "section__name", "section__festival")
    assert list(kept) == [("more-air", None, None), ("weekends", "Gala", new.pk)]
