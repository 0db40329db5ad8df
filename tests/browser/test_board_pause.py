"""Trying things on the board: the bar says what is not public, and a public card comes off after a question."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from screenings.models import Festival, Publication, Screening
from tests.board.boards import an_evening
from tests.browser.at_the_board import card, corner, drag, open_board, said, start
from tests.browser.pages import faults
from tests.world import at, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = an_evening(harbour)
    published(harbour)
    Festival.objects.update(publishing="as-saved")
    return row


def test_a_move_waits_in_the_bar_until_it_is_published_there(page: Page, desk: str, evening: Screening) -> None:
    open_board(page, desk, evening.festival)
    bar = page.locator("#bar .public-state")
    expect(bar).to_contain_text("The first move here pauses publishing")
    drag(page, evening, "Hall 2", "17:00")
    expect(bar).to_contain_text("1 change not public. Publishing has been paused since")
    assert Publication.objects.count() == 1
    assert faults(page, within=["#bar"]) == []
    bar.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist").first).to_contain_text("Public now, as publication 2: 1 moved.")
    expect(bar).to_contain_text("The first move here pauses publishing")


def test_putting_back_is_shown_first_and_then_done(page: Page, desk: str, evening: Screening) -> None:
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "17:00")
    page.get_by_role("link", name="Put back").click()
    expect(page.get_by_role("heading", name="Goes back (1)")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Put back").click()
    expect(page.locator(".messagelist").first).to_contain_text("Put back: 1 screening.")
    assert start(evening) == at("2026-10-10 20:00")
    page.goto(f"{desk}{reverse('admin:last-changes', args=[evening.festival_id])}")
    assert faults(page) == []


def test_a_public_card_comes_off_the_wall_after_a_question(page: Page, desk: str, evening: Screening) -> None:
    open_board(page, desk, evening.festival)
    x, y = corner(card(page, evening))
    tray = page.locator("#tray").bounding_box()
    assert tray is not None
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 30, y + 14, steps=2)
    expect(page.locator(".start-slot").first).to_be_attached()
    page.mouse.move(tray["x"] + 50, tray["y"] + 120, steps=4)
    expect(page.locator(".tip")).to_have_text("Into the tray")
    page.mouse.up()
    expect(said(page)).to_contain_text("“Cléo” is public.")
    assert start(evening) == at("2026-10-10 20:00")
    button = page.get_by_role("button", name="Take it off the wall")
    expect(button).to_be_focused()
    button.press("Enter")
    expect(page.locator("#tray-cards .card")).to_have_count(1)
    assert start(evening) is None
