"""Sheets for the house in a real browser: legible to all, by keyboard, and a hall a page on paper."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Guest, Hall, PrivateAddress, Screening, Venue
from tests.browser.pages import faults
from tests.browser.signing_in import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server: LiveServer, published_demo: Festival) -> str:
    User.objects.create_superuser("ada", password=PASSWORD)
    Festival.objects.update(site_url=live_server.url)
    return live_server.url


def sheet(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def busiest() -> tuple[Festival, str, Venue]:
    """A cinema and a day on which at least two of its halls show something."""
    of = Festival.objects.get()
    halls: dict[tuple[str, int], set[int]] = {}
    for row in Screening.objects.of(of).placed().select_related("hall__venue__festival", "festival"):
        assert row.hall is not None
        assert row.starts_at is not None
        day = of.calendar.day_of(row.starts_at, row.zone).isoformat()
        halls.setdefault((day, row.hall.venue_id), set()).add(row.hall_id or 0)
    (day, venue), _ = max(halls.items(), key=lambda item: (len(item[1]), item[0]))
    return of, day, Venue.objects.get(pk=venue)


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "en"), (1280, "es"), (360, "nl")])
def test_axe_finds_nothing_wrong_with_the_sheets(
    page: Page, desk: str, published_demo: Festival, complaints: list[str], width: int, language: str
) -> None:
    """However long a name is that nobody can break."""
    Festival.objects.update(language=language)
    of, day, venue = busiest()
    page.set_viewport_size({"width": width, "height": 900})
    first = Guest.objects.order_by("pk")[0]
    first.person.name = "<b>W" + "W" * 90
    first.person.save()
    for row in Screening.objects.of(of).placed().filter(hall__venue=venue):
        row.guests.add(first)
    addresses = [
        sheet("sheets-day", of.pk, day), sheet("run-sheets", of.pk, day, venue.pk),
        sheet("turnaround", of.pk, day, venue.pk), sheet("itinerary", of.pk, first.pk),
    ]  # fmt: skip
    sign_in(page, desk, addresses[0])
    for address in addresses:
        page.goto(desk + address)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.locator(f"#content [lang={language}]").count() == (address != addresses[0]), address


def test_on_paper_a_hall_is_a_page_without_controls_and_no_row_is_cut(
    page: Page, desk: str, complaints: list[str]
) -> None:
    of, day, venue = busiest()
    sign_in(page, desk, sheet("run-sheets", of.pk, day, venue.pk))
    halls = page.locator(".paper").count()
    assert halls > 1
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == halls
    page.emulate_media(media="print")
    for control in ("#header", ".breadcrumbs", ".sheet-bar", ".private"):
        expect(page.locator(control).first).to_be_hidden()
    assert page.locator(".show").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    page.goto(desk + sheet("itineraries", of.pk))
    guests = page.locator(".paper").count()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == guests > 1


def test_an_address_is_made_and_revoked_by_keyboard(page: Page, desk: str, complaints: list[str]) -> None:
    of, day, _ = busiest()
    sign_in(page, desk, sheet("run-sheet", of.pk, day, Hall.objects.order_by("pk")[0].pk))
    page.get_by_label("Who gets it").fill("Anna")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Anna")).to_be_visible()
    address = page.locator(".given code").inner_text()
    assert page.request.get(address).headers["content-type"] == "text/calendar; charset=utf-8"
    page.get_by_text("Subscribe on a telephone").press("Enter")
    expect(page.locator(".given svg.qr")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Revoke").press("Enter")
    expect(page.get_by_text("No address is given out.")).to_be_visible()
    assert page.request.get(address).status == 404
    assert PrivateAddress.objects.filter(revoked_at=None).count() == 0
