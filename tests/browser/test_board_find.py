"""Finding one's way on a large board: search, errors, fading, and what a card in hand says."""

import re

import pytest
from playwright.sync_api import Page, expect

from screenings.models import Screening
from tests.browser.at_the_board import card, corner, hour, open_board, said
from tests.browser.pages import faults
from tests.world import film, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_search_goes_to_a_card_on_another_day_and_an_error_to_its_own(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    of = evening.festival
    later = screening(film(of, "Vagabond"), hall(of), "2026-10-12 18:00")
    clash = screening(film(of, "Lola"), hall(of), "2026-10-12 18:30")
    open_board(page, desk, of)
    page.get_by_label("Find a card").fill("vagabond")
    page.keyboard.press("Enter")
    expect(page.locator("#found-head")).to_have_text("1 card for “vagabond”")
    assert faults(page, ["#content"]) == []
    page.locator("#found").get_by_role("link", name="Vagabond").click()
    expect(card(page, later).locator(".face")).to_be_focused()
    expect(page.locator("h1")).to_have_text("Board of Monday 12 October")
    expect(page.locator("#opened-head")).to_have_text("Vagabond")
    page.get_by_role("link", name="1 error blocks publishing").click()
    expect(page.locator("#found-head")).to_have_text("1 error")
    page.locator("#found").get_by_role("link", name="Lola").click()
    expect(card(page, clash).locator(".face")).to_be_focused()
    page.get_by_role("button", name="Close the list").click()
    expect(page.locator("#found-head")).to_have_count(0)


def test_cards_without_the_words_and_of_other_venues_fade_also_after_a_move(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    of = evening.festival
    other = screening(film(of, "Vagabond"), hall(of, "Lux 1", "Lux"), "2026-10-10 15:00")
    open_board(page, desk, of)
    page.get_by_label("Find a card").press_sequentially("vaga")
    expect(card(page, evening)).to_have_class("card r-132 l-18 n-0 w-1 of-competition is-faded")
    expect(page.locator("#matching")).to_have_text("1 of 2 cards")
    page.get_by_label("Find a card").fill("hall 2")
    expect(page.locator("#matching")).to_have_text("0 of 2 cards")
    page.get_by_label("Find a card").fill("")
    page.get_by_label("Venue").select_option("Odeon")
    expect(page.locator(".is-faded")).to_have_attribute("id", f"s-{other.pk}")
    assert faults(page, ["#content"]) == []
    page.reload()
    expect(page.locator(".is-faded")).to_have_attribute("id", f"s-{other.pk}")


def test_a_card_in_hand_says_its_new_time_and_marks_the_films_other_showings(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    again = screening(evening.film, hall(evening.festival, "Hall 2"), "2026-10-10 12:00")
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 20:00")
    open_board(page, desk, evening.festival)
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 20, hour(page, "16:00") + 4, steps=4)
    expect(page.locator(".ghost .when")).to_have_text("16:00–17:30")
    expect(page.locator(f"#s-{again.pk}.is-same-film")).to_have_count(1)
    expect(page.locator(f"#s-{other.pk}.is-same-film")).to_have_count(0)
    page.route("**/moves/", lambda route: None)
    page.mouse.up()
    expect(said(page)).to_have_text("Checking…")
    expect(page.locator(".pending")).to_contain_text("checking…")
    expect(page.locator(".is-same-film")).to_have_count(0)


def test_what_is_filtered_and_the_day_are_in_the_address(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    of = evening.festival
    other = screening(film(of, "Vagabond"), hall(of, "Lux 1", "Lux"), "2026-10-10 15:00")
    odeon = evening.hall.venue_id if evening.hall else 0
    open_board(page, desk, of)
    page.evaluate("window.isSamePage = true")
    page.get_by_label("Venue").select_option("Odeon")
    expect(page).to_have_url(re.compile(rf"2026-10-10/\?venue={odeon}$"))
    page.get_by_label("Find a card").fill("Cléo")
    page.locator(".days [data-day='2026-10-12']").click()
    expect(page.locator("h1")).to_have_text("Board of Monday 12 October")
    expect(page).to_have_title(re.compile("^Board of Monday 12 October "))
    expect(page).to_have_url(re.compile(rf"2026-10-12/\?venue={odeon}&find=Cl%C3%A9o$"))
    page.go_back()
    expect(page.locator("h1")).to_have_text("Board of Saturday 10 October")
    expect(page.locator(".is-faded")).to_have_attribute("id", f"s-{other.pk}")
    page.go_back()
    expect(page.locator(".is-faded")).to_have_count(0)
    expect(page.get_by_label("Venue")).to_have_value("")
    page.go_forward()
    expect(page.get_by_label("Venue")).to_have_value(str(odeon))
    assert page.evaluate("window.isSamePage")
    colleague = page.context.new_page()
    colleague.goto(page.url.replace("2026-10-10/", "overview/"))
    expect(colleague.get_by_label("Venue")).to_have_value(str(odeon))
    expect(colleague.locator(".is-faded")).to_have_count(1)
