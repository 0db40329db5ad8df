"""Cards from films on the board: by the tray's buttons, where nothing is, and by copying a card."""

import pytest
from playwright.sync_api import Page, expect

from screenings.models import Screening
from tests.browser.at_the_board import card, corner, finger, hour, open_board, press_and_see_places, said
from tests.browser.pages import faults
from tests.world import at, film, hall

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_films_get_showings_from_the_tray_and_where_one_points(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    for title in ("Anemone", "Bramble"):
        film(evening.festival, title)
    open_board(page, desk, evening.festival)
    page.get_by_role("button", name="2 showings of Anemone").click()
    expect(said(page).first).to_have_text("Added: 2 showings of Anemone, not placed yet.")
    expect(page.locator("#tray-cards .card")).to_have_count(2)
    expect(page.locator("#tray-films li")).to_have_count(1)
    box = page.locator(f"#rows-{hall(evening.festival, 'Hall 2').pk}").bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + 30, hour(page, "17:00") + 8)
    expect(page.get_by_label("Film:", exact=True)).to_be_focused()
    assert faults(page, ["#content"]) == []
    page.keyboard.type("Bram")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".messagelist").first).to_contain_text("Added: Bramble, Sat 10 Oct 17:00, Odeon, Hall 2.")


def test_after_a_card_the_keyboard_adds_another(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").focus()
    page.keyboard.press("n")
    expect(page.get_by_label("Film:", exact=True)).to_be_focused()
    # It ends at 21:30, and the hall takes a quarter of an hour.
    expect(page.get_by_label("Time:", exact=True)).to_have_value("21:45")
    page.get_by_role("link", name="Close").click()
    page.locator("#sheet").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Hall:", exact=True)).to_have_value("")


def test_a_card_is_copied_with_ctrl_and_with_a_key(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    x, y = corner(card(page, evening))
    page.keyboard.down("Control")
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 20, hour(page, "17:00") + 4, steps=4)
    expect(page.locator(".tip")).to_contain_text("A copy. 17:00 Odeon, Hall 1.")
    page.mouse.up()
    page.keyboard.up("Control")
    expect(said(page).first).to_have_text("Copied: Cléo, Sat 10 Oct 17:00, Odeon, Hall 1.")
    card(page, evening).locator(".face").focus()
    press_and_see_places(page, " ")
    for key in ("c", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(said(page).first).to_have_text("Copied: Cléo, Sat 10 Oct 20:00, Odeon, Hall 2.")
    starts = Screening.objects.order_by("pk").values_list("starts_at", "hall__name")
    assert list(starts) == [
        (at("2026-10-10 20:00"), "Hall 1"), (at("2026-10-10 17:00"), "Hall 1"), (at("2026-10-10 20:00"), "Hall 2"),
    ]  # fmt: skip


def test_a_films_row_is_dragged_straight_onto_the_day(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    anemone = film(evening.festival, "Anemone", runtime=60)
    open_board(page, desk, evening.festival)
    x, y = corner(page.get_by_role("link", name="Anemone, no showing yet"))
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 10, y + 14, steps=2)
    expect(page.locator(".start-slot").first).to_be_attached()
    left = page.locator(f"#rows-{hall(evening.festival).pk}").bounding_box()
    assert left is not None
    page.mouse.move(left["x"] + 40, hour(page, "19:00") + 7, steps=4)
    # A show of an hour, and the hall takes a quarter before Cléo at 20:00.
    expect(page.locator(".tip[data-level=warning]")).to_contain_text("19:00 Odeon, Hall 1. Warning")
    page.mouse.move(left["x"] + 40, hour(page, "17:00") + 7, steps=4)
    expect(page.locator(".tip[data-level=off]")).to_contain_text("17:00 Odeon, Hall 1. Free")
    page.mouse.up()
    expect(said(page).first).to_have_text("Added: Anemone, Sat 10 Oct 17:00, Odeon, Hall 1.")
    expect(page.locator("#tray-films li")).to_have_count(0)
    assert [row.starts_at for row in Screening.objects.filter(film=anemone)] == [at("2026-10-10 17:00")]


def test_a_films_row_is_carried_by_the_keyboard(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    anemone = film(evening.festival, "Anemone", runtime=60)
    open_board(page, desk, evening.festival)
    page.get_by_role("link", name="Anemone, no showing yet").focus()
    press_and_see_places(page, " ")
    expect(page.locator(".tip")).to_contain_text("Free")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).to_contain_text("Hall 2")
    page.keyboard.press("Enter")
    expect(said(page).first).to_contain_text("Added: Anemone")
    assert Screening.objects.get(film=anemone).hall == hall(evening.festival, "Hall 2")


def test_a_finger_carries_a_films_row_and_a_click_asks_where(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    anemone = film(evening.festival, "Anemone", runtime=60)
    open_board(page, desk, evening.festival)
    page.get_by_role("link", name="Anemone, no showing yet").click()
    expect(page.get_by_label("Film:", exact=True)).to_have_value(str(anemone.pk))
    page.get_by_role("link", name="Close").click()
    expect(page.get_by_label("Film:", exact=True)).to_have_count(0)
    touch = finger(page)
    x, y = corner(page.get_by_role("link", name="Anemone, no showing yet"))
    left = page.locator(f"#rows-{hall(evening.festival, 'Hall 2').pk}").bounding_box()
    assert left is not None
    touch("touchStart", x + 20, y + 6)
    expect(page.locator(".tip")).to_be_visible()
    for step in (30, 60):
        touch("touchMove", left["x"] + step, hour(page, "17:00") + 9)
    expect(page.locator(".tip")).to_contain_text("17:00 Odeon, Hall 2. Free")
    touch("touchEnd")
    expect(said(page).first).to_have_text("Added: Anemone, Sat 10 Oct 17:00, Odeon, Hall 2.")
