"""Cards from films and cards from cards, as forms without a script send them."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Film, Screening
from tests.board.boards import DAY, an_evening, board_of, move, start
from tests.desk.forms import said
from tests.pages import Element, errors, read
from tests.staff import member, staff_client
from tests.world import at, film, hall, programme, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    return an_evening(harbour)


def post(client: Client, of: Festival, **sent: Any) -> HttpResponse:
    return client.post(reverse("admin:board-moves", args=[of.pk]), {"on": DAY, **sent})


def waiting_films(client: Client, of: Festival, **query: Any) -> list[Element]:
    return read(client.get(board_of(of, **query))).by_id("tray-films").all("li")


def test_the_tray_holds_the_films_of_which_there_is_no_showing(desk: Client, evening: Screening) -> None:
    of = evening.festival
    programme(of, "Shorts", film(of, "Bramble", runtime=12))
    film(of, "Anemone", runtime=30)
    rows = waiting_films(desk, of)
    assert [(row.all("bdi")[0].text, row.buttons) for row in rows] == [
        ("Anemone", ["1 showing of Anemone", "2 showings of Anemone", "3 showings of Anemone"]),
        ("Shorts", ["1 showing of Shorts", "2 showings of Shorts", "3 showings of Shorts"]),
    ]
    assert [row.all("bdi")[0].text for row in waiting_films(desk, of, q="anem")] == ["Anemone"]


def test_a_button_of_a_film_makes_that_many_showings_and_the_same_form_twice_no_more(
    desk: Client, evening: Screening
) -> None:
    row = film(evening.festival, "Anemone")
    for _twice in range(2):
        answer = post(desk, evening.festival, showings=f"{row.pk} 2", form_token="once")
        assert answer.status_code == 302
    assert "Added: 2 showings of Anemone, not placed yet." in said(answer)
    assert Screening.objects.filter(film=row, starts_at=None).count() == 2
    assert not waiting_films(desk, evening.festival)


@pytest.mark.parametrize("sent", ["", "nonsense", "999 1", "{film} 0", "{film} 21", "{film} -1", "{film} x"])
def test_what_is_no_number_of_showings_is_refused(desk: Client, evening: Screening, sent: str) -> None:
    row = film(evening.festival, "Anemone")
    (words,) = said(post(desk, evening.festival, showings=sent.format(film=row.pk)))
    assert words.startswith(("That film is no longer", "Give a number of showings from 1 to 20"))
    assert not Screening.objects.filter(film=row).exists()


def test_a_showing_is_added_where_one_points_at(desk: Client, evening: Screening) -> None:
    of, two = evening.festival, hall(evening.festival, "Hall 2")
    row = film(of, "Anemone")
    # Lines of five minutes from 06:00.
    page = read(desk.get(board_of(of, open=f"new-{two.pk}-168"))).by_id("opened")
    assert list(page.field("Film").options) == ["", "Anemone", "Cléo"]
    fields = {field["name"]: field["value"] for field in page.all("input")}
    assert fields["time"] == "20:00"
    chosen = [option.text for option in page.field("Hall").all("option") if "selected" in option]
    assert chosen == ["Odeon, Hall 2"]
    answer = post(desk, of, do="add", film=row.pk, hall=two.pk, day=DAY, time="20:00")
    made = Screening.objects.get(film=row)
    assert (made.hall, made.starts_at) == (two, at("2026-10-10 20:00"))
    assert said(answer)[0] == "Added: Anemone, Sat 10 Oct 20:00, Odeon, Hall 2."
    post(desk, of, do="undo")
    assert start(made) is None
    post(desk, of, do="add", film=row.pk, hall="", day=DAY)
    assert Screening.objects.filter(film=row, starts_at=None).count() == 2


def test_a_time_that_is_none_is_asked_again_with_the_film_that_was_chosen(desk: Client, evening: Screening) -> None:
    answer = post(desk, evening.festival, do="add", film=evening.film_id, hall=evening.hall_id, day=DAY, time="late")
    assert answer.status_code == 422
    assert errors(answer)
    (chosen,) = [each for each in read(answer).field("Film").all("option") if "selected" in each]
    assert chosen.text == "Cléo"
    assert Screening.objects.count() == 1


def test_copy_there_leaves_the_first_where_it_is(desk: Client, evening: Screening) -> None:
    answer = move(desk, evening, do="copy", day="2026-10-11")
    copy = Screening.objects.exclude(pk=evening.pk).get()
    assert (start(evening), copy.starts_at, copy.qa) == (at("2026-10-10 20:00"), at("2026-10-11 20:00"), 20)
    assert said(answer)[0] == "Copied: Cléo, Sun 11 Oct 20:00, Odeon, Hall 1."


def test_ticked_films_are_put_together(desk: Client, evening: Screening) -> None:
    films = [film(evening.festival, name, runtime=10) for name in ("Anemone", "Bramble")]
    answer = post(desk, evening.festival, do="programme", title="Shorts", parts=[each.pk for each in films])
    assert said(answer) == ["Put together: Shorts, of 2 films."]
    assert [part.part for part in Film.objects.get(kind="programme").film_parts.all()] == films
    assert [row.all("bdi")[0].text for row in waiting_films(desk, evening.festival)] == ["Shorts"]
    assert said(post(desk, evening.festival, do="programme", title="", parts=[films[0].pk])) == [
        "Choose at least two films to put together."
    ]


def test_who_may_not_add_is_offered_nothing_and_adds_nothing(evening: Screening) -> None:
    row = film(evening.festival, "Anemone")
    mover = staff_client("max", ["view_screening", "change_screening", "view_film"])
    for client in (mover, member("programmer")):
        page = client.get(board_of(evening.festival, open="new")).content.decode()
        assert "Add a showing" not in page
        assert "Films without a showing" not in page
    for sent in ({"do": "add", "film": row.pk}, {"showings": f"{row.pk} 1"}, {"do": "copy", "screening": evening.pk}):
        assert post(mover, evening.festival, **sent, seen="x").status_code == 403
    assert Screening.objects.count() == 1


def test_a_films_row_opens_the_form_to_add_it_without_a_script(desk: Client, evening: Screening) -> None:
    bramble = film(evening.festival, "Bramble")
    row = next(row for row in waiting_films(desk, evening.festival) if row.all("bdi")[0].text == "Bramble")
    answer = desk.get(f"{board_of(evening.festival)}{row.link('Bramble, no showing yet')}")
    chosen = [each for each in read(answer).field("Film").all("option") if "selected" in each]
    assert [(each["value"], each.text) for each in chosen] == [(str(bramble.pk), "Bramble")]


@pytest.mark.parametrize("opened", ["new-film-", "new-film-x", "new-film-999999"])
def test_a_film_that_is_not_there_is_not_chosen(opened: str, desk: Client, evening: Screening) -> None:
    page = read(desk.get(board_of(evening.festival, open=opened)))
    assert [each["value"] for each in page.field("Film").all("option") if "selected" in each] in ([], [""])


def test_places_for_a_new_showing_of_a_film_are_those_of_a_screening_without_a_place(
    desk: Client, evening: Screening
) -> None:
    """The one of which there is none yet, asked by its film; then the same screening, asked by itself."""
    bramble = film(evening.festival, "Bramble", runtime=75)
    places = f"{board_of(evening.festival)}places/"
    by_film = desk.get(f"{places}film-{bramble.pk}/").json()
    waiting = screening(bramble)
    assert by_film == desk.get(f"{places}{waiting.pk}/").json()
    assert by_film["reasons"]
    assert [desk.get(f"{places}{name}/").status_code for name in ("film-", "film-x", "film-999999")] == [404] * 3
