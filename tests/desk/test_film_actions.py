"""Showings of several films, and a programme of them, from the list of films."""

from django.test import Client

from screenings.models import Festival, Film, Screening
from tests.desk.forms import said
from tests.desk.list_actions import ask, confirm, errors, lines
from tests.staff import member, staff_client
from tests.world import film, hall, screening


def test_each_film_gets_as_many_showings_as_are_shown_first(desk: Client, harbour: Festival) -> None:
    one, two = film(harbour, "One"), film(harbour, "Two")
    screening(two, hall(harbour), "2026-10-10 20:00")
    shown = ask(desk, "add_showings", [one, two], times=2)
    assert lines(shown) == [
        ("One", "no showing yet", "2 more, not placed yet"),
        ("Two", "1 showing", "2 more, not placed yet"),
    ]
    assert Screening.objects.count() == 1
    assert said(confirm(desk, shown))[0] == "Added: 4 showings that wait for a place."
    assert (Screening.objects.filter(film=one).count(), Screening.objects.filter(film=two).count()) == (2, 3)
    confirm(desk, shown)
    assert Screening.objects.count() == 5


def test_films_are_put_together_under_the_title_that_is_given(desk: Client, harbour: Festival) -> None:
    films = [film(harbour, name, runtime=10) for name in ("Anemone", "Bramble")]
    shown = ask(desk, "make_programme", films, name="Shorts 1")
    assert lines(shown) == [
        ("Anemone", "no showing yet", "part 1 of Shorts 1"),
        ("Bramble", "no showing yet", "part 2 of Shorts 1"),
    ]
    assert said(confirm(desk, shown))[0] == "Made: Shorts 1, of 2 films."
    made = Film.objects.get(kind="programme")
    assert [part.part for part in made.film_parts.all()] == films
    assert errors(ask(desk, "make_programme", films[:1], name="Alone")) == [
        "Choose at least two films to put together."
    ]


def test_who_may_not_add_screenings_is_not_offered_showings(harbour: Festival) -> None:
    row = film(harbour)
    editor = staff_client("eve", ["view_film", "change_film", "add_film"])
    shown = ask(editor, "add_showings", [row], times=2)
    assert 'name="times"' not in shown.content.decode()
    assert not Screening.objects.exists()


def test_a_programmer_says_how_many_showings_and_adds_no_other_screening(harbour: Festival) -> None:
    row, client = film(harbour), member("programmer")
    confirm(client, ask(client, "add_showings", [row], times=3))
    assert [made.hall for made in Screening.objects.filter(film=row)] == [None, None, None]
    assert client.get("/admin/screenings/screening/add/").status_code == 403
