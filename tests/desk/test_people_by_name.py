"""Add a film: five questions, its director as text."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Credit, Festival, Film, Person
from tests.desk.forms import complaints, fields_of, send
from tests.pages import read
from tests.staff import staff_client
from tests.world import film, person, saved

ADD = reverse("admin:screenings_film_add")


def add(client: Client, **typed: object) -> HttpResponse:
    return send(client, ADD, **{"title": "Cléo", "runtime": "90", **typed})


def directors(title: str = "Cléo") -> list[str]:
    made = Credit.objects.filter(film__title=title, role="director").order_by("order")
    return [credit.person.name for credit in made]


def test_a_film_asks_five_things_and_folds_the_rest(desk: Client, harbour: Festival) -> None:
    page = read(desk.get(ADD))
    first, *others = page.all("fieldset")
    asked = [field.name for field in first.all("input", "select", "textarea") if field["type"] != "hidden"]
    assert asked == ["Title", "Director", "Year", "Runtime", "Section"]
    assert all("collapse" in part["class"] for part in others)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Agnès Varda", ["Agnès Varda"]),
        ("agnès varda", ["Agnès Varda"]),
        ("Joel Coen, Ethan Coen", ["Joel Coen", "Ethan Coen"]),
        ("Joel Coen & Ethan Coen", ["Joel Coen", "Ethan Coen"]),
        (" , ,", []),
        ("Agnès Varda, AGNÈS VARDA", ["Agnès Varda"]),
    ],
)
def test_a_name_makes_the_person_or_chooses_the_one_there_is(
    typed: str, names: list[str], desk: Client, harbour: Festival
) -> None:
    known = person("Agnès Varda")
    assert add(desk, directors=typed).status_code == 302
    assert directors() == names
    assert Person.objects.filter(name__iexact="agnès varda").get() == known


def test_of_two_of_one_name_it_is_asked_who_is_meant(desk: Client, harbour: Festival) -> None:
    film(harbour, "Weekend", directors=("Andrew Haigh",))
    second = saved(Person(name="Andrew Haigh"))
    answer = add(desk, directors="Andrew Haigh")
    assert any("2 people are called “Andrew Haigh”" in line for line in complaints(answer))
    assert not Film.objects.filter(title="Cléo").exists()
    asked = read(answer)
    labels = [box.name for box in asked.all("input") if box["name"] == "directors_meant"]
    assert labels == ["Andrew Haigh of Weekend", "Andrew Haigh [andrew-haigh-2]", "Somebody else called Andrew Haigh"]
    sent = {**fields_of(answer), "directors_meant": [str(second.pk)], "_save": "1"}
    assert desk.post(ADD, sent).status_code == 302
    assert Credit.objects.get(film__title="Cléo").person == second


def test_a_mistyped_name_is_asked_before_anybody_is_made(desk: Client, harbour: Festival) -> None:
    known = person("Andrew Haigh")
    answer = add(desk, directors="Andrew Hiagh, Jean Vigo")
    assert any("Nobody is called “Andrew Hiagh” yet, and somebody almost is." in line for line in complaints(answer))
    labels = {box.name: box["value"] for box in read(answer).all("input") if box["name"] == "directors_meant"}
    assert list(labels) == ["Andrew Haigh", "Somebody new called Andrew Hiagh"]
    for title, label, directed in (("Cléo", "Andrew Haigh", "Andrew Haigh"), ("Bill", list(labels)[1], "Andrew Hiagh")):
        sent = {**fields_of(answer), "title": title, "directors_meant": [labels[label]], "_save": "1"}
        assert desk.post(ADD, {**sent, "form_token": title}).status_code == 302
        assert directors(title) == [directed, "Jean Vigo"]
    assert Credit.objects.filter(person=known).count() == 1
    # Now that both are there, neither is asked.
    assert add(desk, title="Dune", directors="Andrew Hiagh").status_code == 302


def test_somebody_else_of_a_name_is_a_third_person(desk: Client, harbour: Festival) -> None:
    for _ in range(2):
        saved(Person(name="Andrew Haigh"))
    answer = add(desk, directors="Andrew Haigh")
    page = read(answer)
    somebody = page.field("Somebody else called Andrew Haigh")["value"]
    assert desk.post(ADD, {**fields_of(answer), "directors_meant": [somebody], "_save": "1"}).status_code == 302
    assert Person.objects.filter(name="Andrew Haigh").count() == 3


@pytest.mark.parametrize("meant", [[], ["1", "2"], ["x"], ["99999999999999999999"]])
def test_no_answer_and_two_are_asked_again(meant: list[str], desk: Client, harbour: Festival) -> None:
    keys = [str(saved(Person(name="Andrew Haigh")).pk) for _ in range(2)]
    chosen = keys if len(meant) == 2 else meant
    assert complaints(add(desk, directors="Andrew Haigh", directors_meant=chosen))
    assert not Film.objects.exists()


def test_who_may_not_add_people_is_told(harbour: Festival) -> None:
    client = staff_client("eve", ["add_film", "view_film", "change_film", "add_credit"])
    assert any("Nobody is called" in line for line in complaints(add(client, directors="Agnès Varda")))
    person("Agnès Varda")
    assert add(client, directors="Agnès Varda").status_code == 302


def test_who_may_not_credit_is_not_asked(harbour: Festival) -> None:
    client = staff_client("eve", ["add_film", "view_film", "change_film"])
    assert "directors" not in fields_of(client.get(ADD))
    add(client, directors="Agnès Varda")
    assert not Credit.objects.exists()


@pytest.mark.parametrize("hostile", ["x" * 601, ", ".join(f"P {n}" for n in range(21)), "a" * 200])
def test_what_is_no_name_writes_nothing(hostile: str, desk: Client, harbour: Festival) -> None:
    assert complaints(add(desk, directors=hostile))
    assert not Film.objects.exists()
    assert not Person.objects.exists()
