"""*Last changes*: what was done in one go, by whom, and one's own taken back."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.board.boards import an_evening, move, start
from tests.desk.costs import queries
from tests.desk.forms import form_of, said, send
from tests.desk.list_actions import ask, confirm
from tests.pages import read
from tests.staff import member
from tests.world import at, film, hall, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    return an_evening(harbour)


def address(of: Festival) -> str:
    return reverse("admin:last-changes", args=[of.pk])


def listed(client: Client, of: Festival) -> list[tuple[str, str, str]]:
    """Who, what, and what can be done about it."""
    (table,) = read(client.get(address(of))).all("table", of_class="differences")
    rows = [row.all("td", "th") for row in table.all("tr") if not row.inside("thead")]
    return [(who.text, what.text, act.text) for _when, who, what, act in rows]


def take_back(client: Client, of: Festival, number: int = 0) -> HttpResponse:
    """Press the button of that row, the newest first."""
    buttons = [each for each in read(client.get(address(of))).all("button") if each["name"] == "change"]
    return client.post(address(of), {"change": buttons[number]["value"]})


def test_moves_and_list_actions_are_steps_of_one_list_and_are_taken_back_in_any_order(
    desk: Client, evening: Screening
) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-11 20:00")
    move(desk, evening, time="21:00")
    confirm(desk, ask(desk, "move_by_minutes", [other], minutes="15"))
    assert listed(desk, evening.festival) == [
        ("ada", "Move by minutes. Moved: Vagabond, Sun 11 Oct 20:15, Odeon, Hall 2.", "Take back"),
        ("ada", "The move of Cléo", "Take back"),
    ]
    answer = take_back(desk, evening.festival, 1)
    assert said(answer)[-2:][0] == "Taken back: The move of Cléo"
    assert start(evening) == at("2026-10-10 20:00")
    take_back(desk, evening.festival)
    assert start(other) == at("2026-10-11 20:00")
    assert [act for _who, _what, act in listed(desk, evening.festival)] == ["taken back Do again"] * 2


def do_again(client: Client, of: Festival, number: int = 0) -> HttpResponse:
    buttons = [each for each in read(client.get(address(of))).all("button") if each["name"] == "again"]
    return client.post(address(of), {"again": buttons[number]["value"]})


def test_what_was_taken_back_is_done_again_and_taken_back_again(desk: Client, evening: Screening) -> None:
    """A move of the board, and a list action that made rows: they come back under their own keys."""
    move(desk, evening, time="21:00")
    confirm(desk, ask(desk, "repeat", [evening], times="2"))
    made = list(Screening.objects.exclude(pk=evening.pk).values_list("pk", "uid"))
    for _round in range(2):
        take_back(desk, evening.festival)
        assert Screening.objects.count() == 1
        assert said(do_again(desk, evening.festival))[-2].startswith("Done again: Repeat")
        assert list(Screening.objects.exclude(pk=evening.pk).values_list("pk", "uid")) == made
    take_back(desk, evening.festival, 1)
    assert start(evening) == at("2026-10-10 20:00")
    assert said(do_again(desk, evening.festival))[-2:][0] == "Done again: The move of Cléo"
    assert start(evening) == at("2026-10-10 21:00")
    assert [act for _who, _what, act in listed(desk, evening.festival)] == ["Take back"] * 2


def test_what_others_changed_meanwhile_stands_against_doing_it_again(desk: Client, evening: Screening) -> None:
    confirm(desk, ask(desk, "move_by_minutes", [evening], minutes="15"))
    take_back(desk, evening.festival)
    send(desk, form_of(evening), starts_at_1="22:00")
    answer = do_again(desk, evening.festival)
    assert said(answer)[-1] == (
        "Nothing was done again. Later changes depend on it: Cléo, Sat 10 Oct 22:00, Odeon, Hall 1 was changed since "
        "by ada."
    )
    assert start(evening) == at("2026-10-10 22:00")


def test_a_colleague_does_not_do_it_again_and_twice_it_is_done_once(desk: Client, evening: Screening) -> None:
    confirm(desk, ask(desk, "move_by_minutes", [evening], minutes="15"))
    take_back(desk, evening.festival)
    key = next(each for each in read(desk.get(address(evening.festival))).all("button") if each["name"] == "again")[
        "value"
    ]
    answer = member("scheduler").post(address(evening.festival), {"again": key})
    assert said(answer)[-1].startswith("Nothing was done again. It was done by ada")
    for sentence in ("Done again: Move by minutes", "Nothing was done again. It has been done again already."):
        answer = desk.post(address(evening.festival), {"again": key})
        assert any(each.startswith(sentence) for each in said(answer)), said(answer)
    assert start(evening) == at("2026-10-10 20:15")


def test_what_depends_on_it_is_named(desk: Client, evening: Screening) -> None:
    confirm(desk, ask(desk, "move_by_minutes", [evening], minutes="15"))
    send(desk, form_of(evening), starts_at_1="22:00")
    answer = take_back(desk, evening.festival)
    assert said(answer)[-1] == (
        "Nothing was taken back. Later changes depend on it: Cléo, Sat 10 Oct 22:00, Odeon, Hall 1 was changed since "
        "by ada."
    )
    assert start(evening) == at("2026-10-10 22:00")


def test_a_colleagues_is_seen_and_stays(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    key = read(desk.get(address(evening.festival))).all("button")[-1]["value"]
    other = member("scheduler")
    assert listed(other, evening.festival) == [("ada", "The move of Cléo", "")]
    answer = other.post(address(evening.festival), {"change": key})
    assert said(answer)[-1] == "Nothing was taken back. It was done by ada, who can take it back."
    assert start(evening) == at("2026-10-10 21:00")


def test_taken_back_twice_it_is_said(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    page = desk.get(address(evening.festival))
    (key,) = [each["value"] for each in read(page).all("button") if each["name"] == "change"]
    for sentence in ("Taken back: The move of Cléo", "Nothing was taken back. It has been taken back already."):
        answer = desk.post(address(evening.festival), {"change": key})
        assert sentence in said(answer)
    assert "It is no longer among" in said(desk.post(address(evening.festival), {"change": "move-999"}))[-1]


def test_the_list_costs_the_same_for_one_and_for_many(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    queries(desk, address(evening.festival))
    one = queries(desk, address(evening.festival))
    for minute in range(5):
        move(desk, evening, time=f"22:0{minute}")
    assert queries(desk, address(evening.festival)) == one
