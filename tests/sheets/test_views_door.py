"""At the door, on a phone: this hall today, what changes next, sold out and standby in one tap."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Publication, Screening
from tests.desk.costs import queries
from tests.pages import Element, messages, read
from tests.staff import member
from tests.world import at, film, hall, published, screening


@pytest.fixture
def evening(harbour: Festival) -> Iterator[Screening]:
    """Half past seven on a day with Cléo at eight and, after midnight, Vagabond; another hall has one too."""
    place = hall(harbour, capacity=120)
    row = screening(film(harbour), place, "2026-10-10 20:00", qa=20)
    screening(film(harbour, "Vagabond"), place, "2026-10-11 00:30")
    screening(film(harbour, "Le Bonheur"), place, "2026-10-11 20:00")
    screening(film(harbour, "Jacquot"), hall(harbour, "Hall 2"), "2026-10-10 18:00")
    with time_machine.travel(at("2026-10-10 19:30"), tick=False):
        yield row


def door_of(row: Screening) -> str:
    return reverse("admin:door-hall", args=[row.festival_id, row.hall_id])


def show(page: Element, title: str) -> Element:
    return next(item for item in page.all("li") if item["id"].startswith("s-") and title in item.text)


def press(client: Client, row: Screening, words: str) -> object:
    """The button of these words, as the page has it."""
    page = read(client.get(door_of(row)))
    part = show(page, row.film.title)
    button = next(each for each in part.all("button") if each.text == words)
    typed = {field["name"]: field["value"] for field in part.all("input")}
    answer = client.post(door_of(row), {**typed, button["name"]: button["value"]})
    assert answer.status_code == 302
    return answer


def test_the_page_shows_this_hall_today_and_what_changes_next(evening: Screening) -> None:
    page = read(member("front of house").get(door_of(evening)))
    assert [item.all("h2")[0].text for item in page.all("li") if item["id"].startswith("s-")] == [
        "20:00 Cléo", "00:30 (Sunday) Vagabond",
    ]  # fmt: skip
    assert "19:40: doors open for Cléo" in page.text
    assert "Doors 19:40, out 21:50" in show(page, "Cléo").text


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-10-10 19:40", "20:00: Cléo starts"),
        ("2026-10-10 20:00", "21:50: Cléo ends"),
        ("2026-10-10 21:50", "00:10 (Sunday): doors open for Vagabond"),
        ("2026-10-11 02:00", "Nothing more today."),
    ],
)
def test_the_next_change_follows_the_clock(moment: str, said: str, evening: Screening, desk: Client) -> None:
    with time_machine.travel(at(moment), tick=False):
        assert said in read(desk.get(door_of(evening))).text
        assert said in read(desk.get(reverse("admin:door", args=[evening.festival_id]))).text


def test_the_halls_of_a_cinema_are_below_its_name_and_a_cinema_with_one_is_named_once(
    evening: Screening, desk: Client
) -> None:
    for name, venue in (("Hall 2", "Odeon"), ("Lux", "Lux")):
        screening(film(evening.festival, f"In {name}"), hall(evening.festival, name, venue), "2026-10-10 20:00")
    with time_machine.travel(at("2026-10-10 12:00"), tick=False):
        page = read(desk.get(reverse("admin:door", args=[evening.festival_id])))
    assert [part.text for part in page.by_id("content").all("h1", "h2", "strong")] == [
        "At the door, Saturday 10 October 2026", "Lux", "Odeon", "Hall 1", "Hall 2",
    ]  # fmt: skip
    (lux,) = [address for words, address in page.links if words.startswith("Lux ")]
    assert read(desk.get(lux)).by_id("content").all("h1")[0].text == "Lux"


def test_sold_out_is_one_tap_and_public_at_once_and_the_same_button_takes_it_back(evening: Screening) -> None:
    published(evening.festival)
    house = member("front of house")
    for number, is_on in ((2, True), (3, False)):
        press(house, evening, "Sold out")
        evening.refresh_from_db()
        assert evening.sold_out is is_on
        assert Publication.objects.count() == number
    words = messages(house.get(door_of(evening)))
    assert "Cléo is no longer sold out." in words


def test_standby_is_a_button_of_its_own(evening: Screening) -> None:
    house = member("front of house")
    press(house, evening, "Standby")
    evening.refresh_from_db()
    assert (evening.standby, evening.sold_out) == (True, False)
    button = next(
        each for each in show(read(house.get(door_of(evening))), "Cléo").all("button") if each.text == "Standby"
    )
    assert button["aria-pressed"] == "true"


def test_two_people_who_press_the_same_button_mean_the_same(evening: Screening) -> None:
    first, second = member("front of house"), member("scheduler")
    for client in (first, second):
        client.post(door_of(evening), {"screening": evening.pk, "sold_out": "1"})
    evening.refresh_from_db()
    assert evening.sold_out
    assert Screening.history.filter(id=evening.pk, history_type="~").count() == 1


def test_a_cancelled_screening_has_no_buttons(evening: Screening) -> None:
    Screening.objects.filter(pk=evening.pk).update(status="cancelled")
    page = read(member("front of house").get(door_of(evening)))
    assert show(page, "Cléo").all("button") == []


@pytest.mark.parametrize("role", ["programmer", "guest office", "technician", "reader"])
def test_who_may_not_set_it_reads_it(role: str, evening: Screening) -> None:
    client = member(role)
    assert show(read(client.get(door_of(evening))), "Cléo").all("button") == []
    assert client.post(door_of(evening), {"screening": evening.pk, "sold_out": "1"}).status_code == 403
    assert not Screening.objects.get(pk=evening.pk).sold_out


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"sold_out": "1"}, 404),
        ({"sold_out": "1", "screening": "x"}, 404),
        ({"sold_out": "1", "screening": "99999999999999999999"}, 404),
        ({"status": "cancelled", "screening": "{own}"}, 400),
        ({"sold_out": "1", "screening": "{elsewhere}"}, 404),
    ],
)
def test_what_no_button_sends_writes_nothing(sent: dict[str, str], status: int, evening: Screening) -> None:
    keys = {"own": evening.pk, "elsewhere": Screening.objects.get(film__title="Jacquot").pk}
    answer = member("front of house").post(door_of(evening), {name: text.format(**keys) for name, text in sent.items()})
    assert answer.status_code == status
    assert not Screening.objects.filter(sold_out=True).exists()
    assert not Screening.objects.filter(status="cancelled").exists()


@pytest.mark.django_db(transaction=True)
def test_a_door_costs_the_same_for_two_screenings_and_for_six(desk: Client, evening: Screening) -> None:
    queries(desk, door_of(evening))
    few = queries(desk, door_of(evening))
    assert evening.hall
    for hour in range(10, 14):
        screening(film(evening.festival, f"Matinée {hour}"), evening.hall, f"2026-10-10 {hour}:00")
    queries(desk, door_of(evening))
    assert queries(desk, door_of(evening)) == few
