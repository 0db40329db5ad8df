"""At the door on a phone of 360 px, without JavaScript: big targets, nothing beyond the edge, one tap."""

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Hall, Screening
from tests.browser.pages import faults, follow
from tests.browser.signing_in import PASSWORD, sign_in
from tests.world import at, film, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(harbour: Festival) -> Iterator[Hall]:
    """A hall with a title that nobody can break."""
    User.objects.create_superuser("ada", password=PASSWORD)
    where = hall(harbour, capacity=120)
    screening(film(harbour, "W" * 90), where, "2026-10-10 20:00")
    screening(film(harbour, "Vagabond"), where, "2026-10-10 22:00")
    with time_machine.travel(at("2026-10-10 20:30")):
        yield where


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_whole_and_one_tap_sets_it(
    browser: Browser, live_server: LiveServer, place: Hall, scheme: str
) -> None:
    looks = {"color_scheme": scheme, "viewport": {"width": 360, "height": 740}}
    page: Page = browser.new_context(java_script_enabled=False, **looks).new_page()  # type: ignore[arg-type]
    address = reverse("admin:door-hall", args=[place.venue.festival_id, place.pk])
    sign_in(page, live_server.url, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    button = page.get_by_role("button", name="Sold out: 22:00 Vagabond")
    box = button.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 48
    follow(page, button)
    assert Screening.objects.get(film__title="Vagabond").sold_out
    assert page.get_by_role("button", name="Sold out: 22:00 Vagabond", pressed=True).count() == 1
    follow(page, page.get_by_role("button", name="Sold out: 22:00 Vagabond"))
    assert not Screening.objects.get(film__title="Vagabond").sold_out
    watched = browser.new_context(bypass_csp=True, **looks).new_page()  # type: ignore[arg-type]
    sign_in(watched, live_server.url, address)
    assert faults(watched, ["#content"]) == []
    watched.goto(live_server.url + reverse("admin:door", args=[place.venue.festival_id]))
    assert faults(watched, ["#content"]) == []
