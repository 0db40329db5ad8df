"""A screening's guests are chosen from a box or made by typing a name into it."""

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Guest, Person, Screening
from tests.desk.forms import complaints, form_of, send
from tests.pages import read
from tests.staff import member, staff_client
from tests.world import festival, film, guest, hall, person, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    guest(harbour, "Agnès Varda")
    return row


def offered(client: Client, term: str, of: Festival) -> dict[str, str]:
    """What the box answers: the text of each choice, and what choosing it sends."""
    asked = {"term": term, "app_label": "screenings", "model_name": "screening", "field_name": "guests"}
    answer = client.get(reverse("admin:autocomplete"), {**asked, "of_festival": of.pk}).json()
    return {result["text"]: result["id"] for result in answer["results"]}


def guests(row: Screening) -> list[str]:
    return sorted(str(each) for each in Screening.objects.get(pk=row.pk).guests.all())


def test_guests_come_first_then_people_who_are_none_then_somebody_new(desk: Client, evening: Screening) -> None:
    person("Agnès Jaoui")
    guest(festival("Other", slug="other"), "Agnès Godard")
    assert list(offered(desk, "agnes", evening.festival)) == [
        "Agnès Varda", "Agnès Godard, not a guest yet", "Agnès Jaoui, not a guest yet", "Add “agnes” as a guest",
    ]  # fmt: skip
    assert list(offered(desk, "", evening.festival)) == ["Agnès Varda"]


def test_a_mistyped_name_is_offered_as_the_one_that_is_there(desk: Client, evening: Screening) -> None:
    person("Corinne Marchand")
    assert list(offered(desk, "Agnes Vadra", evening.festival)) == ["Agnès Varda", "Add “Agnes Vadra” as a guest"]
    assert list(offered(desk, "Corine Marchand", evening.festival)) == [
        "Corinne Marchand, not a guest yet", "Add “Corine Marchand” as a guest",
    ]  # fmt: skip


@pytest.mark.parametrize("beside", ["", "?beside=1"])
def test_the_form_and_the_card_make_guests_by_name(beside: str, desk: Client, evening: Screening) -> None:
    known = person("Agnès Jaoui")
    choice = offered(desk, "Jaoui", evening.festival)["Agnès Jaoui, not a guest yet"]
    there = str(Guest.objects.get().pk)
    answer = send(desk, form_of(evening) + beside, guests=[there, choice, "new:Corinne Marchand"])
    assert answer.status_code == 302
    assert guests(evening) == ["Agnès Jaoui", "Agnès Varda", "Corinne Marchand"]
    assert Guest.objects.get(person=known).festival == evening.festival
    # Chosen again from a page that was opened before, they are nobody twice.
    send(desk, form_of(evening) + beside, guests=[there, choice])
    assert guests(evening) == ["Agnès Jaoui", "Agnès Varda"]
    assert Guest.objects.count() == 3


def test_what_was_chosen_stays_where_the_form_is_refused_and_nobody_is_made(desk: Client, evening: Screening) -> None:
    choice = f"person:{person('Agnès Jaoui').pk}"
    answer = send(desk, form_of(evening), guests=[choice, "new:Corinne Marchand"], intro="900")
    assert complaints(answer)
    chosen = [option.text for option in read(answer).all("option") if "selected" in option]
    assert {"Agnès Jaoui", "Corinne Marchand"} <= set(chosen)
    assert Guest.objects.count() == 1
    assert not Person.objects.filter(name="Corinne Marchand").exists()


def test_what_it_would_mean_is_asked_without_making_anybody(desk: Client, evening: Screening) -> None:
    answer = send(desk, form_of(evening), "_foresee", guests=["new:Corinne Marchand"])
    assert "Nothing is saved yet." in read(answer).text
    assert Guest.objects.count() == 1


@pytest.mark.parametrize(
    "choice", ["new:", "new: ", "new:" + "x" * 161, "new:\x00", "person:", "person:x", "person:999999", "x"]
)
def test_what_is_nobody_is_refused(choice: str, desk: Client, evening: Screening) -> None:
    assert complaints(send(desk, form_of(evening), guests=[choice]))
    assert (Guest.objects.count(), guests(evening)) == (1, [])


def test_the_guest_office_adds_guests_there_and_who_may_not_cannot(evening: Screening) -> None:
    office = member("guest office")
    assert send(office, form_of(evening), guests=["new:Corinne Marchand"]).status_code == 302
    assert guests(evening) == ["Corinne Marchand"]
    inviting = staff_client("eve", ["view_screening", "view_guest", "invite_screening"])
    assert list(offered(inviting, "Jaoui", evening.festival)) == []
    assert complaints(send(inviting, form_of(evening), guests=["new:Agnès Jaoui"]))
    knowing = staff_client("cem", ["view_screening", "view_guest", "invite_screening", "add_guest"])
    person("Agnès Jaoui")
    assert list(offered(knowing, "Jaoui", evening.festival)) == ["Agnès Jaoui, not a guest yet"]
    assert complaints(send(knowing, form_of(evening), guests=["new:Jacques Demy"]))
    assert Guest.objects.count() == 2
