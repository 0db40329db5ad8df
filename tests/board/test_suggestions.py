"""Where one screening could go: the page with the best places, and taking one."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from screenings.models import Closure, Festival, Screening
from tests.desk.costs import queries
from tests.desk.forms import said
from tests.staff import staff_client
from tests.world import at, film, hall, saved, screening


def advice_of(row: Screening) -> str:
    return reverse("admin:board-advice", args=[row.festival_id, row.pk])


@pytest.fixture
def lying(harbour: Festival) -> Screening:
    hall(harbour)
    return screening(film(harbour, "Lola"))


def test_ten_places_are_offered_best_first(desk: Client, lying: Screening) -> None:
    page = desk.get(advice_of(lying))
    spots = page.context["spots"]
    assert len(spots) == 10
    assert [spot.points for spot in spots] == sorted(spot.points for spot in spots)
    assert "Where could Lola go?" in page.content.decode()
    assert "no place yet" in page.content.decode()


def test_a_press_of_the_button_moves_it_to_exactly_that_place(desk: Client, lying: Screening) -> None:
    spot = desk.get(advice_of(lying)).context["spots"][3]
    answer = desk.post(reverse("admin:board-moves", args=[lying.festival_id]), {**spot.fields, "do": "move"})
    assert said(answer)[0].startswith("Moved: Lola")
    lying.refresh_from_db()
    assert lying.hall is not None
    assert lying.starts_at is not None
    assert f"{lying.starts_at.astimezone(lying.zone):%a %-d %b %H:%M}" == spot.where
    assert lying.hall.full_name == spot.hall


def test_what_a_place_breaks_is_said_beside_it(desk: Client, harbour: Festival) -> None:
    """Open on the first day alone, and on that the film runs already: whatever is left is a repeat on the same day."""
    place = hall(harbour)
    saved(Closure(hall=place, first_day=harbour.starts_on.replace(day=10), last_day=harbour.ends_on))
    twice = film(harbour, "Lola")
    screening(twice, place, "2026-10-09 20:00")
    page = desk.get(advice_of(screening(twice)))
    clean = [spot for spot in page.context["spots"] if not spot.breaks]
    assert page.context["spots"]
    assert not clean
    assert "Lola is shown twice on one day" in page.content.decode()


def test_where_there_is_no_place_it_says_why(desk: Client, harbour: Festival) -> None:
    place = hall(harbour)
    saved(Closure(hall=place, first_day=harbour.starts_on, last_day=harbour.ends_on))
    page = desk.get(advice_of(screening(film(harbour, "Lola")))).content.decode()
    assert "No other place was found for it." in page
    assert "The hall is not open long enough" in page or "the hall is not open long enough" in page


def test_what_has_passed_is_no_place_while_the_festival_runs(desk: Client, lying: Screening) -> None:
    with time_machine.travel(at("2026-10-12 15:00"), tick=False):
        spots = desk.get(advice_of(lying)).context["spots"]
    assert spots
    assert all(spot.fields["day"] >= "2026-10-12" for spot in spots)


def test_nobody_moves_without_the_right_nor_what_is_pinned(desk: Client, lying: Screening) -> None:
    assert "Move here" not in staff_client("reader", ["view_screening"]).get(advice_of(lying)).content.decode()
    Screening.objects.update(pinned=True)
    page = desk.get(advice_of(lying)).content.decode()
    assert "Move here" not in page
    assert "It is pinned" in page
    assert desk.get(reverse("admin:board-advice", args=[lying.festival_id, 999])).status_code == 404


def test_it_costs_the_same_for_one_screening_and_for_many(desk: Client, lying: Screening) -> None:
    queries(desk, advice_of(lying))
    one = queries(desk, advice_of(lying))
    place = hall(lying.festival, "Hall 2")
    for number in range(4):
        screening(film(lying.festival, f"Film {number}"), place, at(f"2026-10-1{number} 20:00"))
    assert queries(desk, advice_of(lying)) == one
