"""A person is chosen from a box or made by typing a name into it."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Credit, Festival, Film, Guest, Person
from tests.desk.forms import complaints, form_of, send
from tests.pages import read
from tests.staff import staff_client
from tests.world import festival, film, person, saved

ADD_GUEST = reverse("admin:screenings_guest_add")
GUESTS, CREDITS = "guest", "credit"


@pytest.fixture
def cleo(harbour: Festival) -> Film:
    return film(harbour, "Cléo", directors=("Agnès Varda",))


def offered(client: Client, term: str, of: Festival, model: str = CREDITS) -> list[str]:
    asked = {"term": term, "app_label": "screenings", "model_name": model, "field_name": "person"}
    answer = client.get(reverse("admin:autocomplete"), {**asked, "of_festival": of.pk}).json()
    return [result["text"] for result in answer["results"]]


def credit(client: Client, shown: Film, *people: str) -> HttpResponse:
    """Rows added to its form."""
    typed: dict[str, object] = {"credits-TOTAL_FORMS": str(shown.credits.count() + len(people))}
    for number, name in enumerate(people, shown.credits.count()):
        typed |= {f"credits-{number}-person": name, f"credits-{number}-role": "cast", f"credits-{number}-order": "9"}
        typed[f"credits-{number}-character"] = f"Part {number}"
    return send(client, form_of(shown), **typed)


def test_a_name_that_nobody_has_is_offered_below_those_who_match(desk: Client, cleo: Film) -> None:
    person("Agnès Jaoui")
    assert offered(desk, "agnes", cleo.festival) == ["Agnès Varda", "Agnès Jaoui", "Add “agnes” to the people"]
    assert offered(desk, "Corinne Marchand", cleo.festival) == ["Add “Corinne Marchand” to the people"]
    assert offered(desk, "", cleo.festival) == ["Agnès Varda", "Agnès Jaoui"]


def test_an_almost_equal_name_is_offered_before_a_new_one(desk: Client, cleo: Film) -> None:
    assert offered(desk, "Agnes Vadra", cleo.festival) == ["Agnès Varda", "Add “Agnes Vadra” to the people"]


def test_of_one_name_their_films_tell_them_apart_and_another_may_be_added(desk: Client, cleo: Film) -> None:
    saved(Person(name="Agnès Varda"))
    names = offered(desk, "Agnès Varda", cleo.festival)
    assert names == ["Agnès Varda of Cléo", "Agnès Varda [agnes-varda-2]", "Somebody else called “Agnès Varda”"]


def test_those_of_the_edition_come_first(desk: Client, cleo: Film) -> None:
    other = festival("Other", slug="other")
    film(other, "Weekend", directors=("Zoe Varda",))
    assert offered(desk, "varda", other)[:2] == ["Zoe Varda", "Agnès Varda"]


def test_who_may_not_add_people_cannot_do_it(harbour: Festival, cleo: Film) -> None:
    client = staff_client("eva", [f"{may}_{what}" for may in ("view", "change", "add") for what in ("film", "credit")])
    assert complaints(credit(client, cleo, "new:Corinne Marchand"))
    assert Person.objects.count() == 1


def test_a_new_person_is_made_with_the_credit_and_once_for_two_rows(desk: Client, cleo: Film) -> None:
    assert credit(desk, cleo, "new:Corinne Marchand", "new:Corinne Marchand").status_code == 302
    assert [str(row.person) for row in Credit.objects.filter(role="cast")] == ["Corinne Marchand"] * 2
    assert Person.objects.filter(name="Corinne Marchand").count() == 1


def test_nobody_is_made_where_the_form_is_refused_and_the_name_stays_chosen(desk: Client, cleo: Film) -> None:
    typed = {"credits-TOTAL_FORMS": "2", "credits-1-person": "new:Corinne Marchand", "credits-1-role": ""}
    answer = send(desk, form_of(cleo), **typed)
    assert complaints(answer)
    assert not Person.objects.filter(name="Corinne Marchand").exists()
    chosen = [option.text for option in read(answer).all("option") if "selected" in option]
    assert "Corinne Marchand" in chosen


@pytest.mark.parametrize("name", ["new:", "new: ", "new:" + "x" * 161, "new:\x00", "new:\u200b"])
def test_what_is_no_name_is_refused(name: str, desk: Client, cleo: Film) -> None:
    assert complaints(credit(desk, cleo, name))
    assert Person.objects.count() == 1


def test_a_guest_is_made_by_name(desk: Client, harbour: Festival) -> None:
    assert offered(desk, "Corinne", harbour, GUESTS) == ["Add “Corinne” to the people"]
    assert send(desk, ADD_GUEST, person="new:Corinne Marchand").status_code == 302
    assert [(str(guest.person), guest.festival) for guest in Guest.objects.all()] == [("Corinne Marchand", harbour)]


def test_the_list_of_people_is_of_one_edition_and_of_those_who_belong_to_none_yet(desk: Client, cleo: Film) -> None:
    other = festival("Other", slug="other")
    film(other, "Weekend", directors=("Andrew Haigh",))
    person("Nobody Yet")
    people = reverse("admin:screenings_person_changelist")

    def listed(edition: object) -> list[str]:
        page = read(desk.get(people, {"festival__id__exact": edition})).by_id("result_list")
        return [row.all("th")[0].text for row in page.all("tr") if row.all("td")]

    assert desk.get(people).status_code == 302  # to the edition that is worked on
    assert listed(other.pk) == ["Andrew Haigh", "Nobody Yet"]
    assert listed(cleo.festival.pk) == ["Agnès Varda", "Nobody Yet"]
    assert listed("all") == ["Agnès Varda", "Andrew Haigh", "Nobody Yet"]
