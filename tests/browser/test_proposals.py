"""A search in a real browser, on the served demo: begun, watched, come back to, stopped, its scenario opened."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import faults, follow
from tests.screenshots import demo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    """The address of a demo with a server, a worker in it and a database of its own."""
    with demo() as home:
        yield home.removesuffix("strangers/").rstrip("/")


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    follow(page, page.get_by_role("button", name="Log in"))


def test_a_search_is_watched_left_come_back_to_and_stopped(page: Page, browser: Browser, desk: str) -> None:
    sign_in(page, f"{desk}/admin/screenings/festival/2024/proposals/")
    assert faults(page) == []
    page.get_by_label("A timetable from scratch").check()
    page.get_by_label("Leave what is public where it is").uncheck()
    page.get_by_label("Seconds").fill("300")
    follow(page, page.get_by_role("button", name="Search"))

    # It moves by itself, without the page being loaded anew.
    page.evaluate("window.stays = true")
    expect(page.get_by_text("of 300 seconds")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("progressbar")).not_to_have_js_property("value", 0, timeout=30_000)
    assert page.evaluate("window.stays")
    expect(page.get_by_text("With a place")).to_be_visible()
    assert faults(page) == []
    page.reload()
    expect(page.get_by_text("of 300 seconds")).to_be_visible(timeout=30_000)

    # Somebody else looks on, without scripts, and is led to it when asking for another.
    second = browser.new_context(java_script_enabled=False).new_page()
    sign_in(second, page.url)
    expect(second.get_by_text("of 300 seconds")).to_be_visible()
    assert second.locator("noscript").count() or second.locator("meta[http-equiv=refresh]").count()
    second.goto(f"{desk}/admin/screenings/festival/2024/proposals/")
    second.get_by_role("button", name="Search").click()
    expect(second.get_by_text("A search is under way already.")).to_be_visible()
    second.get_by_role("button", name="Stop").click()

    # The page that only watched says so by itself.
    expect(page.get_by_text("Stopped, with the best so far.").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="See it on a board")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Compare with the timetable, and take it over").click()
    expect(page.get_by_text("Nothing in it is in the working timetable until it is taken over.")).to_be_visible()
    assert faults(page) == []


def test_the_tray_and_the_conflicts_lead_to_a_search(page: Page, desk: str, complaints: list[str]) -> None:
    sign_in(page, f"{desk}/admin/screenings/festival/2024/board/")
    page.get_by_role("link", name="Propose places for these").click()
    expect(page.get_by_label("Places for what is in the tray")).to_be_checked()
    page.get_by_label("Seconds").fill("1")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Finished.").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("2 screenings would get a place.")).to_be_visible()
    page.goto(f"{desk}/admin/screenings/festivalrules/2024/conflicts/")
    page.get_by_role("link", name="Search for a repair").click()
    expect(page.get_by_label("A repair")).to_be_checked()


def test_one_talks_with_the_search(page: Page, desk: str) -> None:
    """A wish is stated, one works elsewhere until the line says what was found, pins some of it, and searches on."""
    sign_in(page, f"{desk}/admin/screenings/festival/2024/proposals/")
    follow(page, page.get_by_role("button", name="Not so late"))
    expect(page.get_by_role("button", name="Take off: Not so late")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("A timetable from scratch").check()
    page.get_by_label("Leave what is public where it is").uncheck()
    page.get_by_label("Seconds").fill("8")
    follow(page, page.get_by_role("button", name="Search", exact=True))
    search = page.url

    page.goto(f"{desk}/admin/screenings/film/")
    line = page.locator(".search-notice")
    expect(line).to_contain_text("It found better: 2 more screenings have a place", timeout=60_000)
    expect(line.get_by_role("link", name="See what it found")).to_be_visible(timeout=60_000)
    assert faults(page) == []
    follow(page, line.get_by_role("link", name="See what it found"))
    assert page.url == search
    expect(page.get_by_role("heading", name="How far the wishes are kept")).to_be_visible()

    panel = page.locator("#pins-panel")
    panel.locator("summary").first.click()
    panel.locator("details[open] input[type=checkbox]").first.check()
    assert faults(page) == []
    follow(page, panel.get_by_role("button", name="Keep the pins").first)
    expect(page.get_by_text("1 screening pinned.")).to_be_visible()
    follow(page, page.get_by_role("button", name="Search on from here"))
    expect(page.get_by_text("going on from “Proposal")).to_be_visible()
    expect(page.get_by_role("button", name="Search again")).to_be_visible(timeout=60_000)
    page.goto(f"{desk}/admin/screenings/film/")
    expect(page.locator(".search-notice")).to_have_count(0)
