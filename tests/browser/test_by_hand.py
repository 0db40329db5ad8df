"""A festival by hand, as somebody new to the desk makes it: from nothing to 30 public showings of twelve films."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Film, Person, PublishedScreening, Screening
from tests.browser.clipboard import PASTE
from tests.browser.signing_in import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DAYS = [f"2027-05-0{number}" for number in range(1, 6)]
HOURS = ("14:00", "17:00")
SHOWINGS = [3] * 6 + [2] * 6  # of the twelve films


class Hand:
    """Counts the pages that are opened and the clicks it takes, a drag as one; typing is no click."""

    def __init__(self, page: Page) -> None:
        self.page, self.pages, self.clicks = page, 0, 0
        page.on("domcontentloaded", self._note)

    def _note(self, _page: Page) -> None:
        self.pages += 1

    def click(self, control: Locator) -> None:
        self.clicks += 1
        control.click()
        self.page.wait_for_load_state()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def drag(self, card: Locator, hall: str, time: str) -> None:
        """From the tray to that time of a hall."""
        self.clicks += 1
        card.scroll_into_view_if_needed()
        box = card.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 12, box["y"] + 6)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 2, box["y"] + 16, steps=2)
        expect(self.page.locator(".start-slot").first).to_be_attached()
        column = self.page.locator(".hall", has=self.page.get_by_role("heading", name=hall)).locator(".rows")
        left, line = column.bounding_box(), self.page.locator(".hour-mark", has_text=time).bounding_box()
        assert left is not None
        assert line is not None
        self.page.mouse.move(left["x"] + 40, line["y"] + 6, steps=3)
        expect(self.page.locator(".tip")).to_contain_text(f"{time} Odeon, {hall}.")
        self.page.mouse.up()


@pytest.fixture
def hand(page: Page, live_server: LiveServer) -> Hand:
    page.set_viewport_size({"width": 1400, "height": 1400})
    User.objects.create_superuser("ada", password=PASSWORD)
    sign_in(page, live_server.url, reverse("admin:index"))
    return Hand(page)


def make_house(hand: Hand) -> None:
    """The festival, and one venue with three halls; ends at the page for the first films."""
    page = hand.page
    hand.click(page.get_by_role("link", name="Enter the festival"))
    page.get_by_label("Name:", exact=True).fill("By Hand")
    page.get_by_label("First day:").fill(DAYS[0])
    page.get_by_label("Last day:").fill(DAYS[-1])
    page.get_by_label("Time zone:").fill("Berlin")
    hand.button("Save")
    steps = page.get_by_role("region", name="To the first publication")
    hand.click(steps.get_by_role("link", name=re.compile("Venues")))
    page.get_by_label("Name:", exact=True).fill("Odeon")
    for number in range(3):
        page.locator(f"#id_halls-{number}-name").fill(f"Hall {number + 1}")
    hand.button("Save")
    hand.click(page.get_by_role("link", name="Festival desk"))
    hand.click(steps.get_by_role("link", name=re.compile("Films")))


def films() -> list[tuple[str, str, str, str, str, str]]:
    return [
        (f"Film {number + 1:02}", f"Director {number % 5}", "2026", "90", "", str(times))
        for number, times in enumerate(SHOWINGS)
    ]


def places() -> list[tuple[str, str, str]]:
    return [(day, time, f"Hall {hall}") for day in DAYS for time in HOURS for hall in (1, 2, 3)]


def is_all_public() -> None:
    of = Festival.objects.get()
    assert (of.timezone, of.publishing, of.slug) == ("Europe/Berlin", "after-review", "by-hand")
    assert (Film.objects.of(of).count(), Person.objects.count()) == (12, 5)
    assert PublishedScreening.objects.current(of).going_ahead().count() == 30
    rows = Screening.objects.of(of).in_time_order()
    assert sorted((f"{row.starts_at:%Y-%m-%d}", row.hall.name) for row in rows) == sorted(
        (day, hall) for day, _time, hall in places()
    )


def test_twelve_films_and_thirty_screenings_take_12_pages_and_70_clicks(hand: Hand, complaints: list[str]) -> None:
    page = hand.page
    make_house(hand)
    for number, row in enumerate(films(), start=1):
        for column, text in zip(("Title", "Director", "Year", "Runtime", "Section", "Showings"), row, strict=True):
            page.get_by_label(f"{column} of film {number}", exact=True).fill(text)
    hand.button("Add the films")
    hand.click(page.get_by_role("link", name="on the board"))
    waiting = len(places())
    expect(page.locator("#tray-cards .card")).to_have_count(waiting)
    for day in DAYS:
        if day != DAYS[0]:
            hand.click(page.locator(f".days [data-day='{day}']"))
            expect(page.locator(f".days [data-day='{day}']")).to_have_attribute("aria-current", "page")
        for _day, time, hall in [place for place in places() if place[0] == day]:
            hand.drag(page.locator("#tray-cards .card").first, hall, time)
            waiting -= 1
            expect(page.locator("#tray-cards .card")).to_have_count(waiting)
    hand.click(page.locator("#bar").get_by_role("link", name="Review"))
    hand.button("Publish")
    is_all_public()
    assert hand.pages <= 12, hand.pages
    assert hand.clicks <= 70, hand.clicks


def test_pasted_from_a_spreadsheet_they_take_12_pages_and_40_clicks(hand: Hand, complaints: list[str]) -> None:
    page = hand.page
    make_house(hand)
    hand.click(page.get_by_label("Title of film 1", exact=True))
    page.evaluate(PASTE, "\r\n".join("\t".join(row) for row in films()))
    hand.button("Add the films")
    hand.click(page.get_by_role("link", name="in the table"))
    hand.click(page.locator("#worksheet tbody tr").first.locator("td").nth(1))
    page.evaluate(PASTE, "\r\n".join("\t".join(place) for place in places()))
    hand.button("Check and save…")
    hand.button("Save")
    hand.click(page.get_by_role("link", name="Review").first)
    hand.button("Publish")
    is_all_public()
    assert hand.pages <= 12, hand.pages
    assert hand.clicks <= 40, hand.clicks
