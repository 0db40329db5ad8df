"""The way from a public page to its form: a page that is the same for everybody, and a view that knows who may."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse, reverse_lazy

from screenings.models import Festival, Film
from tests.staff import staff_client
from tests.world import festival, film, guest, hall, published, screening, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def public() -> Festival:
    """A festival with one public page of each kind."""
    of = festival()
    row = screening(film(of, directors=("Agnès Varda",), section=section(of)), hall(of), "2026-10-10 20:00")
    row.guests.add(guest(of))
    published(of)
    return of


def pages(of: Festival) -> dict[str, str]:
    """The public address of each kind of row, and where it is edited."""
    row = Film.objects.get()
    rows = {
        "film": row,
        "section": row.section,
        "venue": of.venues.get(),
        "person": row.credits.get().person,
        "festival": of,
    }
    return {
        each.get_absolute_url(): reverse(f"admin:screenings_{name}_change", args=[each.pk])
        for name, each in rows.items()
        if each
    }


EDIT = reverse_lazy("admin:edit-page")


def test_the_link_of_every_page_leads_staff_to_the_form_behind_it(public: Festival) -> None:
    desk = Client()
    desk.force_login(User.objects.create_superuser("ada"))
    for public_address, address in pages(public).items():
        link = (
            f'<p class="edit-link" hidden><a href="{EDIT}?page={public_address}" rel="nofollow">Edit this page</a></p>'
        )
        assert link in desk.get(public_address).content.decode(), public_address
        assert desk.get(f"{EDIT}?page={public_address}").headers["Location"] == address


def test_a_page_is_the_same_for_staff_and_visitors(public: Festival) -> None:
    desk = Client()
    desk.force_login(User.objects.create_superuser("ada"))
    for public_address in pages(public):
        shown = Client().get(public_address)
        assert shown.headers["Vary"] == "Accept-Encoding"
        assert desk.get(public_address).content == shown.content


def test_staff_who_may_not_see_a_kind_of_row_are_told_so(public: Festival) -> None:
    office = staff_client("grace", ["view_film"])
    answers = {page: office.get(f"{EDIT}?page={page}").status_code for page in pages(public)}
    assert answers == {page: 302 if "/films/" in page else 403 for page in pages(public)}


@pytest.mark.parametrize("page", ["", "/", "/spring/films/", "/spring/films/no-such/", "//evil.example/", "/admin/"])
def test_what_is_no_page_of_one_thing_is_not_found(public: Festival, desk: Client, page: str) -> None:
    assert desk.get(EDIT, {"page": page}).status_code == 404


def test_a_cookie_says_that_somebody_is_at_the_desk_until_they_leave(public: Festival) -> None:
    desk = Client()
    desk.force_login(User.objects.create_superuser("ada"))
    desk.get("/admin/")
    assert desk.cookies["at_desk"].value == "1"
    desk.post("/admin/logout/")
    assert desk.cookies["at_desk"].value == ""
    visitor = Client()
    visitor.get("/admin/login/")
    assert "at_desk" not in visitor.cookies
