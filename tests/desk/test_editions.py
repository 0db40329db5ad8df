"""One festival at a time: chosen in the header, remembered for each, followed by what links lead to."""

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from screenings.models import ChosenEdition, Festival, Film
from tests.desk.forms import fields_of, form_of, send
from tests.pages import Element, messages, read
from tests.staff import member, staff_client
from tests.world import SPRING, festival, film, hall, section

CHOOSE = "/admin/edition/"


@pytest.fixture
def last_year(harbour: Festival) -> Festival:
    return festival("Harbour 2025", slug="harbour-2025", starts_on="2025-10-09", ends_on="2025-10-20")


@pytest.fixture(autouse=True)
def in_spring() -> Iterator[None]:
    with time_machine.travel(SPRING, tick=False):
        yield


def working_on(client: Client, address: str = "/admin/") -> str:
    """What the header says."""
    chooser = read(client.get(address)).field("Festival")
    return next(option.text for option in chooser.all("option") if "selected" in option)


def choose(client: Client, of: Festival, page: str = "/admin/") -> str:
    return client.post(CHOOSE, {"edition": of.pk, "page": page}).headers["Location"]


def has_chooser(page: Element) -> bool:
    return any(select["name"] == "edition" for select in page.all("select"))


def test_who_has_chosen_nothing_works_on_the_edition_that_the_public_finds(desk: Client, last_year: Festival) -> None:
    assert working_on(desk) == "Harbour Film Festival"
    assert ChosenEdition.objects.count() == 0


def test_a_choice_is_remembered_for_one_person_and_over_a_login(desk: Client, last_year: Festival) -> None:
    choose(desk, last_year)
    desk.logout()
    desk.force_login(User.objects.get(username="ada"))
    assert working_on(desk) == "Harbour 2025"
    assert working_on(member("scheduler")) == "Harbour Film Festival"


def test_one_festival_is_nothing_to_choose_from(desk: Client, harbour: Festival) -> None:
    assert not has_chooser(read(desk.get("/admin/")))


def test_who_may_not_read_festivals_is_told_of_none(last_year: Festival) -> None:
    assert not has_chooser(read(staff_client("eve", ["view_film"]).get("/admin/")))


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("/admin/screenings/film/", "/admin/screenings/film/"),
        ("/admin/screenings/festival/{own}/sheets/", "/admin/screenings/festival/{other}/sheets/"),
        ("/admin/screenings/festival/{own}/board/2026-10-10/", "/admin/"),
        ("/admin/screenings/film/add/", "/admin/"),
        ("https://elsewhere.example/", "/admin/"),
        ("//elsewhere.example/admin/", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_a_choice_leads_to_the_same_page_of_the_other_edition_or_to_its_desk(
    page: str, leads_to: str, desk: Client, harbour: Festival, last_year: Festival
) -> None:
    pks = {"own": harbour.pk, "other": last_year.pk}
    assert choose(desk, last_year, page.format(**pks)) == leads_to.format(**pks)


@pytest.mark.parametrize("nonsense", ["", "x", "0", "99999999999999999999"])
def test_what_is_no_festival_chooses_none(nonsense: str, desk: Client, last_year: Festival) -> None:
    assert desk.post(CHOOSE, {"edition": nonsense}).headers["Location"] == "/admin/"
    assert ChosenEdition.objects.count() == 0


def test_desk_board_sheets_and_bringing_in_are_of_the_edition_worked_on(desk: Client, last_year: Festival) -> None:
    choose(desk, last_year)
    assert "Harbour 2025" in read(desk.get("/admin/")).headings
    for name, page in (("working-board", "board"), ("working-sheets", "sheets"), ("working-bring-in", "bring-in")):
        answer = desk.get(reverse(f"admin:{name}"))
        assert answer.headers["Location"] == reverse(f"admin:{page}", args=[last_year.pk])


@pytest.mark.parametrize("kind", ["film", "hall", "section"])
def test_a_page_of_another_edition_is_followed_there_with_a_word(
    kind: str, desk: Client, harbour: Festival, last_year: Festival
) -> None:
    make = {"film": film, "hall": hall, "section": section}[kind]
    row = make(last_year)
    shown = desk.get(form_of(row))
    assert "You work on Harbour 2025 now: this page is part of it." in messages(shown)
    assert working_on(desk) == "Harbour 2025"
    assert messages(desk.get(form_of(row))) == []


def test_a_page_of_a_festival_is_followed_and_what_scripts_ask_is_not(
    desk: Client, harbour: Festival, last_year: Festival
) -> None:
    desk.get(reverse("admin:board-pulse", args=[last_year.pk]))
    assert working_on(desk) == "Harbour Film Festival"
    assert working_on(desk, reverse("admin:sheets", args=[last_year.pk])) == "Harbour 2025"


def test_what_cannot_be_remembered_is_shown_all_the_same(
    desk: Client, last_year: Festival, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr("django.db.models.query.QuerySet.update_or_create", full)
    assert working_on(desk, reverse("admin:sheets", args=[last_year.pk])) == "Harbour 2025"
    assert working_on(desk) == "Harbour Film Festival"


def test_an_add_form_is_of_the_edition_it_was_opened_for(desk: Client, harbour: Festival, last_year: Festival) -> None:
    address = reverse("admin:screenings_section_add")
    opened = fields_of(desk.get(address))
    assert opened["festival"] == str(harbour.pk)
    choose(desk, last_year)
    desk.post(address, {**opened, "name": "Shorts"})
    assert harbour.sections.get().name == "Shorts"


def test_an_add_form_offers_rows_of_its_edition(desk: Client, harbour: Festival, last_year: Festival) -> None:
    page = read(desk.get(reverse("admin:screenings_screening_add")))
    boxes = {box["name"]: box["data-ajax--url"] for box in page.all("select") if "data-ajax--url" in box}
    assert {name for name, url in boxes.items() if url.endswith(f"?of_festival={harbour.pk}")} == set(boxes)
    assert boxes.keys() >= {"film", "hall"}


def test_deleting_a_festival_takes_the_choice_with_it(desk: Client, last_year: Festival) -> None:
    choose(desk, last_year)
    last_year.delete()
    assert not has_chooser(read(desk.get("/admin/")))


def test_an_import_and_an_export_start_with_the_edition_worked_on(desk: Client, last_year: Festival) -> None:
    choose(desk, last_year)
    for page in ("import", "export"):
        chosen = fields_of(desk.get(reverse(f"admin:screenings_film_{page}")))["festival"]
        assert chosen == str(last_year.pk), page


def test_a_film_is_saved_with_the_edition_of_its_form(desk: Client, harbour: Festival, last_year: Festival) -> None:
    send(desk, f"{reverse('admin:screenings_film_add')}?festival={last_year.pk}", title="Cléo", runtime="90")
    assert Film.objects.get().festival == last_year


def test_who_adds_a_festival_works_on_it_and_is_led_to_its_desk(desk: Client, last_year: Festival) -> None:
    choose(desk, last_year)
    typed = {"name": "Harbour 2028", "starts_on": "2028-10-09", "ends_on": "2028-10-20", "timezone": "Berlin"}
    answer = send(desk, reverse("admin:screenings_festival_add"), **typed)
    assert answer.headers["Location"] == "/admin/"
    assert working_on(desk) == "Harbour 2028"
    assert Festival.objects.get(name="Harbour 2028").slug == "harbour-2028"
