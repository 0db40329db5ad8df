"""*Put back* as a page: what goes back, what stays, what goes public then."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.board.boards import an_evening, move, start
from tests.desk.forms import fields_of, form_of, said, send
from tests.pages import read
from tests.world import at, film, hall, published, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = an_evening(harbour)
    published(harbour)
    return row


def page_of(client: Client, row: Screening) -> HttpResponse:
    return client.get(reverse("admin:put-back", args=[row.festival_id]))


def confirmed(client: Client, page: HttpResponse, row: Screening) -> HttpResponse:
    return client.post(reverse("admin:put-back", args=[row.festival_id]), fields_of(page))


def test_it_is_shown_first_and_then_done_and_the_pause_is_over(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    page = page_of(desk, evening)
    (table,) = read(page).all("table", of_class="differences")
    (row,) = [each for each in table.all("tr") if not each.inside("thead")]
    assert [cell.text for cell in row.all("th", "td")] == [
        "Cléo",
        "Sat 10 Oct 21:00 CEST to 22:50, Odeon, Hall 1",
        "Sat 10 Oct 20:00 CEST to 21:50, Odeon, Hall 1",
        "ada",
    ]
    answer = confirmed(desk, page, evening)
    assert said(answer) == ["Put back: 1 screening.", "The published timetable stays as it is."]
    assert start(evening) == at("2026-10-10 20:00")
    assert not Festival.objects.get().is_paused
    assert said(page_of(desk, evening))[-1] == (
        "Nothing is being tried on the board now, so there is nothing to put back."
    )


def test_what_was_saved_meanwhile_is_named_and_goes_public(desk: Client, evening: Screening) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-11 20:00")
    published(evening.festival)
    move(desk, evening, time="21:00")
    move(desk, other, time="21:00", day="2026-10-11")
    send(desk, form_of(other), starts_at_1="22:00")
    page = page_of(desk, evening)
    items = [item.text for item in read(page).all("li") if "Vagabond" in item.text and not item["class"]]
    assert items == [
        "Vagabond, Sun 11 Oct 22:00, Odeon, Hall 2 stays: it was moved elsewhere since, and ada saved it last.",
        "Moved: Vagabond, from Sun 11 Oct 20:00, Odeon, Hall 2 to Sun 11 Oct 22:00, Odeon, Hall 2.",
    ]
    answer = confirmed(desk, page, evening)
    assert said(answer)[-1] == "Public now, as publication 3: 1 moved."
    assert start(evening) == at("2026-10-10 20:00")


def test_sent_twice_it_counts_once(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    page = page_of(desk, evening)
    first = confirmed(desk, page, evening)
    again = confirmed(desk, page, evening)
    assert (first["Location"], again["Location"]) == (first["Location"], first["Location"])
    assert said(again)[-3] == "You sent this form twice, and it counted once. This is what it did the first time:"


def test_what_somebody_has_published_meanwhile_is_not_put_back(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    page = page_of(desk, evening)
    published(evening.festival)
    answer = confirmed(desk, page, evening)
    assert said(answer) == ["Something was moved since you looked. Nothing was put back; look again."]
    assert start(evening) == at("2026-10-10 21:00")
