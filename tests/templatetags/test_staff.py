"""The edit link: for staff who may, and nothing of it for anybody else."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

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


def has_link(response: HttpResponse, address: str) -> bool:
    return f'<a href="{address}" rel="nofollow">Edit this page</a>' in response.content.decode()


def test_staff_have_a_link_to_the_form_behind_every_page(public: Festival) -> None:
    desk = Client()
    desk.force_login(User.objects.create_superuser("ada"))
    for public_address, address in pages(public).items():
        shown = desk.get(public_address)
        assert has_link(shown, address), public_address
        assert "Cookie" in shown.headers["Vary"]


def test_a_visitor_gets_a_page_that_any_cache_may_keep(public: Festival) -> None:
    visitor = Client()
    known = Client()
    known.force_login(User.objects.create_user("grace"))
    for public_address in pages(public):
        shown = visitor.get(public_address)
        assert "Cookie" not in shown.headers.get("Vary", "")
        assert "Edit this page" not in shown.content.decode()
        # Somebody who once signed in and is no member of staff reads the same bytes.
        assert known.get(public_address).content == shown.content


def test_staff_who_may_not_see_a_kind_of_row_have_no_link_to_it(public: Festival) -> None:
    office = staff_client("grace", ["view_film"])
    links = {address for page, address in pages(public).items() if has_link(office.get(page), address)}
    assert links == {reverse("admin:screenings_film_change", args=[Film.objects.get().pk])}
