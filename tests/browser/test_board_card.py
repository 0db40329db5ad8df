"""A card is edited beside the board, and the board stays."""

import pytest
from playwright.sync_api import Browser, Page, expect

from screenings.models import Screening
from tests.browser.at_the_board import board_of, card, open_board, said, start
from tests.browser.pages import faults
from tests.browser.signing_in import sign_in
from tests.world import film, guest, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_open_card_is_edited_in_place_by_the_screenings_own_form(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    guest(evening.festival)
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").click()
    form = page.locator(".card-form")
    expect(page.locator("#opened").get_by_text("Details", exact=True)).to_be_hidden()  # all of it is there
    form.get_by_label("Q&A").fill("25")
    form.locator("#id_guests + .select2").click()
    page.locator(".select2-results__option", has_text="Varda").click()
    form.get_by_role("button", name="Save", exact=True).click()
    expect(said(page).first).to_contain_text("was changed successfully")
    expect(card(page, evening)).to_contain_text("20:00–21:55")
    expect(card(page, evening)).to_contain_text("Q&A 25")
    row = Screening.objects.get()
    assert (row.qa, row.guests.count()) == (25, 1)
    form.get_by_label("Introduction").fill("-5")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.locator(".errornote")).to_be_visible()
    assert Screening.objects.get().intro == 0


def test_assistive_technology_finds_no_fault_in_an_open_card(page: Page, desk: str, evening: Screening) -> None:
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").click()
    expect(page.locator(".card-form").get_by_label("Notes")).to_be_visible()
    assert faults(page, ["#content"], without=[".select2"]) == []


def test_what_is_typed_is_not_lost_without_a_word(page: Page, desk: str, evening: Screening) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 20:00")
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").click()
    page.locator(".card-form").get_by_label("Notes").fill("Two chairs.")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    card(page, other).locator(".face").click()
    expect(page.locator(".card-form").get_by_label("Notes")).to_have_value("Two chairs.")
    assert asked == ["What was typed beside the board is not saved. Leave it?"]


def test_a_screening_is_cancelled_beside_the_board(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").click()
    form = page.locator(".card-form")
    form.get_by_label("What to do with this screening").select_option("cancel")
    form.get_by_role("button", name="Go").click()
    form.get_by_label("Public reason").fill("The print is late.")
    form.get_by_role("button", name="Show what will happen").click()
    form.get_by_role("button", name="Cancel these screenings").click()
    expect(said(page).first).to_contain_text("Cancelled")
    expect(card(page, evening)).to_contain_text("Cancelled")
    assert Screening.objects.get().public_note == "The print is late."
    expect(page.locator("#opened-head")).to_have_text("Cléo")


def test_a_picker_beside_the_board_opens_in_full_screen(page: Page, desk: str, evening: Screening) -> None:
    guest(evening.festival)
    open_board(page, desk, evening.festival)
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator("#header, .breadcrumbs, #nav-sidebar").filter(visible=True)).to_have_count(0)
    card(page, evening).locator(".face").click()
    form = page.locator(".card-form")
    form.locator("#id_guests + .select2").click()
    page.get_by_role("option", name="Agnès Varda").click()
    form.get_by_role("button", name="Save", exact=True).click()
    expect(said(page).first).to_contain_text("was changed successfully")
    assert Screening.objects.get().guests.count() == 1
    assert page.evaluate("Boolean(document.fullscreenElement)")
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator("#header")).to_be_visible()


def test_a_guest_is_made_beside_the_board_by_typing_a_name(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    guest(evening.festival)
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").click()
    form = page.locator(".card-form")
    form.locator("#id_guests + .select2").click()
    page.keyboard.type("Agnes Vadra")
    offered = page.locator(".select2-results__option")
    expect(offered).to_have_text(["Agnès Varda", "Add “Agnes Vadra” as a guest"])
    page.get_by_role("option", name="Agnès Varda").click()
    form.locator("#id_guests + .select2").click()
    page.keyboard.type("Jane Campion")
    offered.get_by_text("Add “Jane Campion” as a guest").click()
    form.get_by_role("button", name="Save", exact=True).click()
    expect(said(page).first).to_contain_text("was changed successfully")
    assert sorted(map(str, Screening.objects.get().guests.all())) == ["Agnès Varda", "Jane Campion"]


def test_the_open_cards_form_moves_it_in_place_and_goes_along_to_another_day(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").click()
    pages: list[str] = []
    page.on("domcontentloaded", lambda shown: pages.append(shown.url))
    move, time = page.get_by_role("button", name="Move", exact=True), page.locator("#id_time")
    notes = page.locator(".card-form").get_by_label("Notes")
    notes.fill("Two chairs.")

    time.fill("half eight")
    move.click()
    expect(page.locator("#opened .errorlist")).to_contain_text("Write the time as 20:00")
    expect(time).to_have_value("half eight")
    time.fill("18:15")
    move.click()
    expect(card(page, evening)).to_contain_text("18:15–19:45")
    expect(said(page).first).to_contain_text("Moved: Cléo, Sat 10 Oct 18:15")
    expect(page.locator("#opened .place")).to_contain_text("18:15")
    expect(notes).to_have_value("Two chairs.")

    page.locator(".card-form").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".card-form summary")).to_be_focused()
    page.locator("#id_day").select_option("2026-10-12")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#board")).to_have_attribute("data-day", "2026-10-12")
    expect(page.locator("#opened-head")).to_have_text("Cléo")
    expect(card(page, evening)).to_contain_text("18:15–19:45")
    assert f"{start(evening):%d %H:%M}" == "12 16:15"
    assert Screening.objects.get().notes == "Two chairs."
    assert pages == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_an_open_card_leaves_the_board_in_sight(
    scheme: str, browser: Browser, desk: str, evening: Screening
) -> None:
    context = browser.new_context(
        bypass_csp=True, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740}, color_scheme=scheme
    )
    page = context.new_page()
    sign_in(page, desk, board_of(evening.festival))
    expect(page.locator("#board.has-script")).to_be_visible()
    page.locator("#sheet").scroll_into_view_if_needed()
    card(page, evening).locator(".face").tap()
    opened = page.locator("#opened")
    expect(opened.get_by_role("heading", name="Cléo")).to_be_visible()
    expect(page.get_by_role("button", name="Move", exact=True)).to_be_hidden()
    box, own = opened.bounding_box(), card(page, evening).locator(".face").bounding_box()
    assert box
    assert own
    assert box["height"] < 740 / 3
    assert own["y"] < box["y"]
    details = opened.get_by_role("button", name="Details")
    details.tap()
    expect(details).to_have_attribute("aria-expanded", "true")
    page.locator("#id_time").fill("18:15")
    page.get_by_role("button", name="Move", exact=True).tap()
    expect(page.locator(".messagelist li").first).to_contain_text("Moved: Cléo, Sat 10 Oct 18:15")
    assert faults(page, ["#content"]) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()
