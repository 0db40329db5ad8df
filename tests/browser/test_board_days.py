"""From one day of the board to another, with mouse and finger, and on the page of the whole festival."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from screenings.models import BoardMove, Festival, Screening
from tests.browser.at_the_board import (
    board_of,
    card,
    corner,
    finger,
    hour,
    open_board,
    press_and_see_places,
    said,
    start,
)
from tests.browser.signing_in import sign_in
from tests.world import at, film, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_card_dropped_on_a_day_keeps_its_hall_and_time(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    tab = page.locator(".days a[data-day='2026-10-12']").bounding_box()
    assert tab is not None
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 10)
    page.mouse.down()
    page.mouse.move(tab["x"] + 20, tab["y"] + 10, steps=3)
    expect(page.locator(".tip")).to_have_text("To Mon 12 Oct, the same hall and time")
    page.mouse.up()
    expect(said(page).first).to_have_text("Moved: Cléo, Mon 12 Oct 20:00, Odeon, Hall 1.")


def test_resting_over_a_day_opens_it_and_the_card_is_put_down_there(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    tab = page.locator(".days a[data-day='2026-10-12']").bounding_box()
    rows = page.locator(f"#rows-{hall(evening.festival, 'Hall 2').pk}").bounding_box()
    assert tab is not None
    assert rows is not None
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(tab["x"] + 20, tab["y"] + 10, steps=3)
    expect(page.locator("h1")).to_have_text("Board of Monday 12 October")
    expect(page.locator(".start-slot").first).to_be_attached()
    page.mouse.move(rows["x"] + 40, hour(page, "12:00") + 4, steps=3)
    expect(page.locator(".tip")).to_contain_text("12:00 Odeon, Hall 2. Free")
    page.mouse.up()
    expect(said(page).first).to_have_text("Moved: Cléo, Mon 12 Oct 12:00, Odeon, Hall 2.")
    expect(card(page, evening)).to_contain_text("12:00–13:30")


def test_passing_over_a_day_on_the_way_to_a_place_does_not_open_it(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    page.clock.install()
    open_board(page, desk, evening.festival)
    tab = page.locator(".days a[data-day='2026-10-12']").bounding_box()
    rows = page.locator(f"#rows-{hall(evening.festival, 'Hall 2').pk}").bounding_box()
    assert tab is not None
    assert rows is not None
    x, y = corner(card(page, evening))
    down = hour(page, "17:00") + 4
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    # However slow the machine: from here on the page's clock goes only when told to.
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.mouse.move(tab["x"] + 20, tab["y"] + 10, steps=3)
    page.clock.run_for(100)
    expect(page.locator(".tip")).to_have_text("To Mon 12 Oct, the same hall and time")
    page.mouse.move(rows["x"] + 40, down)
    page.clock.run_for(800)  # longer than a rest over a day
    expect(page.locator("h1")).to_have_text("Board of Saturday 10 October")
    page.mouse.up()
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2.")


def test_a_finger_rests_over_a_day_and_goes_on_there(browser: Browser, desk: str, evening: Screening) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 1180, "height": 1400})
    page = context.new_page()
    sign_in(page, desk, board_of(evening.festival))
    expect(page.locator("#board.has-script")).to_be_visible()
    touch = finger(page)
    tab = page.locator(".days a[data-day='2026-10-12']").bounding_box()
    assert tab is not None
    x, y = corner(card(page, evening))
    down = hour(page, "17:00") + 8
    touch("touchStart", x + 20, y + 8)
    expect(page.locator(".start-slot").first).to_be_attached()
    touch("touchMove", x + 20, y - 20)
    touch("touchMove", tab["x"] + 20, tab["y"] + 10)
    expect(page.locator("h1")).to_have_text("Board of Monday 12 October")
    expect(page.locator(".start-slot").first).to_be_attached()
    for step in range(8):
        touch("touchMove", x + 20, tab["y"] + 10 + (down - tab["y"] - 10) * (step + 1) / 8)
    expect(page.locator(".tip")).to_contain_text("17:00 Odeon, Hall 1.")
    touch("touchEnd")
    expect(said(page).first).to_have_text("Moved: Cléo, Mon 12 Oct 17:00, Odeon, Hall 1.")
    context.close()


def cell(page: Page, of: Festival, day: str, name: str) -> Locator:
    return page.locator(f"tr[data-day='{day}'] td[data-hall='{hall(of, name).pk}']")


def open_overview(page: Page, desk: str, of: Festival) -> None:
    page.set_viewport_size({"width": 1200, "height": 2000})
    sign_in(page, desk, reverse("admin:board-overview", args=[of.pk]))
    expect(page.locator("#board.has-script")).to_be_visible()


def test_on_the_whole_festival_a_card_is_dragged_to_another_day_and_hall(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-12 20:30")
    open_overview(page, desk, evening.festival)
    x, y = corner(card(page, evening))
    box = cell(page, evening.festival, "2026-10-12", "Hall 2").bounding_box()
    assert box is not None
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 30, steps=3)
    expect(page.locator(".tip")).to_have_text("To Mon 12 Oct 20:00, Odeon, Hall 2")
    page.mouse.up()
    expect(said(page).first).to_have_text("Moved: Cléo, Mon 12 Oct 20:00, Odeon, Hall 2.")
    expect(said(page).nth(1)).to_contain_text("This breaks something. Odeon, Hall 2 is double-booked")
    expect(cell(page, evening.festival, "2026-10-12", "Hall 2")).to_contain_text("20:00 Cléo")
    page.get_by_role("button", name="Undo").click()
    expect(said(page).first).to_have_text("Taken back: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1.")
    assert start(evening) == at("2026-10-10 20:00")


def test_what_is_pinned_says_on_the_whole_festival_how_it_is_unpinned_which_its_card_does(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    Screening.objects.update(pinned=True)
    open_overview(page, desk, evening.festival)
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=3)
    expect(said(page)).to_have_text(["It is pinned. Unpin it first, on its card or on its own page."])
    page.mouse.up()
    card(page, evening).click()
    expect(page.locator("#board.has-script #opened-head")).to_have_text("Cléo")
    page.locator("#opened").get_by_role("button", name="Unpin").click()
    expect(said(page).first).to_contain_text("Unpinned: Cléo")
    assert not Screening.objects.get().pinned


def test_on_the_whole_festival_arrows_go_from_card_to_card(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    of = evening.festival
    beside = screening(film(of, "Vagabond"), hall(of, "Hall 2"), "2026-10-10 18:00")
    screening(film(of, "Lola"), hall(of, "Hall 2"), "2026-10-10 10:00")
    below = screening(film(of, "Ida"), hall(of, "Hall 2"), "2026-10-13 10:00")
    open_overview(page, desk, of)
    expect(page.locator(".mini-card[tabindex='0']")).to_have_count(1)
    card(page, evening).focus()
    for key, there in (("ArrowRight", beside), ("ArrowDown", below), ("ArrowUp", beside), ("ArrowLeft", evening)):
        page.keyboard.press(key)
        expect(card(page, there)).to_be_focused()
        expect(page.locator(".mini-card[tabindex='0']")).to_have_count(1)


def test_on_the_whole_festival_the_keyboard_carries_a_card_and_enter_opens_it(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_overview(page, desk, evening.festival)
    card(page, evening).focus()
    for key in (" ", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(".tip")).to_have_text("To Sun 11 Oct 20:00, Odeon, Hall 2")
    page.keyboard.press("Enter")
    expect(said(page).first).to_have_text("Moved: Cléo, Sun 11 Oct 20:00, Odeon, Hall 2.")
    expect(card(page, evening)).to_be_focused()
    for key in (" ", "ArrowLeft", "Escape", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#opened-head")).to_have_text("Cléo")
    expect(page.locator("h1")).to_have_text("Board of Sunday 11 October")


def test_without_a_hall_there_is_nowhere_to_put_a_card(
    page: Page, desk: str, harbour: Festival, complaints: list[str]
) -> None:
    row = screening(film(harbour))
    open_board(page, desk, harbour)
    expect(page.get_by_role("link", name="Add a venue with its halls")).to_be_visible()
    card(page, row).locator(".face").focus()
    press_and_see_places(page, " ")
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".carry-layer")).to_have_count(0)
    page.reload()
    assert not BoardMove.objects.exists()


def test_from_the_tray_the_keyboard_begins_at_the_first_free_start(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    screening(film(evening.festival, "Vagabond"), hall(evening.festival), "2026-10-10 09:00")
    waiting = screening(film(evening.festival, "Lola"))
    open_board(page, desk, evening.festival)
    card(page, waiting).locator(".face").focus()
    press_and_see_places(page, " ")
    expect(page.locator(".tip")).to_contain_text("10:45 Odeon, Hall 1. Free")
    page.keyboard.press("Enter")
    expect(said(page).first).to_have_text("Moved: Lola, Sat 10 Oct 10:45, Odeon, Hall 1.")


def test_the_tray_is_searched_as_one_types_and_letters_may_be_plain_or_not(
    page: Page, desk: str, harbour: Festival, complaints: list[str]
) -> None:
    titles = ["Łódź Ballads", "L’Été à Straßburg", "“Smørrebrød” — Œuvre", "WALL·E & Müller", "8½"]
    for title in titles:
        screening(film(harbour, title))
    open_board(page, desk, harbour)
    found = page.locator("#tray-cards .card:visible .title")
    for typed, there in (
        ("lodz", titles[0]), ("ŁÓDŹ bal", titles[0]), ("l'ete", titles[1]), ("STRASSBURG", titles[1]),
        ("l’ét", titles[1]), ("smorrebrod œu", titles[2]), ("“Smø", titles[2]),
        ("walle", titles[3]), ("wall-e and", titles[3]), ("mueller", titles[3]), ("8 1/2", titles[4]),
        ("8½", titles[4]),
    ):  # fmt: skip
        page.get_by_label("Search the tray").fill(typed)
        expect(found).to_have_text([there])
        expect(page.locator("#tray-head .count")).to_have_text("1 of 5")
    page.get_by_label("Search the tray").fill("")
    expect(found).to_have_count(5)
    expect(page.locator("#tray-head .count")).to_have_text("5")


def test_a_card_of_the_tray_opens_the_day_it_rests_over_and_says_so(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    waiting = screening(film(evening.festival, "Vagabond"))
    open_board(page, desk, evening.festival)
    tab = page.locator(".days a[data-day='2026-10-12']").bounding_box()
    assert tab is not None
    x, y = corner(card(page, waiting))
    page.mouse.move(x + 20, y + 8)
    page.mouse.down()
    page.mouse.move(tab["x"] + 20, tab["y"] + 10, steps=3)
    expect(page.locator(".tip")).to_have_text("Rest here, and Mon 12 Oct opens")
    expect(page.locator("h1")).to_have_text("Board of Monday 12 October")
    page.keyboard.press("Escape")
    page.mouse.up()


def test_in_a_hall_of_another_zone_the_tip_tells_its_own_clock(
    page: Page, desk: str, harbour: Festival, complaints: list[str]
) -> None:
    """On the night of the change London's clock goes back on another line than Berlin's."""
    Festival.objects.update(ends_on="2026-10-30")
    harbour.refresh_from_db()
    there = hall(harbour, "Screen 1", "Prince Charles", timezone="Europe/London")
    row = screening(film(harbour), there, "2026-10-25 01:30")
    open_board(page, desk, harbour, "2026-10-24")
    card(page, row).locator(".face").focus()
    press_and_see_places(page, " ")
    expect(page.locator(".start-slot").first).to_be_attached()
    for key in ("Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator(".tip")).to_contain_text("01:30 Prince Charles, Screen 1.")
    page.keyboard.press("Enter")
    expect(said(page).first).to_have_text(
        "Moved: Cléo, Sun 25 Oct 01:30 GMT (night of Sat 24 Oct, clock of Europe/London), Prince Charles, Screen 1."
    )
