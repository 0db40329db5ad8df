"""docs/first-festival.md, carried out as it is written by somebody who has never seen the desk.

`PICTURES=docs` before the command takes the page's pictures anew.
"""

import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from icalendar import Calendar
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.desk.help import DOCS
from tests.browser.clipboard import PASTE
from tests.browser.signing_in import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TUTORIAL = (DOCS / "first-festival.md").read_text(encoding="utf-8")
# What the page says to copy.
FILMS = [line.split(" | ") for line in re.findall(r"^    (.+ \| .+)$", TUTORIAL, re.MULTILINE)]

Picture = Callable[[str], None]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """In the festival's own zone: no time is told twice."""
    return {**browser_context_args, "timezone_id": "Europe/Brussels"}


@pytest.fixture
def picture(page: Page) -> Picture:
    to = os.environ.get("PICTURES")

    def take(name: str) -> None:
        assert f"(first-festival-{name}.png)" in TUTORIAL
        if to:
            page.mouse.move(0, 0)
            shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
            # As wide as a page of the help shows it on a fine screen; type and flat shapes need few colours.
            shot.quantize(64).save(Path(to) / f"first-festival-{name}.png", optimize=True)

    return take


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def carry(page: Page, title: str, hall: str, time: str) -> None:
    """From the tray to that time of a hall."""
    waiting = page.locator("#tray-cards .card").count()
    box = page.locator("#tray-cards .card", has_text=title).first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 12, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + 2, box["y"] + 16, steps=2)
    expect(page.locator(".start-slot").first).to_be_attached()
    column = page.locator(".hall", has=page.get_by_role("heading", name=hall)).locator(".rows").bounding_box()
    line = page.locator(".hour-mark", has_text=time).bounding_box()
    assert column is not None
    assert line is not None
    page.mouse.move(column["x"] + 40, line["y"] + 6, steps=3)
    expect(page.locator(".tip")).to_contain_text(time)
    page.mouse.up()
    expect(page.locator("#tray-cards .card")).to_have_count(waiting - 1)


def test_a_first_festival_in_an_evening(page: Page, live_server: LiveServer, picture: Picture) -> None:
    page.set_viewport_size({"width": 1180, "height": 860})
    User.objects.create_superuser("ada", password=PASSWORD)
    sign_in(page, live_server.url, reverse("admin:index"))

    page.get_by_role("link", name="Enter the festival").click()
    page.get_by_label("Name:", exact=True).fill("Harbour Days")
    page.get_by_label("First day:").fill("2027-05-07")
    page.get_by_label("Last day:").fill("2027-05-09")
    page.get_by_label("Time zone:").fill("Brussels")
    press(page, "Save")
    steps = page.get_by_role("region", name="To the first publication")
    expect(steps).to_be_visible()
    picture("checklist")

    steps.get_by_role("link", name=re.compile("Venues")).click()
    page.get_by_label("Name:", exact=True).fill("Odeon")
    for number, (name, seats) in enumerate((("Hall 1", "220"), ("Hall 2", "90"))):
        page.locator(f"#id_halls-{number}-name").fill(name)
        page.locator(f"#id_halls-{number}-capacity").fill(seats)
    press(page, "Save")

    page.get_by_role("link", name="Festival desk").click()
    steps.get_by_role("link", name=re.compile("Films")).click()
    page.get_by_label("Title of film 1", exact=True).click()
    page.evaluate(PASTE, "\r\n".join("\t".join(row) for row in FILMS))
    picture("films")
    press(page, "Add the films")
    page.get_by_label("Add the new section Classics").check()
    press(page, "Add the films")

    page.get_by_role("link", name="on the board").click()
    expect(page.locator("#board.has-script")).to_be_visible()
    expect(page.locator("#tray-cards .card")).to_have_count(sum(int(row[-1]) for row in FILMS))
    carry(page, "Playtime", "Hall 1", "11:00")
    carry(page, "Cléo from 5 to 7", "Hall 1", "12:00")
    expect(page.locator("#bar")).to_contain_text("1 error")
    picture("clash")
    page.keyboard.press("Control+z")
    expect(page.locator("#tray-cards .card", has_text="Cléo")).to_have_count(2)
    expect(page.locator("#bar")).to_contain_text("No errors")
    carry(page, "Cléo from 5 to 7", "Hall 1", "14:00")
    carry(page, "Daisies", "Hall 2", "14:00")

    page.locator("#bar").get_by_role("link", name="Review").click()
    picture("review")
    press(page, "Publish")
    expect(page.get_by_text("Public now, as publication 1")).to_be_visible()

    page.goto(f"{live_server.url}/harbour-days/")
    picture("public")
    page.goto(f"{live_server.url}/harbour-days/screenings/")
    feed = page.request.get(f"{live_server.url}/harbour-days/screenings.ics").body()
    found = [str(event["SUMMARY"]) for event in Calendar.from_ical(feed).walk("VEVENT")]
    assert sorted(found) == ["Cléo from 5 to 7", "Daisies", "Playtime"]
