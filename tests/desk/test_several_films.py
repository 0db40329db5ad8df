"""Several films on one page: rows, their showings, and what is refused."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from screenings.audit.last_changes import last_changes
from screenings.models import Credit, Festival, Film, Person, Screening, Section
from tests.pages import errors, messages, read
from tests.staff import staff_client
from tests.world import film, person, saved, section

PAGE = reverse("admin:film-several")
COLUMNS = ("title", "directors", "year", "runtime", "section", "showings")
Row = Sequence[str]


def fields(rows: Sequence[Row], of: Festival) -> dict[str, str]:
    """What a browser sends: every box that the page has."""
    sent = {"films-TOTAL_FORMS": str(len(rows)), "films-INITIAL_FORMS": "0", "festival": str(of.pk)}
    for number, row in enumerate(rows):
        texts = [*row, *[""] * (len(COLUMNS) - len(row))]
        sent |= {f"films-{number}-{name}": text for name, text in zip(COLUMNS, texts, strict=True)}
    return sent


def directors(title: str) -> list[str]:
    made = Credit.objects.filter(film__title=title, role="director").order_by("order")
    return [credit.person.name for credit in made]


def test_the_page_has_rows_with_the_columns_that_a_film_is_made_of(desk: Client, harbour: Festival) -> None:
    page = read(desk.get(PAGE))
    first = page.all("table", of_class="several-films")[0].all("tbody")[0].all("tr")[0]
    assert [box.name for box in first.all("input")] == [
        "Title of film 1", "Director of film 1", "Year of film 1", "Runtime of film 1", "Section of film 1",
        "Showings of film 1",
    ]  # fmt: skip


def test_rows_become_films_with_directors_sections_and_showings_in_the_tray(desk: Client, harbour: Festival) -> None:
    known = person("Agnès Varda")
    competition = section(harbour)
    rows = [
        ("Cléo", "agnès varda", "1962", "90", "competition", "2"),
        ("", "", "", "", "", ""),
        ("Vagabond", "Agnès Varda, Ada New", "", "105", "", ""),
        ("Bramble", "Ada New", "", "", "", "1"),
    ]
    answer = desk.post(PAGE, fields(rows, harbour), follow=True)
    assert "Added: 3 films and 3 showings. Give them their places on the board or in the table." in messages(answer)
    assert list(Film.objects.order_by("pk").values_list("title", "year", "runtime", "section")) == [
        ("Cléo", 1962, 90, competition.pk), ("Vagabond", None, 105, None), ("Bramble", None, None, None),
    ]  # fmt: skip
    assert directors("Cléo") == ["Agnès Varda"]
    assert directors("Vagabond") == ["Agnès Varda", "Ada New"]
    assert directors("Bramble") == ["Ada New"]
    assert Person.objects.count() == 2
    assert Credit.objects.get(film__title="Cléo").person == known
    assert sorted(row.film.title for row in Screening.objects.unplaced()) == ["Bramble", "Cléo", "Cléo"]


def test_nothing_is_added_while_a_row_is_wrong(desk: Client, harbour: Festival) -> None:
    film(harbour, "Cléo", year=1962)
    rows = [
        ("Vagabond", "", "", "ninety"),
        ("", "Nobody", "", ""),
        ("CLÉO", "", "1962", ""),
        ("Bramble", "", "", "", "Shorts"),
        ("Anemone", "", "", "", "", "-1"),
        ("Fern",),
        ("fern",),
    ]
    answer = desk.post(PAGE, fields(rows, harbour))
    assert Film.objects.count() == 1
    assert not Person.objects.exists()
    said = read(answer).all("table", of_class="several-films")[0].all("ul", of_class="errorlist")
    assert [line.text for line in said] == [
        "Enter a whole number.",
        "This field is required.",
        "A film of this title and year is there already. Empty this row, or tell them apart.",
        "There is no section called “Shorts”. Those of the festival: none yet.",
        "Ensure this value is greater than or equal to 0.",
        "A film of this title and year is there already. Empty this row, or tell them apart.",
    ]
    assert read(answer).field("Title of film 6")["value"] == "Fern"


def test_new_sections_are_added_once_that_is_ticked(desk: Client, harbour: Festival) -> None:
    section(harbour)
    rows = [("Bramble", "", "", "", "Classics"), ("Fern", "", "", "", "classics"), ("Moss", "", "", "", "Late Night")]
    page = read(desk.post(PAGE, fields(rows, harbour)))
    assert Film.objects.count() == 0
    assert page.field("Add the new sections Classics, Late Night")["name"] == "new_sections"

    desk.post(PAGE, {**fields(rows, harbour), "new_sections": "on"})
    assert {one.title: str(one.section) for one in Film.objects.all()} == {
        "Bramble": "Classics", "Fern": "Classics", "Moss": "Late Night",
    }  # fmt: skip
    sections = Section.objects.filter(festival=harbour)
    assert [each.name for each in sections] == ["Competition", "Classics", "Late Night"]
    assert len({each.colour for each in sections}) == 3
    assert [each.slug for each in sections] == ["competition", "classics", "late-night"]


def test_what_was_ticked_stays_ticked_while_another_row_is_wrong(desk: Client, harbour: Festival) -> None:
    rows = [("Bramble", "", "", "", "Classics"), ("Fern", "", "", "ninety")]
    page = read(desk.post(PAGE, {**fields(rows, harbour), "new_sections": "on"}))
    assert "checked" in page.field("Add the new section Classics").attributes
    assert not Section.objects.exists()


def test_who_may_not_add_sections_is_not_asked(harbour: Festival) -> None:
    client = staff_client("ada", ["view_film", "add_film"])
    sent = {**fields([("Bramble", "", "", "", "Classics")], harbour), "new_sections": "on"}
    page = read(client.post(PAGE, sent))
    assert not [box for box in page.all("input") if box["name"] == "new_sections"]
    assert not Section.objects.exists()


def test_an_empty_page_says_so(desk: Client, harbour: Festival) -> None:
    answer = desk.post(PAGE, fields([("", "")], harbour))
    assert "Type or paste at least one film." in errors(answer)


def test_films_of_one_title_are_told_apart_by_their_years_and_addresses(desk: Client, harbour: Festival) -> None:
    desk.post(PAGE, fields([("Home", "", "1990"), ("Home", "", "2020")], harbour))
    slugs = set(Film.objects.values_list("slug", flat=True))
    assert len(slugs) == 2


def test_of_homonyms_it_is_asked_in_the_row_who_is_meant(desk: Client, harbour: Festival) -> None:
    film(harbour, "Weekend", directors=("Andrew Haigh",))
    second = saved(Person(name="Andrew Haigh"))
    sent = fields([("Lean", "Andrew Haigh")], harbour)
    page = read(desk.post(PAGE, sent))
    assert [box.name for box in page.all("input") if box["name"] == "films-0-directors_meant"] == [
        "Andrew Haigh of Weekend", "Andrew Haigh [andrew-haigh-2]", "Somebody else called Andrew Haigh",
    ]  # fmt: skip
    desk.post(PAGE, {**sent, "films-0-directors_meant": str(second.pk)})
    assert Credit.objects.get(film__title="Lean").person == second


def test_it_is_one_step_of_the_last_changes(desk: Client, harbour: Festival) -> None:
    desk.post(PAGE, fields([("Cléo", "Agnès Varda", "", "", "", "2"), ("Vagabond",)], harbour))
    (change,) = last_changes(harbour)
    assert change.text == "Added: 2 films and 2 showings."
    desk.post(reverse("admin:last-changes", args=[harbour.pk]), {"change": change.key})
    assert not Film.objects.exists()
    assert not Screening.objects.exists()


@pytest.mark.parametrize(
    ("permissions", "columns"),
    [
        (["add_film", "view_film"], ["Title", "Year", "Runtime", "Section"]),
        (["add_film", "view_film", "request_screening"], ["Title", "Year", "Runtime", "Section", "Showings"]),
        (["add_film", "view_film", "add_credit"], ["Title", "Director", "Year", "Runtime", "Section"]),
    ],
)
def test_columns_are_those_that_one_may_fill(permissions: list[str], columns: list[str], harbour: Festival) -> None:
    page = read(staff_client("eve", permissions).get(PAGE))
    assert [head.text for head in page.all("table", of_class="several-films")[0].all("thead")[0].all("th")] == [
        "Row",
        *columns,
    ]


def test_who_may_not_add_showings_cannot_send_them_either(harbour: Festival) -> None:
    eve = staff_client("eve", ["add_film", "view_film"])
    eve.post(PAGE, fields([("Cléo", "Agnès Varda", "", "", "", "2")], harbour))
    assert Film.objects.get().title == "Cléo"
    assert not Screening.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_rows_are_checked_in_a_fixed_number_of_queries(
    number: int, desk: Client, harbour: Festival, django_assert_num_queries: Any
) -> None:
    rows = [(f"Film {each}", f"Somebody {each}", "soon") for each in range(number)]
    with django_assert_num_queries(11):
        desk.post(PAGE, fields(rows, harbour))
