"""Where one screening could go: the page with the best places, and taking one."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from screenings.models import Closure, Festival, OpeningHours, Screening
from tests.desk.costs import queries
from tests.desk.forms import said
from tests.pages import read
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
    assert [part.text for part in read(page).all("button")].count("Move here") == 10
    assert "point" not in read(page).by_id("content-main").text
    assert "Where could Lola go?" in page.content.decode()
    assert "no place yet" in page.content.decode()


def test_it_says_why_a_screening_is_where_it_is_and_what_the_next_best_place_would_cost(
    desk: Client, harbour: Festival
) -> None:
    """A premiere in the evening, in a hall that is open for just that evening and for one afternoon."""
    place = hall(harbour)
    saved(Closure(hall=place, first_day=harbour.starts_on.replace(day=11), last_day=harbour.ends_on))
    saved(OpeningHours(hall=place, weekday=4, opens="18:00", closes="20:30"))
    saved(OpeningHours(hall=place, weekday=5, opens="14:00", closes="16:30"))
    page = read(desk.get(advice_of(screening(film(harbour, "Lola"), place, "2026-10-09 18:30"))))
    assert page.all("h1")[0].text == "Why is Lola here?"
    reasons = next(part for part in page.all("ul", of_class="why"))
    assert reasons.items[0].startswith("No other place is better; of the ")
    assert any("the film is not first shown in the evening" in reason for reason in reasons.items)
    afternoon = next(spot.text for spot in page.all("ol", of_class="spots")[0].all("li") if "Sat 10 Oct" in spot.text)
    assert "It would cost: the film is not first shown in the evening" in afternoon


def test_a_press_of_the_button_moves_it_to_exactly_that_place(desk: Client, lying: Screening) -> None:
    button = [part for part in read(desk.get(advice_of(lying))).all("button") if part.text == "Move here"][3]
    assert button.parent
    fields = {part["name"]: part["value"] for part in button.parent.all("input")}
    answer = desk.post(reverse("admin:board-moves", args=[lying.festival_id]), {**fields, "do": "move"})
    assert said(answer)[0].startswith("Moved: Lola")
    lying.refresh_from_db()
    assert lying.hall is not None
    assert lying.starts_at is not None
    moved_to = f"{lying.starts_at.astimezone(lying.zone):%a %-d %b %H:%M}, {lying.hall.full_name}"
    assert button.name == f"Move to {moved_to}"


def test_what_a_place_breaks_is_said_beside_it(desk: Client, harbour: Festival) -> None:
    """Open on the first day alone, and on that the film runs already: whatever is left is a repeat on the same day."""
    place = hall(harbour)
    saved(Closure(hall=place, first_day=harbour.starts_on.replace(day=10), last_day=harbour.ends_on))
    twice = film(harbour, "Lola")
    screening(twice, place, "2026-10-09 20:00")
    page = desk.get(advice_of(screening(twice)))
    assert "Move here" in [part.text for part in read(page).all("button")]
    assert "Breaks nothing." not in read(page).items
    assert "Lola is shown twice on one day" in page.content.decode()


def test_where_there_is_no_place_it_says_why(desk: Client, harbour: Festival) -> None:
    place = hall(harbour)
    saved(Closure(hall=place, first_day=harbour.starts_on, last_day=harbour.ends_on))
    page = desk.get(advice_of(screening(film(harbour, "Lola")))).content.decode()
    assert "No other place was found for it." in page
    assert "The hall is not open long enough" in page or "the hall is not open long enough" in page


def test_the_one_other_place_is_not_counted(desk: Client, harbour: Festival) -> None:
    place = hall(harbour)
    saved(Closure(hall=place, first_day=harbour.starts_on.replace(day=10), last_day=harbour.ends_on))
    saved(OpeningHours(hall=place, weekday=4, opens="18:00", closes="19:40"))
    page = read(desk.get(advice_of(screening(film(harbour, "Lola"), place, "2026-10-09 18:00"))))
    assert next(part for part in page.all("ul", of_class="why")).items == [
        "No other place is as good: there is one, and it would cost something.",
        "There it starts off the quarter hour.",
    ]


def test_where_a_screening_can_stay_only_where_it_is_it_says_what_keeps_it_there(
    desk: Client, harbour: Festival
) -> None:
    """Its hall is open on one evening, for just as long as the film."""
    place = hall(harbour)
    saved(Closure(hall=place, first_day=harbour.starts_on.replace(day=10), last_day=harbour.ends_on))
    saved(OpeningHours(hall=place, weekday=4, opens="18:00", closes="19:30"))
    saved(OpeningHours(hall=place, weekday=5, opens="18:00", closes="19:30"))
    page = read(desk.get(advice_of(screening(film(harbour, "Lola"), place, "2026-10-09 18:00"))))
    assert page.all("h1")[0].text == "Why is Lola here?"
    assert "No other place was found for it." in page.text
    told = next(part for part in page.all("ul", of_class="why")).items
    assert told[0].startswith("Of the festival's days in its halls: ")
    assert any("were open on Sat 10 Oct" in sentence for sentence in told)
    assert not any(sentence.startswith("It fits") for sentence in told)
    assert not any("Fri 9 Oct 18:00" in sentence for sentence in told)


def test_what_has_passed_is_no_place_while_the_festival_runs(desk: Client, lying: Screening) -> None:
    with time_machine.travel(at("2026-10-12 15:00"), tick=False):
        fields = read(desk.get(advice_of(lying))).all("input")
    days = [field["value"] for field in fields if field["name"] == "day"]
    assert days
    assert min(days) >= "2026-10-12"


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
