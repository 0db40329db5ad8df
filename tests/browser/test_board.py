"""The board in a real browser: mouse, finger and keyboard move cards; two people see each other's moves."""

import pytest
from playwright.sync_api import Browser, Page, expect

from screenings.models import Screening
from tests.browser.at_the_board import (
    board_of,
    card,
    corner,
    drag,
    finger,
    held,
    hour,
    open_board,
    press_and_see_places,
    said,
    start,
)
from tests.browser.pages import follow
from tests.browser.signing_in import sign_in
from tests.world import at, film, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_card_is_dragged_to_another_hall_and_time(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2.")
    two = hall(evening.festival, "Hall 2")
    expect(page.locator(f"#rows-{two.pk} #s-{evening.pk}")).to_contain_text("17:00–18:30")
    assert (start(evening), Screening.objects.get().hall) == (at("2026-10-10 17:00"), two)


def test_while_dragging_a_blocked_place_says_why(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 15:00")
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "15:00")
    expect(said(page).nth(1)).to_contain_text("double-booked")
    x, y = corner(card(page, other))
    page.mouse.move(x + 10, y + 10)
    page.mouse.down()
    page.mouse.move(x + 10, y + 30, steps=3)
    expect(page.locator(".tip")).to_contain_text("Double-booked: Cléo 15:00–16:30")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".carry-layer")).to_have_count(0)
    assert start(other) == at("2026-10-10 15:00")


def test_a_move_is_undone_after_a_reload_and_done_again(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_contain_text("Moved")
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(said(page).first).to_have_text("Taken back: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1.")
    assert start(evening) == at("2026-10-10 20:00")
    page.get_by_role("button", name="Redo").click()
    expect(said(page).first).to_have_text("Done again: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2.")


def test_the_keyboard_does_all_of_it(page: Page, desk: str, evening: Screening, complaints: list[str]) -> None:
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").focus()
    press_and_see_places(page, " ")
    for key in ("ArrowRight", "Shift+ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator(".tip")).to_contain_text("19:25 Odeon, Hall 2. Free")
    page.keyboard.press("Enter")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 19:25, Odeon, Hall 2.")
    expect(card(page, evening).locator(".face")).to_be_focused()
    press_and_see_places(page, " ")
    press_and_see_places(page, "PageDown")
    expect(page.locator("h1")).to_have_text("Board of Sunday 11 October")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(said(page).first).to_have_text("Moved: Cléo, Sun 11 Oct 19:30, Odeon, Hall 2.")
    press_and_see_places(page, " ")
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    expect(page.locator("#tray-cards .card")).to_contain_text("Cléo")
    assert start(evening) is None


def test_a_card_goes_to_the_tray_and_back_with_the_mouse(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    x, y = corner(card(page, evening))
    tray = page.locator("#tray").bounding_box()
    assert tray is not None
    page.mouse.move(x + 20, y + 10)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=2)
    expect(page.locator(".start-slot").first).to_be_attached()
    page.mouse.move(tray["x"] + 50, tray["y"] + 120, steps=4)
    expect(page.locator(".tip")).to_have_text("Into the tray")
    page.mouse.up()
    expect(page.locator("#tray-cards .card")).to_have_count(1)
    assert start(evening) is None
    expect(page.locator("#tray-cards .card")).to_be_visible()
    drag(page, evening, "Hall 1", "16:00")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 16:00, Odeon, Hall 1.")


def test_a_finger_holds_a_card_and_drags_it(browser: Browser, desk: str, evening: Screening) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 1180, "height": 1400})
    page = context.new_page()
    sign_in(page, desk, board_of(evening.festival))
    expect(page.locator("#board.has-script")).to_be_visible()
    touch = finger(page)
    x, y = corner(card(page, evening))
    down = hour(page, "17:00") + 8
    touch("touchStart", x + 20, y + 8)
    expect(page.locator(".start-slot").first).to_be_attached()
    touch("touchMove", x + 20, y - 20)
    touch("touchMove", x + 20, down)
    expect(page.locator(".tip")).to_contain_text("17:00 Odeon, Hall 1.")
    touch("touchEnd")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 1.")
    context.close()


def test_a_pen_drags_at_once_like_a_mouse(page: Page, desk: str, evening: Screening, complaints: list[str]) -> None:
    open_board(page, desk, evening.festival)
    pen = held(page, "pen")
    x, y = corner(card(page, evening))
    down = hour(page, "17:00") + 4
    pen("mousePressed", x + 20, y + 4)
    pen("mouseMoved", x + 20, y - 20)
    expect(page.locator(".start-slot").first).to_be_attached()
    pen("mouseMoved", x + 20, down)
    expect(page.locator(".tip")).to_contain_text("17:00 Odeon, Hall 1.")
    pen("mouseReleased", x + 20, down)
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 1.")


def test_two_people_see_each_others_moves_and_overwrite_none(
    page: Page, browser: Browser, desk: str, evening: Screening
) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 12:00")
    open_board(page, desk, evening.festival)
    page.route("**/pulse/", lambda route: route.abort())
    elsewhere = browser.new_context()
    colleague = elsewhere.new_page()
    open_board(colleague, desk, evening.festival)
    drag(colleague, evening, "Hall 2", "17:00")
    expect(said(colleague).first).to_contain_text("Moved")
    # This page has not heard of it yet, and does not overwrite it.
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 8)
    page.mouse.down()
    page.mouse.move(x + 20, y - 60, steps=3)
    expect(page.locator(".start-slot").first).to_be_attached()
    page.mouse.up()
    expect(said(page).first).to_contain_text(
        "Somebody else moved this meanwhile: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2. Nothing was changed"
    )
    expect(card(page, evening)).to_contain_text("17:00")
    assert start(evening) == at("2026-10-10 17:00")
    page.unroute("**/pulse/")
    drag(colleague, other, "Hall 1", "14:00")
    expect(card(page, other)).to_contain_text("14:00", timeout=10_000)
    elsewhere.close()


def test_without_javascript_the_form_moves_it(browser: Browser, desk: str, evening: Screening) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, desk, board_of(evening.festival))
    page.get_by_role("link", name="Cléo, 20:00–21:30, Odeon, Hall 1").click()
    page.locator("#id_hall").select_option(label="Odeon, Hall 2")
    page.locator("#id_time").fill("18:15")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("Moved: Cléo, Sat 10 Oct 18:15, Odeon, Hall 2.")).to_be_visible()
    follow(page, page.get_by_role("button", name="Undo"))
    assert start(evening) == at("2026-10-10 20:00")
    context.close()
