"""The board when the line to the server is slow, cut, or no longer one's own; and what it tells of others."""

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from screenings.models import BoardMove, Screening
from tests.browser.at_the_board import board_of, card, corner, drag, hour, open_board, said, start
from tests.browser.signing_in import sign_in
from tests.world import at, film, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def held_back(page: Page, what: str) -> Callable[[], None]:
    """Requests to `what` wait until the function that is returned lets them go."""
    waiting: list[Route] = []
    page.route(what, lambda route: waiting.append(route))

    def let_go() -> None:
        for route in waiting:
            route.continue_()
        page.unroute(what)

    return let_go


def test_a_session_that_ended_during_a_drag_is_told_and_the_board_stays(
    page: Page, desk: str, evening: Screening
) -> None:
    open_board(page, desk, evening.festival)
    Session.objects.all().delete()
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 8)
    page.mouse.down()
    page.mouse.move(x + 20, y - 60, steps=3)
    page.mouse.up()
    expect(said(page).first).to_have_text("You are signed out, so nothing was moved.")
    expect(card(page, evening)).to_contain_text("20:00–21:30")
    expect(page.locator(".is-pending, .pending")).to_have_count(0)
    page.get_by_role("link", name="Sign in and come back").click()
    expect(page.get_by_label("Username")).to_be_visible()
    assert start(evening) == at("2026-10-10 20:00")


def test_a_server_that_does_not_answer_is_told_until_it_does(page: Page, desk: str, evening: Screening) -> None:
    open_board(page, desk, evening.festival)
    page.route("**/board/**", lambda route: route.abort())
    card(page, evening).locator(".face").focus()
    for key in (" ", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(said(page).first).to_contain_text("The server could not be reached.")
    expect(page.locator(".connection-status")).to_contain_text("what is shown may be old")
    expect(page.locator(".is-pending, .pending")).to_have_count(0)
    page.unroute("**/board/**")
    expect(page.locator(".connection-status")).to_have_text("", timeout=10_000)
    assert start(evening) == at("2026-10-10 20:00")


def test_a_fault_of_the_server_leaves_the_board_where_it_is(page: Page, desk: str, evening: Screening) -> None:
    open_board(page, desk, evening.festival)
    page.route("**/moves/", lambda route: route.fulfill(status=503, body="<h1>Busy</h1>", content_type="text/html"))
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_contain_text("The server could not do that just now.")
    expect(card(page, evening)).to_contain_text("20:00–21:30")
    assert page.url == desk + board_of(evening.festival)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("database is locked", "The database is busy at the moment, so nothing was saved. Try again in a few seconds."),
        ("database or disk is full", "The server’s disk is full, so nothing was saved."),
    ],
)
def test_a_database_that_cannot_write_is_told_and_the_card_stays_where_it_was(
    page: Page, desk: str, evening: Screening, problem: str, words: str
) -> None:
    open_board(page, desk, evening.festival)
    with patch("screenings.board.views_moves.move_on_board", side_effect=OperationalError(problem)):
        drag(page, evening, "Hall 2", "17:00")
        expect(said(page).first).to_contain_text(words)
    expect(said(page).first).to_contain_text("Everything is where it was.")
    expect(card(page, evening)).to_contain_text("20:00–21:30")
    expect(page.locator(".is-pending, .pending")).to_have_count(0)
    assert start(evening) == at("2026-10-10 20:00")
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2.")


def test_without_a_script_a_move_that_cannot_be_written_is_sent_again_from_the_page(
    page: Page, desk: str, evening: Screening
) -> None:
    open_board(page, desk, evening.festival)
    page.goto(f"{desk}{board_of(evening.festival)}?open={evening.pk}")
    page.get_by_label("Time").fill("17:00")
    with patch("screenings.board.views_moves.move_on_board", side_effect=OperationalError("database is locked")):
        page.locator("#opened form").first.evaluate("form => form.submit()")
        expect(page.get_by_role("alert")).to_contain_text("so nothing was saved")
    expect(page.get_by_label("Time")).to_have_value("17:00")
    page.get_by_role("button", name="Send again").click()
    expect(card(page, evening)).to_contain_text("17:00")


