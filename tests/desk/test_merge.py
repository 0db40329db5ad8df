"""Merging from a list: what to keep is asked, what goes along is shown, and the list of merges undoes it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from screenings.models import Credit, Festival, Film, Hall, Merge, Person, Role
from tests.desk.forms import said
from tests.desk.list_actions import ask, confirm, errors, lines
from tests.staff import staff_client
from tests.world import festival, film, hall, person, published, saved, screening


@pytest.fixture
def anne(harbour: Festival) -> Person:
    """Credited once as Anne and once as Ann; public."""
    shown = film(harbour, "Alpha", directors=("Anne",))
    saved(Credit(film=shown, person=person("Ann"), role=Role.WRITER))
    screening(shown, hall(harbour), "2026-10-10 20:00")
    published(harbour)
    return Person.objects.get(name="Anne")


def test_two_people_become_one_and_two_again(desk: Client, client: Client, anne: Person) -> None:
    ann = Person.objects.get(name="Ann")
    asked = ask(desk, "merge", [anne, ann])
    assert "Anne (anne)" in asked.content.decode()
    shown = ask(desk, "merge", [anne, ann], keep=anne.pk)
    assert lines(shown) == [("Ann", "1 credit", "goes to Anne (anne)")]
    done = confirm(desk, shown)
    assert said(done)[0] == "1 row was merged into Anne. It can be undone under “Merges”."
    assert list(anne.credits.values_list("role", flat=True)) == ["director", "writer"]
    assert client.get("/harbour/people/ann/").headers["Location"] == "/harbour/people/anne/"
    assert LogEntry.objects.latest("pk").change_message == "Merged “Ann” into it."
    merges = Merge.objects.all()
    shown = ask(desk, "undo", merges)
    assert lines(shown) == [("Ann into Anne", "merged", "two again, each with what was its own")]
    assert said(confirm(desk, shown))[0] == "Ann is there again."
    assert [str(each.person) for each in Credit.objects.filter(role="writer")] == ["Ann"]
    assert client.get("/harbour/people/ann/").status_code == 200


def test_films_that_become_one_are_one_to_the_public(desk: Client, client: Client, harbour: Festival) -> None:
    alpha, other = film(harbour, "Alpha"), film(harbour, "Alpha!")
    screening(alpha, hall(harbour), "2026-10-10 20:00")
    screening(other, hall(harbour), "2026-10-11 20:00")
    published(harbour)
    confirm(desk, ask(desk, "merge", [alpha, other], keep=alpha.pk))
    page = client.get(f"/harbour/films/{other.slug}/", follow=True).content.decode()
    assert page.count("Calendar file") == 2
    assert client.get(f"/harbour/films/{other.slug}.ics").content.count(b"BEGIN:VEVENT") == 2


def test_halls_and_cinemas_are_merged_from_their_lists(desk: Client, harbour: Festival) -> None:
    one, other = hall(harbour), hall(harbour, venue="Rialto")
    confirm(desk, ask(desk, "merge", [one, other], keep=one.pk))
    assert [str(each) for each in Hall.objects.all()] == ["Odeon, Hall 1"]
    confirm(desk, ask(desk, "merge", [one.venue, other.venue], keep=other.venue.pk))
    assert [str(each) for each in Hall.objects.all()] == ["Rialto, Hall 1"]


def test_one_alone_and_two_festivals_are_refused(desk: Client, harbour: Festival) -> None:
    alpha = film(harbour, "Alpha")
    assert errors(ask(desk, "merge", [alpha], keep=alpha.pk)) == [
        "Choose at least two: the one to keep, and what is to be merged into it."
    ]
    other = film(festival("Other", slug="other"), "Alpha")
    assert errors(ask(desk, "merge", [alpha, other], keep=alpha.pk)) == [
        "They belong to different festivals. Choose those of one festival."
    ]
    assert Film.objects.count() == 2


def test_who_may_not_delete_is_offered_neither(harbour: Festival) -> None:
    reader = staff_client("grace", ["view_person", "change_person"])
    page = reader.get(reverse("admin:screenings_person_changelist")).content.decode()
    assert "Merge into" not in page
    assert reader.get(reverse("admin:screenings_merge_changelist")).status_code == 403
