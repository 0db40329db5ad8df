"""The desk, two people at one film and the way back, in a real browser, light and dark."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.desk.help import DOCS
from screenings.models import Festival, Film
from tests.browser.pages import faults, follow
from tests.browser.signing_in import PASSWORD
from tests.world import festival

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(browser: Browser, site: str, name: str, **options: Any) -> Page:
    page = browser.new_context(bypass_csp=True, **options).new_page()
    page.goto(f"{site}{reverse('admin:login')}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="Log in"))
    return page


@pytest.fixture
def film(published_demo: Festival) -> Film:
    for name in ("ada", "grace"):
        User.objects.create_superuser(name, password=PASSWORD)
    return Film.objects.get(title="A Ghost Story")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_and_a_history_have_nothing_to_complain_of(
    scheme: str, browser: Browser, live_server: LiveServer, film: Film
) -> None:
    page = signed_in(browser, live_server.url, "ada", color_scheme=scheme)
    for address in (reverse("admin:index"), reverse("admin:screenings_film_history", args=[film.pk])):
        page.goto(live_server.url + address)
        assert faults(page, ["#content", "#header"], without=[".select2"]) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_assistive_technology_finds_nothing_to_stumble_over_at_the_desk(
    scheme: str, width: int, browser: Browser, live_server: LiveServer, film: Film
) -> None:
    """With several editions in the header, and something to take back."""
    festival("Another Festival")
    page = signed_in(browser, live_server.url, "ada", color_scheme=scheme, viewport={"width": width, "height": 900})
    of = film.festival_id
    page.goto(f"{live_server.url}{reverse('admin:screening-table')}?festival__id__exact={of}")
    page.locator("#worksheet tbody tr").first.locator("td").nth(5).click()
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    found = faults(page)
    follow(page, page.get_by_role("button", name="Check and save…"))
    found += faults(page)
    follow(page, page.get_by_role("button", name="Save", exact=True))
    found += faults(page)
    expect(page.get_by_label("Festival", exact=True)).to_be_visible()
    addresses = [
        reverse("admin:help"),
        *(reverse("admin:help-page", args=[path.stem]) for path in sorted(DOCS.glob("*.md")) if path.stem != "README"),
        f"{reverse('admin:desk-search')}?q=ghost",
        reverse("admin:screenings_film_add"),
        reverse("admin:film-several"),
        reverse("admin:last-changes", args=[of]),
        reverse("admin:screenings_section_changelist"),
    ]
    for address in addresses:
        page.goto(live_server.url + address)
        found += faults(page)
    assert found == []


def test_two_people_at_one_film_and_the_way_back(browser: Browser, live_server: LiveServer, film: Film) -> None:
    address = live_server.url + reverse("admin:screenings_film_change", args=[film.pk])
    # The second has no JavaScript.
    ada = signed_in(browser, live_server.url, "ada")
    grace = signed_in(browser, live_server.url, "grace", java_script_enabled=False)
    for page in (ada, grace):
        page.goto(address)
    ada.get_by_label("Title:", exact=True).fill("Another Ghost Story")
    ada.get_by_role("button", name="Save", exact=True).click()
    ada.wait_for_url("**/film/")
    grace.get_by_label("Synopsis").fill("A sheet, a house, and time.")
    grace.get_by_role("button", name="Save", exact=True).click()
    expect(grace.get_by_role("heading", name="Changed while you were typing")).to_be_visible()
    expect(grace.get_by_role("row", name="Title A Ghost Story Another Ghost Story A Ghost Story")).to_be_visible()
    expect(grace.get_by_label("Title:", exact=True)).to_have_value("Another Ghost Story")
    grace.get_by_role("button", name="Save", exact=True).click()
    grace.wait_for_url("**/film/")
    film.refresh_from_db()
    assert (film.title, film.synopsis) == ("Another Ghost Story", "A sheet, a house, and time.")

    grace.goto(address.replace("/change/", "/history/"))
    grace.get_by_role("link", name="Restore this state").last.click()
    expect(grace.get_by_role("row", name="Title Another Ghost Story A Ghost Story")).to_be_visible()
    grace.get_by_role("button", name="Restore").click()
    grace.wait_for_url("**/change/")
    film.refresh_from_db()
    assert film.title == "A Ghost Story"