def test_a_card_that_is_on_its_way_is_outlined_there_and_cannot_be_taken_again(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    let_go = held_back(page, "**/moves/")
    drag(page, evening, "Hall 2", "17:00")
    expect(page.locator(f"#rows-{hall(evening.festival, 'Hall 2').pk} .pending")).to_have_text("Cléo checking…")
    card(page, evening).locator(".face").focus()
    page.keyboard.press(" ")
    expect(page.locator(".carry-layer")).to_have_count(0)
    let_go()
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2.")
    expect(page.locator(".pending")).to_have_count(0)
    assert BoardMove.objects.count() == 1


def test_a_page_that_comes_late_does_not_bring_an_earlier_day_back(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    let_go = held_back(page, "**/2026-10-11/")
    card(page, evening).locator(".face").focus()
    page.keyboard.press(" ")
    expect(page.locator(".start-slot").first).to_be_attached()
    page.keyboard.press("PageDown")
    page.keyboard.press("Escape")
    card(page, evening).locator(".face").click()
    expect(page.locator("#opened-head")).to_have_text("Cléo")
    with page.expect_response("**/2026-10-11/"):
        let_go()
    page.wait_for_timeout(300)  # as long as it would take to show it
    expect(page.locator("h1")).to_have_text("Board of Saturday 10 October")


def test_of_somebody_elses_move_only_that_card_is_marked(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 12:00")
    open_board(page, desk, evening.festival)
    Screening.objects.filter(pk=other.pk).update(starts_at=at("2026-10-10 14:00"))
    expect(card(page, other)).to_contain_text("14:00", timeout=10_000)
    marked = page.locator(".card.is-changed")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("Vagabond")
    # Tab still stops at one card.
    expect(page.locator(".sheet .face[tabindex='0']")).to_have_count(1)


def test_the_whole_festival_sees_others_moves_too(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    sign_in(page, desk, reverse("admin:board-overview", args=[evening.festival_id]))
    expect(page.locator("#board.has-script")).to_be_visible()
    Screening.objects.filter(pk=evening.pk).update(starts_at=at("2026-10-12 14:00"))
    there = page.locator("tr[data-day='2026-10-12'] .mini-card")
    expect(there).to_contain_text("14:00 Cléo", timeout=10_000)
    expect(page.locator(".mini-card.is-changed")).to_have_count(1)


def test_a_change_during_a_drag_waits_for_its_end(page: Page, desk: str, evening: Screening) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 12:00")
    open_board(page, desk, evening.festival)
    let_go = held_back(page, "**/2026-10-10/")
    Screening.objects.filter(pk=other.pk).update(starts_at=at("2026-10-10 14:00"))
    with page.expect_request("**/2026-10-10/", timeout=10_000):
        pass
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 20, y + 30, steps=3)
    expect(page.locator(".start-slot").first).to_be_attached()
    with page.expect_response("**/2026-10-10/"):
        let_go()
    page.mouse.move(x + 20, hour(page, "17:00") + 4, steps=3)
    expect(page.locator(".tip")).to_contain_text("17:00 Odeon, Hall 1.")
    expect(page.locator(".start-slot").first).to_be_attached()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(card(page, other)).to_contain_text("14:00")


def test_what_is_pinned_says_so_to_whoever_drags_it_or_presses_space(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    Screening.objects.filter(pk=evening.pk).update(pinned=True)
    open_board(page, desk, evening.festival)
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 8)
    page.mouse.down()
    page.mouse.move(x + 40, y + 60, steps=3)
    expect(said(page)).to_have_text(["It is pinned. Unpin it first, on its card or on its own page."])
    # However long the button is held, its end is no click that would open the card.
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(page).not_to_have_url(re.compile("open="))
    page.locator(".board-messages").evaluate("list => list.replaceChildren()")
    card(page, evening).locator(".face").focus()
    page.keyboard.press(" ")
    expect(said(page)).to_have_text(["It is pinned. Unpin it first, on its card or on its own page."])


def test_control_and_z_take_back_and_do_again(page: Page, desk: str, evening: Screening, complaints: list[str]) -> None:
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_contain_text("Moved")
    page.keyboard.press("Control+z")
    expect(said(page).first).to_contain_text("Taken back: Cléo, Sat 10 Oct 20:00")
    page.keyboard.press("Control+Shift+Z")
    expect(said(page).first).to_contain_text("Done again: Cléo, Sat 10 Oct 17:00")


def test_a_clash_that_a_move_made_is_said_once_until_another_card_is_focused(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 17:00")
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "18:00")
    expect(said(page).nth(1)).to_contain_text("This breaks something. Odeon, Hall 2 is double-booked")
    expect(page.get_by_text("is double-booked")).to_have_count(3)  # the message, and what either card can say
    expect(page.locator(".card-conflicts:visible")).to_have_count(0)
    card(page, other).locator(".face").focus()
    expect(page.locator(".card-conflicts:visible")).to_contain_text("is double-booked")
