"""People whose names are almost one are offered as the same."""

from pathlib import Path

import pytest

from screenings.assistant.near_names import PeopleNames, pairs_one_letter_apart
from screenings.assistant.questions import Answers
from screenings.assistant.titles import title_key
from screenings.models import Film, Person
from tests import world
from tests.assistant.bring import brought, harbour, said, workbook

HEADER = ["Title", "Director", "Cast", "Genre"]


@pytest.mark.parametrize(
    ("first", "second", "is_near"),
    [
        ("agnesvarda", "agnesvarfa", True),
        ("agnesvarda", "agnesvada", True),
        ("agnesvarda", "agnesvvarda", True),
        ("agnesvarda", "agnesbarka", False),
        ("ann", "anne", False),
    ],
)
def test_two_names_are_near_where_one_letter_parts_them(first: str, second: str, is_near: bool) -> None:
    assert list(pairs_one_letter_apart({first: first, second: second})) == ([(first, second)] if is_near else [])


def test_names_with_other_numbers_are_not_near() -> None:
    assert list(pairs_one_letter_apart({"shortfilms1": "Short Films 1", "shortfilms2": "Short Films 2"})) == []


def test_a_name_is_meant_as_somebody_answered() -> None:
    met = {"Agnes Varda": "A2", "Agnès Vadra": "A3", "Kim Lee": "A4"}
    answers = Answers()
    names = PeopleNames({"Agnès Varda": ["Cléo"]}, met, answers)
    assert [question.place for question in answers.open.values()] == ["A2", "A3"]
    assert names.meant("Kim Lee") == "Kim Lee"

    same = Answers(dict.fromkeys(answers.open, "same"))
    assert PeopleNames({"Agnès Varda": ["Cléo"]}, met, same).meant("Agnes Varda") == "Agnès Varda"


@pytest.mark.django_db
def test_a_director_without_her_accent_is_asked_and_not_doubled(tmp_path: Path) -> None:
    world.film(harbour(), "Cléo", directors=("Agnès Varda",))
    path = workbook(tmp_path / "a.xlsx", S=[HEADER, ["Vagabond", "Agnes Varda", "", ""]])
    asked = brought(path)

    assert said(asked) == ['sheet S, B2: "Agnes Varda" is much like "Agnès Varda". Is it the same person?']
    assert said(brought(path, {asked.questions[0].key: "same"})) == ["written"]
    assert [person.name for person in Person.objects.all()] == ["Agnès Varda"]


@pytest.mark.django_db
def test_lists_that_are_divided_by_commas_are_lists(tmp_path: Path) -> None:
    harbour()
    row = ["Vagabond", "A. One, B. Two", "Kim Roe (Ann, a nurse), Lee Poe", "Drama / Road movie"]
    brought(workbook(tmp_path / "a.xlsx", S=[HEADER, row]))
    film = Film.objects.get()

    assert tuple(film.genres) == ("Drama", "Road movie")
    assert [(each.person.name, each.character) for each in film.credits.filter(role="cast").order_by("order")] == [
        ("Kim Roe", "Ann, a nurse"),
        ("Lee Poe", ""),
    ]


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("The Long Goodbye", "The Long Godbye", True),
        ("The Long Goodbye", "The Logn Goodbye", True),
        ("The Sword", "The World", False),
        ("Shorts Competition I", "Shorts Competition II", False),
        ("Shorts Competition 1", "Shorts Competition 2", False),
    ],
)
def test_one_slip_is_near_and_a_number_is_another_film(one: str, other: str, is_near: bool) -> None:
    assert bool(list(pairs_one_letter_apart({title_key(title): title for title in (one, other)}))) == is_near


@pytest.mark.django_db
def test_an_actor_without_her_accent_is_asked_and_keeps_her_part(tmp_path: Path) -> None:
    world.film(harbour(), "Jules et Jim", directors=("Agnès Varda",))
    path = workbook(tmp_path / "a.xlsx", S=[HEADER, ["Vagabond", "", "Agnes Varda (Mona, a vagabond), Kim Lee", ""]])
    asked = brought(path)

    assert said(asked) == ['sheet S, C2: "Agnes Varda" is much like "Agnès Varda". Is it the same person?']
    assert said(brought(path, {asked.questions[0].key: "same"})) == ["written"]
    film = Film.objects.get(title="Vagabond")
    assert [(each.person.name, each.character) for each in film.credits.order_by("order")] == [
        ("Agnès Varda", "Mona, a vagabond"),
        ("Kim Lee", ""),
    ]
