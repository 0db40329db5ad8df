"""Merging from a list: what to keep is asked, what goes along is shown, and the list of merges undoes it."""

from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from screenings.models import Credit, Festival, Film, Hall, Merge, Person, Role
from tests.desk.forms import said
from tests.desk.list_actions import ask, confirm, errors, lines
from tests.pages import read
from tests.staff import staff_client
from tests.world import festival, film, hall, person, programme, published, saved, screening


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


def test_of_two_festivals_nothing_is_asked(desk: Client, harbour: Festival) -> None:
    alpha, other = film(harbour, "Alpha"), film(festival("Other", slug="other"), "Alpha")
    assert said(ask(desk, "merge", [alpha, other])) == [
        "They belong to different festivals. Choose those of one festival."
    ]
    assert Film.objects.count() == 2


def offered(desk: Client, row: Model, term: str) -> list[str]:
    """What the box on its page offers."""
    box = next(part for part in read(ask(desk, "merge", [row])).all("select") if part["name"] == "keep")
    names = {"app_label": box["data-app-label"], "model_name": box["data-model-name"]}
    asked = urlencode({**names, "field_name": box["data-field-name"], "term": term})
    answer = desk.get(f"{box['data-ajax--url']}&{asked}")
    return [each["text"] for each in answer.json()["results"]]


def test_one_alone_is_merged_into_another_that_is_sought(desk: Client, anne: Person) -> None:
    ann = Person.objects.get(name="Ann")
    assert offered(desk, ann, "ann") == ["Anne"]
    shown = ask(desk, "merge", [ann], keep=anne.pk)
    assert "All that belongs to Ann goes there" in read(shown).text
    assert lines(shown) == [("Ann", "1 credit", "goes to Anne (anne)")]
    confirm(desk, shown)
    assert list(Person.objects.values_list("name", flat=True)) == ["Anne"]
    assert errors(ask(desk, "merge", [anne], keep=anne.pk)) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


@pytest.mark.parametrize("kind", [Person, Film, Hall])
def test_what_cannot_be_deleted_can_be_merged_from_there(desk: Client, anne: Person, kind: type[Model]) -> None:
    row = kind._default_manager.first()
    assert row is not None
    page = desk.get(reverse(f"admin:screenings_{kind._meta.model_name}_delete", args=[row.pk]))
    form = read(page).only("Merge into…", "button").parent
    while form is not None and form.tag != "form":
        form = form.parent
    assert form is not None
    asked = desk.post(form["action"], {field["name"]: field["value"] for field in form.all("input")})
    assert f"Chosen {row}" in read(asked).text


def test_a_box_offers_what_is_of_the_same_festival_and_can_be_the_same_thing(desk: Client, harbour: Festival) -> None:
    second = festival("Other", slug="other")
    for of in (harbour, second):
        hall(of, "Hall 1", "Odeon")
        hall(of, "Hall 2", "Rialto")
    short, twin = film(harbour, "Night"), film(harbour, "Nights")
    shorts = programme(harbour, "Night of shorts", short)
    film(second, "Night")
    assert offered(desk, short, "night") == ["Nights"]
    assert offered(desk, shorts, "night") == ["Nights"]
    assert sorted(offered(desk, twin, "night")) == ["Night", "Night of shorts"]
    own = Hall.objects.get(venue__festival=harbour, name="Hall 1")
    assert offered(desk, own, "") == ["Rialto, Hall 2"]
    assert offered(desk, own.venue, "") == ["Rialto"]
    refused = ask(desk, "merge", [short], keep=Film.objects.get(festival=second).pk)
    assert errors(refused) == ["Select a valid choice. That choice is not one of the available choices."]


def test_who_may_not_delete_is_offered_neither(harbour: Festival) -> None:
    reader = staff_client("grace", ["view_person", "change_person"])
    page = reader.get(reverse("admin:screenings_person_changelist")).content.decode()
    assert "Merge into" not in page
    assert reader.get(reverse("admin:screenings_merge_changelist")).status_code == 403
