"""Credits in the cells of the table of films: whom they name, who is new, and what stays."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from screenings.audit.steps import take_back
from screenings.models import ChangeStep, Credit, Festival, Film, Person
from tests.pages import read
from tests.staff import member
from tests.worksheet.table_pages import FILMS, changed, problems, send, sheet
from tests.world import film, person, saved


@pytest.fixture
def cleo(harbour: Festival) -> Film:
    """By Agnès Varda, with Corinne Marchand as Cléo and Antoine Bourseiller as the soldier."""
    made = film(harbour, "Cléo", directors=("Agnès Varda",))
    for order, (name, character) in enumerate((("Corinne Marchand", "Cléo"), ("Antoine Bourseiller", "Soldier")), 2):
        Credit.objects.create(film=made, person=person(name), role="cast", character=character, order=order)
    return made


def cast_of(of: Film) -> list[tuple[str, str]]:
    rows = Credit.objects.filter(film=of, role="cast").order_by("order", "pk")
    return [(row.person.name, row.character) for row in rows]


def test_credits_are_read_and_written_by_name_and_those_who_stay_keep_theirs(desk: Client, cleo: Film) -> None:
    row = sheet(desk.get(FILMS))[0]
    was = "Corinne Marchand (Cléo); Antoine Bourseiller (Soldier)"
    assert (row["Director"], row["Cast"], row["Editor"]) == ("Agnès Varda", was, "")
    kept = Credit.objects.get(character="Soldier").pk
    typed = "antoine bourseiller (Soldier); Dorothée Blank (A model, at work); Corinne Marchand (Cléo)"
    shown = send(desk, (cleo, "credits_cast", was, typed), address=FILMS)
    then = "Antoine Bourseiller (Soldier); Dorothée Blank (A model, at work); Corinne Marchand (Cléo)"
    assert changed(shown) == [["Cast", was, then]]
    assert "new and will be added: Dorothée Blank" in read(shown).text
    assert cast_of(cleo)[0] == ("Corinne Marchand", "Cléo")
    assert not Person.objects.filter(name="Dorothée Blank").exists()

    send(desk, (cleo, "credits_cast", was, typed), address=FILMS, button="_save")
    assert cast_of(cleo) == [
        ("Antoine Bourseiller", "Soldier"), ("Dorothée Blank", "A model, at work"), ("Corinne Marchand", "Cléo"),
    ]  # fmt: skip
    assert Credit.objects.get(character="Soldier").pk == kept
    assert sheet(desk.get(FILMS))[0]["Cast"] == then
    send(desk, (cleo, "credits_cast", then, ""), address=FILMS, button="_save")
    assert cast_of(cleo) == []
    assert Credit.objects.get().person.name == "Agnès Varda"


def test_a_mistyped_name_is_offered_as_who_is_there_before_anybody_is_made(desk: Client, cleo: Film) -> None:
    second = film(cleo.festival, "Vagabond")
    cells = (
        (second, "credits_director", "", "Agnes Vadra; Jean Vigo"),
        (second, "credits_cast", "", "Corine Marchand (A model)"),
    )
    page = read(send(desk, *cells, address=FILMS))
    assert "new and will be added: Agnes Vadra; Jean Vigo; Corine Marchand" in page.text
    buttons = {part.text: part["value"] for part in page.all("button") if part["name"] == "_instead"}
    assert list(buttons) == ["I mean Agnès Varda", "I mean Corinne Marchand"]

    shown = send(desk, *cells, address=FILMS, button="_none", _instead=buttons["I mean Agnès Varda"])
    assert [then for _column, _now, then in changed(shown)] == ["Agnès Varda; Jean Vigo", "Corine Marchand (A model)"]
    edits = next(part["value"] for part in read(shown).all("input") if part["name"] == "edits")
    shown = desk.post(FILMS, {"edits": edits, "_instead": buttons["I mean Corinne Marchand"]})
    assert [then for _column, _now, then in changed(shown)][1] == "Corinne Marchand (A model)"
    assert "I mean" not in read(shown).text
    assert not Person.objects.filter(name="Jean Vigo").exists()
    edits = next(part["value"] for part in read(shown).all("input") if part["name"] == "edits")
    assert desk.post(FILMS, {"edits": edits, "_save": "1"}).status_code == 302
    assert {row.person.name for row in second.credits.all()} == {"Agnès Varda", "Jean Vigo", "Corinne Marchand"}
    assert not Person.objects.filter(name__in=("Agnes Vadra", "Corine Marchand")).exists()


def test_one_who_is_new_in_two_cells_is_one_person_and_goes_with_the_step(desk: Client, cleo: Film) -> None:
    second = film(cleo.festival, "Vagabond")
    cells = ((cleo, "credits_editor", "", "Janine Verneau"), (second, "credits_editor", "", "Janine Verneau"))
    send(desk, *cells, address=FILMS, button="_save")
    assert Person.objects.get(name="Janine Verneau").credits.count() == 2
    page = desk.get(reverse("admin:last-changes", args=[cleo.festival_id]))
    assert "Changed in the table: 2 cells in 2 rows." in read(page).text
    take_back(ChangeStep.objects.get(), by=User.objects.get(is_superuser=True))
    assert not Person.objects.filter(name="Janine Verneau").exists()
    assert not Credit.objects.filter(role="editor").exists()


def test_of_two_of_one_name_the_film_keeps_its_own_and_otherwise_it_is_asked(desk: Client, cleo: Film) -> None:
    saved(Person(name="Agnès Varda", slug="another"))
    second = film(cleo.festival, "Vagabond")
    send(desk, (cleo, "credits_director", "Agnès Varda", "Agnès Varda; Jean Vigo"), address=FILMS, button="_save")
    directors = Credit.objects.filter(film=cleo, role="director").order_by("order")
    assert [row.person.slug for row in directors] == ["agnes-varda", "jean-vigo"]
    refused = problems(send(desk, (second, "credits_director", "", "Agnès Varda"), address=FILMS))[0]
    assert "2 people are called “Agnès Varda”." in refused


def test_who_may_add_nobody_is_told_and_who_may_not_write_credits_reads_them(cleo: Film) -> None:
    reader = member("front of house")
    assert sheet(reader.get(FILMS))[0]["Director"] == "Agnès Varda"
    assert send(reader, (cleo, "credits_director", "Agnès Varda", ""), address=FILMS).status_code == 403


def test_ids_and_addresses_are_each_rows_own(desk: Client, cleo: Film) -> None:
    second = film(cleo.festival, "Vagabond")
    head = "The festival's own id"
    send(desk, (cleo, "ref", "", "F-1"), (second, "slug", second.slug, "sans-toit"), address=FILMS, button="_save")
    cleo.refresh_from_db()
    second.refresh_from_db()
    assert (cleo.ref, second.slug) == ("F-1", "sans-toit")
    assert [row[head] for row in sheet(desk.get(FILMS))] == ["F-1", ""]
    taken = problems(send(desk, (second, "ref", "", "F-1"), address=FILMS))[0]
    assert "F-1" in taken
    twice = problems(send(desk, (cleo, "ref", "F-1", "F-2"), (second, "ref", "", "F-2"), address=FILMS))
    assert twice[0].endswith("is given the same here. Give each its own.")
    bad = problems(send(desk, (second, "slug", "sans-toit", "../../etc"), address=FILMS))[0]
    assert "letters, numbers, underscores or hyphens" in bad
